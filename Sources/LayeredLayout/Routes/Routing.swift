/// The routes of edges: the shortest ones through the space of each edge in each layer, with rounded corners.
///
/// Between layers, where neither boxes nor labels are, an edge is straight.
struct Routing {
  let items: LayerItems
  let columns: [ClosedRange<Double>]
  /// The place across of each item.
  let places: [Double]
  /// The lengths of the nodes along.
  let lengths: [Double]
  let ports: Ports
  let axes: Axes
  let metrics: LayoutMetrics
  private var string = TautString()

  init(
    _ items: LayerItems, columns: [ClosedRange<Double>], places: [Double], lengths: [Double], ports: Ports,
    axes: Axes, metrics: LayoutMetrics
  ) {
    self.items = items
    self.columns = columns
    self.places = places
    self.lengths = lengths
    self.ports = ports
    self.axes = axes
    self.metrics = metrics
  }

  /// The distance of a rounded corner from the sharp one.
  private var cut: Double { min(metrics.lineGap, metrics.edgeGap) * 0.16 }
  /// The maximum distance of an edge from the middle of its space.
  private var slack: Double { min(metrics.lineGap, metrics.edgeGap) * 0.14 }

  mutating func route(_ edge: Int, from: Int, to: Int) -> LayoutRoute {
    string.removeAll()
    let fromColumn = columns[items.first[from]]
    let toColumn = columns[items.first[to]]
    let begin = (fromColumn.lowerBound + fromColumn.upperBound + lengths[from]) / 2
    let end = (toColumn.lowerBound + toColumn.upperBound - lengths[to]) / 2
    string.append(
      begin, places[from] + ports.from[edge], slack: ports.isFree(edge, atStart: true) ? slack : 0)
    // The edge passes beside a box that is shorter than its column.
    if fromColumn.upperBound > begin {
      string.append(fromColumn.upperBound, places[from], slack: items.halves[from])
    }
    var label: LayoutPoint?
    for piece in items.pieces[edge] {
      let isLabel = items.kinds[piece] == .label
      let room = isLabel ? max(slack, items.halves[piece] - cut) : slack
      let (low, high) = (columns[items.first[piece]].lowerBound, columns[items.last[piece]].upperBound)
      string.append(low, places[piece], slack: room)
      string.append(high, places[piece], slack: room)
      if isLabel { label = axes.point((low + high) / 2, places[piece]) }
    }
    if toColumn.lowerBound < end { string.append(toColumn.lowerBound, places[to], slack: items.halves[to]) }
    string.append(end, places[to] + ports.to[edge], slack: ports.isFree(edge, atStart: false) ? slack : 0)
    var route = rounded(string.corners())
    route.label = label
    return route
  }

  private func rounded(_ corners: [TautString.Corner]) -> LayoutRoute {
    guard let first = corners.first, let last = corners.last else {
      return LayoutRoute(start: LayoutPoint(x: 0, y: 0), segments: [])
    }
    var route = LayoutRoute(start: axes.point(first.along, first.across), segments: [])
    for index in corners.indices.dropFirst().dropLast() {
      let (a, b, c) = (corners[index - 1], corners[index], corners[index + 1])
      var (toX, toY) = (b.along - a.along, b.across - a.across)
      var (onX, onY) = (c.along - b.along, c.across - b.across)
      let (before, after) = (Lengths.length(toX, toY), Lengths.length(onX, onY))
      guard before > 0, after > 0 else { continue }
      (toX, toY, onX, onY) = (toX / before, toY / before, onX / after, onY / after)
      // Twice the sine of half the turn.
      let turn = Lengths.length(onX - toX, onY - toY)
      guard turn > 0.001 else { continue }
      // At nearly a right angle the radius is smaller, because the curve would reach into the next layer. The factor
      // at the end converts `cut`, a distance across, by the slope of the flatter side of the corner.
      let radius = min((turn > 1.2 ? 2 : 4 / turn) * cut * max(toX, onX), before / 2, after / 2)
      let start = axes.point(b.along - toX * radius, b.across - toY * radius)
      if route.end != start { route.segments.append(.line(to: start)) }
      // The quadratic curve with the corner as its control point.
      let third = radius / 3
      route.segments.append(
        .curve(
          axes.point(b.along - toX * third, b.across - toY * third),
          axes.point(b.along + onX * third, b.across + onY * third),
          to: axes.point(b.along + onX * radius, b.across + onY * radius)))
    }
    let end = axes.point(last.along, last.across)
    if route.end != end { route.segments.append(.line(to: end)) }
    return route
  }
}
