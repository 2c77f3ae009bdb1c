/// Converts a layout into coordinates for a direction of the data.
struct TikZAxes {
  let isHorizontal: Bool
  /// True if the data flows to the right or down.
  let isForward: Bool

  init(_ direction: PictureOptions.Direction) {
    isHorizontal = direction == .leftToRight || direction == .rightToLeft
    isForward = direction == .leftToRight || direction == .topToBottom
  }

  func size(width: Double, height: Double) -> LayeredLayout.Size {
    isHorizontal
      ? LayeredLayout.Size(length: width, breadth: height)
      : LayeredLayout.Size(length: height, breadth: width)
  }

  private func place(_ point: LayeredLayout.Point) -> (x: Double, y: Double) {
    let along = isForward ? point.along : -point.along
    return isHorizontal ? (along, -point.across) : (point.across, -along)
  }

  /// - Parameter right: a shift to the right, in points.
  func point(_ point: LayeredLayout.Point, right: Double = 0) -> String {
    let (x, y) = place(point)
    return "(\(Self.text(x + right)),\(Self.text(y)))"
  }

  /// A vector of this length in the direction of the data.
  func vector(_ along: Double) -> String { point(LayeredLayout.Point(along: along, across: 0)) }

  /// The upper left and the lower right corner, as coordinates of TikZ.
  func corners(_ frame: LayeredLayout.Frame) -> (String, String) {
    let (low, high) = bounds(frame)
    return ("(\(Self.text(low.x)),\(Self.text(high.y)))", "(\(Self.text(high.x)),\(Self.text(low.y)))")
  }

  /// The lower left and the upper right corner, in points.
  func bounds(_ frame: LayeredLayout.Frame) -> (low: (x: Double, y: Double), high: (x: Double, y: Double)) {
    let a = place(LayeredLayout.Point(along: frame.along.lowerBound, across: frame.across.lowerBound))
    let b = place(LayeredLayout.Point(along: frame.along.upperBound, across: frame.across.upperBound))
    return ((min(a.x, b.x), min(a.y, b.y)), (max(a.x, b.x), max(a.y, b.y)))
  }

  /// The point at which an edge leaves a box.
  func start(of node: Int, shift: Double) -> String {
    anchor(node, isHorizontal ? (isForward ? "east" : "west") : isForward ? "south" : "north", shift)
  }

  /// The point at which an edge reaches a box.
  func end(of node: Int, shift: Double) -> String {
    anchor(node, isHorizontal ? (isForward ? "west" : "east") : isForward ? "north" : "south", shift)
  }

  private func anchor(_ node: Int, _ side: String, _ shift: Double) -> String {
    let points = Self.text(isHorizontal ? -shift : shift)
    return points == "0"
      ? "(n\(node).\(side))" : "([\(isHorizontal ? "y" : "x")shift=\(points)pt]n\(node).\(side))"
  }

  /// A length in points with one digit after the point.
  static func text(_ points: Double) -> String {
    let tenths = Int((points * 10).rounded())
    let whole = "\(tenths < 0 ? "-" : "")\(tenths.magnitude / 10)"
    return tenths % 10 == 0 ? (tenths == 0 ? "0" : whole) : "\(whole).\(tenths.magnitude % 10)"
  }
}
