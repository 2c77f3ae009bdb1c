/// A diagram in layers: its nodes, and a place in every layer that an edge passes.
///
/// After Sugiyama, Tagawa and Toda, “Methods for visual understanding of hierarchical system structures” (1981).
struct LayerGraph {
  /// A node of the diagram, or the passage of an edge through a layer.
  struct Place {
    var layer: Int
    /// The group whose frame it is in; -1 for none.
    var group: Int
    /// The breadth, in points: the size across the direction of the data.
    var breadth: Double
  }

  /// A connection from a place to one in the next layer.
  struct Link {
    var from: Int
    var to: Int
    /// The cost of a bend in this link.
    var weight: Double
  }

  /// The places; those of the nodes come first.
  private(set) var places: [Place] = []
  private(set) var links: [Link] = []
  /// For each edge, its places between both ends.
  private(set) var chains: [ClosedRange<Int>?]
  let layerCount: Int
  /// For each group, its first and last layer; `nil` for an empty group.
  private(set) var spans: [ClosedRange<Int>?]
  let parents: [Int]
  /// For each edge, the layer before its label: at the end where fewer edges meet.
  private(set) var labelLayers: [Int] = []

  /// - Parameter breadths: the breadths of the nodes, in points.
  init(_ diagram: Diagram, breadths: [Double]) {
    let layers = diagram.layers
    layerCount = (layers.max() ?? -1) + 1
    parents = diagram.groups.map { $0.parent ?? -1 }
    chains = Array(repeating: nil, count: diagram.edges.count)
    spans = Array(repeating: nil, count: parents.count)
    for (index, node) in diagram.nodes.enumerated() {
      places.append(Place(layer: layers[index], group: node.group ?? -1, breadth: breadths[index]))
      if let group = node.group { widen(group, by: layers[index]...layers[index]) }
    }
    for group in parents.indices.reversed() where parents[group] >= 0 {
      if let span = spans[group] { widen(parents[group], by: span) }
    }
    var depths: [Int] = []
    for parent in parents { depths.append(parent < 0 ? 1 : depths[parent] + 1) }
    for (index, edge) in diagram.edges.enumerated() { link(edge, index, depths) }
    var degrees = Array(repeating: (in: 0, out: 0), count: layers.count)
    for edge in diagram.edges {
      degrees[edge.to].in += 1
      degrees[edge.from].out += 1
    }
    labelLayers = diagram.edges.map {
      degrees[$0.from].out <= degrees[$0.to].in ? layers[$0.from] : layers[$0.to] - 1
    }
  }

  private mutating func widen(_ group: Int, by span: ClosedRange<Int>) {
    let old = spans[group] ?? span
    spans[group] = min(old.lowerBound, span.lowerBound)...max(old.upperBound, span.upperBound)
  }

  private mutating func link(_ edge: Diagram.Edge, _ index: Int, _ depths: [Int]) {
    let (first, last) = (places[edge.from].layer, places[edge.to].layer)
    var from = edge.from
    if last - first > 1 {
      let group = common(places[edge.from].group, places[edge.to].group, depths)
      chains[index] = places.count...places.count + last - first - 2
      for layer in first + 1..<last {
        places.append(Place(layer: layer, group: group, breadth: 4))
        links.append(Link(from: from, to: places.count - 1, weight: from == edge.from ? 2 : 8))
        from = places.count - 1
      }
    }
    links.append(Link(from: from, to: edge.to, weight: from == edge.from ? 1 : 2))
  }

  /// The innermost group that holds both groups.
  private func common(_ a: Int, _ b: Int, _ depths: [Int]) -> Int {
    var (a, b) = (a, b)
    while a != b {
      if a < 0 || b < 0 { return -1 }
      if depths[a] >= depths[b] { a = parents[a] } else { b = parents[b] }
    }
    return a
  }

  /// The indices of links by one of their ends.
  func links(by end: (Link) -> Int) -> Adjacency {
    Adjacency(links.map(end), count: places.count)
  }
}

/// Elements by their owners, in ascending order.
struct Adjacency {
  private var starts: [Int]
  private var elements: [Int]

  /// - Parameter owners: for each element, its owner.
  init(_ owners: [Int], count: Int) {
    starts = Array(repeating: 0, count: count + 1)
    for owner in owners { starts[owner + 1] += 1 }
    for index in 0..<count { starts[index + 1] += starts[index] }
    var next = starts
    elements = Array(repeating: 0, count: owners.count)
    for (element, owner) in owners.enumerated() {
      elements[next[owner]] = element
      next[owner] += 1
    }
  }

  subscript(owner: Int) -> ArraySlice<Int> { elements[starts[owner]..<starts[owner + 1]] }
}
