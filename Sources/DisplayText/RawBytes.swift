/// Text that holds any bytes, such as the name of a file that is not UTF-8.
///
/// A byte that no UTF-8 has at its place is one scalar of the private range U+10FE80 to U+10FEFF, and a scalar of that range is
/// its four bytes: every sequence of bytes has its own text, and the text gives the bytes back. ``VisibleCharacter`` shows such
/// a byte as `\xFF`.
///
/// ```swift
/// let name = RawBytes.text(of: [0x6F, 0xFF])   // VisibleText.of(name) is "o\xFF"
/// RawBytes.bytes(of: name)                     // [0x6F, 0xFF]
/// ```
public enum RawBytes {
  private static let base: UInt32 = 0x10FE00

  /// The byte that a scalar stands for; `nil` for all other scalars.
  public static func byte(of scalar: Unicode.Scalar) -> UInt8? {
    (base + 0x80...base + 0xFF).contains(scalar.value) ? UInt8(scalar.value - base) : nil
  }

  /// The text of some bytes.
  ///
  /// - Complexity: O(bytes)
  public static func text(of bytes: [UInt8]) -> String {
    if bytes.allSatisfy({ $0 < 0x80 }) { return String(decoding: bytes, as: UTF8.self) }
    var text = String.UnicodeScalarView()
    var index = 0
    while index < bytes.count {
      if let (scalar, length) = scalar(at: index, of: bytes), byte(of: scalar) == nil {
        text.append(scalar)
        index += length
      } else {
        if let scalar = Unicode.Scalar(base + UInt32(bytes[index])) { text.append(scalar) }
        index += 1
      }
    }
    return String(text)
  }

  /// The bytes of a text: its UTF-8, but for the scalars that stand for a byte.
  ///
  /// - Complexity: O(bytes)
  public static func bytes(of text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      if let byte = byte(of: scalar) {
        bytes.append(byte)
      } else {
        bytes.append(contentsOf: UTF8.encode(scalar) ?? .init())
      }
    }
    return bytes
  }

  /// The scalar that begins at an index, as UTF-8 has it in its shortest form, and its length.
  private static func scalar(at index: Int, of bytes: [UInt8]) -> (Unicode.Scalar, Int)? {
    let first = bytes[index]
    if first < 0x80 { return (Unicode.Scalar(first), 1) }
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    guard (0xC2...0xF4).contains(first), index + length <= bytes.count else { return nil }
    var value = UInt32(first) & (0xFF >> UInt32(length + 1))
    for byte in bytes[index + 1..<index + length] {
      guard byte & 0xC0 == 0x80 else { return nil }
      value = value << 6 | UInt32(byte & 0x3F)
    }
    let least: UInt32 = length == 4 ? 0x10000 : length == 3 ? 0x800 : 0x80
    guard value >= least, let scalar = Unicode.Scalar(value) else { return nil }
    return (scalar, length)
  }
}
