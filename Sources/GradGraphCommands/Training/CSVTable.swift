import FormulaSyntax

/// A table of separated values (RFC 4180), still as text.
///
/// Rows end with LF, CRLF or CR; blank lines are skipped; fields may stand in double quotes, where `""` is a quote; blanks
/// around a field do not count. The separator is the first of `,`, `;` and tab that is in the first row.
struct CSVTable {
  struct Field {
    var text: String
    /// Its bytes in the source, with the quotes.
    var range: Range<Int>
  }

  /// Where the text is no table.
  struct Mistake: Error {
    var range: Range<Int>
    var message: String
  }

  private(set) var rows: [[Field]] = []

  private let bytes: [UInt8]
  private var position: Int
  private var separator: UInt8 = 0

  init(_ source: Source) throws(Mistake) {
    bytes = source.bytes
    position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    while position < bytes.count {
      skipBlanks()
      if position == bytes.count || isLineEnd(bytes[position]) {
        position += 1
        continue
      }
      if rows.isEmpty { separator = firstSeparator() }
      rows.append(try readRow())
    }
  }

  private func firstSeparator() -> UInt8 {
    let candidates = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]
    var isQuoted = false
    for byte in bytes[position...] {
      if byte == Self.quote { isQuoted.toggle() }
      if isQuoted { continue }
      if isLineEnd(byte) { break }
      if candidates.contains(byte) { return byte }
    }
    return candidates[0]
  }

  private mutating func readRow() throws(Mistake) -> [Field] {
    var fields: [Field] = []
    while true {
      skipBlanks()
      let isQuoted = position < bytes.count && bytes[position] == Self.quote
      fields.append(isQuoted ? try readQuoted() : readBare())
      skipBlanks()
      guard position < bytes.count else { return fields }
      if isLineEnd(bytes[position]) {
        position += 1
        return fields
      }
      guard bytes[position] == separator else {
        throw Mistake(
          range: position..<position + 1,
          message:
            "expected '\(Character(Unicode.Scalar(separator)))' or the end of the line after a quoted field")
      }
      position += 1
    }
  }

  private mutating func readBare() -> Field {
    let start = position
    while position < bytes.count, bytes[position] != separator, !isLineEnd(bytes[position]) { position += 1 }
    var end = position
    while end > start, isBlank(bytes[end - 1]) { end -= 1 }
    return Field(text: String(decoding: bytes[start..<end], as: UTF8.self), range: start..<end)
  }

  private mutating func readQuoted() throws(Mistake) -> Field {
    let start = position
    var text: [UInt8] = []
    position += 1
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if byte == Self.quote {
        guard position < bytes.count, bytes[position] == Self.quote else {
          return Field(text: String(decoding: text, as: UTF8.self), range: start..<position)
        }
        position += 1
      }
      text.append(byte)
    }
    throw Mistake(range: start..<start + 1, message: "this quote is never closed")
  }

  private static let quote = UInt8(ascii: "\"")

  private mutating func skipBlanks() {
    while position < bytes.count, isBlank(bytes[position]) { position += 1 }
  }

  private func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") && separator != byte
  }

  /// Of CRLF the second is a blank line.
  private func isLineEnd(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }
}
