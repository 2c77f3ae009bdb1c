import Autodiff
import DisplayText
import GraphExport

/// The labels of nodes in an explanation: the name; the number of a constant; for others the expression of
/// named nodes (`a*b`), or the id (`#7`) if that gets long. If several nodes have the same name as far as it
/// is shown, all but the first also have their ids.
struct NodeLabels {
  private static let longest = 24
  private static let levels = 4
  static let mostOperands = 4

  /// For each shown name, its first node.
  private var owners: [String: Int] = [:]
  /// The vectors of the graph, read on first use.
  private var arrays: ArrayNames?

  mutating func label(of value: Value) -> Expression {
    if let leaf = leaf(value) { return leaf }
    guard let computed = computed(value, levels: Self.levels) else { return .node(value.id) }
    let text = ExpressionText(isMathematical: false, isASCII: false, numbers: NumberText())
    return VisibleText.width(text(computed)) <= Self.longest ? .label(computed) : .node(value.id)
  }

  private mutating func leaf(_ value: Value) -> Expression? {
    if let name = value.name, !name.isEmpty {
      let shown = VisibleText.fitted(name, to: ExpressionText.longestName)
      let owner = owners[shown] ?? value.id
      owners[shown] = owner
      return owner == value.id ? .name(name) : .numbered(name, value.id)
    }
    if value.operation == .constant { return Self.constant(value.data) }
    return value.operation.isLeaf ? .node(value.id) : nil
  }

  /// A constant; `π` and `e` are names.
  private static func constant(_ number: Double) -> Expression {
    guard let name = ConstantText.name(of: number.magnitude) else { return .number(number) }
    return number < 0 ? .negate(.constant(name)) : .constant(name)
  }

  /// The call of an operation on vectors, such as `dot(w, x)`, if the operands are all of their elements.
  mutating func arrayCall(_ value: Value) -> Expression? {
    switch value.operation {
    case .dot, .sum, .mean, .product, .logsumexp: break
    default: return nil
    }
    var names: [String] = []
    for operand in value.operands {
      guard let name = operand.name else { return nil }
      names.append(name)
    }
    guard let first = names.first, first.utf8.last == UInt8(ascii: "]") else { return nil }
    let known = arrays ?? ArrayNames(value.namesInGraph)
    arrays = known
    return known.arguments(of: value.operation.name, names).map { arguments in
      .call(value.operation.name, arguments.map { .name($0) })
    }
  }

  /// The expression of a node in terms of its operands, to a limited depth.
  private mutating func computed(_ value: Value, levels: Int) -> Expression? {
    if let call = arrayCall(value) { return call }
    let ids = value.operandIDs
    guard levels > 0, ids.count <= Self.mostOperands else { return nil }
    var operands: [Expression] = []
    for operand in value.operands {
      guard let label = leaf(operand) ?? computed(operand, levels: levels - 1) else { return nil }
      operands.append(label)
    }
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
