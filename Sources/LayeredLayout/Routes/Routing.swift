/// The ways of edges: level through layers, and curves in the gaps between layers, where nothing else is.
struct Routing {
  let items: LayerItems
  let columns: [ClosedRange<Double>]
  /// Across, of each item.
  let places: [Double]
  /// The lengths of the nodes.
  let lengths: [Double]
  let ports: Ports
  let axes: Axes

  /// Less is drawn as a straight line.
  private static let straight = 0.75
  /// How far the control points of a curve are from its ends, as a part of its length.
  private static let bend = 0.5

  func route(_ edge: Int, from: Int, to: Int) -> LayoutRoute {
    // Pairs of points: level between the two of a pair, a curve from one pair to the next.
    let fromColumn = columns[items.first[from]]
    let toColumn = columns[items.first[to]]
    let start = places[from] + ports.from[edge]
    let end = places[to] + ports.to[edge]
    let begin = (fromColumn.lowerBound + fromColumn.upperBound + lengths[from]) / 2
    var route = LayoutRoute(start: axes.point(begin, start), segments: [])
    // Where the straight piece that is not written yet ends.
    var at = (along: max(fromColumn.upperBound, begin), across: start)
    var written = begin
    func line(to along: Double) {
      if along > written { route.segments.append(.line(to: axes.point(along, at.across))) }
      written = along
    }
    func curve(to along: Double, _ across: Double) {
      if (across - at.across).magnitude < Self.straight {
        if across != at.across {
          line(to: at.along)
          route.segments.append(.line(to: axes.point(along, across)))
          written = along
        }
      } else {
        line(to: at.along)
        let reach = (along - at.along) * Self.bend
        route.segments.append(
          .curve(
            axes.point(at.along + reach, at.across), axes.point(along - reach, across), to: axes.point(along, across)))
        written = along
      }
      at = (along, across)
    }
    for piece in items.pieces[edge] {
      curve(to: columns[items.first[piece]].lowerBound, places[piece])
      at.along = columns[items.last[piece]].upperBound
      if items.kinds[piece] == .label {
        let column = columns[items.first[piece]]
        route.label = axes.point((column.lowerBound + column.upperBound) / 2, places[piece])
      }
    }
    curve(to: toColumn.lowerBound, end)
    at.along = (toColumn.lowerBound + toColumn.upperBound - lengths[to]) / 2
    line(to: at.along)
    return route
  }
}
