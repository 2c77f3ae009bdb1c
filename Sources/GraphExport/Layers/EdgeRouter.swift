/// The routes of edges between boxes in layers, and the places of their labels.
struct EdgeRouter {
  private let diagram: Diagram
  private let graph: LayerGraph
  private let columns: [ClosedRange<Double>]
  /// The labels placed so far, by the layer before them and a cell across.
  private var taken: [Spot: [LayeredLayout.Frame]] = [:]

  init(_ diagram: Diagram, _ graph: LayerGraph, _ columns: [ClosedRange<Double>]) {
    self.diagram = diagram
    self.graph = graph
    self.columns = columns
  }

  mutating func routes(
    sizes: [LayeredLayout.Size], centers: [LayeredLayout.Point], across: [Double],
    labels: [LayeredLayout.Size?]
  ) -> [LayeredLayout.Route] {
    let starts = ports(atStart: true, sizes, centers, across)
    let ends = ports(atStart: false, sizes, centers, across)
    return diagram.edges.indices.map { index in
      let edge = diagram.edges[index]
      let from = centers[edge.from].along + sizes[edge.from].length / 2
      var points = [LayeredLayout.Point(along: from, across: starts[index])]
      for place in graph.chains[index].map(Array.init) ?? [] {
        let column = columns[graph.places[place].layer]
        points.append(LayeredLayout.Point(along: column.lowerBound, across: across[place]))
        points.append(LayeredLayout.Point(along: column.upperBound, across: across[place]))
      }
      let to = centers[edge.to].along - sizes[edge.to].length / 2
      points.append(LayeredLayout.Point(along: to, across: ends[index]))
      let label = labels[index].map { size in
        let isFirst = graph.labelLayers[index] == graph.places[edge.from].layer
        let (start, end) =
          isFirst ? (points[0], points[1]) : (points[points.count - 2], points[points.count - 1])
        return place(size, from: start, to: end, after: graph.labelLayers[index])
      }
      return LayeredLayout.Route(points: points, label: label)
    }
  }

  /// For each edge, the place across where it meets its box: side by side, in the order of the places at its
  /// other end.
  private func ports(
    atStart isStart: Bool, _ sizes: [LayeredLayout.Size], _ centers: [LayeredLayout.Point], _ across: [Double]
  ) -> [Double] {
    let edges = diagram.edges
    let lists = Adjacency(edges.map { isStart ? $0.from : $0.to }, count: centers.count)
    var ports = Array(repeating: 0.0, count: edges.count)
    for node in centers.indices {
      let near = lists[node].map { index -> (across: Double, edge: Int) in
        let chain = graph.chains[index]
        let other = isStart ? chain?.first ?? edges[index].to : chain?.last ?? edges[index].from
        return (across[other], index)
      }.sorted { ($0.across, $0.edge) < ($1.across, $1.edge) }
      let step = min(9, (sizes[node].breadth - 8) / Double(max(near.count - 1, 1)))
      for (place, entry) in near.enumerated() {
        ports[entry.edge] = centers[node].across + (Double(place) - Double(near.count - 1) / 2) * step
      }
    }
    return ports
  }

  /// The distance of the control points of a curve from its ends, as a part of its length.
  static let bend = 0.45

  /// The point of the curve that is nearest to its middle and has space for the label.
  private mutating func place(
    _ size: LayeredLayout.Size, from start: LayeredLayout.Point, to end: LayeredLayout.Point, after layer: Int
  ) -> LayeredLayout.Point {
    // Only the part beside the boxes: a short box begins inside its layer, away from the edge of the column.
    let gap = columns[layer].upperBound...columns[layer + 1].lowerBound
    var best: LayeredLayout.Point?
    for offset in [0, -0.1, 0.1, -0.2, 0.2, -0.3, 0.3, -0.4, 0.4] {
      let along = (gap.lowerBound + gap.upperBound) / 2 + offset * (gap.upperBound - gap.lowerBound)
      let point = Self.point(from: start, to: end, along: along)
      let frame = LayeredLayout.Frame(
        along: point.along - size.length / 2...point.along + size.length / 2,
        across: point.across - size.breadth / 2...point.across + size.breadth / 2)
      best = best ?? point
      guard !isTaken(frame, layer) else { continue }
      best = point
      take(frame, layer)
      break
    }
    return best ?? start
  }

  /// The breadth of a cell, in points; no label is broader.
  private static let cell = 60.0

  private struct Spot: Hashable {
    var layer: Int
    var cell: Int
  }

  private static func spot(_ layer: Int, _ across: Double) -> Spot {
    Spot(layer: layer, cell: Int((across / cell).rounded(.down)))
  }

  private func isTaken(_ frame: LayeredLayout.Frame, _ layer: Int) -> Bool {
    let middle = (frame.across.lowerBound + frame.across.upperBound) / 2
    return [-Self.cell, 0, Self.cell].contains { shift in
      taken[Self.spot(layer, middle + shift)]?.contains {
        $0.along.overlaps(frame.along) && $0.across.overlaps(frame.across)
      }
        ?? false
    }
  }

  private mutating func take(_ frame: LayeredLayout.Frame, _ layer: Int) {
    taken[Self.spot(layer, (frame.across.lowerBound + frame.across.upperBound) / 2), default: []].append(
      frame)
  }

  /// The point of the curve, a cubic with level ends, at a distance along.
  private static func point(
    from start: LayeredLayout.Point, to end: LayeredLayout.Point, along: Double
  ) -> LayeredLayout.Point {
    let length = max(end.along - start.along, 1)
    var (low, high) = (0.0, 1.0)
    func x(_ t: Double) -> Double {
      let u = 1 - t
      return 3 * u * u * t * bend + 3 * u * t * t * (1 - bend) + t * t * t
    }
    let wanted = min(max((along - start.along) / length, 0), 1)
    for _ in 0..<30 {
      let middle = (low + high) / 2
      if x(middle) < wanted { low = middle } else { high = middle }
    }
    let rise = low * low * (3 - 2 * low)
    return LayeredLayout.Point(
      along: start.along + wanted * length, across: start.across + rise * (end.across - start.across))
  }
}
