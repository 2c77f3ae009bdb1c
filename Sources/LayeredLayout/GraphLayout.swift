/// A drawing of a graph in layers: the positions of boxes, frames, edges and labels.
///
/// Each edge leads to a later column, boxes of one column do not overlap, no frame contains or cuts a box of
/// another group, and edges curve only between columns, away from boxes and labels. The same graph gives the
/// same numbers on every machine: the layout uses only the four operations, which all machines round alike,
/// and no random numbers.
///
/// - Complexity: O(nodes + edges + groups) memory. O(n log n) time for large graphs; small graphs also have a
///   bounded number of steps to reduce crossings and straighten edges.
public struct GraphLayout: Sendable {
  /// The center of each node's box.
  public private(set) var centers: [LayoutPoint] = []
  /// The frame of each group; `nil` for a group without nodes.
  public private(set) var frames: [LayoutFrame?] = []
  /// The rectangle of each group's title; `nil` for a group without a title.
  public private(set) var titles: [LayoutFrame?] = []
  /// The route of each edge.
  public private(set) var routes: [LayoutRoute] = []
  /// For each node, its center and its place in the order across, as input of the next layout.
  public private(set) var spots: [LayoutSpot] = []
  /// For each node, the number of its column, from 0.
  public private(set) var columns: [Int] = []
  /// The size of the drawing, which extends from 0 to the width and from 0 to the height.
  public private(set) var size = LayoutSize(width: 0, height: 0)
  /// The number of pairs of edges that cross each other.
  public private(set) var crossings = 0

  /// Lays out a graph.
  ///
  /// - Throws: ``LayoutMistake`` if the graph refers to elements that do not exist or has an invalid size.
  public init(_ graph: LayoutGraph, _ options: LayoutOptions = LayoutOptions()) throws(LayoutMistake) {
    try graph.check()
    guard !graph.nodes.isEmpty else {
      frames = Array(repeating: nil, count: graph.groups.count)
      titles = frames
      return
    }
    let tree = try GroupTree(graph)
    var run = LayoutRun(graph, options, tree)
    run.place()
    let axes = run.axes
    size = axes.size
    crossings = run.crossings
    columns = run.ranks
    centers = run.centers
    for node in centers.indices {
      spots.append(LayoutSpot(center: centers[node], order: run.order.positions[node]))
    }
    for group in graph.groups.indices {
      guard let along = run.columns.frames[group] else {
        frames.append(nil)
        titles.append(nil)
        continue
      }
      let frame = axes.frame(along, run.frameRange(group))
      frames.append(frame)
      let padding = options.metrics.groupPadding / 2
      titles.append(
        graph.groups[group].title.map {
          LayoutFrame(x: frame.x + padding, y: frame.y + padding, width: $0.width, height: $0.height)
        })
    }
    routes = run.routes()
  }
}

/// One run of the layout, measured along and across the direction of the edges.
struct LayoutRun {
  private let graph: LayoutGraph
  private let metrics: LayoutMetrics
  private let edges: Orientation
  private let layers: Layers
  private let tree: GroupTree
  private(set) var items: LayerItems
  let order: NestedOrder
  private var places: [Double] = []
  private let ports: Ports
  private let rooms: Rooms
  private let lengths: [Double]
  private(set) var columns: Columns
  private(set) var axes: Axes
  let ranks: [Int]
  let crossings: Int

  /// The maximum number of items for which edges may bend at every layer and places are optimal.
  private static let mostExact = 700

  init(_ graph: LayoutGraph, _ options: LayoutOptions, _ tree: GroupTree) {
    self.graph = graph
    self.tree = tree
    metrics = options.metrics
    let axes = Axes(options.direction)
    self.axes = axes
    edges = Orientation(graph)
    var (breadths, lengths, groups): ([Double], [Double], [Int]) = ([], [], [])
    breadths.reserveCapacity(graph.nodes.count)
    lengths.reserveCapacity(graph.nodes.count)
    groups.reserveCapacity(graph.nodes.count)
    for node in graph.nodes {
      breadths.append(axes.breadth(node.size))
      lengths.append(axes.length(node.size))
      groups.append(node.group ?? -1)
    }
    self.lengths = lengths
    let ranking = Ranking(edges, tree, groups: groups)
    ranks = ranking.ranks
    layers = Layers(graph, edges, ranking)
    var labels: [Double] = []
    labels.reserveCapacity(graph.edges.count)
    for edge in graph.edges { labels.append(edge.label.map { axes.breadth($0) } ?? 0) }
    items = LayerItems(layers, ranking, edges, tree, groups: groups, breadths: breadths, labels: labels)
    var rooms = Rooms(metrics: metrics, titles: [], breadths: [])
    for group in graph.groups {
      rooms.titles.append(axes.isHorizontal ? group.title?.height ?? 0 : 0)
      rooms.breadths.append(
        axes.isHorizontal ? 0 : group.title.map { $0.width + options.metrics.groupPadding } ?? 0)
    }
    self.rooms = rooms
    var keys = items.firstKeys(edges)
    var isFixed = Array(repeating: false, count: items.count)
    let isStable = Stability.keep(graph, items, edges, tree, &keys, &isFixed)
    var kept = KeptOrders(graph.orders, items, tree)
    kept.settles = !isStable
    let ordering = Ordering(
      items, tree, kept, rooms, keys: keys, isFixed: isFixed, isStable: isStable,
      steps: options.searchSteps)
    order = ordering.best
    crossings = ordering.crossings
    var (exits, entries): ([Double], [Double]) = ([], [])
    for (index, edge) in graph.edges.enumerated() {
      let (exit, entry) = (edge.exit ?? .nan, edge.entry ?? .nan)
      let isTurned = edges.isTurned(index, in: graph)
      exits.append(isTurned ? entry : exit)
      entries.append(isTurned ? exit : entry)
    }
    ports = Ports(items, positions: order.positions, exits: exits, entries: entries, metrics: metrics)
    columns = Columns.empty
  }

