/// Finds integers that keep minimum distances and have the smallest weighted sum of distances.
///
/// After Gansner, Koutsofios, North and Vo, “A technique for drawing directed graphs” (1993): a spanning tree
/// of edges without slack, whose edges of negative cut value are replaced one by one. Nothing is random; ties
/// take the first edge.
struct NetworkSimplex {
  private struct Edge {
    var from: Int
    var to: Int
    var distance: Int
    var weight: Int
  }

  private var values: [Int]
  private var edges: [Edge] = []
  private var near = Buckets([], count: 0)
  // The spanning tree.
  private var isInTree: [Bool] = []
  private var cuts: [Int] = []
  private var parents: [Int] = []
  private var parentEdges: [Int] = []
  private var low: [Int] = []
  private var limit: [Int] = []
  private var tree: [[Int]] = []

  /// - Parameter values: valid values to begin with.
  init(_ values: [Int]) { self.values = values }

  /// Adds a value without any edge.
  mutating func addValue(_ value: Int) -> Int {
    values.append(value)
    return values.count - 1
  }

  func value(_ index: Int) -> Int { values[index] }

  /// Adds an edge: `to` is at least `distance` larger than `from`, which must already hold.
  mutating func add(from: Int, to: Int, distance: Int, weight: Int) {
    edges.append(Edge(from: from, to: to, distance: distance, weight: weight))
  }

  /// - Parameters:
  ///   - pivots: the maximum number of replacements.
  ///   - isBalanced: true to put values with several optimal places in their middle.
  mutating func solve(pivots: Int, isBalanced: Bool = false) -> [Int] {
    guard values.count > 1 else { return values }
    connect()
    makeTree()
    rankTree(from: 0)
    computeCuts()
    var start = 0
    var done = 0
    while done < pivots, let leaving = leavingEdge(&start) {
      guard let entering = enteringEdge(leaving) else { break }
      replace(leaving, by: entering)
      done += 1
    }
    if isBalanced { balance() }
    return values
  }

  /// Connects the parts that no edge connects, without moving them.
  private mutating func connect() {
    var leaders = Array(values.indices)
    func leader(_ node: Int) -> Int {
      var node = node
      while leaders[node] != node {
        leaders[node] = leaders[leaders[node]]
        node = leaders[node]
      }
      return node
    }
    for edge in edges {
      let (a, b) = (leader(edge.from), leader(edge.to))
      if a != b { leaders[max(a, b)] = min(a, b) }
    }
    for node in values.indices.dropFirst() where leader(node) == node {
      edges.append(Edge(from: 0, to: node, distance: values[node] - values[0], weight: 0))
    }
    var owners: [Int] = []
    for edge in edges {
      owners.append(edge.from)
      owners.append(edge.to)
    }
    near = Buckets(owners, count: values.count)
  }

  @inline(__always)
  private func slack(_ edge: Int) -> Int {
    values[edges[edge].to] - values[edges[edge].from] - edges[edge].distance
  }

  /// Grows a tree of edges without slack; moves the tree if there is none.
  private mutating func makeTree() {
    isInTree = Array(repeating: false, count: edges.count)
    tree = Array(repeating: [], count: values.count)
    var isReached = Array(repeating: false, count: values.count)
    isReached[0] = true
    var members = [0]
    // Values of members are stored minus `shift`, so that the tree moves in one step.
    var shift = 0
    var frontier: [Int] = []
    var next = 0
    while members.count < values.count {
      while next < members.count {
        let node = members[next]
        next += 1
        for index in near.range(node) {
          let edge = near.elements[index] / 2
          let isOut = edges[edge].from == node
          let other = isOut ? edges[edge].to : edges[edge].from
          if isReached[other] { continue }
          let difference = values[other] - values[node] - shift
          if (isOut ? difference : -difference) > edges[edge].distance {
            frontier.append(edge)
            continue
          }
          isReached[other] = true
          values[other] -= shift
          members.append(other)
          addToTree(edge)
        }
      }
      // The smallest slack of the edges out of the tree.
      var best = -1
      var bestSlack = Int.max
      var kept = 0
      for edge in frontier {
        let isOut = isReached[edges[edge].from]
        if isOut && isReached[edges[edge].to] { continue }
        frontier[kept] = edge
        kept += 1
        let slack = slack(edge) + (isOut ? -shift : shift)
        if slack < bestSlack { (best, bestSlack) = (edge, slack) }
      }
      frontier.removeSubrange(kept...)
      guard best >= 0 else { break }
      let isOut = isReached[edges[best].from]
      shift += isOut ? bestSlack : -bestSlack
      let outer = isOut ? edges[best].to : edges[best].from
      isReached[outer] = true
      values[outer] -= shift
      members.append(outer)
      addToTree(best)
    }
    for node in members { values[node] += shift }
  }

  private mutating func addToTree(_ edge: Int) {
    isInTree[edge] = true
    tree[edges[edge].from].append(edge)
    tree[edges[edge].to].append(edge)
  }

