import Autodiff

/// Runs the steps of a formula on a graph.
///
/// A literal stays a number until an operation needs it as a node, so that a signed literal is one
/// constant, `x**2` knows its exponent, and `a = -3` makes a variable. Vectors are in `Recorder+Vectors.swift`.
///
/// - Complexity: O(statements + steps).
struct Recorder {
  enum Operand {
    case literal(Double)
    case node(Value)
    case array(ElementArray)
  }

  let tree: SyntaxTree
  let resolution: Resolution
  /// The shapes of the names, if there are vectors.
  let shapes: ShapeCheck?
  /// Asked for at every step, and so kept beside `shapes`.
  private let hasArrays: Bool
  let graph: Graph
  var stack: [Operand] = []
  private(set) var values: [Value?]
  var arrays = ElementArrays()
  private(set) var output: Value?
  /// The statement is a number as people write it, `-1/3`: operations on numbers make numbers.
  var isFolding = false
  /// The graph on which such numbers are computed, exactly as the engine computes them.
  private var scratch: Graph?
  /// The nodes whose steps are wanted, ascending, and the steps found for them.
  var watch: NodeWatch?

  /// - Parameter watch: the nodes whose steps are looked for.
  init(
    _ tree: SyntaxTree, _ resolution: Resolution, _ shapes: ShapeCheck?, on graph: Graph,
    watch: NodeWatch? = nil
  ) {
    self.watch = watch
    self.tree = tree
    self.resolution = resolution
    self.shapes = shapes
    hasArrays = shapes != nil
    self.graph = graph
    values = Array(repeating: nil, count: tree.names.entries.count)
    for name in tree.usedUndefined {
      switch resolution[name] {
      case .given(let value): values[Int(name.index)] = graph.variable(value, named: tree.text(name))
      case .givenArray: recordGivenArray(name)
      default: break
      }
    }
    self.watch?.step(-1, nodes: graph.count)
    for statement in tree.statements {
      if self.watch?.isDone == true { break }
      record(statement)
    }
    if let (name, indices) = resolution.output {
      output =
        values[Int(name.index)] ?? arrays.value(of: name, indices)
        ?? (resolution.takesArrays ? arrays.values(of: name, indices)?.first : nil)
    }
  }

  private mutating func record(_ statement: Statement) {
    switch statement.kind {
    case .beginGroup: graph.beginGroup(tree.text(statement.name))
    case .endGroup: graph.endGroup()
    case .expression where hasArrays && isArray(statement.name): recordArray(statement)
    case .expression:
      let first = graph.count
      isFolding = isNumeral(statement)
      if watch == nil {
        for index in statement.steps { record(tree.steps[index]) }
      } else {
        recordWatching(statement)
      }
      guard let result = stack.popLast() else { return }
      guard let value = value(of: statement, result, first) else { return }
      watch?.step(statement.steps.upperBound - 1, nodes: graph.count)
      output = value
      if statement.name != .none { values[Int(statement.name.index)] = value }
    }
  }

  /// `true` if a named statement consists of numbers with operators between them.
  func isNumeral(_ statement: Statement) -> Bool {
    guard statement.name != .none, statement.steps.count > 2 else { return false }
    if case .name(let name) = tree.steps[statement.steps.lowerBound], values[Int(name.index)] != nil {
      return false
    }
    return resolution.isNumeral(statement.steps)
  }

  private mutating func recordWatching(_ statement: Statement) {
    for index in statement.steps {
      record(tree.steps[index])
      watch?.step(index, nodes: graph.count)
    }
  }

  /// The node of a statement: a variable for a number, the same node for another name of it.
  ///
  /// Nodes from `first` on are the statement's own.
  @inline(__always)
  private func value(of statement: Statement, _ result: Operand, _ first: Int) -> Value? {
    let isNamed = statement.name != .none
    switch result {
    case .literal(let number):
      guard isNamed else { return graph.constant(number) }
      if case .given(let given) = resolution[statement.name] {
        return graph.variable(given, named: tree.text(statement.name))
      }
      return graph.variable(number, named: tree.text(statement.name))
    case .node(let value):
      if isNamed, value.id >= first { value.named(tree.text(statement.name)) }
      return value
    case .array:
      // A number that is given in place of the vector in the text.
      guard isNamed, case .given(let given) = resolution[statement.name] else { return nil }
      return graph.variable(given, named: tree.text(statement.name))
    }
  }

