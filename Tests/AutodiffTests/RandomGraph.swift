import Autodiff

/// Graphs for tests that hold on every graph.
enum RandomGraph {
  /// All kinds of operations at all kinds of numbers.
  static func any(_ generator: inout SplitMix) -> Graph {
    let graph = Graph()
    for _ in 0..<3 { _ = graph.variable(Double.random(in: -2...2, using: &generator)) }
    if Int.random(in: 0..<4, using: &generator) == 0 { _ = graph.variable(0) }
    for _ in 0..<25 {
      let operation = Operation.computed.randomElement(using: &generator) ?? .add
      let row = operation.definition
      var count = 4
      if case .exactly(let exact) = row.arity { count = exact }
      let operands = (0..<count).map { _ in graph[Int.random(in: 0..<graph.count, using: &generator)] }
      let parameters = Array((row.samples.first ?? []).suffix(row.parameters.count))
      _ = graph.apply(operation, to: operands, parameters: parameters)
    }
    return graph
  }

  /// Graphs with shared nodes, repeated operands and lists; all values are finite.
  static func make(seed: UInt64, variables: Int, operations: Int) -> (Graph, output: Value) {
    var random = SplitMix(seed: seed)
    let graph = Graph()
    var values = (0..<variables).map { _ in graph.variable(.random(in: -2...2, using: &random)) }
    func pick() -> Value { values[Int.random(in: max(0, values.count - 6)..<values.count, using: &random)] }
    for _ in 0..<operations {
      switch Int.random(in: 0..<9, using: &random) {
      case 0: values.append(pick() + pick())
      case 1: values.append(pick() - pick())
      case 2, 3: values.append(tanh(pick() * pick()))
      case 4: values.append(sin(pick()))
      case 5: values.append(sum([pick(), pick(), pick()]))
      case 6: values.append(mean([pick(), pick()]))
      case 7: values.append(relu(pick()))
      default: values.append(sigmoid(pick()) * 3)
      }
    }
    return (graph, values[values.count - 1])
  }

  /// The sum over all paths of the absolute products, which rounding errors are relative to.
  static func magnitude(of output: Value, by leaf: Value) -> Double {
    var weights = [Int: Double]()
    weights[output.id] = 1
    for step in output.backwardSteps() {
      let share = (weights[step.node.id] ?? 0) * step.local.magnitude
      weights[step.operand.id, default: 0] += share.isFinite ? share : 0
    }
    return weights[leaf.id] ?? 0
  }
}
