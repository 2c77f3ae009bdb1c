import FormulaSyntax

/// A table of separated values, still as text.
///
/// RFC 4180 and the extensions of spreadsheets, R and NumPy: rows end with LF, CRLF or CR; blank lines and lines that begin
/// with `#` are skipped (not `#N/A` and the like); fields may be in double quotes, where `""` is a quote; blanks around a field do not count. The
/// first row decides on the separator, see ``CSVSeparator``. A closing separator at the end of the rows makes no field.
struct CSVTable {
  struct Field {
    var text: String
    /// Its bytes in the source, with the quotes.
    var range: Range<Int>
    var isQuoted: Bool

    /// `true` if it is empty and not written as `""`.
    var isAbsent: Bool { text.isEmpty && !isQuoted }
  }

  /// Text that is no table.
  struct Mistake: Error {
    var range: Range<Int>
    var message: String
  }

  private(set) var rows: [[Field]] = []
  private(set) var separator = CSVSeparator.byte(UInt8(ascii: ","))

  private let bytes: [UInt8]
  private var position: Int

  init(_ source: Source) throws(Mistake) {
    bytes = source.bytes
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      throw Mistake(range: 0..<2, message: "the table is UTF-16; save it as UTF-8")
    }
    position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    guard skipToRow() else { return }
    if let named = CSVSeparator(namedAt: position, in: bytes) {
      separator = named
      while position < bytes.count, !Self.isLineEnd(bytes[position]) { position += 1 }
    } else {
      separator = CSVSeparator(ofRowAt: position, in: bytes)
    }
    while skipToRow() { rows.append(try readRow()) }
    removeClosingSeparators()
  }

  /// Moves past blank lines and comments.
  ///
  /// - Returns: `true` if there is another row.
  private mutating func skipToRow() -> Bool {
    while position < bytes.count {
      var start = position
      while start < bytes.count, Self.isBlank(bytes[start]) { start += 1 }
      guard start < bytes.count else { break }
      if bytes[start] == UInt8(ascii: "#"),
        !Self.spreadsheetErrors.contains(where: { bytes[start...].starts(with: $0.utf8) })
      {
        while start < bytes.count, !Self.isLineEnd(bytes[start]) { start += 1 }
      }
      guard start == bytes.count || Self.isLineEnd(bytes[start]) else { return true }
      position = start + 1
    }
    position = bytes.count
    return false
  }

  private mutating func readRow() throws(Mistake) -> [Field] {
    var fields: [Field] = []
    while true {
      skipPadding()
      let isQuoted = position < bytes.count && bytes[position] == Self.quote
      fields.append(isQuoted ? try readQuoted() : try readBare())
      let end = position
      skipPadding()
      guard position < bytes.count, !Self.isLineEnd(bytes[position]) else { return fields }
      switch separator {
      case .byte(let byte) where bytes[position] == byte: position += 1
      case .blanks where position > end: break
      default:
        throw Mistake(
          range: position..<position + 1,
          message: "expected \(separator) or the end of the line after a quoted field")
      }
    }
  }

  private mutating func readBare() throws(Mistake) -> Field {
    let start = position
    while position < bytes.count, !separates(bytes[position]), !Self.isLineEnd(bytes[position]) {
      position += 1
    }
    var end = position
    while end > start, Self.isBlank(bytes[end - 1]) { end -= 1 }
    return Field(text: try text(bytes[start..<end], start..<end), range: start..<end, isQuoted: false)
  }

  private mutating func readQuoted() throws(Mistake) -> Field {
    let start = position
    var content: [UInt8] = []
    position += 1
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if byte == Self.quote {
        guard position < bytes.count, bytes[position] == Self.quote else {
          return Field(
            text: try text(content[...], start..<position), range: start..<position, isQuoted: true)
        }
        position += 1
      }
      content.append(byte)
    }
    throw Mistake(range: start..<start + 1, message: "this quote is never closed")
  }

  /// Repaired text could make two names one, so bytes that are no UTF-8 are a mistake.
  private func text(_ content: ArraySlice<UInt8>, _ range: Range<Int>) throws(Mistake) -> String {
    guard let text = String(validating: content, as: UTF8.self) else {
      throw Mistake(range: range, message: "the text is not UTF-8; save the table as UTF-8")
    }
    return text
  }

  /// Drops the empty last field that a separator at the end of a row makes: in all rows, or in those that have one
  /// field more than the first.
  private mutating func removeClosingSeparators() {
    guard let first = rows.first else { return }
    var width = first.count
    if width > 1, first[width - 1].isAbsent {
      let rest = rows.dropFirst()
      let isClosing = rest.allSatisfy { row in
        row.count == width - 1 || (row.count == width && row[width - 1].isAbsent)
      }
      if isClosing { width -= 1 }
    }
    for index in rows.indices where rows[index].count == width + 1 {
      if rows[index][width].isAbsent { rows[index].removeLast() }
    }
  }

  /// The words of spreadsheets for a number that they could not compute: a field, and not the start of a comment.
  private static let spreadsheetErrors = ["#N/A", "#VALUE!", "#REF!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"]

  private static let quote = UInt8(ascii: "\"")

  private mutating func skipPadding() {
    while position < bytes.count, Self.isBlank(bytes[position]), separator != .byte(bytes[position]) {
      position += 1
    }
  }

  private func separates(_ byte: UInt8) -> Bool {
    switch separator {
    case .byte(let separator): byte == separator
    case .blanks: Self.isBlank(byte)
    }
  }

  static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

  /// CRLF ends a row and leaves a blank line.
  static func isLineEnd(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }
}
