/// The groups of a graph: their parents, depths, and an order in which outer ones come before inner ones.
struct GroupTree {
  /// For each group, its parent; -1 for none.
  let parents: [Int]
  private(set) var depths: [Int]
  /// The groups in an order with outer ones first.
  private(set) var outerFirst: [Int] = []

  init(_ graph: LayoutGraph) throws(LayoutMistake) {
    var parents: [Int] = []
    parents.reserveCapacity(graph.groups.count)
    for group in graph.groups { parents.append(group.parent ?? -1) }
    self.parents = parents
    depths = Array(repeating: 0, count: parents.count)
    var path: [Int] = []
    for group in parents.indices {
      var at = group
      path.removeAll(keepingCapacity: true)
      while at >= 0, depths[at] == 0 {
        depths[at] = -1
        path.append(at)
        at = parents[at]
      }
      if at >= 0, depths[at] < 0 { throw .nestedInItself(group: group) }
      var depth = at < 0 ? 0 : depths[at]
      for inner in path.reversed() {
        depth += 1
        depths[inner] = depth
      }
    }
    let byDepth = Buckets(depths, count: (depths.max() ?? 0) + 1)
    for depth in 0..<byDepth.count { outerFirst.append(contentsOf: byDepth[depth]) }
  }

  /// The innermost group that holds both groups; -1 for none.
  func common(_ a: Int, _ b: Int) -> Int {
    var (a, b) = (a, b)
    while a != b {
      if a < 0 || b < 0 { return -1 }
      if depths[a] >= depths[b] { a = parents[a] } else { b = parents[b] }
    }
    return a
  }
}

/// Elements grouped by their owners, in ascending order.
struct Buckets {
  private(set) var starts: [Int]
  private(set) var elements: [Int]

  /// - Parameters:
  ///   - owners: for each element, its owner; -1 for none.
  ///   - count: the number of owners.
  init(_ owners: [Int], count: Int) {
    starts = Array(repeating: 0, count: count + 1)
    for owner in owners where owner >= 0 { starts[owner + 1] += 1 }
    for index in 0..<count { starts[index + 1] += starts[index] }
    var next = starts
    elements = Array(repeating: 0, count: starts[count])
    for element in owners.indices where owners[element] >= 0 {
      elements[next[owners[element]]] = element
      next[owners[element]] += 1
    }
  }

  var count: Int { starts.count - 1 }

  @inline(__always)
  func range(_ owner: Int) -> Range<Int> { starts[owner]..<starts[owner + 1] }

  subscript(owner: Int) -> ArraySlice<Int> { elements[starts[owner]..<starts[owner + 1]] }
}
