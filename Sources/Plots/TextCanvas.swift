import GraphExport

/// The inside of a plot in a terminal: cells, each one column wide, with a colour.
struct TextCanvas {
  let columns: Int
  let rows: Int
  private var cells: [(text: Character, color: TerminalColor?)]

  init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
    cells = Array(repeating: (" ", nil), count: columns * rows)
  }

  /// Sets a cell; row 0 is the uppermost.
  mutating func put(_ text: Character, _ color: TerminalColor?, column: Int, row: Int) {
    cells[row * columns + column] = (text, color)
  }

  /// The text of a row without trailing blanks; runs of one colour share their escape sequences.
  func line(_ row: Int, usesColor: Bool) -> String {
    var cells = cells[row * columns..<(row + 1) * columns]
    while cells.last?.text == " " { cells.removeLast() }
    guard usesColor else { return String(cells.map({ $0.text })) }
    var line = ""
    var current: TerminalColor?
    for cell in cells {
      let color = cell.text == " " ? nil : cell.color
      if color != current {
        line += (current == nil ? "" : TerminalColor.reset) + (color?.rawValue ?? "")
        current = color
      }
      line.append(cell.text)
    }
    return line + (current == nil ? "" : TerminalColor.reset)
  }
}
