import Autodiff
import DisplayText
import GraphExport

/// What nodes are called in an explanation: by their name, a constant by its number, others by what they compute from
/// named ones (`a*b`), or by their id (`#7`) when that gets long. Of several nodes with one name, as far as it is
/// shown, all but the first have their ids, too.
struct NodeLabels {
  private static let longest = 24
  private static let levels = 4
  static let mostOperands = 4

  /// The first node of each name, by what is shown of it.
  private var owners: [String: Int] = [:]
  /// The vectors of the graph, once they are asked for.
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

  /// `π` and `e` by their names.
  private static func constant(_ number: Double) -> Expression {
    guard let name = ConstantText.name(of: number.magnitude) else { return .number(number) }
    return number < 0 ? .negate(.constant(name)) : .constant(name)
  }

  /// `dot(w, x)`, where the operands are all elements of vectors.
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

  /// Goes down a few levels only, so that its depth has a bound.
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
