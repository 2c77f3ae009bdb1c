import DisplayText
import GraphExport

/// The axes around a plot in a terminal.
///
/// ```
/// 1.0 ┤
///     │   the canvas
///   0 ┤
///     └┬─────────┬
///      0        100
/// ```
struct TextFrame {
  private let x: PlotScale
  private let y: PlotScale
  private let options: PlotOptions
  private let yTicks: [(number: Double, label: String)]
  private let labelWidth: Int
  let columns: Int
  let rows: Int

  /// - Parameter rows: the size of a canvas of at most `columns` columns.
  init(
    x: PlotScale, y: PlotScale, _ options: PlotOptions, mostColumns: Int,
    rows: (_ columns: Int) -> (columns: Int, rows: Int)
  ) {
    self.x = x
    self.y = y
    self.options = options
    let numbers = NumberText(precision: options.precision)
    yTicks = y.ticks(atMost: 4).map { ($0, numbers.text($0)) }
    labelWidth = yTicks.map { $0.label.utf8.count }.max() ?? 0
    (columns, self.rows) = rows(min(options.width - labelWidth - 2, mostColumns))
  }

  func write(_ canvas: TextCanvas, to out: TextBuffer) {
    var labels = Array(repeating: "", count: rows)
    for tick in yTicks { labels[Self.cell(1 - y.fraction(of: tick.number), of: rows)] = tick.label }
    for row in 0..<rows {
      let label = labels[row]
      out.append(spaces: labelWidth - label.utf8.count)
      out.append(faint(label + " " + (label.isEmpty ? style.bar : style.leftTick)))
      out.append(canvas.line(row, usesColor: options.usesColor))
      out.newline()
    }
    writeBottom(to: out)
  }

  /// Writes the horizontal axis and, below it, the numbers that fit.
  private func writeBottom(to out: TextBuffer) {
    let numbers = NumberText(precision: options.precision)
    var axis = Array(repeating: style.line, count: columns)
    var labels = ""
    for tick in x.ticks(atMost: max(columns / 8, 2)) {
      let column = Self.cell(x.fraction(of: tick), of: columns)
      let label = numbers.text(tick)
      axis[column] = style.bottomTick
      let centred = labelWidth + 2 + column - label.utf8.count / 2
      let start = min(centred, labelWidth + 2 + columns - label.utf8.count)
      guard start > labels.utf8.count else { continue }
      labels += String(repeating: " ", count: start - labels.utf8.count) + label
    }
    out.append(spaces: labelWidth + 1)
    out.append(faint(style.corner + axis.joined()))
    out.newline()
    out.append(faint(labels))
    out.newline()
  }

  /// The cell of a position from 0 to 1.
  static func cell(_ fraction: Double, of count: Int) -> Int { min(Int(fraction * Double(count)), count - 1) }

  private var style: PlotStyle { PlotStyle(options.charset) }

  private func faint(_ text: String) -> String { TerminalColor.faint.around(text, if: options.usesColor) }
}

/// The characters of a plot.
struct PlotStyle {
  let bar: String
  let leftTick: String
  let corner: String
  let line: String
  let bottomTick: String
  /// The character that fills the region of each class.
  let regions: [Character]

  /// The mark of a point of each class, and of a point that is classified wrongly.
  static let marks: [Character] = Array("ox+*#@%&$?")
  static let wrong: Character = "!"

  init(_ charset: TreeOptions.Charset) {
    let isASCII = charset == .ascii
    (bar, leftTick, corner) = isASCII ? ("|", "+", "+") : ("│", "┤", "└")
    (line, bottomTick) = isASCII ? ("-", "+") : ("─", "┬")
    regions = Array(isASCII ? " .:-=~_,;'" : " ░▒▓.:-~=_")
  }
}
