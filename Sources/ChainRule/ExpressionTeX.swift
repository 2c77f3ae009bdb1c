import DisplayText
import GraphExport

/// Writes expressions as LaTeX in mathematics mode; it needs `amsmath`.
struct ExpressionTeX {
  let numbers: NumberText

  func callAsFunction(_ expression: Expression) -> String {
    switch expression {
    case .number(let number): self.number(number)
    case .name(let name): Self.name(name)
    case .numbered(let name, let id):
      TeXText.endsWithScript(Self.name(name))
        ? "{\(Self.name(name))}_{\\#\(id)}" : "\(Self.name(name))_{\\#\(id)}"
    case .node(let id): "\\#\(id)"
    case .constant("…"): "\\dots"
    case .constant(let name): name == "pi" ? "\\pi" : "\\mathrm{\(name)}"
    case .label(let inner): self(inner)
    case .negate(let operand):
      "-" + (operand.startsNegative ? Self.parentheses(self(operand)) : wrapped(operand, from: .product))
    case .infix(.divide, let left, let right): "\\frac{\(self(left))}{\(self(right))}"
    case .infix(.power, let base, let exponent): power(base, exponent)
    case .infix(let infix, let left, let right): self.infix(infix, left, right)
    case .call("sqrt", let arguments): "\\sqrt{\(list(arguments))}"
    case .call("abs", let arguments): "\\left|\(list(arguments))\\right|"
    case .call(let name, let arguments): "\(TeXText.function(name))\\left(\(list(arguments))\\right)"
    }
  }

  func number(_ number: Double) -> String { numbers.tex(number) }

  func factor(_ expression: Expression, isFirst: Bool) -> String {
    if case .number(let number) = expression { return factor(number, isFirst: isFirst) }
    return expression.startsNegative && !isFirst
      ? Self.parentheses(self(expression)) : wrapped(expression, from: .product)
  }

  func factor(_ number: Double, isFirst: Bool) -> String {
    let text = self.number(number)
    return text.hasPrefix("-") && !isFirst ? Self.parentheses(text) : text
  }

  func wrapped(_ expression: Expression, from precedence: Expression.Precedence) -> String {
    expression.precedence >= precedence || isFraction(expression) && precedence < .power
      ? self(expression) : Self.parentheses(self(expression))
  }

  private func isFraction(_ expression: Expression) -> Bool {
    if case .infix(.divide, _, _) = expression { true } else { false }
  }

  private func list(_ arguments: [Expression]) -> String {
    arguments.map(callAsFunction).joined(separator: ", ")
  }

  private func infix(_ infix: Expression.Infix, _ left: Expression, _ right: Expression) -> String {
    let isSum = infix == .add || infix == .subtract
    var needed: Expression.Precedence = isSum ? .product : .negation
    if infix == .multiply, case .infix(.multiply, _, _) = right { needed = .product }
    let second = right.startsNegative ? Self.parentheses(self(right)) : wrapped(right, from: needed)
    let symbol = infix == .multiply ? "\\cdot" : infix.rawValue
    return "\(wrapped(left, from: isSum ? .sum : .product)) \(symbol) \(second)"
  }

  private func power(_ base: Expression, _ exponent: Expression) -> String {
    guard case .call(let name, let arguments) = base, name != "sqrt", name != "abs",
      case .number(let number) = exponent, number > 0
    else {
      let text = wrapped(base, from: .atom)
      return (isName(base) && TeXText.endsWithScript(text) ? "{\(text)}" : text) + "^{\(self(exponent))}"
    }
    let raised = "\(TeXText.function(name))^{\(self(exponent))}"
    if arguments.count == 1, case .name = arguments[0] { return "\(raised) \(list(arguments))" }
    return "\(raised)\\left(\(list(arguments))\\right)"
  }

  private func isName(_ expression: Expression) -> Bool {
    switch expression {
    case .name, .numbered: true
    case .label(let inner): isName(inner)
    default: false
    }
  }

  static func parentheses(_ text: String) -> String { "\\left(\(text)\\right)" }

  static func name(_ name: String) -> String { TeXText.name(name, longest: ExpressionText.longestName) }
}