  mutating func record(_ step: Step) {
    switch step {
    case .literal(let place): stack.append(.literal(tree.numbers[Int(place)]))
    case .name(let name):
      if let value = values[Int(name.index)] {
        stack.append(.node(value))
      } else if case .constant(let number) = resolution[name] {
        stack.append(.literal(number))
      } else if let array = arrays[name] {
        stack.append(.array(array))
      }
    case .negate:
      switch stack.popLast() {
      case .literal(let number): stack.append(.literal(-number))
      case .node(let value): stack.append(.node(-value))
      case .array(let array): stack.append(.array(negated(array)))
      case nil: break
      }
    case .apply(let operands, let operation, let parameters):
      apply(operation, Int(operands), Int(parameters))
    case .vector(let count): makeArray(of: Int(count))
    case .index(let index): takeElement(Int(index))
    case .matrixProduct: multiplyMatrices()
    case .call(let label, let function): call(function, label: Int(label), group: function.name)
    case .broken: break
    }
  }

  private mutating func apply(_ operation: Operation, _ operands: Int, _ parameters: Int) {
    precondition(stack.count >= operands + parameters, "\(operation) needs \(operands) operands")
    if hasArrays, applyToArrays(operation, operands, parameters) { return }
    // Operands are popped one by one: a view of the stack that lives on would copy the stack.
    if operands == 2, parameters == 0 {
      let right = stack.removeLast()
      let left = stack.removeLast()
      if isFolding, case .literal = left, case .literal = right {
        stack.append(.literal(folded(operation, left, right)))
        return
      }
      stack.append(.node(graph.apply(operation, to: left, right)))
      return
    }
    if operands == 1, parameters == 0 {
      let operand = stack.removeLast().node(on: graph)
      stack.append(.node(graph.apply(operation, to: operand)))
      return
    }
    let numbers = parameters == 0 ? [] : popNumbers(parameters)
    var nodes: [Value] = []
    nodes.reserveCapacity(operands)
    for place in stack.count - operands..<stack.count { nodes.append(stack[place].node(on: graph)) }
    stack.removeLast(operands)
    stack.append(.node(graph.apply(operation, to: nodes, parameters: numbers)))
  }

  @inline(never)
  private mutating func folded(_ operation: Operation, _ left: Operand, _ right: Operand) -> Double {
    let graph = scratch ?? Graph()
    scratch = graph
    return graph.apply(operation, to: left, right).data
  }

  mutating func popNumbers(_ count: Int) -> [Double] {
    pop(count).compactMap { if case .literal(let number) = $0 { number } else { nil } }
  }

  mutating func pop(_ count: Int) -> [Operand] {
    var popped: [Operand] = []
    popped.reserveCapacity(count)
    for _ in 0..<count { popped.append(stack.removeLast()) }
    popped.reverse()
    return popped
  }
}

// Not methods of the recorder, which the compiler would copy for each of these short calls.

extension Graph {
  /// Records an operation on two operands.
  @inline(__always)
  func apply(_ operation: Operation, to left: Recorder.Operand, _ right: Recorder.Operand) -> Value {
    if operation == .power, case .literal(let exponent) = right { return left.node(on: self) ** exponent }
    let left = left.node(on: self)
    let right = right.node(on: self)
    // The operators record in place, without a look at the operation's row.
    return switch operation {
    case .add: left + right
    case .subtract: left - right
    case .multiply: left * right
    case .divide: left / right
    default: apply(operation, to: left, right)
    }
  }
}

extension Recorder.Operand {
  /// The node of a number; an array has none of its own, its elements are asked for one by one.
  func node(on graph: Graph) -> Value {
    switch self {
    case .literal(let number): graph.constant(number)
    case .node(let value): value
    case .array: preconditionFailure("a vector where a number belongs")
    }
  }
}
