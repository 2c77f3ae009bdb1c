/// A width and a height, in the caller's unit (points, pixels).
public struct LayoutSize: Equatable, Sendable {
  /// The horizontal size.
  public var width: Double
  /// The vertical size.
  public var height: Double

  /// Creates a size.
  public init(width: Double, height: Double) {
    self.width = width
    self.height = height
  }
}

/// A point; `x` grows to the right, `y` downwards, in the caller's unit.
public struct LayoutPoint: Equatable, Sendable {
  /// The horizontal coordinate.
  public var x: Double
  /// The vertical coordinate.
  public var y: Double

  /// Creates a point.
  public init(x: Double, y: Double) {
    self.x = x
    self.y = y
  }
}

/// A rectangle: its upper left corner and its size, in the caller's unit.
public struct LayoutFrame: Equatable, Sendable {
  /// The left side.
  public var x: Double
  /// The upper side.
  public var y: Double
  /// The horizontal size.
  public var width: Double
  /// The vertical size.
  public var height: Double

  /// Creates a rectangle from its upper left corner and its size.
  public init(x: Double, y: Double, width: Double, height: Double) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }

  /// Creates a rectangle of a size around its center.
  public init(center: LayoutPoint, size: LayoutSize) {
    self.init(
      x: center.x - size.width / 2, y: center.y - size.height / 2, width: size.width, height: size.height)
  }

  /// The middle of the rectangle.
  public var center: LayoutPoint { LayoutPoint(x: x + width / 2, y: y + height / 2) }
  /// The right side.
  public var maxX: Double { x + width }
  /// The lower side.
  public var maxY: Double { y + height }

  /// True if the interiors of both have a common point; rectangles that only touch do not overlap.
  ///
  /// - Parameter tolerance: the largest overlap that does not count.
  public func overlaps(_ other: LayoutFrame, tolerance: Double = 0) -> Bool {
    x + tolerance < other.maxX && other.x + tolerance < maxX && y + tolerance < other.maxY
      && other.y + tolerance < maxY
  }
}

/// The place of a box in a layout, as input of the next layout of a similar graph.
public struct LayoutSpot: Equatable, Sendable {
  /// The center of the box.
  public var center: LayoutPoint
  /// The box's position in the order of all boxes across the direction of the edges; smaller is above (or left).
  public var order: Int

  /// Creates a spot.
  public init(center: LayoutPoint, order: Int) {
    self.center = center
    self.order = order
  }
}