  mutating func place() {
    let isExact = items.count <= Self.mostExact
    let (divided, sequence) = items.divided(order.sequence, layers.ofLabel, everywhere: isExact)
    items = divided
    let separations = Separations(items, sequence, rooms)
    let shifts = ports.shifts(items)
    var relaxation = Relaxation(items, sequence, separations, shifts: shifts)
    relaxation.relax(rounds: isExact ? 24 : items.count <= 20_000 ? 12 : 6)
    places = relaxation.places
    if isExact {
      var anchors: [Double]?
      for (node, entry) in graph.nodes.enumerated() {
        guard let previous = entry.previous else { continue }
        if anchors == nil { anchors = Array(repeating: .nan, count: items.nodeCount) }
        anchors?[node] = axes.across(previous.center)
      }
      places = ExactPlaces.places(items, separations, shifts, from: places, anchors: anchors)
    }
    measure()
  }

  private mutating func measure() {
    var low = Double.infinity
    var high = -Double.infinity
    for item in places.indices where items.first[item] <= items.last[item] {
      low = min(low, places[item] - items.halves[item])
      high = max(high, places[item] + items.halves[item])
    }
    for item in places.indices { places[item] -= low }
    axes.breadth = high - low
    var lengths = Array(repeating: 0.0, count: items.layerCount)
    for node in 0..<items.nodeCount {
      lengths[items.first[node]] = max(lengths[items.first[node]], self.lengths[node])
    }
    for (index, edge) in graph.edges.enumerated() {
      guard let label = edge.label else { continue }
      lengths[layers.ofLabel[index]] = max(lengths[layers.ofLabel[index]], axes.length(label))
    }
    columns = Columns(
      items, tree, lengths: lengths, gaps: gaps(), padding: metrics.groupPadding,
      titles: graph.groups.map { group in
        guard let title = group.title else { return (0, 0, 0) }
        return axes.isHorizontal
          ? (0, 0, title.width + metrics.groupPadding)
          : axes.isForward ? (title.height, 0, 0) : (0, title.height, 0)
      })
    axes.length = columns.ranges.last?.upperBound ?? 0
    for frame in columns.frames { axes.length = max(axes.length, frame?.upperBound ?? 0) }
  }

  /// The space after each layer; edges that lead far across need more to bend.
  private func gaps() -> [Double] {
    var isLabel = Array(repeating: false, count: items.layerCount + 1)
    for layer in layers.ofLabel where layer >= 0 { isLabel[layer] = true }
    var gaps: [Double] = []
    for layer in 0..<items.layerCount {
      gaps.append(isLabel[layer] || isLabel[layer + 1] ? metrics.labelLayerGap : metrics.layerGap)
    }
    let shifts = ports.shifts(items)
    for (index, link) in items.links.enumerated() {
      let layer = items.last[link.from]
      let rise = (places[link.from] + shifts.from[index] - places[link.to] - shifts.to[index]).magnitude
      gaps[layer] = max(gaps[layer], metrics.labelLayerGap + min(rise / 12, 40))
    }
    return gaps
  }

  var centers: [LayoutPoint] {
    var centers: [LayoutPoint] = []
    centers.reserveCapacity(items.nodeCount)
    for node in 0..<items.nodeCount {
      let column = columns.ranges[items.first[node]]
      centers.append(axes.point((column.lowerBound + column.upperBound) / 2, places[node]))
    }
    return centers
  }

  func frameRange(_ group: Int) -> ClosedRange<Double> {
    let start = places[items.open(group)]
    return start...max(start, places[items.close(group)])
  }

  func routes() -> [LayoutRoute] {
    var routing = Routing(
      items, columns: columns.ranges, places: places, lengths: lengths, ports: ports, axes: axes,
      metrics: metrics)
    var routes: [LayoutRoute] = []
    routes.reserveCapacity(graph.edges.count)
    for edge in graph.edges.indices {
      let route = routing.route(edge, from: edges.from[edge], to: edges.to[edge])
      routes.append(edges.isTurned(edge, in: graph) ? route.reversed() : route)
    }
    return routes
  }
}
