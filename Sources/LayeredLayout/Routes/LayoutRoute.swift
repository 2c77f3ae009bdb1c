/// The route of an edge: level lines and smooth curves from the side of one box to that of another.
public struct LayoutRoute: Equatable, Sendable {
  /// A piece of the route, which begins at the end of the piece before.
  public enum Segment: Equatable, Sendable {
    case line(to: LayoutPoint)
    /// A cubic Bézier curve.
    case curve(LayoutPoint, LayoutPoint, to: LayoutPoint)

    /// The end of the piece.
    public var end: LayoutPoint {
      switch self {
      case .line(let end): end
      case .curve(_, _, let end): end
      }
    }
  }

  /// The point at which the route leaves its box.
  public var start: LayoutPoint
  /// The pieces of the route, in order.
  public var segments: [Segment]
  /// The center of the label; it is on the route, which is straight there. `nil` for an edge without a label.
  public var label: LayoutPoint?

  /// Creates a route.
  public init(start: LayoutPoint, segments: [Segment], label: LayoutPoint? = nil) {
    self.start = start
    self.segments = segments
    self.label = label
  }

  /// The point at which the route reaches its box; ``start`` if there are no segments.
  public var end: LayoutPoint { segments.last?.end ?? start }

  /// Points on the route, close enough to draw it with straight lines.
  ///
  /// - Parameter steps: the number of lines for each curve.
  public func points(steps: Int = 12) -> [LayoutPoint] {
    var points = [start]
    for segment in segments {
      switch segment {
      case .line(let end): points.append(end)
      case .curve(let a, let b, let end):
        let begin = points[points.count - 1]
        for step in 1...max(steps, 1) {
          let t = Double(step) / Double(max(steps, 1))
          let u = 1 - t
          let (p, q, r, s) = (u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t)
          points.append(
            LayoutPoint(
              x: p * begin.x + q * a.x + r * b.x + s * end.x, y: p * begin.y + q * a.y + r * b.y + s * end.y))
        }
      }
    }
    return points
  }

  /// The same route from its end to its start.
  func reversed() -> LayoutRoute {
    var result = LayoutRoute(start: end, segments: [], label: label)
    result.segments.reserveCapacity(segments.count)
    for index in segments.indices.reversed() {
      let begin = index > 0 ? segments[index - 1].end : start
      switch segments[index] {
      case .line: result.segments.append(.line(to: begin))
      case .curve(let a, let b, _): result.segments.append(.curve(b, a, to: begin))
      }
    }
    return result
  }
}
