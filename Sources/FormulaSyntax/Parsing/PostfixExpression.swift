import Autodiff

/// One step of an expression in postfix order, for modules that rewrite the texts of the operations' table.
package enum PostfixStep: Sendable {
  case number(Double)
  case name(String)
  case negate
  /// The operands were pushed first, then the parameters.
  case apply(Operation, operands: Int, parameters: Int)
}

/// An expression of the formula language in postfix order; `nil` when the text is not one expression of scalars.
package func postfixExpression(_ text: String) -> [PostfixStep]? {
  let (tree, log) = Parser.parse(Source(text))
  guard log.isEmpty, tree.statements.count == 1, tree.statements[0].kind == .expression else { return nil }
  var steps: [PostfixStep] = []
  for step in tree.steps[tree.statements[0].steps] {
    switch step {
    case .literal(let place): steps.append(.number(tree.numbers[Int(place)]))
    case .name(let id): steps.append(.name(tree.text(id)))
    case .negate: steps.append(.negate)
    case .apply(let operands, let operation, let parameters):
      steps.append(.apply(operation, operands: Int(operands), parameters: Int(parameters)))
    default: return nil
    }
  }
  return steps
}

/// The value of `pi` and the like.
package func namedConstant(_ name: String) -> Double? { NamedConstant.value(of: name) }
