/// A place in a line of Markdown, with its column; tabs go to multiples of four.
struct Cursor {
  let bytes: UnsafeBufferPointer<UInt8>
  let line: Range<Int>
  private(set) var position: Int
  private(set) var column = 0
  /// Columns of a tab that are not taken yet.
  private var partial = 0

  init(bytes: UnsafeBufferPointer<UInt8>, line: Range<Int>) {
    self.bytes = bytes
    self.line = line
    position = line.lowerBound
  }

  var byte: UInt8? {
    position < line.upperBound && !isEnd(bytes[position]) ? bytes[position] : nil
  }

  /// The rest of the line, without its end.
  var rest: Range<Int> {
    var end = line.upperBound
    while end > position, isEnd(bytes[end - 1]) { end -= 1 }
    return position..<end
  }

  private func isEnd(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

  /// `true` if only blanks are left.
  var isBlank: Bool { bytes[rest].allSatisfy { $0 == 0x20 || $0 == 0x09 } }

  var isAtBlank: Bool { byte == 0x20 || byte == 0x09 }

  /// The columns of blanks from here on.
  var indent: Int {
    var copy = self
    copy.skipBlanks(atMost: .max)
    return copy.column - column
  }

  mutating func skipBlanks(atMost columns: Int) {
    var left = columns
    while left > 0, let byte, byte == 0x20 || byte == 0x09 {
      if byte == 0x20 {
        position += 1
        column += 1
        left -= 1
        continue
      }
      if partial == 0 { partial = 4 - column % 4 }
      let taken = min(partial, left)
      column += taken
      partial -= taken
      left -= taken
      if partial == 0 { position += 1 }
    }
  }

  mutating func take(_ wanted: UInt8) -> Bool {
    guard byte == wanted else { return false }
    position += 1
    column += 1
    return true
  }

  /// The number of times that a byte follows here in a row.
  func count(_ wanted: UInt8) -> Int {
    bytes[rest].prefix { $0 == wanted }.count
  }

  mutating func skip(_ wanted: UInt8) {
    while take(wanted) {}
  }

  func starts(_ text: StaticString) -> Bool {
    guard rest.count >= text.utf8CodeUnitCount else { return false }
    return text.withUTF8Buffer { text in
      text.indices.allSatisfy { bytes[position + $0] == text[$0] }
    }
  }

  /// Takes a bullet or a number of up to nine digits with `.` or `)`.
  mutating func takeListMark() -> Bool {
    if let byte, "-+*".utf8.contains(byte) { return take(byte) }
    var next = self
    var digits = 0
    while let byte = next.byte, (0x30...0x39).contains(byte), digits < 9 {
      _ = next.take(byte)
      digits += 1
    }
    guard digits > 0, next.take(UInt8(ascii: ".")) || next.take(UInt8(ascii: ")")) else { return false }
    self = next
    return true
  }
}
