extension Diagram {
  /// The facts of the whole graph that a part of it keeps, so that a view shows how much it leaves out.
  public struct Whole: Equatable, Sendable {
    /// The number of nodes of the whole graph.
    public var nodes: Int
    /// The number of edges of the whole graph.
    public var edges: Int
    /// The ids of the whole graph's ``Diagram/nonFiniteOrigins``; a part cannot determine where NaN arose.
    public var nonFinite: [Int]

    /// The name of the output, if the part does not contain it.
    public var output: String?

    /// Creates the facts of a whole graph.
    public init(nodes: Int, edges: Int, nonFinite: [Int] = [], output: String? = nil) {
      self.nodes = nodes
      self.edges = edges
      self.nonFinite = nonFinite
      self.output = output
    }
  }

  /// `showing 4 of 6 nodes`; `nil` when nothing is left out.
  public var omission: String? {
    guard let whole else { return nil }
    let boxes = nodes.compactMap { $0.folded }
    let shown = "showing \(nodes.count) of \(whole.nodes) nodes"
    if boxes.isEmpty { return shown }
    let hidden = boxes.reduce(0) { $0 + $1.nodes }
    let words = boxes.count == 1 ? "a folded box that stands" : "folded boxes that stand"
    return "\(shown), \(boxes.count) of them \(words) for \(hidden)"
  }

  /// The facts of this diagram for a part of it.
  var asWhole: Whole {
    Whole(nodes: nodes.count, edges: edges.count, nonFinite: nonFiniteOrigins.map { nodes[$0.node].id })
  }

  /// The diagram with these nodes only, and the edges and groups among them. Ids and the numbers of operands stay.
  ///
  /// - Complexity: O(nodes + edges).
  func keeping(_ isKept: [Bool], droppingGroups: Bool = false) -> Diagram {
    guard droppingGroups || isKept.contains(false) else { return self }
    var part = Diagram(whole: whole ?? asWhole)
    part.isRead = isRead
    var groupOf = remainingGroups(isKept)
    for (index, group) in groups.enumerated() where groupOf[index] != nil {
      groupOf[index] = part.groups.count
      part.groups.append(Group(path: group.path, parent: group.parent.flatMap { groupOf[$0] }))
    }
    var positions = Array(repeating: -1, count: nodes.count)
    for (index, node) in nodes.enumerated() where isKept[index] {
      positions[index] = part.nodes.count
      part.nodes.append(node)
      part.nodes[positions[index]].group = node.group.flatMap { groupOf[$0] }
    }
    for edge in edges where isKept[edge.from] && isKept[edge.to] {
      var edge = edge
      (edge.from, edge.to) = (positions[edge.from], positions[edge.to])
      part.edges.append(edge)
    }
    part.output = output.flatMap { isKept[$0] ? positions[$0] : nil }
    if let output, part.output == nil { part.whole?.output = nodes[output].shownName }
    return part
  }

  /// For each group, a number if it holds a kept node, directly or in an inner group; otherwise `nil`.
  private func remainingGroups(_ isKept: [Bool]) -> [Int?] {
    var marked: [Int?] = Array(repeating: nil, count: groups.count)
    for (index, node) in nodes.enumerated() where isKept[index] {
      if let group = node.group { marked[group] = group }
    }
    for index in groups.indices.reversed() where marked[index] != nil {
      if let parent = groups[index].parent { marked[parent] = parent }
    }
    return marked
  }
}
