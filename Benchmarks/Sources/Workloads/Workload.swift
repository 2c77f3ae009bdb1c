import Autodiff

/// A graph that is recorded through the public interface, as a user's program does it.
public struct Workload: Sendable {
  /// The name by which all engines know it.
  public let name: String
  /// What is computed, in a line.
  public let summary: String
  /// Records the workload and gives its output.
  public let record: @Sendable (Graph) -> Value

  /// Empties the graph, records on it and runs backward; gives the number of nodes.
  @discardableResult
  public func run(on graph: Graph = Graph()) -> Int {
    graph.removeAll()
    record(graph).backward()
    return graph.count
  }

  /// The workloads that are compared with other engines.
  public static let all: [Workload] = [
    Workload(name: "A", summary: "network 2-16-16-1, relu, 100 points, max-margin loss with L2") {
      network(on: $0) { relu($0) }
    },
    Workload(name: "At", summary: "the same with tanh") { network(on: $0) { tanh($0) } },
    chain(1_000_000),
    Workload(name: "C", summary: "the sum of 1,000,000 squares") { graph in
      var total = graph.variable(0)
      for i in 0..<1_000_000 {
        let x = graph.variable(Double(i & 15))
        total = total + x * x
      }
      return total
    },
    Workload(name: "D", summary: "the six nodes of tanh(a*b + a**2), per graph") { graph in
      let a = graph.variable(2)
      let b = graph.variable(-3)
      return tanh(a * b + a ** 2)
    },
  ]

  /// A chain of `steps` times `x = tanh(x*a + b)`: three nodes per step.
  public static func chain(_ steps: Int) -> Workload {
    Workload(name: "B2", summary: "a chain of \(steps) x = tanh(x*a + b)") { graph in
      let a = graph.variable(1)
      let b = graph.variable(1e-9)
      var x = graph.variable(0.5)
      for _ in 0..<steps { x = tanh(x * a + b) }
      return x
    }
  }

  /// micrograd's demonstration: every multiplication and addition is a node.
  private static func network(on graph: Graph, _ activation: (Value) -> Value) -> Value {
    var random = Congruential(state: 42)
    let sizes = [2, 16, 16, 1]
    var weights: [[[Value]]] = []
    var biases: [[Value]] = []
    for layer in 0..<3 {
      weights.append(
        (0..<sizes[layer + 1]).map { _ in (0..<sizes[layer]).map { _ in graph.variable(random.next()) } })
      biases.append((0..<sizes[layer + 1]).map { _ in graph.variable(0) })
    }
    var loss = graph.variable(0)
    for point in 0..<100 {
      var inputs = [graph.variable(random.next()), graph.variable(random.next())]
      for layer in 0..<3 {
        inputs = zip(weights[layer], biases[layer]).map { weights, bias in
          var total = bias
          for i in weights.indices { total = total + weights[i] * inputs[i] }
          return layer < 2 ? activation(total) : total
        }
      }
      loss = loss + relu(inputs[0] * (point % 2 == 0 ? -1 : 1) + 1)
    }
    var penalty = graph.variable(0)
    for weight in weights.joined().joined() { penalty = penalty + weight * weight }
    return loss * 0.01 + penalty * 1e-4
  }
}

/// The same numbers in every language: Knuth's linear congruential generator, in -2^53...2^53 over 2^52.
private struct Congruential {
  var state: UInt64

  mutating func next() -> Double {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Double(Int64(bitPattern: state) >> 11) / 4_503_599_627_370_496
  }
}
