/// The edges of a graph made acyclic: edges that close a cycle are reversed.
struct Orientation {
  private(set) var from: [Int] = []
  private(set) var to: [Int] = []
  /// The nodes in topological order.
  private(set) var order: [Int] = []
  /// The edges that leave each node, and those that reach it.
  private(set) var after = Buckets([], count: 0)
  private(set) var before = Buckets([], count: 0)
  let count: Int

  /// - Complexity: O(nodes + edges).
  init(_ graph: LayoutGraph) {
    count = graph.nodes.count
    from.reserveCapacity(graph.edges.count)
    to.reserveCapacity(graph.edges.count)
    for edge in graph.edges {
      from.append(edge.from)
      to.append(edge.to)
    }
    after = Buckets(from, count: count)
    order = sorted()
    if order.count < count {
      turnBackEdges()
      after = Buckets(from, count: count)
      order = sorted()
    }
    before = Buckets(to, count: count)
  }

  /// True if the edge was reversed.
  func isTurned(_ edge: Int, in graph: LayoutGraph) -> Bool { from[edge] != graph.edges[edge].from }

  /// Kahn's algorithm; the result is incomplete if there is a cycle.
  private func sorted() -> [Int] {
    var waiting = Array(repeating: 0, count: count)
    for node in to { waiting[node] += 1 }
    var order: [Int] = []
    order.reserveCapacity(count)
    for node in 0..<count where waiting[node] == 0 { order.append(node) }
    var next = 0
    while next < order.count {
      for index in after.range(order[next]) {
        let node = to[after.elements[index]]
        waiting[node] -= 1
        if waiting[node] == 0 { order.append(node) }
      }
      next += 1
    }
    return order
  }

  /// Reverses the edges that lead back to a node on the path of a depth-first search.
  private mutating func turnBackEdges() {
    // 0: not seen, 1: on the path, 2: done.
    var states = Array(repeating: UInt8(0), count: count)
    var next = Array(after.starts.dropLast())
    var turned: [Int] = []
    var path: [Int] = []
    for root in 0..<count where states[root] == 0 {
      path.append(root)
      states[root] = 1
      while let node = path.last {
        guard next[node] < after.starts[node + 1] else {
          states[node] = 2
          path.removeLast()
          continue
        }
        let edge = after.elements[next[node]]
        next[node] += 1
        if states[to[edge]] == 1 {
          turned.append(edge)
        } else if states[to[edge]] == 0 {
          states[to[edge]] = 1
          path.append(to[edge])
        }
      }
    }
    for edge in turned { (from[edge], to[edge]) = (to[edge], from[edge]) }
  }
}
