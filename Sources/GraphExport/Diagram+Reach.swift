extension Diagram {
  /// For each node, whether a path leads from it to the output. O(nodes + edges).
  public var leadsToOutput: [Bool] {
    var leads = Array(repeating: false, count: nodes.count)
    guard let output else { return leads }
    leads[output] = true
    for edge in edges.reversed() where leads[edge.to] { leads[edge.from] = true }
    return leads
  }

  /// Where non-finite numbers arise.
  public struct NonFinite: Equatable, Sendable {
    /// The position of the node.
    public var node: Int
    /// Whether its data is not finite; otherwise it is its gradient.
    public var isData: Bool

    public init(node: Int, isData: Bool) {
      self.node = node
      self.isData = isData
    }
  }

  /// The nodes whose data is NaN or infinite although their operands' is finite, in topological order; where all
  /// data is finite, those whose gradient is not although that of all nodes that use them is, in the order of the
  /// backward pass. The first is where to look.
  public var nonFiniteOrigins: [NonFinite] {
    if let whole { return origins(whole.nonFinite) }
    var inherited = Array(repeating: false, count: nodes.count)
    for edge in edges where isNonFinite(nodes[edge.from].data) { inherited[edge.to] = true }
    let data = nodes.indices.filter { isNonFinite(nodes[$0].data) && !inherited[$0] }
    if !data.isEmpty { return data.map { NonFinite(node: $0, isData: true) } }

    inherited = Array(repeating: false, count: nodes.count)
    for edge in edges where isNonFinite(nodes[edge.to].grad) { inherited[edge.from] = true }
    return nodes.indices.reversed().filter { isNonFinite(nodes[$0].grad) && !inherited[$0] }
      .map { NonFinite(node: $0, isData: false) }
  }

  /// Those of the whole graph that are shown. Where data is the origin anywhere, it is everywhere.
  private func origins(_ ids: [Int]) -> [NonFinite] {
    if ids.isEmpty { return [] }
    let positions = Dictionary(zip(nodes.map(\.id), nodes.indices)) { first, _ in first }
    return ids.compactMap { positions[$0] }.filter { nodes[$0].folded == nil }.map {
      NonFinite(node: $0, isData: isNonFinite(nodes[$0].data))
    }
  }

  private func isNonFinite(_ number: Double?) -> Bool { number.map { !$0.isFinite } ?? false }

  /// For each node the contributions that make up its gradient, in the order of the edges; nodes with one path or
  /// none, and those whose gradient is not this sum (it was accumulated), have an empty list.
  public var gradientSums: [[Double]] {
    var sums: [[Double]] = Array(repeating: [], count: nodes.count)
    let leads = leadsToOutput
    for edge in edges where leads[edge.to] {
      if let contribution = edge.contribution { sums[edge.from].append(contribution) }
    }
    for index in nodes.indices {
      let total = sums[index].reduce(0, +)
      let grad = nodes[index].grad ?? .nan
      let tolerance = 1e-9 * sums[index].reduce(0) { $0 + $1.magnitude }
      if sums[index].count < 2 || !((total - grad).magnitude <= tolerance) { sums[index] = [] }
    }
    return sums
  }
}
