/// The rank of each node: the number of its column; each edge leads to a later one.
struct Ranking {
  private(set) var ranks: [Int]
  /// The number of ranks.
  private(set) var count = 0

  /// The maximum size of graphs whose ranks minimize the length of edges.
  private static let mostExact = 600

  /// - Complexity: O(nodes + edges) for large graphs; small ones go through a bounded number of pivots.
  init(_ edges: Orientation, _ tree: GroupTree, groups: [Int]) {
    ranks = Self.longestPaths(edges)
    if !edges.from.isEmpty {
      Self.pull(&ranks, edges)
      if edges.count + edges.from.count <= Self.mostExact { shorten(edges, tree, groups) }
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

  /// The earliest rank of each node.
  private static func longestPaths(_ edges: Orientation) -> [Int] {
    let after = edges.after
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

  /// Moves nodes towards their users if the total length of edges does not grow.
  ///
  /// A node moves together with the operands that only it uses.
  private static func pull(_ ranks: inout [Int], _ edges: Orientation) {
    let (after, before) = (edges.after, edges.before)
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

  /// Minimizes the total length of edges, and the length of frames.
  private mutating func shorten(_ edges: Orientation, _ tree: GroupTree, _ groups: [Int]) {
    var problem = NetworkSimplex(ranks)
    for edge in edges.from.indices {
      problem.add(from: edges.from[edge], to: edges.to[edge], distance: 1, weight: 2)
    }
    var spans = Array(repeating: (first: Int.max, last: -1), count: tree.parents.count)
    func widen(_ group: Int, _ first: Int, _ last: Int) {
      spans[group] = (min(spans[group].first, first), max(spans[group].last, last))
    }
    for node in ranks.indices where groups[node] >= 0 { widen(groups[node], ranks[node], ranks[node]) }
    for group in tree.outerFirst.reversed() where tree.parents[group] >= 0 && spans[group].last >= 0 {
      widen(tree.parents[group], spans[group].first, spans[group].last)
    }
    var ends = Array(repeating: (first: -1, last: -1), count: spans.count)
    for group in tree.outerFirst where spans[group].last >= 0 {
      ends[group] = (problem.addValue(spans[group].first), problem.addValue(spans[group].last))
      problem.add(from: ends[group].first, to: ends[group].last, distance: 0, weight: Self.frameWeight)
      let parent = tree.parents[group]
      guard parent >= 0 else { continue }
      problem.add(from: ends[parent].first, to: ends[group].first, distance: 0, weight: 0)
      problem.add(from: ends[group].last, to: ends[parent].last, distance: 0, weight: 0)
    }
    for node in ranks.indices where groups[node] >= 0 {
      problem.add(from: ends[groups[node]].first, to: node, distance: 0, weight: 0)
      problem.add(from: node, to: ends[groups[node]].last, distance: 0, weight: 0)
    }
    ranks = Array(problem.solve(pivots: 2_000).prefix(ranks.count))
    let first = ranks.min() ?? 0
    for node in ranks.indices { ranks[node] -= first }
  }

  /// The weight of a frame's length in columns; an edge has 2.
  private static let frameWeight = 3
}
