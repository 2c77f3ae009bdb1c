/// The reason why a graph cannot be laid out.
public enum LayoutMistake: Error, Equatable, Sendable {
  /// An edge begins or ends at a node that does not exist.
  case missingNode(edge: Int)
  /// An edge leads from a node to itself.
  case loop(edge: Int)
  /// A node or a group is in a group that does not exist.
  case missingGroup(Int)
  /// A group is inside itself.
  case nestedInItself(group: Int)
  /// A size or a position is negative, infinite or not a number, or so large that sums of it are not exact.
  case size
  /// A list of ``LayoutGraph/orders`` contains a node that does not exist.
  case missingNodeInOrder(Int)

  /// The mistake in words, for programmers.
  public var message: String {
    switch self {
    case .missingNode(let edge): "edge \(edge) begins or ends at a node that does not exist"
    case .loop(let edge): "edge \(edge) leads from a node to itself; draw it beside the box"
    case .missingGroup(let group): "group \(group) does not exist"
    case .nestedInItself(let group): "group \(group) is inside itself"
    case .size: "sizes and places must be finite numbers from 0 to 1e9"
    case .missingNodeInOrder(let list): "order \(list) names a node that does not exist"
    }
  }
}

extension LayoutGraph {
  /// - Complexity: O(nodes + edges + groups).
  func check() throws(LayoutMistake) {
    func check(_ size: LayoutSize?) throws(LayoutMistake) {
      guard let size else { return }
      guard size.width >= 0, size.height >= 0, size.width <= 1e9, size.height <= 1e9 else { throw .size }
    }
    func check(_ place: Double?) throws(LayoutMistake) {
      guard let place else { return }
      guard place.magnitude <= 1e9 else { throw .size }
    }
    for node in nodes {
      try check(node.size)
      try check(node.previous?.center.x)
      try check(node.previous?.center.y)
      if let group = node.group, !groups.indices.contains(group) { throw .missingGroup(group) }
    }
    for (index, edge) in edges.enumerated() {
      guard nodes.indices.contains(edge.from), nodes.indices.contains(edge.to) else {
        throw .missingNode(edge: index)
      }
      if edge.from == edge.to { throw .loop(edge: index) }
      try check(edge.label)
      try check(edge.exit)
      try check(edge.entry)
    }
    for (index, list) in orders.enumerated() {
      for node in list where !nodes.indices.contains(node) { throw .missingNodeInOrder(index) }
    }
    for group in groups {
      try check(group.title)
      if let parent = group.parent, !groups.indices.contains(parent) { throw .missingGroup(parent) }
    }
    if groups.count > 0 { _ = try GroupTree(self) }
  }
}
