import DisplayText
import GraphExport

/// Writes expressions as LaTeX in mathematics mode; it needs `amsmath`.
struct ExpressionTeX {
  let numbers: NumberText

  func callAsFunction(_ expression: Expression) -> String {
    switch expression {
    case .number(let number): self.number(number)
    case .name(let name): Self.name(name)
    case .numbered(let name, let id): "\(Self.name(name))_{\\#\(id)}"
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
    case .call(let name, let arguments): "\(Self.function(name))\\left(\(list(arguments))\\right)"
    }
  }

  func number(_ number: Double) -> String {
    if number.isNaN { return "\\mathrm{NaN}" }
    if number.isInfinite { return number < 0 ? "-\\infty" : "\\infty" }
    let parts = numbers.text(number).split(separator: "e")
    return parts.count == 2 ? "\(parts[0]) \\cdot 10^{\(parts[1])}" : String(parts[0])
  }

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
    else { return "\(wrapped(base, from: .atom))^{\(self(exponent))}" }
    let raised = "\(Self.function(name))^{\(self(exponent))}"
    if arguments.count == 1, case .name = arguments[0] { return "\(raised) \(list(arguments))" }
    return "\(raised)\\left(\(list(arguments))\\right)"
  }

  static func parentheses(_ text: String) -> String { "\\left(\(text)\\right)" }

  // MARK: Names

  private static let functions: Set<String> = [
    "exp", "log", "sin", "cos", "tan", "sinh", "cosh", "tanh", "min", "max",
  ]

  private static func function(_ name: String) -> String {
    functions.contains(name) ? "\\\(name)" : "\\operatorname{\(escaped(name))}"
  }

  private static let greek: [String: String] = [
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "varepsilon", "ζ": "zeta", "η": "eta",
    "θ": "theta",
    "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi", "ρ": "rho", "σ": "sigma", "τ": "tau",
    "φ": "varphi",
    "χ": "chi", "ψ": "psi", "ω": "omega",
  ]

  /// A name in mathematics mode: a letter as it is, a word in italics, anything else as text.
  static func name(_ name: String) -> String {
    if let command = greek[name] { return "\\\(command)" }
    let isWord = name.utf8.allSatisfy { byte in
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || (0x30...0x39).contains(byte)
        || byte == UInt8(ascii: "_")
    }
    let visible = VisibleText.fitted(VisibleText.ascii(name), to: ExpressionText.longestName, mark: "...")
    if isWord { return name.utf8.count == 1 ? name : "\\mathit{\(escaped(visible))}" }
    return "\\text{\(escaped(visible))}"
  }

  /// Printable ASCII, as text of LaTeX.
  static func escaped(_ text: String) -> String {
    text.map { character in
      switch character {
      case "\\": "\\textbackslash{}"
      case "{", "}", "#", "$", "%", "&", "_": "\\\(character)"
      case "~": "\\textasciitilde{}"
      case "^": "\\textasciicircum{}"
      case "<": "\\textless{}"
      case ">": "\\textgreater{}"
      case "|": "\\textbar{}"
      case "\"": "{''}"
      default: String(character)
      }
    }.joined()
  }
}
