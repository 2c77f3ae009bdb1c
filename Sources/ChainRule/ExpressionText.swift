import DisplayText
import GraphExport

/// Writes expressions as text: in the formula language, or as mathematics (`1 − tanh²c`, `2·a`).
struct ExpressionText {
  var isMathematical: Bool
  var isASCII: Bool
  /// The format of numbers; `nil` writes numbers and names in full.
  var numbers: NumberText?

  /// The maximum columns of a name; JSON has names in full.
  static let longestName = 24

  /// The formula language, which parses to the same expression.
  static let exact = ExpressionText(isMathematical: false, isASCII: false, numbers: nil)

  func callAsFunction(_ expression: Expression) -> String {
    switch expression {
    case .number(let number): numbers?.text(number) ?? NumberText.exact(number)
    case .name(let name): self.name(name)
    case .numbered(let name, let id): "\(self.name(name))#\(id)"
    case .node(let id): "#\(id)"
    case .constant("…"): isASCII ? "..." : "…"
    case .constant(let name): isMathematical && name == "pi" ? "π" : name
    case .label(let inner):
      ExpressionText(isMathematical: false, isASCII: isASCII, numbers: numbers)(inner)
    case .negate(let operand):
      minus + (operand.startsNegative ? "(\(self(operand)))" : wrapped(operand, from: .product))
    case .infix(.power, let base, let exponent): power(base, exponent)
    case .infix(let infix, let left, let right): self.infix(infix, left, right)
    case .call(let name, let arguments):
      name + "(" + arguments.map(callAsFunction).joined(separator: ", ") + ")"
    }
  }

  /// The text, in parentheses if its precedence is lower than `precedence`.
  func wrapped(_ expression: Expression, from precedence: Expression.Precedence) -> String {
    let text = self(expression)
    return expression.precedence >= precedence ? text : "(\(text))"
  }

  /// The text as a factor of a product.
  func factor(_ expression: Expression, isFirst: Bool) -> String {
    if case .number = expression { return self(expression) }
    return expression.startsNegative && !isFirst
      ? "(\(self(expression)))" : wrapped(expression, from: .product)
  }

  func name(_ name: String) -> String {
    guard numbers != nil else { return name }
    let visible = isASCII ? VisibleText.ascii(name) : VisibleText.of(name)
    return VisibleText.fitted(visible, to: Self.longestName, mark: isASCII ? "..." : "…")
  }

  private var minus: String { isMathematical ? "−" : "-" }

  private func infix(_ infix: Expression.Infix, _ left: Expression, _ right: Expression) -> String {
    let isSum = infix == .add || infix == .subtract
    var needed: Expression.Precedence = isSum ? .product : .negation
    // a · (b · c) needs no parentheses.
    if infix == .multiply, case .infix(.multiply, _, _) = right { needed = .product }
    let second = right.startsNegative ? "(\(self(right)))" : wrapped(right, from: needed)
    let symbol =
      switch infix {
      case .add: " + "
      case .subtract: " \(minus) "
      case .multiply: isMathematical ? "·" : "*"
      case .divide, .power: infix.rawValue
      }
    return wrapped(left, from: isSum ? .sum : .product) + symbol + second
  }

  private func power(_ base: Expression, _ exponent: Expression) -> String {
    if isMathematical, case .number(let number) = exponent, let raised = Self.superscript(number) {
      guard number > 0, case .call(let name, let arguments) = base, arguments.count == 1 else {
        return wrapped(base, from: .atom) + raised
      }
      if case .name = arguments[0], arguments[0].precedence == .atom {
        return name + raised + self(arguments[0])
      }
      return name + raised + "(\(self(arguments[0])))"
    }
    let isPlain = exponent.precedence == .atom || { if case .number = exponent { true } else { false } }()
    return wrapped(base, from: .atom) + (isMathematical ? "^" : "**")
      + (isPlain ? self(exponent) : "(\(self(exponent)))")
  }

  private static func superscript(_ number: Double) -> String? {
    guard let whole = Int(exactly: number), whole.magnitude < 1000 else { return nil }
    let digits = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")
    return (whole < 0 ? "⁻" : "")
      + String(String(whole.magnitude).compactMap { $0.wholeNumberValue.map { digits[$0] } })
  }
}
