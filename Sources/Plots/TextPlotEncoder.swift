import DisplayText
import GraphExport

/// Encodes plots as text for a terminal.
///
/// ```
/// loss by epoch
/// 1.0 ┤⢣
///     │ ⢣
/// 0.5 ┤  ⠑⢄
///     │    ⠉⠢⢄⣀
///   0 ┤        ⠉⠉⠉⠉
///     └┬───────┬──────
///      0      100
/// ```
public struct TextPlotEncoder: Sendable {
  /// The options that every plot uses.
  public var options: PlotOptions

  /// Creates an encoder.
  public init(_ options: PlotOptions = PlotOptions()) { self.options = options }

  // MARK: Loss

  /// The loss by epoch as text, in UTF-8: a line of braille dots (eight to a cell) or, in ASCII, of
  /// asterisks.
  public func encode(_ curve: LossCurve) -> [UInt8] {
    let scale = curve.scale
    let frame = TextFrame(x: curve.epochs, y: scale, options, mostColumns: 100) { ($0, 8) }
    let dots = Dots(options.charset, columns: frame.columns, rows: frame.rows)
    var canvas = TextCanvas(columns: frame.columns, rows: frame.rows)
    dots.draw(curve.envelope(columns: dots.columns), on: &canvas)
    let out = TextBuffer()
    out.append(scale.isLogarithmic ? "loss by epoch, log scale\n" : "loss by epoch\n")
    frame.write(canvas, to: out)
    return out.bytes
  }

  /// The dots of a canvas: two columns and four rows to a cell in braille, one in ASCII.
  private struct Dots {
    let columns: Int
    let rows: Int
    private let isBraille: Bool

    init(_ charset: TreeOptions.Charset, columns: Int, rows: Int) {
      isBraille = charset == .utf8
      self.columns = columns * (isBraille ? 2 : 1)
      self.rows = rows * (isBraille ? 4 : 1)
    }

    func draw(_ ranges: [ClosedRange<Double>?], on canvas: inout TextCanvas) {
      var patterns = Array(repeating: UInt32(0), count: canvas.columns * canvas.rows)
      var last: ClosedRange<Int>?
      for (column, range) in ranges.enumerated() {
        guard let range else {
          last = nil
          continue
        }
        var (top, bottom) = (row(range.upperBound), row(range.lowerBound))
        // The line has no gap to the column before.
        if let last { (top, bottom) = (min(top, last.upperBound + 1), max(bottom, last.lowerBound - 1)) }
        for row in top...bottom { mark(&patterns, column, row, canvas.columns) }
        last = top...bottom
      }
      for (index, pattern) in patterns.enumerated() where pattern != 0 {
        let text = isBraille ? Unicode.Scalar(0x2800 + pattern).map(Character.init) ?? "*" : "*"
        canvas.put(text, .blue, column: index % canvas.columns, row: index / canvas.columns)
      }
    }

    private func row(_ place: Double) -> Int { Int(((1 - place) * Double(rows - 1)).rounded()) }

    /// The bits of braille's dots, row by row (Unicode Standard, chapter 21).
    private static let bits: [UInt32] = [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80]

    private func mark(_ patterns: inout [UInt32], _ column: Int, _ row: Int, _ width: Int) {
      if isBraille {
        patterns[row / 4 * width + column / 2] |= Self.bits[row % 4 * 2 + column % 2]
      } else {
        patterns[row * width + column] = 1
      }
    }
  }

  // MARK: Decisions

  /// The decision regions as text, in UTF-8, each filled with its character, and the points.
  public func encode(_ map: DecisionMap) -> [UInt8] {
    let (xScale, yScale, aspect) = (map.xScale, map.yScale, map.aspect)
    let frame = TextFrame(x: xScale, y: yScale, options, mostColumns: .max) { columns in
      // A cell of a terminal is about twice as high as wide.
      let rows = min(max(Int(Double(columns) * aspect / 2), 6), 24)
      return (min(columns, Int(Double(rows) * 2 / aspect)), rows)
    }
    var canvas = TextCanvas(columns: frame.columns, rows: frame.rows)
    for row in 0..<frame.rows {
      let y = yScale.number(at: 1 - (Double(row) + 0.5) / Double(frame.rows))
      for column in 0..<frame.columns {
        let x = xScale.number(at: (Double(column) + 0.5) / Double(frame.columns))
        let label = map.decision(x, y)
        canvas.put(style.regions[label], .ofClass(label), column: column, row: row)
      }
    }
    let isWrong = map.isWrong
    // Wrong points are drawn last, so that no other point hides them.
    for index in map.points.indices.filter({ !isWrong[$0] }) + map.points.indices.filter({ isWrong[$0] }) {
      let point = map.points[index]
      canvas.put(
        isWrong[index] ? PlotStyle.wrong : PlotStyle.marks[point.label],
        isWrong[index] ? .red : .bold,
        column: TextFrame.cell(xScale.fraction(of: point.x), of: frame.columns),
        row: TextFrame.cell(1 - yScale.fraction(of: point.y), of: frame.rows))
    }
    let out = TextBuffer()
    for line in heading(of: map) { out.append(line + "\n") }
    frame.write(canvas, to: out)
    for line in legend(of: map, wrong: isWrong.count { $0 }) { out.append(line + "\n") }
    return out.bytes
  }

  private func heading(of map: DecisionMap) -> [String] {
    let words = "decision boundary: \(text(map.xName)) across, \(text(map.yName)) up"
    return VisibleText.wrapped(words, to: options.width).map(fitted)
  }

  /// The meaning of the characters, in lines that fit the width.
  private func legend(of map: DecisionMap, wrong: Int) -> [String] {
    var entries = map.classNames.enumerated().map { label, name in
      "\(PlotStyle.marks[label]) \(text(name))"
        + (style.regions[label] == " " ? "" : " in \(style.regions[label])")
    }
    if wrong > 0 { entries.append("\(PlotStyle.wrong) \(wrong) decided wrongly") }
    var lines: [String] = []
    for entry in entries.map(fitted) {
      if let line = lines.last, VisibleText.width(line) + 3 + VisibleText.width(entry) <= options.width {
        lines[lines.count - 1] += "   " + entry
      } else {
        lines.append(entry)
      }
    }
    return lines
  }

  private func fitted(_ line: String) -> String {
    VisibleText.fitted(line, to: options.width, mark: options.charset == .ascii ? "..." : "…")
  }

  private var style: PlotStyle { PlotStyle(options.charset) }

  private func text(_ name: String) -> String {
    options.charset == .ascii ? VisibleText.ascii(name) : VisibleText.of(name)
  }
}
