/// The bytes of a string in a JSON text, for comparison without making a `String`; valid as long as its
/// reader.
struct JSONString {
  /// The UTF-8 content between the quotes, with escapes decoded.
  fileprivate let bytes: UnsafeBufferPointer<UInt8>

  var text: String { String(decoding: bytes, as: UTF8.self) }

  @inline(__always)
  static func ~= (pattern: StaticString, string: JSONString) -> Bool {
    guard string.bytes.count == pattern.utf8CodeUnitCount else { return false }
    for index in 0..<pattern.utf8CodeUnitCount where string.bytes[index] != pattern.utf8Start[index] {
      return false
    }
    return true
  }
}

/// Numbers for repeated strings, in the order of their first appearance.
struct JSONStringTable {
  private(set) var texts: [String] = []
  private var known: [String: Int] = [:]
  /// For each hash, the last string.
  private var slots: [(string: JSONString, number: Int)?] = Array(repeating: nil, count: 64)

  @inline(__always)
  mutating func number(of string: JSONString) -> Int {
    let bytes = string.bytes
    guard let first = bytes.first, let last = bytes.last else { return add(string.text) }
    let slot = (bytes.count &* 11 &+ Int(first) &* 3 &+ Int(last)) & 63
    if let known = slots[slot], known.string.bytes.count == bytes.count,
      known.string.bytes.elementsEqual(bytes)
    {
      return known.number
    }
    let number = add(string.text)
    slots[slot] = (string, number)
    return number
  }

  private mutating func add(_ text: String) -> Int {
    if let number = known[text] { return number }
    texts.append(text)
    known[text] = texts.count - 1
    return texts.count - 1
  }
}

/// The bytes of strings that differ from the text because of escapes.
final class JSONDecodedStrings {
  private var strings: [UnsafeMutableBufferPointer<UInt8>] = []

  deinit { for string in strings { string.deallocate() } }

  fileprivate func keep(_ bytes: [UInt8]) -> UnsafeBufferPointer<UInt8> {
    let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count)
    _ = copy.initialize(from: bytes)
    strings.append(copy)
    return UnsafeBufferPointer(copy)
  }
}

extension JSONReader {
  mutating func string() throws(JSONError) -> String { try word().text }

  /// Reads a string, which is decoded only if it has escapes.
  @inline(__always)
  mutating func word() throws(JSONError) -> JSONString {
    try expect("\"", "at the start of a string")
    var at = position
    while at + 8 <= bytes.count {
      let plain = plainBytes(at)
      at += plain
      if plain == 8 { continue }
      guard bytes[at] == UInt8(ascii: "\"") else { break }
      defer { position = at + 1 }
      return JSONString(bytes: UnsafeBufferPointer(rebasing: bytes[position..<at]))
    }
    return try unusualWord()
  }

  /// The number of the next eight bytes that are plain ASCII: not a quote, a backslash or a control
  /// character.
  ///
  /// The lowest bit that the tests set is at the first byte that fails (see "Determine if a word has a byte less than n"
  /// in Sean Eron Anderson's "Bit Twiddling Hacks").
  @inline(__always)
  private func plainBytes(_ at: Int) -> Int {
    guard let start = bytes.baseAddress else { return 0 }
    let word = UInt64(littleEndian: UnsafeRawPointer(start + at).loadUnaligned(as: UInt64.self))
    let ones: UInt64 = 0x0101_0101_0101_0101
    let quote = word ^ (ones &* 0x22)
    let backslash = word ^ (ones &* 0x5C)
    let failing =
      ((quote &- ones) & ~quote) | ((backslash &- ones) & ~backslash) | ((word &- ones &* 0x20) & ~word)
      | word
    return (failing & (ones &* 0x80)).trailingZeroBitCount &>> 3
  }

  /// Reads a string that has escapes or non-ASCII bytes, or is at the end of the text.
  @inline(never)
  private mutating func unusualWord() throws(JSONError) -> JSONString {
    let start = position
    var decoded: [UInt8]?
    while position < bytes.count {
      let byte = bytes[position]
      switch byte {
      case UInt8(ascii: "\""):
        let string =
          decoded.map(decodedStrings.keep) ?? UnsafeBufferPointer(rebasing: bytes[start..<position])
        position += 1
        guard String(validating: string, as: UTF8.self) != nil else {
          throw error("the string is not valid UTF-8", at: start)
        }
        return JSONString(bytes: string)
      case UInt8(ascii: "\\"):
        if decoded == nil { decoded = Array(bytes[start..<position]) }
        position += 1
        decoded?.append(contentsOf: String(try escape()).utf8)
      case ..<0x20:
        let digits = String(0x100 + Int(byte), radix: 16).dropFirst()
        throw error("a control character in a string must be written as \\u00\(digits)")
      default:
        decoded?.append(byte)
        position += 1
      }
    }
    throw error("the string has no end", at: start - 1)
  }

  private mutating func escape() throws(JSONError) -> Unicode.Scalar {
    guard position < bytes.count else { throw error("the string has no end") }
    defer { position += 1 }
    switch bytes[position] {
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"):
      let high = try codeUnit()
      if let scalar = Unicode.Scalar(high) { return scalar }
      guard high < 0xDC00, position + 2 < bytes.count, bytes[position + 1] == UInt8(ascii: "\\"),
        bytes[position + 2] == UInt8(ascii: "u")
      else { return "\u{FFFD}" }
      let back = position
      position += 2
      let low = try codeUnit()
      guard (0xDC00...0xDFFF).contains(low) else {
        position = back
        return "\u{FFFD}"
      }
      return Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)) ?? "\u{FFFD}"
    default: throw error("unknown escape in a string")
    }
  }

  /// Reads four hexadecimal digits after `u`; leaves the position at the last digit.
  private mutating func codeUnit() throws(JSONError) -> UInt32 {
    let digits = bytes[min(position + 1, bytes.count)..<min(position + 5, bytes.count)]
    let isHexadecimal = digits.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0 | 0x20) }
    guard digits.count == 4, isHexadecimal,
      let unit = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw error("\\u needs four hexadecimal digits") }
    position += 4
    return unit
  }
}