  /// Numbers the tree below a node so that each subtree is a range.
  private mutating func rankTree(from root: Int) {
    if parents.isEmpty {
      parents = Array(repeating: -1, count: values.count)
      parentEdges = parents
      low = parents
      limit = parents
    }
    var number = limit[root] < 0 ? 0 : low[root]
    var path: [(node: Int, next: Int)] = [(root, 0)]
    low[root] = number
    while let (node, next) = path.last {
      if next < tree[node].count {
        path[path.count - 1].next += 1
        let edge = tree[node][next]
        if edge == parentEdges[node] { continue }
        let child = edges[edge].from == node ? edges[edge].to : edges[edge].from
        parents[child] = node
        parentEdges[child] = edge
        low[child] = number
        path.append((child, 0))
      } else {
        limit[node] = number
        number += 1
        path.removeLast()
      }
    }
  }

  /// Computes the cut value of each tree edge: the weights from its tail's part to its head's part, minus
  /// those back.
  ///
  /// The weights that leave a subtree are the sum over its nodes, since edges inside it cancel.
  private mutating func computeCuts() {
    cuts = Array(repeating: 0, count: edges.count)
    var sums = Array(repeating: 0, count: values.count)
    for edge in edges {
      sums[edge.from] += edge.weight
      sums[edge.to] -= edge.weight
    }
    var byLimit = Array(repeating: 0, count: values.count)
    for node in values.indices { byLimit[limit[node]] = node }
    for node in byLimit where parentEdges[node] >= 0 {
      let edge = parentEdges[node]
      cuts[edge] = edges[edge].from == node ? sums[node] : -sums[node]
      sums[parents[node]] += sums[node]
    }
  }

  private func leavingEdge(_ start: inout Int) -> Int? {
    var best: Int?
    var found = 0
    for step in edges.indices {
      let edge = start + step < edges.count ? start + step : start + step - edges.count
      guard isInTree[edge], cuts[edge] < 0 else { continue }
      if best == nil || cuts[edge] < cuts[best ?? edge] { best = edge }
      found += 1
      if found >= 30 {
        start = edge
        break
      }
    }
    return best
  }

  /// The edge of smallest slack from the part of the head to that of the tail.
  private func enteringEdge(_ leaving: Int) -> Int? {
    let (tail, head) = (edges[leaving].from, edges[leaving].to)
    let isTailBelow = limit[tail] < limit[head]
    let below = isTailBelow ? tail : head
    let range = low[below]...limit[below]
    var best: Int?
    var bestSlack = Int.max
    for (index, edge) in edges.enumerated() where !isInTree[index] {
      let (fromBelow, toBelow) = (range.contains(limit[edge.from]), range.contains(limit[edge.to]))
      guard fromBelow != toBelow, fromBelow != isTailBelow else { continue }
      let slack = slack(index)
      if slack < bestSlack { (best, bestSlack) = (index, slack) }
    }
    return best
  }

  private mutating func replace(_ leaving: Int, by entering: Int) {
    let delta = slack(entering)
    if delta > 0 { move(leaving, by: delta) }
    let cut = cuts[leaving]
    let first = updateCuts(edges[entering].from, edges[entering].to, cut, true)
    let second = updateCuts(edges[entering].to, edges[entering].from, cut, false)
    let top = limit[first] >= limit[second] ? first : second
    cuts[entering] = -cut
    cuts[leaving] = 0
    isInTree[leaving] = false
    for node in [edges[leaving].from, edges[leaving].to] {
      tree[node].removeAll { $0 == leaving }
    }
    addToTree(entering)
    rankTree(from: top)
  }

  /// Moves the part below an edge so that the entering edge becomes tight.
  private mutating func move(_ edge: Int, by delta: Int) {
    let (tail, head) = (edges[edge].from, edges[edge].to)
    let isTailBelow = limit[tail] < limit[head]
    let below = isTailBelow ? tail : head
    let (from, to) = (low[below], limit[below])
    for node in values.indices where limit[node] >= from && limit[node] <= to {
      values[node] += isTailBelow ? -delta : delta
    }
  }

  /// Adds a cut value along the path from a node up to the first common ancestor with another node.
  ///
  /// - Returns: the common ancestor.
  private mutating func updateCuts(_ start: Int, _ other: Int, _ cut: Int, _ isForward: Bool) -> Int {
    var node = start
    while !(low[node] <= limit[other] && limit[other] <= limit[node]) {
      let edge = parentEdges[node]
      let isAlong = edges[edge].from == node ? isForward : !isForward
      cuts[edge] += isAlong ? cut : -cut
      node = parents[node]
    }
    return node
  }

  /// Moves values with the same cost at several places to the middle between their neighbours.
  private mutating func balance() {
    for edge in edges.indices where isInTree[edge] && cuts[edge] == 0 {
      guard let entering = enteringEdge(edge) else { continue }
      let delta = slack(entering)
      if delta > 1 { move(edge, by: delta / 2) }
    }
  }
}
