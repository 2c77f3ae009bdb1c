import GraphExport

/// Writes an explanation as Markdown: a table for each gradient, whose cells are code.
public struct ExplanationMarkdownEncoder: Sendable {
  private let options: ExplanationOptions

  public init(_ options: ExplanationOptions = ExplanationOptions()) { self.options = options }

  public func encode(_ explanation: Explanation) -> [UInt8] {
    let notation = Notation(options)
    var blocks: [String] = []
    if let steps = explanation.steps { blocks.append(table(steps, explanation.output, notation)) }
    for gradient in explanation.gradients {
      blocks.append(block(gradient, explanation, notation, listsPaths: explanation.steps == nil))
    }
    let legend = notation.legend(explanation)
    if !legend.isEmpty { blocks.append(legend.map { "- \(code($0, inTable: false))\n" }.joined()) }
    return Array(blocks.joined(separator: "\n").utf8)
  }

  private func block(
    _ gradient: Explanation.Gradient, _ explanation: Explanation, _ notation: Notation, listsPaths: Bool
  ) -> String {
    let name = notation.partial(explanation.output, by: gradient.variable)
    if gradient.count.int == 0 {
      return "\(code("\(name) = 0")): no path leads from \(code(notation.label(gradient.variable))) to "
        + "\(code(notation.label(explanation.output))).\n"
    }
    let head = code("\(name) = \(notation.numbers.text(gradient.total))")
    var lines: [String] = []
    if listsPaths {
      lines += ["\(head) is the sum over \(notation.count(gradient.count)).", ""]
      lines += ["| path | derivatives | numbers | product |", "|---|---|---|--:|"]
      for path in gradient.paths {
        let sides = [notation.partials(path), notation.derivatives(path), notation.locals(path)]
        let cells = sides.map { code($0.joined(separator: notation.times)) }
        lines.append(row(cells + [code(notation.numbers.text(path.product))]))
      }
      if let rest = gradient.rest {
        lines.append(row([notation.others(gradient), "", "", code(notation.numbers.text(rest))]))
      }
      lines.append(row(["**sum**", "", "", "**\(code(notation.numbers.text(gradient.total)))**"]))
    } else {
      lines.append(head)
    }
    let remarks = notation.remarks(gradient, explanation)
    if !remarks.isEmpty { lines += [""] + remarks.map { "- note: \(code($0, inTable: false))" } }
    return lines.map { $0 + "\n" }.joined()
  }

  private func table(_ steps: [Explanation.Step], _ output: Explanation.Node, _ notation: Notation) -> String
  {
    var lines = ["| step | adds | numbers | running sum |", "|--:|---|---|--:|"]
    lines.append(row(["", code("\(notation.atom(output)).grad = 1"), "", code("1")]))
    for (index, step) in steps.enumerated() {
      let adds =
        "\(notation.atom(step.operand)).grad += \(notation.atom(step.node)).grad\(notation.times)"
        + notation.partial(step)
      let product =
        "\(notation.numbers.text(step.grad))\(notation.times)\(notation.numbers.text(step.local))"
        + " = \(notation.numbers.text(step.contribution))"
      lines.append(row(["\(index + 1)", code(adds), code(product), code(notation.numbers.text(step.sum))]))
    }
    return lines.map { $0 + "\n" }.joined()
  }

  private func row(_ cells: [String]) -> String {
    "| " + cells.joined(separator: " | ").replacing("  |", with: " |") + " |"
  }

  /// A code span; in a table a bar would end the cell even there.
  private func code(_ text: String, inTable: Bool = true) -> String {
    var longest = 0
    var current = 0
    for character in text {
      current = character == "`" ? current + 1 : 0
      longest = max(longest, current)
    }
    let fence = String(repeating: "`", count: longest + 1)
    let padding = text.hasPrefix("`") || text.hasSuffix("`") ? " " : ""
    return fence + padding + (inTable ? text.replacing("|", with: "\\|") : text) + padding + fence
  }
}
