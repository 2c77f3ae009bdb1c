/// The separator between the fields of a table.
enum CSVSeparator: Equatable, CustomStringConvertible {
  /// A comma, a semicolon or a tab.
  case byte(UInt8)
  /// One or more blanks or tabs.
  case blanks

  var description: String {
    switch self {
    case .byte(UInt8(ascii: "\t")): "a tab"
    case .byte(let byte): "'\(Character(Unicode.Scalar(byte)))'"
    case .blanks: "a blank"
    }
  }

  /// `true` if a comma in a number can only be a decimal comma.
  var allowsDecimalComma: Bool { self != .byte(UInt8(ascii: ",")) }

  /// The separator of a spreadsheet's first line, `sep=;`; `nil` for any other line.
  init?(namedAt start: Int, in bytes: [UInt8]) {
    let line = bytes[start...].prefix { !CSVTable.isLineEnd($0) }
    guard line.count == 5, line.starts(with: "sep=".utf8) || line.starts(with: "SEP=".utf8),
      let byte = line.last
    else { return nil }
    self = byte == UInt8(ascii: " ") ? .blanks : .byte(byte)
  }

  /// The separator of a row, found outside of its quotes.
  ///
  /// A semicolon separates before all others. Blanks do where a number follows a number, as in `5,1 3,5`, and where there is
  /// no other separator; a tab does where it is between two fields, so that `5,1⇥3,5` is two numbers with decimal commas.
  init(ofRowAt start: Int, in bytes: [UInt8]) {
    var hasComma = false
    var hasTab = false
    var (tabs, gaps, numbers) = (0, 0, 0)
    var last: UInt8?
    var gap: (hasTab: Bool, isOpen: Bool) = (false, false)
    var isQuoted = false
    scan: for byte in bytes[start...] {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if isQuoted { continue }
      if CSVTable.isLineEnd(byte) { break scan }
      if byte == UInt8(ascii: ";") {
        self = .byte(byte)
        return
      }
      if CSVTable.isBlank(byte) {
        hasTab = hasTab || byte == UInt8(ascii: "\t")
        gap = (gap.hasTab || byte == UInt8(ascii: "\t"), true)
        continue
      }
      hasComma = hasComma || byte == UInt8(ascii: ",")
      if gap.isOpen, let last, last != UInt8(ascii: ","), byte != UInt8(ascii: ",") {
        if gap.hasTab { tabs += 1 } else { gaps += 1 }
        if !gap.hasTab, Self.isOfNumber(last), Self.isOfNumber(byte) || Self.isSign(byte) { numbers += 1 }
      }
      gap = (false, false)
      last = byte
    }
    self =
      numbers > 0
      ? .blanks
      : tabs > 0 || (hasTab && !hasComma)
        ? .byte(UInt8(ascii: "\t")) : hasComma || gaps == 0 ? .byte(UInt8(ascii: ",")) : .blanks
  }

  private static func isOfNumber(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: ".")
  }

  private static func isSign(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+") }
}
