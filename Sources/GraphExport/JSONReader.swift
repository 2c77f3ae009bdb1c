/// What is wrong with a JSON text, and where.
public struct JSONError: Error, Equatable, CustomStringConvertible, Sendable {
  /// From 1; columns count bytes.
  public let line: Int
  public let column: Int
  public let message: String

  public var description: String { "\(line):\(column): error: \(message)" }
}

/// Reads JSON (RFC 8259) from bytes, value by value, without a tree in between and without recursion.
struct JSONReader {
  private let bytes: [UInt8]
  private(set) var position = 0

  /// Nothing in a graph nests deeper; unknown members may, up to this.
  private static let deepest = 1000

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  func error(_ message: String, at position: Int? = nil) -> JSONError {
    let before = bytes.prefix(position ?? self.position)
    let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    let line = before.reduce(1) { $0 + ($1 == UInt8(ascii: "\n") ? 1 : 0) }
    return JSONError(line: line, column: before.count - lineStart + 1, message: message)
  }

  /// The next byte that is not white space; `nil` at the end.
  mutating func peek() -> UInt8? {
    while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) { position += 1 }
    return position < bytes.count ? bytes[position] : nil
  }

  mutating func expect(_ character: Unicode.Scalar, _ what: String) throws(JSONError) {
    guard peek() == UInt8(ascii: character) else { throw error("expected '\(character)' \(what)") }
    position += 1
  }

  /// Consumes a character if it is next.
  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard peek() == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  mutating func end() throws(JSONError) {
    guard peek() == nil else { throw error("nothing may follow the graph") }
  }

  /// Reads the members of an object; `member` reads each value.
  mutating func object(
    _ what: String, _ member: (inout JSONReader, String) throws(JSONError) -> Void
  ) throws(JSONError) {
    try expect("{", "at the start of \(what)")
    if take("}") { return }
    repeat {
      guard peek() == UInt8(ascii: "\"") else { throw error("expected a name in \(what)") }
      let name = try string()
      try expect(":", "after \"\(name)\"")
      try member(&self, name)
    } while take(",")
    try expect("}", "or ',' in \(what)")
  }

  /// Reads the elements of an array.
  mutating func array(
    _ what: String, _ element: (inout JSONReader) throws(JSONError) -> Void
  ) throws(JSONError) {
    try expect("[", "at the start of \(what)")
    if take("]") { return }
    repeat { try element(&self) } while take(",")
    try expect("]", "or ',' in \(what)")
  }

  mutating func null() -> Bool {
    guard peek() == UInt8(ascii: "n"), bytes[position...].starts(with: "null".utf8) else { return false }
    position += 4
    return true
  }

  mutating func integer(_ what: String) throws(JSONError) -> Int {
    _ = peek()
    let start = position
    guard let text = numberText(), let number = Int(text), number >= 0 else {
      throw error("\(what) must be a whole number from 0", at: start)
    }
    return number
  }

  /// A number, or one of the strings `"nan" "inf" "-inf"`.
  mutating func double(_ what: String) throws(JSONError) -> Double {
    let isString = peek() == UInt8(ascii: "\"")
    let start = position
    if isString {
      switch try string() {
      case "nan": return .nan
      case "inf": return .infinity
      case "-inf": return -.infinity
      default: throw error("\(what) must be a number, \"nan\", \"inf\" or \"-inf\"", at: start)
      }
    }
    guard let text = numberText(), let number = Double(text), number.isFinite else {
      throw error("\(what) must be a number that fits in a double, \"nan\", \"inf\" or \"-inf\"", at: start)
    }
    return number
  }

  mutating func optional<Result>(
    _ read: (inout JSONReader) throws(JSONError) -> Result
  ) throws(JSONError) -> Result? {
    null() ? nil : try read(&self)
  }

  /// The text of a number in JSON's own grammar: no plus sign, no leading zero, no bare point.
  private mutating func numberText() -> String? {
    let start = position
    func isDigit(_ at: Int) -> Bool { at < bytes.count && (0x30...0x39).contains(bytes[at]) }
    func digits(_ at: inout Int) -> Bool {
      let first = at
      while isDigit(at) { at += 1 }
      return at > first
    }
    var at = position
    if at < bytes.count, bytes[at] == UInt8(ascii: "-") { at += 1 }
    let whole = at
    guard digits(&at), at == whole + 1 || bytes[whole] != UInt8(ascii: "0") else { return nil }
    if at < bytes.count, bytes[at] == UInt8(ascii: ".") {
      at += 1
      guard digits(&at) else { return nil }
    }
    if at < bytes.count, bytes[at] | 0x20 == UInt8(ascii: "e") {
      at += 1
      if at < bytes.count, bytes[at] == UInt8(ascii: "-") || bytes[at] == UInt8(ascii: "+") { at += 1 }
      guard digits(&at) else { return nil }
    }
    position = at
    return String(decoding: bytes[start..<at], as: UTF8.self)
  }

  mutating func string() throws(JSONError) -> String {
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

  /// Skips any value: a member that this version does not know.
  mutating func skip() throws(JSONError) {
    var closers: [Unicode.Scalar] = []
    repeat {
      if closers.last == "}" {
        _ = try string()
        try expect(":", "after a name")
      }
      let closer: Unicode.Scalar? = take("{") ? "}" : take("[") ? "]" : nil
      if let closer {
        guard closers.count < Self.deepest else {
          throw error("values nest deeper than \(Self.deepest) levels", at: position - 1)
        }
        closers.append(closer)
      } else {
        try skipScalar()
      }
      var isComplete = closer == nil
      while let last = closers.last, take(last) {
        closers.removeLast()
        isComplete = true
      }
      if isComplete, let last = closers.last { try expect(",", "or '\(last)'") }
    } while !closers.isEmpty
  }

  private mutating func skipScalar() throws(JSONError) {
    guard let byte = peek() else { throw error("the text ends in the middle of a value") }
    if byte == UInt8(ascii: "\"") {
      _ = try string()
    } else if let word = ["true", "false", "null"].first(where: { bytes[position...].starts(with: $0.utf8) })
    {
      position += word.utf8.count
    } else if numberText() == nil {
      throw error("expected a value")
    }
  }
}
