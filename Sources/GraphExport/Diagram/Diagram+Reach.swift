extension Diagram {
  /// For each node, true if a path leads from it to the output.
  ///
  /// - Complexity: O(nodes + edges).
  public var leadsToOutput: [Bool] {
    var leads = Array(repeating: false, count: nodes.count)
    guard let output else { return leads }
    leads[output] = true
    for edge in edges.reversed() where leads[edge.to] { leads[edge.from] = true }
    return leads
  }

  /// A node at which a non-finite number arises.
  public struct NonFinite: Equatable, Sendable {
    /// The position of the node.
    public var node: Int
    /// True if the node's data is not finite; false if only its gradient is not.
    public var isData: Bool

    /// Creates an origin from a node's position and the kind of its number.
    public init(node: Int, isData: Bool) {
      self.node = node
      self.isData = isData
    }
  }

  /// The nodes at which non-finite numbers arise, the likely cause first.
  ///
  /// These are the nodes whose data is NaN or infinite although the data of their operands is finite, in
  /// topological order. If all data is finite, they are the nodes whose gradient is not finite although the
  /// gradients of all their users are, in the order of the backward pass.
  ///
  /// - Complexity: O(nodes + edges).
  public var nonFiniteOrigins: [NonFinite] {
    if let whole { return origins(whole.nonFinite) }
    var data: [Int] = []
    var grads: [Int] = []
    for index in nodes.indices {
      if isNonFinite(nodes[index].data) { data.append(index) }
      if isNonFinite(nodes[index].grad) { grads.append(index) }
    }
    if !data.isEmpty {
      let inherited = marked { isNonFinite(nodes[$0.from].data) ? $0.to : nil }
      let origins = data.filter { !inherited[$0] }
      if !origins.isEmpty { return origins.map { NonFinite(node: $0, isData: true) } }
    }
    if grads.isEmpty { return [] }
    let inherited = marked { isNonFinite(nodes[$0.to].grad) ? $0.from : nil }
    return grads.reversed().filter { !inherited[$0] }.map { NonFinite(node: $0, isData: false) }
  }

  private func marked(_ node: (Edge) -> Int?) -> [Bool] {
    var isMarked = Array(repeating: false, count: nodes.count)
    for edge in edges { if let node = node(edge) { isMarked[node] = true } }
    return isMarked
  }

  /// The unfolded nodes of this part with these ids, the origins of the whole graph, each with the kind of
  /// its number.
  private func origins(_ ids: [Int]) -> [NonFinite] {
    if ids.isEmpty { return [] }
    var positions: [Int: Int] = [:]
    for (index, node) in nodes.enumerated() where positions[node.id] == nil { positions[node.id] = index }
    var seen: Set<Int> = []
    return ids.compactMap { positions[$0] }.filter { nodes[$0].folded == nil && seen.insert($0).inserted }.map
    {
      NonFinite(node: $0, isData: isNonFinite(nodes[$0].data))
    }
  }

  private func isNonFinite(_ number: Double?) -> Bool { number.map { !$0.isFinite } ?? false }

  /// For each node the contributions that make up its gradient, in the order of the edges; nodes with one path or
  /// none, and those whose gradient is not this sum (it was accumulated), have an empty list.
  public var gradientSums: [[Double]] {
    var sums: [[Double]] = Array(repeating: [], count: nodes.count)
    let leads = leadsToOutput
    var terms = Array(repeating: 0, count: nodes.count)
    for edge in edges where leads[edge.to] && edge.contribution != nil { terms[edge.from] += 1 }
    for edge in edges where terms[edge.from] > 1 && leads[edge.to] {
      if let contribution = edge.contribution { sums[edge.from].append(contribution) }
    }
    for index in nodes.indices where terms[index] > 1 {
      let total = sums[index].reduce(0, +)
      let grad = nodes[index].grad ?? .nan
      let tolerance = 1e-9 * sums[index].reduce(0) { $0 + $1.magnitude }
      if !((total - grad).magnitude <= tolerance) { sums[index] = [] }
    }
    return sums
  }
}
