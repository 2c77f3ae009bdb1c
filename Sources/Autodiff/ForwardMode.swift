/// What one pass of forward mode computes: the derivative of every node along a direction.
///
/// Made by ``Graph/tangents(along:)``.
public struct Tangents: Sendable {
  private var values: [Double]
  private var reached: [Bool]
  /// What the pass cost.
  public private(set) var cost = DerivativeCost(passes: 1, operations: 0)

  /// The tangent of a node of the graph; 0 where the node does not depend on the seeds.
  public subscript(value: Value) -> Double { value.id < values.count ? values[value.id] : 0 }

  /// Whether the node is a seed or depends on one.
  public func reaches(_ value: Value) -> Bool { value.id < reached.count && reached[value.id] }

  subscript(id: Int) -> Double { values[id] }
  func reaches(_ id: Int) -> Bool { reached[id] }

  /// One loop in the order of creation: every node's tangent is the sum over its operands of local derivative times
  /// tangent (Griewank and Walther, Evaluating Derivatives, 2008, section 3.1).
  ///
  /// Nodes that do not depend on a seed are skipped, not multiplied by zero, and a blocked edge adds exactly zero.
  init(_ linearization: Linearization, along seeds: [(id: Int, weight: Double)]) {
    values = [Double](repeating: 0, count: linearization.limit)
    reached = [Bool](repeating: false, count: linearization.limit)
    var first = linearization.limit
    for seed in seeds where seed.id < linearization.limit {
      values[seed.id] += seed.weight
      reached[seed.id] = true
      first = Swift.min(first, seed.id)
    }
    for position in linearization.positions(after: first) {
      let id = linearization.operations[position]
      for edge in linearization.edges(at: position) where reached[edge.operand] {
        reached[id] = true
        values[id] += Tape.contribution(values[edge.operand], edge.local)
        cost.operations += 1
      }
    }
  }
}

extension Graph {
  /// The derivative of every node by one node: one pass of forward mode (dual numbers).
  ///
  /// ```swift
  /// let tangents = graph.tangents(along: a)
  /// tangents[c]  // ∂c/∂a
  /// ```
  /// If a leaf was changed, ``forward()`` runs first. Gradients are neither used nor changed otherwise.
  /// - Complexity: O(nodes + edges), without recursion.
  public func tangents(along seed: Value) -> Tangents { tangents(along: [(seed, 1)]) }

  /// The derivative of every node along a direction: the sum of the derivatives by the seeds, each times its weight.
  ///
  /// A seed's weight adds to what reaches it from other seeds.
  public func tangents(along seeds: [(value: Value, weight: Double)]) -> Tangents {
    for seed in seeds { check(seed.value) }
    if isStale { forward() }
    return Tangents(Linearization(tape), along: seeds.map { ($0.value.id, $0.weight) })
  }

  func check(_ value: Value) {
    precondition(
      value.tape == tape && value.generation == generation,
      "'\(value.label)' (node \(value.id)) belongs to another graph than the one it is used with")
  }
}

extension Value {
  /// ∂self/∂variable by forward mode; the same as `variable.grad` after `self.backward()`.
  ///
  /// If a leaf was changed, ``Graph/forward()`` runs first.
  /// - Parameter variable: any node of the same graph.
  /// - Complexity: O(nodes + edges), without recursion.
  public func derivative(by variable: Value) -> Double {
    checkSameGraph(as: variable)
    if tape.isStale { tape.recompute() }
    guard variable.id <= id else { return 0 }
    return Tangents(Linearization(tape, leadingTo: [id]), along: [(variable.id, 1)])[id]
  }
}
