/// A string as it stands in a JSON text, to be compared without being made.
struct JSONString {
  /// Between the quotes: ASCII without escapes; `nil` where it was not so plain.
  fileprivate let raw: UnsafeBufferPointer<UInt8>?
  private let decoded: String

  fileprivate init(raw: UnsafeBufferPointer<UInt8>) { (self.raw, decoded) = (raw, "") }

  fileprivate init(decoded: String) { (raw, self.decoded) = (nil, decoded) }

  var text: String { raw.map { String(decoding: $0, as: UTF8.self) } ?? decoded }

  @inline(__always)
  static func ~= (pattern: StaticString, string: JSONString) -> Bool {
    guard let raw = string.raw else { return string.decoded == pattern.description }
    guard raw.count == pattern.utf8CodeUnitCount else { return false }
    for index in 0..<pattern.utf8CodeUnitCount where raw[index] != pattern.utf8Start[index] { return false }
    return true
  }
}

/// Numbers for strings that come again and again, in the order of their first appearance.
struct JSONStringTable {
  private(set) var texts: [String] = []
  private var known: [String: Int] = [:]
  /// The last plain string of each hash.
  private var slots: [(raw: UnsafeBufferPointer<UInt8>, number: Int)?] = Array(repeating: nil, count: 64)

  @inline(__always)
  mutating func number(of string: JSONString) -> Int {
    guard let raw = string.raw, let first = raw.first, let last = raw.last else { return add(string.text) }
    let slot = (raw.count &* 11 &+ Int(first) &* 3 &+ Int(last)) & 63
    if let known = slots[slot], known.raw.count == raw.count, known.raw.elementsEqual(raw) {
      return known.number
    }
    let number = add(string.text)
    slots[slot] = (raw, number)
    return number
  }

  private mutating func add(_ text: String) -> Int {
    if let number = known[text] { return number }
    texts.append(text)
    known[text] = texts.count - 1
    return texts.count - 1
  }
}

extension JSONReader {
  mutating func string() throws(JSONError) -> String { try word().text }

  /// A string, which is only decoded where it must be.
  @inline(__always)
  mutating func word() throws(JSONError) -> JSONString {
    if peek() == UInt8(ascii: "\"") {
      var at = position + 1
      while at < bytes.count, case let byte = bytes[at], byte >= 0x20, byte < 0x80, byte != 0x5C {
        if byte == 0x22 {
          let raw = UnsafeBufferPointer(rebasing: bytes[(position + 1)..<at])
          position = at + 1
          return JSONString(raw: raw)
        }
        at += 1
      }
    }
    return JSONString(decoded: try decodedString())
  }

  private mutating func decodedString() throws(JSONError) -> String {
    try expect("\"", "at the start of a string")
    let start = position
    var units: [UInt8] = []
    while position < bytes.count {
      let byte = bytes[position]
      switch byte {
      case UInt8(ascii: "\""):
        position += 1
        guard let text = String(validating: units, as: UTF8.self) else {
          throw error("the string is not valid UTF-8", at: start)
        }
        return text
      case UInt8(ascii: "\\"):
        position += 1
        units.append(contentsOf: String(try escape()).utf8)
      case ..<0x20:
        let digits = String(0x100 + Int(byte), radix: 16).dropFirst()
        throw error("a control character in a string must be written as \\u00\(digits)")
      default:
        units.append(byte)
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

  /// Four hexadecimal digits after `u`; leaves the position at the last.
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
