extension Diagram {
  /// A node and its neighbourhood: all nodes within a number of edges, in either direction.
  ///
  /// ```swift
  /// Diagram(graph).focused(on: a.id, radius: 1)   // a, its operands, and what uses it
  /// ```
  /// Ids and numbers stay those of the whole graph. The output may lie outside the neighbourhood.
  ///
  /// - Parameters:
  ///   - radius: the number of edges to follow, in both directions.
  ///   - position: a position in ``nodes``.
  /// - Complexity: O(nodes + edges).
  public func focused(on position: Int, radius: Int) -> Diagram { focused(on: [position], radius: radius) }

  /// Several nodes, such as the elements of a vector, and all nodes within a number of edges of one of them.
  ///
  /// - Complexity: O(nodes + edges).
  public func focused(on positions: [Int], radius: Int) -> Diagram {
    for position in positions {
      precondition(nodes.indices.contains(position), "there is no node \(position) among \(nodes.count)")
    }
    precondition(radius >= 0, "a radius is 0 or more, not \(radius)")
    var starts = Array(repeating: 0, count: nodes.count + 1)
    for edge in edges {
      starts[edge.from + 1] += 1
      starts[edge.to + 1] += 1
    }
    for index in nodes.indices { starts[index + 1] += starts[index] }
    var next = starts
    var neighbours = Array(repeating: 0, count: edges.count * 2)
    for edge in edges {
      for (own, other) in [(edge.from, edge.to), (edge.to, edge.from)] {
        neighbours[next[own]] = other
        next[own] += 1
      }
    }
    var isKept = Array(repeating: false, count: nodes.count)
    for position in positions { isKept[position] = true }
    var front = positions
    var distance = 0
    while distance < radius, !front.isEmpty {
      var reached: [Int] = []
      for node in front {
        for other in neighbours[starts[node]..<starts[node + 1]] where !isKept[other] {
          isKept[other] = true
          reached.append(other)
        }
      }
      front = reached
      distance += 1
    }
    return keeping(isKept)
  }

  /// The diagram without its constants, except the output.
  public var withoutConstants: Diagram {
    keeping(nodes.indices.map { nodes[$0].kind != .constant || $0 == output })
  }
}
