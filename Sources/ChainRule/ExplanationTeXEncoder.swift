import Autodiff
import DisplayText
import GraphExport

/// Writes an explanation as LaTeX: an `align*` environment for each gradient, for documents with `amsmath`.
public struct ExplanationTeXEncoder: Sendable {
  private let write: ExpressionTeX
  private let notation: Notation

  private static let factorsInALine = 4

  /// Creates an encoder; LaTeX uses the precision only.
  public init(_ options: ExplanationOptions = ExplanationOptions()) {
    write = ExpressionTeX(numbers: NumberText(precision: options.precision))
    notation = Notation(ExplanationOptions(charset: .ascii, precision: options.precision))
  }

  /// The explanation as LaTeX, in UTF-8.
  ///
  /// - Parameter defining: true for a LaTeX file, which begins with definitions for the signs in names that
  ///   pdflatex does not know; MathJax and KaTeX need none.
  /// - Complexity: O(bytes).
  public func encode(_ explanation: Explanation, defining: Bool = false) -> [UInt8] {
    var blocks = ["% needs \\usepackage{amsmath}\n"]
    if let steps = explanation.steps {
      blocks.append(environment(table(steps, explanation.output)))
    }
    for gradient in explanation.gradients {
      blocks.append(block(gradient, explanation))
    }
    let legend = explanation.legend.map { "\\#\($0.id) &= \(write($0.expression))" }
    if !legend.isEmpty { blocks.append(environment(legend)) }
    let body = Array(blocks.dropFirst().joined().utf8)
    return Array(blocks[0].utf8) + (defining ? Array(TeXText.fallbacks(for: body).utf8) : []) + body
  }

  private func environment(_ rows: [String]) -> String {
    "\\begin{align*}\n" + rows.map { "  \($0)" }.joined(separator: " \\\\\n") + "\n\\end{align*}\n"
  }

  private func block(_ gradient: Explanation.Gradient, _ explanation: Explanation) -> String {
    let name = partial(explanation.output, gradient.variable)
    var rows: [String] = []
    if gradient.count.int == 0 {
      rows = ["\(name) &= 0 && \\text{(no path)}"]
    } else if explanation.steps == nil {
      for path in gradient.paths { rows += equation(path) }
      if let rest = gradient.rest {
        rows.append("\\text{\(notation.others(gradient))} &= \(write.number(rest))")
      }
      let terms = gradient.paths.map { $0.product } + (gradient.rest.map { [$0] } ?? [])
      rows += broken(name, terms.count > 1 ? terms.enumerated().map { term($1, isFirst: $0 == 0) } : [])
      rows.append((terms.count > 1 ? "" : name) + " &= \(write.number(gradient.total))")
    } else {
      rows = ["\(name) &= \(write.number(gradient.total))"]
    }
    let remarks = notation.remarks(gradient, explanation).map { "% note: \(VisibleText.ascii($0))\n" }
    return environment(rows) + remarks.joined()
  }

  /// The rows of one path: the partial derivatives, their formulas, their numbers and the product.
  private func equation(_ path: Explanation.Path) -> [String] {
    let factors =
      path.upper.map(Optional.some) + (path.omitted > 0 ? [nil] : []) + path.lower.map(Optional.some)
    func side(_ text: (Explanation.Factor, Bool) -> String) -> [String] {
      if factors.isEmpty { return ["1"] }
      return factors.enumerated().map { index, factor in
        (index == 0 ? "" : "\\cdot ") + (factor.map { text($0, index == 0) } ?? "\\cdots")
      }
    }
    let partials = side { factor, _ in
      partial(factor.node, factor.operand, factor.isNumbered ? factor.operandIndex + 1 : nil)
    }
    var rows = lines(partials).enumerated().map { $0 == 0 ? "& \($1)" : "& \\quad {}\($1)" }
    if path.omitted > 0 { rows[rows.count - 1] += " && \\text{(\(path.omitted) factors left out)}" }
    rows += lines(side { write.factor($0.derivative, isFirst: $1) }).enumerated().map {
      ($0 == 0 ? "&= " : "& \\quad {}") + $1
    }
    rows += lines(side { local($0.local, $0.isBlocked, isFirst: $1) }).enumerated().map {
      ($0 == 0 ? "&= " : "& \\quad {}") + $1
    }
    return rows + ["&= \(write.number(path.product))"]
  }

  private func broken(_ name: String, _ terms: [String]) -> [String] {
    lines(terms).enumerated().map { ($0 == 0 ? "\(name) &= " : "& \\quad {}") + $1 }
  }

  private func local(_ number: Double, _ isBlocked: Bool, isFirst: Bool) -> String {
    isBlocked ? "0_{\\text{masked}}" : write.factor(number, isFirst: isFirst)
  }

  private func lines(_ parts: [String]) -> [String] {
    stride(from: 0, to: parts.count, by: Self.factorsInALine).map {
      parts[$0..<min($0 + Self.factorsInALine, parts.count)].joined(separator: " ")
    }
  }

  private func term(_ number: Double, isFirst: Bool) -> String {
    let text = write.number(number)
    return isFirst ? text : text.hasPrefix("-") ? "- \(text.dropFirst())" : "+ \(text)"
  }

  private func partial(_ node: Explanation.Node, _ operand: Explanation.Node, _ number: Int? = nil) -> String
  {
    "\\frac{\\partial\(number.map { "_{\($0)}" } ?? "") \(atom(node))}{\\partial \(atom(operand))}"
  }

  private func atom(_ node: Explanation.Node) -> String { write.wrapped(node.label, from: .atom) }

  private func gradient(_ node: Explanation.Node) -> String { "\\overline{\(write(node.label))}" }

  private func table(_ steps: [Explanation.Step], _ output: Explanation.Node) -> [String] {
    ["\(gradient(output)) &= 1"]
      + steps.map { step in
        "\(gradient(step.operand)) &\\mathrel{+}= \(gradient(step.node)) \\cdot \(partial(step.node, step.operand, step.isNumbered ? step.operandIndex + 1 : nil))"
          + " = \(write.number(step.grad)) \\cdot \(local(step.local, step.isBlocked, isFirst: false))"
          + " = \(write.number(step.contribution)) && \(gradient(step.operand)) = \(write.number(step.sum))"
      }
  }
}
