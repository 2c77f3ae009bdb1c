import Autodiff
import DisplayText
import GraphExport

/// What nodes are called in an explanation: by their name, a constant by its number, others by what they compute from
/// named ones (`a*b`), or by their id (`#7`) when that gets long.
enum NodeLabels {
  private static let longest = 24
  private static let levels = 4
  private static let mostOperands = 4

  static func label(of value: Value) -> Expression {
    if let leaf = leaf(value) { return leaf }
    guard let computed = computed(value, levels: levels) else { return .node(value.id) }
    let text = ExpressionText(isMathematical: false, isASCII: false, numbers: NumberText())
    return VisibleText.width(text(computed)) <= longest ? .label(computed) : .node(value.id)
  }

  private static func leaf(_ value: Value) -> Expression? {
    if let name = value.name, !name.isEmpty { return .name(name) }
    if value.operation == .constant { return .number(value.data) }
    return value.operation.isLeaf ? .node(value.id) : nil
  }

  /// Goes down a few levels only, so that its depth has a bound.
  private static func computed(_ value: Value, levels: Int) -> Expression? {
    let ids = value.operandIDs
    guard levels > 0, ids.count <= mostOperands else { return nil }
    let operands = value.operands.map { leaf($0) ?? computed($0, levels: levels - 1) ?? .node($0.id) }
    let parameters = value.parameters.map(Expression.number)
    switch value.operation.definition.notation {
    case .infix(let symbol), .postfix(let symbol):
      let arguments = operands + parameters
      guard arguments.count == 2, let infix = Expression.Infix(rawValue: symbol) else { return nil }
      return .infix(infix, arguments[0], arguments[1])
    case .prefix: return .negate(operands[0])
    case .call, .leaf: return .call(value.operation.name, operands + parameters)
    }
  }
}
