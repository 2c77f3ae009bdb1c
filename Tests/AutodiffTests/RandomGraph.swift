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
