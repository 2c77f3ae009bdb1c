/// The result of one pass of forward mode: the derivative of every node along a direction.
///
/// Made by `graph.tangents(along: a)`.
public struct Tangents: Sendable {
  private var values: [Double]
  /// Tangents that are ordinary numbers but no doubles, by node.
  private var far: [Int: ScaledNumber] = [:]
  private var reached: [Bool]
  /// The number of edges whose local derivative was multiplied.
  public private(set) var operations = 0

  /// The tangent of a node of the graph; 0 where the node does not depend on the seeds.
  public subscript(value: Value) -> Double { value.id < values.count ? values[value.id] : 0 }

  /// `true` if the node is a seed or depends on one.
  public func reaches(_ value: Value) -> Bool { value.id < reached.count && reached[value.id] }

  subscript(id: Int) -> Double { values[id] }
  func reaches(_ id: Int) -> Bool { reached[id] }

  /// One loop in the order of creation: every node's tangent is the sum over its operands of local derivative times
  /// tangent (Griewank and Walther, Evaluating Derivatives, 2008, section 3.1).
  ///
  /// Nodes that do not depend on a seed are skipped, not multiplied by zero, and a blocked edge adds exactly zero.
  init(_ linearization: Linearization, along seeds: [(id: Int, tangent: Double)]) {
    values = [Double](repeating: 0, count: linearization.limit)
    reached = [Bool](repeating: false, count: linearization.limit)
    var first = linearization.limit
    for seed in seeds where seed.id < linearization.limit {
      values[seed.id] += seed.tangent
      reached[seed.id] = true
      first = Swift.min(first, seed.id)
    }
    for position in linearization.positions(after: first) {
      let id = linearization.operations[position]
      var isFar = false
      for edge in linearization.edges(at: position) where reached[edge.operand] {
        reached[id] = true
        values[id] += edge.local.contribution(to: values[edge.operand])
        isFar = isFar || edge.local.isFar || (!far.isEmpty && far[edge.operand] != nil)
        operations += 1
      }
      if isFar { add(linearization.edges(at: position), to: id) }
    }
  }

  /// The tangent of a node with an exponent of its own, where a factor or an operand's tangent has one.
  private mutating func add(_ edges: ArraySlice<Linearization.Edge>, to id: Int) {
    var sum = ScaledNumber.zero
    for edge in edges where reached[edge.operand] && !edge.local.isBlocked {
      sum = sum + (far[edge.operand] ?? ScaledNumber(values[edge.operand])) * edge.local.scaled
    }
    values[id] = sum.double
    if sum.isFar { far[id] = sum }
  }
}

extension Graph {
  /// The derivative of every node by one node: one pass of forward mode (dual numbers).
  ///
  /// ```swift
  /// let tangents = graph.tangents(along: a)
  /// tangents[c]  // ∂c/∂a
  /// ```
  /// If a leaf was changed, ``forward()`` runs first. Gradients are not touched otherwise.
  ///
  /// - Parameter seed: any node of the graph.
  /// - Complexity: O(nodes + edges), without recursion.
  public func tangents(along seed: Value) -> Tangents { tangents(along: [(seed, 1)]) }

  /// The derivative of every node along a direction: of all seeds at once, each times its own tangent.
  ///
  /// The tangent of a seed is added to the tangent that other seeds give it.
  ///
  /// - Parameter seeds: nodes with their tangents: 1 for the derivative by a node, several for a direction.
  /// - Complexity: O(nodes + edges), without recursion.
  public func tangents(along seeds: [(value: Value, tangent: Double)]) -> Tangents {
    for (value, _) in seeds {
      precondition(
        value.tape == tape,
        "'\(value.label)' (node \(value.id)) belongs to another graph than the one it is used in")
    }
    if isStale { forward() }
    return Tangents(Linearization(tape), along: seeds.map { ($0.value.id, $0.tangent) })
  }
}

extension Value {
  /// ∂self/∂other by forward mode: one pass for this one derivative.
  ///
  /// For a whole gradient, ``backward(accumulating:)`` needs one pass in all. If a leaf was changed,
  /// ``Graph/forward()`` runs first.
  ///
  /// - Parameter other: any node of the same graph.
  /// - Complexity: O(nodes + edges), without recursion.
  public func derivative(by other: Value) -> Double {
    checkSameGraph(as: other)
    if tape.isStale { tape.recompute() }
    guard other.id <= id else { return 0 }
    return Tangents(Linearization(tape, leadingTo: [id]), along: [(other.id, 1)])[id]
  }
}
