import Autodiff
import DisplayText
import GraphExport

/// Writes an explanation as Markdown: a table for each gradient, whose cells are code.
public struct ExplanationMarkdownEncoder: Sendable {
  private let options: ExplanationOptions

  /// Creates an encoder.
  public init(_ options: ExplanationOptions = ExplanationOptions()) { self.options = options }

  /// The explanation as Markdown, in UTF-8 or, by the options, in ASCII.
  ///
  /// - Complexity: O(bytes).
  public func encode(_ explanation: Explanation) -> [UInt8] {
    let notation = Notation(options)
    var blocks: [String] = []
    if let steps = explanation.steps { blocks.append(table(steps, explanation.output, notation)) }
    for gradient in explanation.gradients {
      blocks.append(block(gradient, explanation, notation, listsPaths: explanation.steps == nil))
    }
    let legend = notation.legend(explanation)
    if !legend.isEmpty { blocks.append(legend.map { "- \(MarkdownText.code($0))\n" }.joined()) }
    return Array(blocks.joined(separator: "\n").utf8)
  }

  private func block(
    _ gradient: Explanation.Gradient, _ explanation: Explanation, _ notation: Notation, listsPaths: Bool
  ) -> String {
    let name = notation.partial(explanation.output, by: gradient.variable)
    if gradient.count.int == 0 {
      return
        "\(MarkdownText.code("\(name) = 0")): no path leads from \(MarkdownText.code(notation.label(gradient.variable))) to "
        + "\(MarkdownText.code(notation.label(explanation.output))).\n"
    }
    let head = MarkdownText.code("\(name) = \(notation.numbers.text(gradient.total))")
    var lines: [String] = []
    if listsPaths {
      lines += ["\(head) is the sum over \(notation.count(gradient.count)).", ""]
      lines += ["| path | derivatives | numbers | product |", "|---|---|---|--:|"]
      for path in gradient.paths {
        let sides = [notation.partials(path), notation.derivatives(path), notation.locals(path)]
        let cells = sides.map { cell($0.joined(separator: notation.times)) }
        lines.append(MarkdownText.row(cells + [cell(notation.numbers.text(path.product))]))
      }
      if let rest = gradient.rest {
        lines.append(
          MarkdownText.row([notation.others(gradient), "", "", cell(notation.numbers.text(rest))]))
      }
      lines.append(
        MarkdownText.row(["**sum**", "", "", "**\(cell(notation.numbers.text(gradient.total)))**"]))
    } else {
      lines.append(head)
    }
    let remarks = notation.remarks(gradient, explanation)
    if !remarks.isEmpty { lines += [""] + remarks.map { "- note: \(MarkdownText.code($0))" } }
    return lines.map { $0 + "\n" }.joined()
  }

  private func table(_ steps: [Explanation.Step], _ output: Explanation.Node, _ notation: Notation) -> String
  {
    var lines = ["| step | adds | numbers | running sum |", "|--:|---|---|--:|"]
    lines.append(MarkdownText.row(["", cell("\(notation.atom(output)).grad = 1"), "", cell("1")]))
    for (index, step) in steps.enumerated() {
      let adds =
        "\(notation.atom(step.operand)).grad += \(notation.atom(step.node)).grad\(notation.times)"
        + notation.partial(step)
      let product =
        "\(notation.numbers.text(step.grad))\(notation.times)\(notation.local(step.local, isBlocked: step.isBlocked))"
        + " = \(notation.numbers.text(step.contribution))"
      lines.append(
        MarkdownText.row(["\(index + 1)", cell(adds), cell(product), cell(notation.numbers.text(step.sum))]))
    }
    return lines.map { $0 + "\n" }.joined()
  }

  private func cell(_ text: String) -> String { MarkdownText.code(text, inTable: true) }
}
