extension Diagram {
  /// What a view was taken of: nothing is left out in silence, and what stays is told as in the whole graph.
  public struct Whole: Equatable, Sendable {
    /// How many nodes the whole graph has.
    public var nodes: Int
    /// How many edges the whole graph has.
    public var edges: Int
    /// The ids of the whole graph's ``Diagram/nonFiniteOrigins``: a part can't tell where NaN came in.
    public var nonFinite: [Int]

    /// The name of the output, where the part does not have it.
    public var output: String?

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

  /// The diagram as what a view is taken of.
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

  /// Marks, with any number, the groups that hold a kept node, directly or in a group within.
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
