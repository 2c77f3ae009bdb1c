/// The rank of each node: the number of its column, each edge leading to a later one.
struct Ranking {
  private(set) var ranks: [Int]
  /// The number of ranks.
  private(set) var count = 0

  /// Graphs of at most this size get the ranks with the shortest edges.
  private static let mostExact = 600

  /// - Complexity: O(nodes + edges) for large graphs; small ones go through a bounded number of pivots.
  init(_ edges: Orientation) {
    ranks = Self.longestPaths(edges)
    if !edges.from.isEmpty {
      Self.pull(&ranks, edges)
      if edges.count + edges.from.count <= Self.mostExact { shorten(edges) }
    }
    var isUsed = Array(repeating: false, count: (ranks.max() ?? -1) + 1)
    for rank in ranks { isUsed[rank] = true }
    var number = Array(repeating: 0, count: isUsed.count)
    for rank in isUsed.indices where isUsed[rank] {
      number[rank] = count
      count += 1
    }
    for node in ranks.indices { ranks[node] = number[ranks[node]] }
  }

  /// As early as possible.
  private static func longestPaths(_ edges: Orientation) -> [Int] {
    let after = Buckets(edges.from, count: edges.count)
    var ranks = Array(repeating: 0, count: edges.count)
    for node in edges.order {
      let next = ranks[node] + 1
      for index in after.range(node) {
        let user = edges.to[after.elements[index]]
        if ranks[user] < next { ranks[user] = next }
      }
    }
    return ranks
  }

  /// Moves nodes towards their users where that does not make edges longer in all.
  ///
  /// A node brings along those operands that only it uses.
  private static func pull(_ ranks: inout [Int], _ edges: Orientation) {
    let after = Buckets(edges.from, count: edges.count)
    let before = Buckets(edges.to, count: edges.count)
    var isPulled = Array(repeating: false, count: edges.count)
    for node in edges.order {
      let uses = after.range(node).count
      var held = 0
      for index in before.range(node) {
        let operand = edges.from[before.elements[index]]
        if !(isPulled[operand] && after.range(operand).count == 1) { held += 1 }
      }
      isPulled[node] = uses > 0 && uses >= held
    }
    for node in edges.order.reversed() where isPulled[node] {
      var rank = Int.max
      for index in after.range(node) { rank = min(rank, ranks[edges.to[after.elements[index]]]) }
      ranks[node] = max(ranks[node], rank - 1)
    }
  }

  private mutating func shorten(_ edges: Orientation) {
    var problem = NetworkSimplex(ranks)
    for edge in edges.from.indices { problem.add(from: edges.from[edge], to: edges.to[edge], distance: 1, weight: 1) }
    ranks = problem.solve(pivots: 2_000)
    let first = ranks.min() ?? 0
    for node in ranks.indices { ranks[node] -= first }
  }
}
