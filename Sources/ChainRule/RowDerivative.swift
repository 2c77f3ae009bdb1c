import Autodiff
import DisplayText
import FormulaSyntax

/// The derivative of an operation's row at one edge of a graph: the text of the table with its case chosen
/// and its letters replaced by the operands.
///
///     "1 - tanh(x)**2"            1 − tanh²c
///     "c * x ** (c - 1)"          2·a, for c = 2
///     "1 if x > 0, else 0"        the case that holds at the recorded point
struct RowDerivative {
  /// The expression and the value of a letter in the text.
  struct Meaning {
    var expression: Expression
    var value: Double
  }

  let expression: Expression
  let value: Double

  /// The text for all operands, and the letter that replaces it, a name that no row uses.
  private static let list = (text: "(x, y, …)", letter: "all_operands")

  /// - Parameters:
  ///   - letters: the meanings of `x`, `y`, the parameters and `n`.
  ///   - result: the meaning of the operation itself, if the text applies it to all operands.
  /// - Returns: `nil` if the text has none of the forms above.
  init?(_ text: String, _ letters: [String: Meaning], result: Meaning) {
    guard let chosen = Self.chosenCase(of: text, letters) else { return nil }
    let plain = chosen.replacingEach([(Self.list.text, "(\(Self.list.letter))")])
    guard let meaning = Self.meaning(of: plain, letters, result) else { return nil }
    (expression, value) = (meaning.expression, meaning.value)
  }

  /// The case of `A if CONDITION, else B` that holds; a text without cases unchanged.
  private static func chosenCase(of text: String, _ letters: [String: Meaning]) -> String? {
    let cases = text.pieces(between: ", else ")
    for part in cases {
      let halves = part.pieces(between: " if ")
      guard halves.count == 2 else { return String(part) }
      guard let holds = holds(halves[1], letters) else { return nil }
      if holds { return String(halves[0]) }
    }
    return nil
  }

  /// True if a chain of comparisons holds: `x > 0`, `lo < x < hi`.
  private static func holds(_ condition: Substring, _ letters: [String: Meaning]) -> Bool? {
    let signs = condition.filter { $0 == "<" || $0 == ">" }
    let sides = condition.split { $0 == "<" || $0 == ">" }.map {
      meaning(of: String($0), letters, nil)?.value
    }
    guard !signs.isEmpty, sides.count == signs.count + 1 else { return nil }
    for (sign, (left, right)) in zip(signs, zip(sides, sides.dropFirst())) {
      guard let left, let right else { return nil }
      if !(sign == "<" ? left < right : left > right) { return false }
    }
    return true
  }

  private static func meaning(of text: String, _ letters: [String: Meaning], _ result: Meaning?) -> Meaning? {
    guard let steps = postfixExpression(text) else { return nil }
    let scratch = Graph()
    var stack: [Meaning] = []
    for step in steps {
      switch step {
      case .number(let number): stack.append(Meaning(expression: .number(number), value: number))
      case .name(list.letter): stack.append(Meaning(expression: .name(list.letter), value: .nan))
      case .name(let name):
        let constant = namedConstant(name).map { Meaning(expression: .constant(name), value: $0) }
        guard let meaning = letters[name] ?? constant else { return nil }
        stack.append(meaning)
      case .negate:
        guard let top = stack.popLast() else { return nil }
        stack.append(top.negated)
      case .apply(let operation, let operands, let parameters):
        let count = operands + parameters
        guard stack.count >= count else { return nil }
        let arguments = Array(stack.suffix(count))
        stack.removeLast(count)
        if let result, arguments.count == 1, case .name(list.letter) = arguments[0].expression {
          stack.append(result)
        } else {
          let value = scratch.apply(
            operation, to: arguments.prefix(operands).map { scratch.constant($0.value) },
            parameters: arguments.suffix(parameters).map { $0.value })
          let expression = Expression.applying(operation, to: arguments.map { $0.expression })
          stack.append(Meaning(expression: expression, value: value.data))
        }
      }
    }
    return stack.count == 1 ? stack[0] : nil
  }
}

extension RowDerivative.Meaning {
  fileprivate var negated: Self {
    if case .number(let number) = expression { return Self(expression: .number(-number), value: -value) }
    return Self(expression: .negate(expression), value: -value)
  }
}

extension Expression {
  /// An operation in the notation of formulas; its parameters follow the operands.
  static func applying(_ operation: Operation, to arguments: [Expression]) -> Expression {
    switch (operation.definition.notation, arguments.count) {
    case (.infix(let symbol), 2), (.postfix(let symbol), 2):
      Infix(rawValue: symbol).map { .join($0, arguments[0], arguments[1]) }
        ?? .call(operation.name, arguments)
    case (.prefix, 1): .negate(arguments[0])
    default: .call(operation.name, arguments)
    }
  }
}
