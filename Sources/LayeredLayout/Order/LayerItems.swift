/// The items that take space across the direction of the edges: boxes, edges passing through layers, and the
/// sides of frames.
///
/// An edge is not divided at each layer that it passes: it is one straight item, as in Eiglsperger,
/// Siebenhaller and Kaufmann, “An efficient implementation of Sugiyama's algorithm for layered graph drawing”
/// (2005), so that memory is O(graph). It is divided only where it enters or leaves a group.
struct LayerItems {
  enum Kind: UInt8 { case node, line, label, open, close }

  /// A link from an item to one in the next layer, as a part of one edge.
  struct Link {
    var from: Int
    var to: Int
    var edge: Int
    /// The cost of a bend in this link.
    var weight: Double
  }

  private(set) var kinds: [Kind] = []
  /// For each item, its first and last layer.
  private(set) var first: [Int] = []
  private(set) var last: [Int] = []
  /// For each item, half of its breadth.
  private(set) var halves: [Double] = []
  /// For each item, the innermost group around it; -1 for none.
  private(set) var groups: [Int] = []
  private(set) var links: [Link] = []
  /// For each edge, its items between the nodes.
  private(set) var pieces: [Range<Int>] = []
  private(set) var incoming = Buckets([], count: 0)
  private(set) var outgoing = Buckets([], count: 0)
  let nodeCount: Int
  let groupCount: Int
  let layerCount: Int

  /// The item of the upper (or left) side of a group's frame; `close` is that of the other side.
  func open(_ group: Int) -> Int { kinds.count - 2 * groupCount + 2 * group }
  func close(_ group: Int) -> Int { kinds.count - 2 * groupCount + 2 * group + 1 }
  var count: Int { kinds.count }

  /// - Parameters:
  ///   - breadths: the breadths of the nodes.
  ///   - labels: the breadths of the labels, by edge.
  init(
    _ layers: Layers, _ ranking: Ranking, _ edges: Orientation, _ tree: GroupTree, groups nodeGroups: [Int],
    breadths: [Double], labels: [Double]
  ) {
    nodeCount = breadths.count
    groupCount = tree.parents.count
    layerCount = layers.count
    kinds.reserveCapacity(nodeCount + edges.from.count)
    pieces.reserveCapacity(edges.from.count)
    links.reserveCapacity(edges.from.count)
    var spans = Array(repeating: (first: Int.max, last: -1), count: groupCount)
    for node in breadths.indices {
      let layer = layers.ofRank[ranking.ranks[node]]
      append(.node, layer, layer, breadths[node] / 2, nodeGroups[node])
      let group = nodeGroups[node]
      if group >= 0 {
        spans[group] = (min(spans[group].first, layer), max(spans[group].last, layer))
      }
    }
    for group in tree.outerFirst.reversed() where tree.parents[group] >= 0 {
      let parent = tree.parents[group]
      spans[parent] = (
        min(spans[parent].first, spans[group].first), max(spans[parent].last, spans[group].last)
      )
    }
    for edge in edges.from.indices {
      let start = kinds.count
      let (from, to) = (edges.from[edge], edges.to[edge])
      let rank = ranking.ranks[from]
      let low = first[from] + 1
      let high = first[to] - 1
      // An edge to the next layer has no item of its own if there is no layer of labels between.
      if low <= high, !(ranking.ranks[to] == rank + 1 && !layers.isLabelled[rank]) {
        appendPieces(low, high, from, to, tree, spans, label: layers.ofLabel[edge], labels[edge])
      }
      pieces.append(start..<kinds.count)
      var item = from
      for piece in start..<kinds.count {
        links.append(Link(from: item, to: piece, edge: edge, weight: item == from ? 2 : 8))
        item = piece
      }
      links.append(Link(from: item, to: to, edge: edge, weight: item == from ? 1 : 2))
    }
    for group in 0..<groupCount {
      append(.open, spans[group].first, spans[group].last, 0, tree.parents[group])
      append(.close, spans[group].first, spans[group].last, 0, tree.parents[group])
    }
    connect()
  }

  private mutating func append(_ kind: Kind, _ first: Int, _ last: Int, _ half: Double, _ group: Int) {
    kinds.append(kind)
    self.first.append(first)
    self.last.append(last)
    halves.append(half)
    groups.append(group)
  }

  private mutating func connect() {
    var owners: [Int] = []
    owners.reserveCapacity(links.count)
    for link in links { owners.append(link.from) }
    outgoing = Buckets(owners, count: count)
    owners.removeAll(keepingCapacity: true)
    for link in links { owners.append(link.to) }
    incoming = Buckets(owners, count: count)
  }

