import DisplayText
import GraphExport

/// The backward pass as aligned lines: the target, the contribution, and the running sum.
///
/// ```
/// start  d.grad = 1
///     1  c.grad     += d.grad · ∂d/∂c              = 1 · 0.07065   = 0.07065   sum 0.07065
/// ```
struct StepTable {
  private(set) var lines: [String] = []

  /// The cells of one step.
  private struct Row {
    var number: String
    var adds: String
    var from: String
    var product: String
    var contribution: String
    var sum: String

    var cells: [String] { [adds, from, product, contribution, sum] }
  }

  init(_ steps: [Explanation.Step], from output: Explanation.Node, _ notation: Notation, width: Int?) {
    let rows = steps.enumerated().map { index, step in
      let operand = notation.atom(step.operand)
      return Row(
        number: "\(index + 1)", adds: "\(operand).grad += ",
        from:
          "\(notation.atom(step.node)).grad\(notation.times)\(notation.partial(step))",
        product:
          " = \(notation.numbers.text(step.grad))\(notation.times)\(notation.local(step.local, isBlocked: step.isBlocked))",
        contribution: " = \(notation.numbers.text(step.contribution))",
        sum: "  sum \(notation.numbers.text(step.sum))")
    }
    let margin = max("start".count, rows.last?.number.count ?? 0)
    var widths = [0, 0, 0, 0, 0]
    for row in rows {
      for (column, cell) in row.cells.enumerated() { widths[column] = max(widths[column], Self.width(cell)) }
    }
    lines.append(Self.right("start", margin) + "  \(notation.atom(output)).grad = 1")
    let isWide = width.map { margin + 2 + widths.reduce(0, +) <= $0 } ?? true
    for row in rows {
      let head = Self.right(row.number, margin) + "  "
      if isWide {
        lines.append(Self.trimmed(head + zip(row.cells, widths).map(Self.left).joined()))
        continue
      }
      let indent = String(repeating: " ", count: margin + 2)
      let fits = Self.width(head + row.adds + row.from) <= width ?? .max
      lines +=
        fits ? [head + row.adds + row.from] : [Self.trimmed(head + row.adds), "\(indent)  \(row.from)"]
      let numbers = row.product + row.contribution + row.sum
      lines +=
        Self.width(indent + numbers) < width ?? .max
        ? ["\(indent) \(numbers)"] : ["\(indent) \(row.product)", "\(indent) \(row.contribution)\(row.sum)"]
    }
  }

  private static func width(_ text: String) -> Int { VisibleText.width(text) }

  private static func left(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - self.width(text)))
  }

  private static func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }

  private static func trimmed(_ text: String) -> String {
    var text = text
    while text.last == " " { text.removeLast() }
    return text
  }
}
