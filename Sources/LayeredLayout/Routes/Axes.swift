/// Converts lengths along and across the direction of the edges into `x` and `y`.
struct Axes {
  let direction: LayoutOptions.Direction
  /// The size of the layout along and across.
  var length = 0.0
  var breadth = 0.0

  var isHorizontal: Bool { direction == .right || direction == .left }
  var isForward: Bool { direction == .right || direction == .down }

  init(_ direction: LayoutOptions.Direction) { self.direction = direction }

  func length(_ size: LayoutSize) -> Double { isHorizontal ? size.width : size.height }
  func breadth(_ size: LayoutSize) -> Double { isHorizontal ? size.height : size.width }

  /// The coordinate across of a point of the caller.
  func across(_ point: LayoutPoint) -> Double { isHorizontal ? point.y : point.x }

  func point(_ along: Double, _ across: Double) -> LayoutPoint {
    let forward = isForward ? along : length - along
    return isHorizontal ? LayoutPoint(x: forward, y: across) : LayoutPoint(x: across, y: forward)
  }

  func frame(_ along: ClosedRange<Double>, _ across: ClosedRange<Double>) -> LayoutFrame {
    let (a, b) = (point(along.lowerBound, across.lowerBound), point(along.upperBound, across.upperBound))
    let (x, y) = (min(a.x, b.x), min(a.y, b.y))
    return LayoutFrame(x: x, y: y, width: max(a.x, b.x) - x, height: max(a.y, b.y) - y)
  }

  var size: LayoutSize {
    isHorizontal ? LayoutSize(width: length, height: breadth) : LayoutSize(width: breadth, height: length)
  }
}