  /// Adds the items of an edge. The edge is in the target's groups as soon as they begin; before, it is in
  /// the source's groups as long as they last.
  private mutating func appendPieces(
    _ low: Int, _ high: Int, _ from: Int, _ to: Int, _ tree: GroupTree, _ spans: [(first: Int, last: Int)],
    label: Int, _ breadth: Double
  ) {
    let common = tree.common(groups[from], groups[to])
    var outward: [(group: Int, last: Int)] = []
    var group = groups[from]
    while group != common {
      outward.append((group, spans[group].last))
      group = tree.parents[group]
    }
    var inward: [(group: Int, first: Int)] = []
    group = groups[to]
    while group != common {
      inward.append((group, spans[group].first))
      group = tree.parents[group]
    }
    let entry = max(low, inward.last?.first ?? Int.max)
    var at = low
    func half(_ end: Int) -> Double { label >= at && label <= end ? breadth / 2 : 0 }
    func piece(in group: Int, to end: Int) {
      guard at <= end else { return }
      append(label == at && label == end ? .label : .line, at, end, half(end), group)
      at = end + 1
    }
    for (group, last) in outward { piece(in: group, to: min(last, high, entry - 1)) }
    piece(in: common, to: min(high, entry - 1))
    for (index, entry) in inward.enumerated().reversed() {
      guard entry.first <= high else { continue }
      let next = index > 0 ? inward[index - 1].first - 1 : high
      piece(in: entry.group, to: min(next, high))
    }
  }

  // MARK: Dividing

  /// The items with edges divided at each layer, or beside labels only, so that they may bend there.
  ///
  /// - Parameters:
  ///   - order: all items in the order across.
  ///   - everywhere: true to divide edges at every layer.
  /// - Returns: the items, and the order with the pieces in place of the edges.
  func divided(_ order: [Int], _ labelLayers: [Int], everywhere: Bool) -> (items: LayerItems, order: [Int]) {
    if nodeCount + 2 * groupCount == count { return (self, order) }
    var divided = self
    divided.removeEdges()
    var parts = Array(repeating: 0..<0, count: count)
    for edge in pieces.indices {
      let start = divided.kinds.count
      for piece in pieces[edge] {
        let begin = divided.kinds.count
        var at = first[piece]
        while at <= last[piece] {
          let isLabel = labelLayers[edge] == at
          var end = at
          if !isLabel, !everywhere {
            end = labelLayers[edge] > at ? min(last[piece], labelLayers[edge] - 1) : last[piece]
          }
          divided.append(isLabel ? .label : .line, at, end, isLabel ? halves[piece] : 0, groups[piece])
          at = end + 1
        }
        parts[piece] = begin..<divided.kinds.count
      }
      divided.pieces.append(start..<divided.kinds.count)
    }
    let shift = divided.kinds.count - (kinds.count - 2 * groupCount)
    for group in 0..<groupCount {
      for border in [open(group), close(group)] {
        divided.append(kinds[border], first[border], last[border], 0, groups[border])
      }
    }
    divided.relink(self)
    var newOrder: [Int] = []
    newOrder.reserveCapacity(divided.count)
    for item in order {
      switch kinds[item] {
      case .node: newOrder.append(item)
      case .line, .label: newOrder.append(contentsOf: parts[item])
      case .open, .close: newOrder.append(item + shift)
      }
    }
    return (divided, newOrder)
  }

  private mutating func removeEdges() {
    kinds.removeSubrange(nodeCount...)
    first.removeSubrange(nodeCount...)
    last.removeSubrange(nodeCount...)
    halves.removeSubrange(nodeCount...)
    groups.removeSubrange(nodeCount...)
    pieces.removeAll(keepingCapacity: true)
    links.removeAll(keepingCapacity: true)
  }

  /// Links the pieces of each edge with each other and with its nodes.
  private mutating func relink(_ old: LayerItems) {
    var ends = Array(repeating: (from: 0, to: 0), count: pieces.count)
    for link in old.links {
      if link.from < nodeCount { ends[link.edge].from = link.from }
      if link.to < nodeCount { ends[link.edge].to = link.to }
    }
    for edge in pieces.indices {
      var item = ends[edge].from
      for piece in pieces[edge] {
        links.append(Link(from: item, to: piece, edge: edge, weight: item < nodeCount ? 2 : 8))
        item = piece
      }
      links.append(Link(from: item, to: ends[edge].to, edge: edge, weight: item < nodeCount ? 1 : 2))
    }
    connect()
  }
}
