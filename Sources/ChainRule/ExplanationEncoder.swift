import Autodiff
import DisplayText
import GraphExport

/// Writes an explanation as text for a terminal.
///
/// ```
/// ∂d/∂a: 2 paths
/// ∂d/∂c · ∂c/∂(a**2) · ∂(a**2)/∂a = (1 − tanh²c) · 1 · 2·a = 0.07065 · 1 · 4 = 0.2826
/// ∂d/∂c · ∂c/∂(a*b) · ∂(a*b)/∂a = (1 − tanh²c) · 1 · b = 0.07065 · 1 · -3 = -0.2120
/// ∂d/∂a = 0.2826 − 0.2120 = 0.07065
/// ```
/// Longer lines are broken before `=`, then before `·`.
public struct ExplanationEncoder: Sendable {
  private let options: ExplanationOptions

  /// Creates an encoder.
  public init(_ options: ExplanationOptions = ExplanationOptions()) { self.options = options }

  /// The explanation as text, in UTF-8 or, by the options, in ASCII.
  ///
  /// - Complexity: O(bytes).
  public func encode(_ explanation: Explanation) -> [UInt8] {
    let notation = Notation(options)
    var lines: [String] = []
    if let steps = explanation.steps {
      lines += StepTable(steps, from: explanation.output, notation, width: options.width).lines
      if !explanation.gradients.isEmpty { lines.append("") }
      for gradient in explanation.gradients {
        lines.append(
          "\(notation.partial(explanation.output, by: gradient.variable)) = \(notation.numbers.text(gradient.total))"
        )
        lines += remarks(gradient, explanation, notation)
      }
    } else {
      for (index, gradient) in explanation.gradients.enumerated() {
        if index > 0 { lines.append("") }
        lines += block(gradient, explanation, notation)
      }
    }
    let legend = notation.legend(explanation)
    if !legend.isEmpty { lines.append("") }
    lines += legend.flatMap { fitted([words($0)], " ") }
    return Array(lines.map { $0 + "\n" }.joined().utf8)
  }

  private func block(_ gradient: Explanation.Gradient, _ explanation: Explanation, _ notation: Notation)
    -> [String]
  {
    if gradient.count.int == 0 { return fitted([[notation.unreachable(gradient, explanation.output)]], " ") }
    let name = notation.partial(explanation.output, by: gradient.variable)
    let count = notation.count(gradient.count)
    let listed =
      gradient.rest != nil && !gradient.paths.isEmpty
      ? ", the \(gradient.paths.count == 1 ? "" : "\(gradient.paths.count) ")largest:" : ""
    var lines = fitted([words("\(name): \(count)\(listed)")], " ")
    for path in gradient.paths {
      let sides = [notation.partials(path), notation.derivatives(path), notation.locals(path)]
      // An empty path, and a path whose derivatives are numbers, would repeat a side of the equation.
      var shown: [[String]] = []
      for side in sides + [[notation.numbers.text(path.product)]] where shown.last != side {
        shown.append(side)
      }
      lines += fitted(shown, notation.times)
    }
    if let rest = gradient.rest {
      lines += fitted(
        [words("\(notation.others(gradient)):"), [notation.numbers.text(rest)]], " ", equals: " ")
    }
    let terms = notation.sum(gradient.paths.map { $0.product } + (gradient.rest.map { [$0] } ?? []))
    let total = notation.numbers.text(gradient.total)
    lines += fitted([[name]] + (terms.count > 1 ? [terms] : []) + [[total]], "")
    return lines + remarks(gradient, explanation, notation)
  }

  private func remarks(
    _ gradient: Explanation.Gradient, _ explanation: Explanation, _ notation: Notation
  ) -> [String] {
    notation.remarks(gradient, explanation).flatMap { fitted([words("note: \($0)")], " ") }
  }

  private func words(_ text: String) -> [String] { text.split(separator: " ").map(String.init) }

  /// Sides of an equation on one line or, if they do not fit, one per line; sides that are too long are
  /// broken between their parts.
  private func fitted(_ sides: [[String]], _ joint: String, equals: String = " = ") -> [String] {
    let line = sides.map { $0.joined(separator: joint) }.joined(separator: equals)
    guard let width = options.width, VisibleText.width(line) > width else { return [line] }
    var lines: [String] = []
    for (index, side) in sides.enumerated() {
      var current = index == 0 ? "" : "  \(equals.dropFirst())"
      var isEmpty = true
      for piece in side.enumerated().flatMap({ pieces($1, joint: $0 == 0 ? "" : joint, width) }) {
        if !isEmpty, VisibleText.width(current + piece) > width {
          lines.append(current)
          current = "    " + String(piece.drop { $0 == " " })
        } else {
          current += piece
        }
        isEmpty = false
      }
      lines.append(current)
    }
    return lines
  }

  /// A part with its joint to the part before; one that is wider than a line is broken between words.
  private func pieces(_ part: String, joint: String, _ width: Int) -> [String] {
    if VisibleText.width(part) + 6 <= width { return [joint + part] }
    return part.split(separator: " ").enumerated().map { $0 == 0 ? joint + $1 : " " + $1 }
  }
}
