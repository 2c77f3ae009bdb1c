/// Makes any text safe inside Markdown (CommonMark, with the tables of GitHub).
public enum MarkdownText {
  /// A code span.
  ///
  /// - Parameters:
  ///   - text: what it shows.
  ///   - inTable: whether it stands in a table, where a bar would end the cell even inside of code.
  public static func code(_ text: String, inTable: Bool = false) -> String {
    let shown = VisibleText.of(text)
    let fence = String(repeating: "`", count: longestRun(of: shown.utf8) + 1)
    // One space at each end is not taken as part of the code.
    let needsSpace =
      shown.utf8.first == backtick || shown.utf8.last == backtick
      || (shown.utf8.first == space && shown.utf8.last == space && shown.utf8.contains { $0 != space })
    let padding = needsSpace ? " " : ""
    return fence + padding + (inTable ? escapingBars(shown) : shown) + padding + fence
  }

  /// Text in which Markdown and HTML see nothing of their own, also in a table.
  ///
  /// By scalars: a sign that a mark combines with is another character, but not to a reader of Markdown.
  public static func escaped(_ text: String) -> String {
    VisibleText.of(text).unicodeScalars.reduce(into: "") { escaped, scalar in
      switch scalar {
      case "\\", "`", "*", "_", "{", "}", "[", "]", "<", ">", "|", "&", "!": escaped += "\\"
      default: break
      }
      escaped.unicodeScalars.append(scalar)
    }
  }

  /// A block of code; lines stay as they are.
  ///
  /// - Parameters:
  ///   - text: its lines.
  ///   - language: what it is called at its beginning, such as `text`.
  public static func codeBlock(_ text: String, language: String) -> String {
    let fence = String(repeating: "`", count: max(3, longestRun(of: text.utf8) + 1))
    return "\(fence)\(language)\n\(text)\(text.utf8.last == UInt8(ascii: "\n") ? "" : "\n")\(fence)\n"
  }

  /// A row of a table, without the end of the line.
  public static func row(_ cells: [String]) -> String {
    cells.reduce(into: "|") { line, cell in line += cell.isEmpty ? " |" : " \(cell) |" }
  }

  private static let backtick = UInt8(ascii: "`")
  private static let space = UInt8(ascii: " ")

  // Both by bytes: a sign that a mark combines with is another character, but not to a reader of Markdown.

  private static func longestRun(of bytes: String.UTF8View) -> Int {
    var (longest, current) = (0, 0)
    for byte in bytes {
      current = byte == backtick ? current + 1 : 0
      longest = max(longest, current)
    }
    return longest
  }

  private static func escapingBars(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "|")) else { return text }
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      if byte == UInt8(ascii: "|") { bytes.append(UInt8(ascii: "\\")) }
      bytes.append(byte)
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
