extension Diagram {
  /// A step through nested frames: a group opens, a node, a group closes.
  enum Nesting { case open(Int), node(Int), close(Int) }

  /// The nodes without a group, then group by group, inner groups inside outer ones; without empty groups.
  ///
  /// - Complexity: O(nodes + groups).
  var nesting: [Nesting] {
    var members: [[Int]] = Array(repeating: [], count: groups.count)
    var inner: [[Int]] = Array(repeating: [], count: groups.count)
    var isEmpty = Array(repeating: true, count: groups.count)
    var order: [Nesting] = []
    for (index, node) in nodes.enumerated() {
      if let group = node.group { members[group].append(index) } else { order.append(.node(index)) }
    }
    for index in groups.indices.reversed() {
      if !members[index].isEmpty { isEmpty[index] = false }
      guard !isEmpty[index], let parent = groups[index].parent else { continue }
      isEmpty[parent] = false
      inner[parent].append(index)
    }
    var steps = groups.indices.reversed().filter { groups[$0].parent == nil && !isEmpty[$0] }.map(
      Nesting.open)
    while let step = steps.popLast() {
      order.append(step)
      guard case .open(let group) = step else { continue }
      order.append(contentsOf: members[group].map(Nesting.node))
      steps.append(.close(group))
      steps.append(contentsOf: inner[group].map(Nesting.open))
    }
    return order
  }

  /// The largest number of groups nested in each other.
  var groupDepth: Int {
    var depths: [Int] = []
    for group in groups { depths.append((group.parent.map { depths[$0] } ?? 0) + 1) }
    return depths.max() ?? 0
  }
}
