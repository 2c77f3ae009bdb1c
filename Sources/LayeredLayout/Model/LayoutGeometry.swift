/// A width and a height, in the caller's unit (points, pixels).
public struct LayoutSize: Equatable, Sendable {
  public var width: Double
  public var height: Double

  public init(width: Double, height: Double) {
    self.width = width
    self.height = height
  }
}

/// A place; `x` grows to the right, `y` downwards.
public struct LayoutPoint: Equatable, Sendable {
  public var x: Double
  public var y: Double

  public init(x: Double, y: Double) {
    self.x = x
    self.y = y
  }
}

/// A rectangle: its upper left corner and its size.
public struct LayoutFrame: Equatable, Sendable {
  public var x: Double
  public var y: Double
  public var width: Double
  public var height: Double

  public init(x: Double, y: Double, width: Double, height: Double) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }

  /// The frame of a size around its center.
  public init(center: LayoutPoint, size: LayoutSize) {
    self.init(
      x: center.x - size.width / 2, y: center.y - size.height / 2, width: size.width, height: size.height)
  }

  public var center: LayoutPoint { LayoutPoint(x: x + width / 2, y: y + height / 2) }
  public var maxX: Double { x + width }
  public var maxY: Double { y + height }

  /// Whether the insides of both have a common point; frames that only touch have none.
  ///
  /// - Parameter tolerance: an overlap up to this size is none.
  public func overlaps(_ other: LayoutFrame, tolerance: Double = 0) -> Bool {
    x + tolerance < other.maxX && other.x + tolerance < maxX && y + tolerance < other.maxY
      && other.y + tolerance < maxY
  }
}

/// Where a box is in a layout, for the next layout of a similar graph.
public struct LayoutSpot: Equatable, Sendable {
  public var center: LayoutPoint
  /// The box's position in the order of all boxes across the direction of the edges; smaller is above (or left).
  public var order: Int

  public init(center: LayoutPoint, order: Int) {
    self.center = center
    self.order = order
  }
}
