import Autodiff

/// Runs the steps of a formula on a graph.
///
/// A literal stays a number until an operation needs it as a node, so that a signed literal is one
/// constant, `x**2` knows its exponent, and `a = -3` makes a variable.
///
/// - Complexity: O(statements + steps).
struct Recorder {
  private enum Operand {
    case literal(Double)
    case node(Value)
  }

  private let tree: SyntaxTree
  private let resolution: Resolution
  private let graph: Graph
  private var stack: [Operand] = []
  private(set) var values: [Value?]
  private(set) var output: Value?

  init(_ tree: SyntaxTree, _ resolution: Resolution, on graph: Graph) {
    self.tree = tree
    self.resolution = resolution
    self.graph = graph
    values = Array(repeating: nil, count: tree.names.entries.count)
    for name in tree.usedUndefined {
      guard case .given(let value) = resolution[name] else { continue }
      values[Int(name.index)] = graph.variable(value, named: tree.text(name))
    }
    for statement in tree.statements { record(statement) }
    if let name = resolution.output { output = values[Int(name.index)] }
  }

  private mutating func record(_ statement: Statement) {
    switch statement.kind {
    case .beginGroup: graph.beginGroup(tree.text(statement.name))
    case .endGroup: graph.endGroup()
    case .expression:
      for index in statement.steps { record(tree.steps[index]) }
      guard let result = stack.popLast() else { return }
      let value = value(of: statement, result)
      output = value
      if statement.name != .none { values[Int(statement.name.index)] = value }
    }
  }

  /// The node of a statement: a variable for a number, the same node for another name of it.
  private func value(of statement: Statement, _ result: Operand) -> Value {
    let isNamed = statement.name != .none
    switch result {
    case .literal(let number):
      guard isNamed else { return graph.constant(number) }
      if case .given(let given) = resolution[statement.name] {
        return graph.variable(given, named: tree.text(statement.name))
      }
      return graph.variable(number, named: tree.text(statement.name))
    case .node(let value):
      if isNamed, statement.steps.count > 1 { value.named(tree.text(statement.name)) }
      return value
    }
  }

  private mutating func record(_ step: Step) {
    switch step {
    case .literal(let number): stack.append(.literal(number))
    case .name(let name):
      if let value = values[Int(name.index)] {
        stack.append(.node(value))
      } else if case .constant(let number) = resolution[name] {
        stack.append(.literal(number))
      }
    case .negate:
      switch stack.popLast() {
      case .literal(let number): stack.append(.literal(-number))
      case .node(let value): stack.append(.node(-value))
      case nil: break
      }
    case .apply(let operation, let operands, let parameters):
      apply(operation, Int(operands), Int(parameters))
    }
  }

  private mutating func apply(_ operation: Operation, _ operands: Int, _ parameters: Int) {
    precondition(stack.count >= operands + parameters, "\(operation) needs \(operands) operands")
    // Operands are popped one by one: a view of the stack that lives on would copy the stack.
    if operands == 2, parameters == 0 {
      let right = stack.removeLast()
      let left = stack.removeLast()
      if operation == .power, case .literal(let exponent) = right {
        stack.append(.node(node(left) ** exponent))
      } else {
        let left = node(left)
        stack.append(.node(binary(operation, left, node(right))))
      }
      return
    }
    let numbers = pop(parameters).compactMap { if case .literal(let number) = $0 { number } else { nil } }
    var nodes: [Value] = []
    nodes.reserveCapacity(operands)
    for operand in pop(operands) { nodes.append(node(operand)) }
    stack.append(.node(graph.apply(operation, to: nodes, parameters: numbers)))
  }

  private mutating func pop(_ count: Int) -> [Operand] {
    var popped: [Operand] = []
    popped.reserveCapacity(count)
    for _ in 0..<count { popped.append(stack.removeLast()) }
    popped.reverse()
    return popped
  }

  /// The operators save `apply` its array of operands.
  private func binary(_ operation: Operation, _ left: Value, _ right: Value) -> Value {
    switch operation {
    case .add: left + right
    case .subtract: left - right
    case .multiply: left * right
    case .divide: left / right
    default: graph.apply(operation, to: [left, right])
    }
  }

  private func node(_ operand: Operand) -> Value {
    switch operand {
    case .literal(let number): graph.constant(number)
    case .node(let value): value
    }
  }
}
