extension Diagram {
  /// The size of a layered drawing, known before the layout.
  public struct LayoutSize: Equatable, Sendable {
    /// Layers: the nodes of the longest path.
    public var ranks: Int
    /// The most nodes in a layer.
    public var widest: Int
    /// The number of nodes, plus the layers that edges pass between their ends; the time of `dot` grows with
    /// it.
    public var places: Int
  }

  /// The size of a layered drawing of this diagram.
  ///
  /// - Complexity: O(nodes + edges).
  public var layoutSize: LayoutSize {
    let rank = layers
    let ranks = (rank.max() ?? -1) + 1
    var widths = Array(repeating: 0, count: ranks)
    for own in rank { widths[own] += 1 }
    let spans = edges.reduce(0) { $0 + max(rank[$1.to] - rank[$1.from] - 1, 0) }
    return LayoutSize(ranks: ranks, widest: widths.max() ?? 0, places: nodes.count + spans)
  }

  /// For each node, the number of nodes before it on the longest path to it; a node without operands is in
  /// the layer next to its first user.
  var layers: [Int] {
    var rank = Array(repeating: 0, count: nodes.count)
    var isSource = Array(repeating: true, count: nodes.count)
    for edge in edges {
      rank[edge.to] = max(rank[edge.to], rank[edge.from] + 1)
      isSource[edge.to] = false
    }
    var nearest = Array(repeating: Int.max, count: nodes.count)
    for edge in edges where isSource[edge.from] {
      nearest[edge.from] = min(nearest[edge.from], rank[edge.to] - 1)
    }
    for index in nodes.indices where isSource[index] && nearest[index] != .max {
      rank[index] = nearest[index]
    }
    return rank
  }
}
