/// An error in a JSON text, with its place.
public struct JSONError: Error, Equatable, CustomStringConvertible, Sendable {
  /// The line, from 1.
  public let line: Int
  /// The column in bytes, from 1.
  public let column: Int
  /// The cause in words.
  public let message: String

  /// `line:column: error: message`.
  public var description: String { "\(line):\(column): error: \(message)" }
}

/// Reads JSON (RFC 8259) from bytes, value by value, without a tree in between and without recursion.
struct JSONReader {
  let bytes: UnsafeBufferPointer<UInt8>
  var position = 0
  let decodedStrings = JSONDecodedStrings()

  /// - Parameter bytes: memory that outlives the reader and its ``JSONString``s.
  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
    // A byte order mark is skipped; it only marks the text as UTF-8.
    if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { position = 3 }
  }

  func error(_ message: String, at position: Int? = nil) -> JSONError {
    let before = bytes.prefix(position ?? self.position)
    let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    let line = before.reduce(1) { $0 + ($1 == UInt8(ascii: "\n") ? 1 : 0) }
    return JSONError(line: line, column: before.count - lineStart + 1, message: message)
  }

  /// The next byte that is not white space; `nil` at the end.
  @inline(__always)
  mutating func peek() -> UInt8? {
    while position < bytes.count {
      let byte = bytes[position]
      guard byte <= 0x20, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return byte }
      position += 1
    }
    return nil
  }

  @inline(__always)
  mutating func expect(
    _ character: Unicode.Scalar, _ what: @autoclosure () -> String
  ) throws(JSONError) {
    guard peek() == UInt8(ascii: character) else { throw error("expected '\(character)' \(what())") }
    position += 1
  }

  /// Consumes a character if it is next.
  @inline(__always)
  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard peek() == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  mutating func end() throws(JSONError) {
    guard peek() == nil else { throw error("nothing may follow the graph") }
  }

  /// Reads the members of an object; `member` reads each value.
  @inline(__always)
  mutating func object(
    _ what: StaticString, _ member: (inout JSONReader, JSONString) throws(JSONError) -> Void
  ) throws(JSONError) {
    try expect("{", "at the start of \(what)")
    if take("}") { return }
    repeat {
      guard peek() == UInt8(ascii: "\"") else { throw error("expected a name in \(what)") }
      let name = try word()
      try expect(":", "after \"\(name.text)\"")
      try member(&self, name)
    } while take(",")
    try expect("}", "or ',' in \(what)")
  }

  /// Reads the elements of an array.
  @inline(__always)
  mutating func array(
    _ what: String, _ element: (inout JSONReader) throws(JSONError) -> Void
  ) throws(JSONError) {
    try expect("[", "at the start of \(what)")
    if take("]") { return }
    repeat { try element(&self) } while take(",")
    try expect("]", "or ',' in \(what)")
  }

  @inline(__always)
  mutating func null() -> Bool {
    guard peek() == UInt8(ascii: "n"), isNext("null") else { return false }
    position += 4
    return true
  }

  @inline(__always)
  mutating func optional<Result>(
    _ read: (inout JSONReader) throws(JSONError) -> Result
  ) throws(JSONError) -> Result? {
    null() ? nil : try read(&self)
  }

  private func isNext(_ word: StaticString) -> Bool {
    guard bytes.count - position >= word.utf8CodeUnitCount else { return false }
    return (0..<word.utf8CodeUnitCount).allSatisfy { bytes[position + $0] == word.utf8Start[$0] }
  }

  // MARK: Values that are skipped

  /// The greatest nesting of skipped values; a graph's own members nest less.
  private static let deepest = 1000

  /// Skips any value, for members that this version does not know.
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

  /// The position at which an element of an array begins, searched for only when an error is reported.
  ///
  /// - Parameter start: the position at which the array begins.
  func place(ofElement element: Int, in start: Int) -> Int {
    var reader = self
    reader.position = start
    _ = reader.take("[")
    for _ in 0..<element {
      guard (try? reader.skip()) != nil, reader.take(",") else { break }
    }
    _ = reader.peek()
    return reader.position
  }

  private mutating func skipScalar() throws(JSONError) {
    guard let byte = peek() else { throw error("the text ends in the middle of a value") }
    let words: [StaticString] = ["true", "false", "null"]
    if byte == UInt8(ascii: "\"") {
      _ = try string()
    } else if let word = words.first(where: isNext) {
      position += word.utf8CodeUnitCount
    } else if skipNumber() == nil {
      throw error("expected a value")
    }
  }
}
