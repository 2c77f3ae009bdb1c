import Autodiff
import DisplayText
import GraphExport

extension CheckReport {
  /// The report for a terminal.
  ///
  /// ```
  /// variable   data   reverse   forward     differences   apart
  /// x             3        10        10   10.00 ± 4e-11   2e-13   ✓
  /// ```
  /// followed by the cost of each mode, the Jacobian, kinks and singular points by name, and a line that sums up.
  public var text: String {
    var table = TextTable(columns, check.rows.indices.map(cells))
    let hidden = table.fit(options.width, ellipsis: ellipsis)
    var text = check.rows.isEmpty ? "" : table.text(usesColor: options.usesColor) + "\n"
    text += costTable.text(usesColor: options.usesColor) + "\n" + jacobianText
    for note in notes { text += wrapped(note) }
    let cut = hidden.isEmpty ? "" : "; \(hidden.joined(separator: ", ")) hidden at this width"
    return text + wrapped(summary + cut, isPassed ? nil : .red)
  }

  private var ellipsis: String { options.charset == .ascii ? "..." : "…" }

  private var columns: [TextTable.Column] {
    let output = TextTable.Column(title: "output", isNumber: false, color: .bold)
    return (outputs.count > 1 ? [output] : []) + [
      .init(title: "variable", isNumber: false, color: .bold),
      .init(title: "data", color: .blue, dispensable: 2), .init(title: "reverse", color: .orange),
      .init(title: "forward", color: .orange, dispensable: 1), .init(title: "differences", color: .orange),
      .init(title: "apart", dispensable: 3), .init(title: "", isNumber: false),
    ]
  }

  private func cells(_ index: Int) -> [TextTable.Cell] {
    let row = check.rows[index]
    let color: TerminalColor? =
      switch row.verdict {
      case .agrees: .green
      case .disagrees, .notFinite: .red
      case .singular, .masked, .undecided: nil
      }
    let texts = [
      shown(label(of: row.variable)), numbers.text(row.variable.data), numbers.text(row.reverse),
      numbers.text(row.forward), self.text(row.difference), distance(in: row),
    ]
    return ((outputs.count > 1 ? [shown(output(of: index))] : []) + texts).map { .init($0) }
      + [.init(mark(row), color)]
  }

  private var costTable: TextTable {
    TextTable(
      [.init(title: "mode", isNumber: false), .init(title: "passes"), .init(title: "operations")],
      costs.map { [.init($0.name), .init("\($0.cost.passes)"), .init("\($0.cost.operations)")] })
  }

  /// The matrix, cut into blocks of columns that fit.
  private var jacobianText: String {
    if check.variables.isEmpty { return "" }
    let passes = Self.counted(jacobian.cost.passes, "pass", plural: "passes")
    let width = options.width ?? 100
    func short(_ name: String) -> String {
      VisibleText.fitted(shown(name), to: min(24, width / 2 - 3), mark: ellipsis)
    }
    let names = check.variables.map { short(label(of: $0)) }
    let side = outputs.map(short)
    let cells = jacobian.rows.map { $0.map(numbers.text) }
    let widths = names.indices.map { column in
      cells.reduce(VisibleText.width(names[column])) { max($0, $1[column].count) } + 3
    }
    let room = width - (side.map(VisibleText.width).max() ?? 0)
    var text = wrapped("Jacobian, by \(jacobian.mode.rawValue) mode in \(passes)")
    var start = 0
    while start < names.count {
      var (end, used) = (start + 1, widths[start])
      while end < names.count, used + widths[end] <= room {
        used += widths[end]
        end += 1
      }
      let table = TextTable(
        [.init(title: "", isNumber: false, color: .bold)]
          + names[start..<end].map { .init(title: $0, color: .orange) },
        zip(side, cells).map { name, row in [.init(name)] + row[start..<end].map { .init($0) } })
      text += table.text(usesColor: options.usesColor) + "\n"
      start = end
    }
    return text
  }

  /// A text of the user or of an operation's row.
  private func shown(_ text: String) -> String {
    guard options.charset == .ascii else { return VisibleText.of(text) }
    return VisibleText.ascii(
      text.replacing("≥", with: ">=").replacing("≠", with: "!=").replacing("π", with: "pi")
        .replacing("…", with: "..."))
  }

  private func wrapped(_ text: String, _ color: TerminalColor? = nil) -> String {
    let lines = options.width.map { VisibleText.wrapped(shown(text), to: $0) } ?? [shown(text)]
    return lines.map { (color?.around($0, if: options.usesColor) ?? $0) + "\n" }.joined()
  }
}
