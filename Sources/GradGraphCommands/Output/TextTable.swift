import DisplayText
import GraphExport

/// Aligned columns of text that fit into a width.
struct TextTable {
  /// The look of a column, and its rank among those that give way.
  struct Column {
    var title: String
    var isNumber = true
    var color: TerminalColor?
    /// Columns with a larger one are hidden first; those with 0 stay.
    var dispensable = 0
  }

  struct Cell {
    var text: String
    /// In place of the column's.
    var color: TerminalColor?

    init(_ text: String, _ color: TerminalColor? = nil) {
      self.text = text
      self.color = color
    }
  }

  private var columns: [Column]
  private var rows: [[Cell]]

  init(_ columns: [Column], _ rows: [[Cell]]) {
    self.columns = columns
    self.rows = rows
  }

  private static let gap = 3

  private var widths: [Int] {
    columns.indices.map { column in
      rows.reduce(VisibleText.width(columns[column].title)) { max($0, VisibleText.width($1[column].text)) }
    }
  }

  private func excess(over width: Int) -> Int {
    widths.reduce(0, +) + Self.gap * (columns.count - 1) - width
  }

  /// Hides columns, then cuts the texts of the first, until the lines fit.
  ///
  /// - Returns: the titles of the columns that are hidden.
  mutating func fit(_ width: Int?, ellipsis: String) -> [String] {
    guard let width else { return [] }
    var hidden: [String] = []
    while excess(over: width) > 0,
      let column = columns.indices.max(by: { columns[$0].dispensable < columns[$1].dispensable }),
      columns[column].dispensable > 0
    {
      hidden.append(columns.remove(at: column).title)
      for row in rows.indices { rows[row].remove(at: column) }
    }
    let excess = excess(over: width)
    if excess > 0 {
      let room = max(4, widths[0] - excess)
      columns[0].title = VisibleText.fitted(columns[0].title, to: room, mark: ellipsis)
      for row in rows.indices {
        rows[row][0].text = VisibleText.fitted(rows[row][0].text, to: room, mark: ellipsis)
      }
    }
    return hidden
  }

  func text(usesColor: Bool) -> String {
    let widths = widths
    let titles = columns.map { Cell($0.title, .faint) }
    return ([titles] + rows).map { row in
      var line = ""
      var (used, start) = (0, 0)
      for (column, cell) in row.enumerated() {
        let width = VisibleText.width(cell.text)
        let place = start + (columns[column].isNumber ? widths[column] - width : 0)
        start += widths[column] + Self.gap
        if cell.text.isEmpty { continue }
        line += String(repeating: " ", count: place - used)
        line += (cell.color ?? columns[column].color)?.around(cell.text, if: usesColor) ?? cell.text
        used = place + width
      }
      return line + "\n"
    }.joined()
  }
}
