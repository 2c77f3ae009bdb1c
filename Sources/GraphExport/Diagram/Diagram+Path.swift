extension Diagram {
  /// The part of the graph between a node and the output: all nodes on a path from the node to the output.
  ///
  /// ```swift
  /// Diagram(graph).path(from: a.id)   // a, what is made of it, and the output
  /// ```
  /// Gradients and their sums stay whole: every path from a node to the output is there.
  ///
  /// - Parameter position: a position in ``nodes``; in a diagram of a whole graph that is the node's id.
  /// - Returns: `nil` when the node does not lead to the output.
  /// - Complexity: O(nodes + edges).
  public func path(from position: Int) -> Diagram? { path(from: [position]) }

  /// The part of the graph between any of these nodes and the output.
  ///
  /// - Returns: `nil` if one of them does not lead to the output, or if the list is empty.
  public func path(from positions: [Int]) -> Diagram? {
    let leads = leadsToOutput
    var isReached = Array(repeating: false, count: nodes.count)
    for position in positions {
      precondition(nodes.indices.contains(position), "there is no node \(position) among \(nodes.count)")
      guard leads[position] else { return nil }
      isReached[position] = true
    }
    guard !positions.isEmpty else { return nil }
    for edge in edges where isReached[edge.from] { isReached[edge.to] = true }
    return keeping(nodes.indices.map { isReached[$0] && leads[$0] })
  }
}
