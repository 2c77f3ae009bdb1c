/// A drawing of a diagram in layers, without Graphviz: the positions of boxes, frames, edges and their
/// labels.
///
/// Lengths are measured along the direction of the data and breadths across it, in points.
struct LayeredLayout {
  struct Size {
    var length: Double
    var breadth: Double
  }

  struct Point {
    var along: Double
    var across: Double
  }

  struct Frame {
    var along: ClosedRange<Double>
    var across: ClosedRange<Double>
  }

  /// The side of a frame on which its title is.
  enum TitleSide { case across, start, end }

  /// The route of an edge: a curve, a straight line through a layer, a curve and so on, as the points where
  /// each begins and ends.
  struct Route {
    var points: [Point]
    var label: Point?
  }

  private(set) var centers: [Point] = []
  /// The frame of each group; `nil` for an empty group.
  private(set) var frames: [Frame?] = []
  private(set) var routes: [Route] = []
  private(set) var extent = Frame(along: 0...0, across: 0...0)

  private let diagram: Diagram
  private let sizes: [Size]
  private let labels: [Size?]
  private let graph: LayerGraph
  /// For each layer, its begin and end along.
  private var columns: [ClosedRange<Double>] = []

  private static let padding = 7.0
  static let titleBreadth = 9.0

  /// - Parameters:
  ///   - sizes: the sizes of the boxes, in points.
  ///   - labels: the sizes of the texts on edges, in points; `nil` for an edge without text.
  init(_ diagram: Diagram, sizes: [Size], labels: [Size?], titles: TitleSide) {
    self.diagram = diagram
    self.sizes = sizes
    self.labels = labels
    graph = LayerGraph(diagram, breadths: sizes.map { $0.breadth })
    let (across, frames) = arrangement(title: titles == .across ? Self.titleBreadth : 0)
    placeColumns(frames, titles, across)
    centers = diagram.nodes.indices.map {
      let column = columns[graph.places[$0].layer]
      return Point(along: (column.lowerBound + column.upperBound) / 2, across: across[$0])
    }
    measureExtent()
    var router = EdgeRouter(diagram, graph, columns)
    routes = router.routes(sizes: sizes, centers: centers, across: across, labels: labels)
  }

  // MARK: Across

  /// The best of several orders: few crossings, then short edges.
  private func arrangement(title: Double) -> (across: [Double], frames: [ClosedRange<Double>?]) {
    var keys = graph.initialKeys(diagram)
    var best: (across: [Double], frames: [ClosedRange<Double>?], cost: Double) = ([], [], .infinity)
    let (incoming, outgoing) = (graph.links { $0.to }, graph.links { $0.from })
    let layers = Adjacency(graph.places.map { $0.layer }, count: graph.layerCount)
    for round in 0..<Self.rounds {
      var relaxation = LayerRelaxation(
        graph, LayerOrder(graph, by: keys), LayerRelaxation.Room(padding: Self.padding, title: title))
      let across = relaxation.relax(rounds: 24)
      let length = graph.links.reduce(0) { $0 + (across[$1.from] - across[$1.to]).magnitude }
      let cost = 60 * Double(graph.crossings(across)) + length
      if cost < best.cost { best = (across, graph.parents.indices.map(relaxation.frame), cost) }
      // The next order sorts each layer by its links to the layer before, then to the one after.
      keys = across
      for layer in round.isMultiple(of: 2) ? Array(0..<graph.layerCount) : (0..<graph.layerCount).reversed() {
        for place in layers[layer] {
          let near =
            round.isMultiple(of: 2)
            ? incoming[place].map { keys[graph.links[$0].from] }
            : outgoing[place].map { keys[graph.links[$0].to] }
          if !near.isEmpty { keys[place] = near.reduce(0, +) / Double(near.count) }
        }
      }
    }
    return (best.across, best.frames)
  }

  private static let rounds = 8

  // MARK: Along

  private mutating func placeColumns(
    _ across: [ClosedRange<Double>?], _ titles: TitleSide, _ places: [Double]
  ) {
    var lengths = Array(repeating: 0.0, count: graph.layerCount)
    var gaps = Array(repeating: 26.0, count: graph.layerCount)
    for (index, size) in sizes.enumerated() {
      lengths[graph.places[index].layer] = max(lengths[graph.places[index].layer], size.length)
    }
    for (index, label) in labels.enumerated() {
      guard let label else { continue }
      let layer = graph.labelLayers[index]
      gaps[layer] = max(gaps[layer], label.length + 22)
    }
    // Edges that lead far across need space to bend.
    for link in graph.links {
      let (layer, rise) = (graph.places[link.from].layer, (places[link.from] - places[link.to]).magnitude)
      gaps[layer] = max(gaps[layer], 26 + min(rise / 8, 90))
    }
    // Frames that begin at the same layer are nested.
    let start = Self.padding + (titles == .start ? Self.titleBreadth : 0)
    let end = Self.padding + (titles == .end ? Self.titleBreadth : 0)
    var insets = graph.parents.map { _ in (start: start, end: end) }
    var room = Array(repeating: (start: 0.0, end: 0.0), count: graph.layerCount)
    for group in graph.parents.indices.reversed() {
      guard let span = graph.spans[group] else { continue }
      room[span.lowerBound].start = max(room[span.lowerBound].start, insets[group].start)
      room[span.upperBound].end = max(room[span.upperBound].end, insets[group].end)
      let parent = graph.parents[group]
      guard parent >= 0, let outer = graph.spans[parent] else { continue }
      if outer.lowerBound == span.lowerBound {
        insets[parent].start = max(insets[parent].start, insets[group].start + start)
      }
      if outer.upperBound == span.upperBound {
        insets[parent].end = max(insets[parent].end, insets[group].end + end)
      }
    }
    var along = 0.0
    for layer in 0..<graph.layerCount {
      along += room[layer].start
      columns.append(along...along + lengths[layer])
      along += lengths[layer] + room[layer].end + gaps[layer]
    }
    frames = graph.parents.indices.map { group in
      guard let span = graph.spans[group], let range = across[group] else { return nil }
      let first = columns[span.lowerBound].lowerBound - insets[group].start
      return Frame(along: first...columns[span.upperBound].upperBound + insets[group].end, across: range)
    }
  }

  private mutating func measureExtent() {
    let ends = centers.indices.map { centers[$0].across + sizes[$0].breadth / 2 }
    let starts = centers.indices.map { centers[$0].across - sizes[$0].breadth / 2 }
    let low = min(starts.min() ?? 0, frames.reduce(.infinity) { min($0, $1?.across.lowerBound ?? .infinity) })
    let high = max(
      ends.max() ?? 0, frames.reduce(-.infinity) { max($0, $1?.across.upperBound ?? -.infinity) })
    let first = min(columns.first?.lowerBound ?? 0, frames.reduce(0) { min($0, $1?.along.lowerBound ?? 0) })
    let last = frames.reduce(columns.last?.upperBound ?? 0) { max($0, $1?.along.upperBound ?? 0) }
    extent = Frame(along: first...max(first, last), across: low...max(low, high))
  }
}
