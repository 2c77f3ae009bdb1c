/// How a graph is laid out.
public struct LayoutOptions: Sendable {
  public var direction: Direction
  public var metrics: LayoutMetrics
  /// How many pairs of items are compared at most in the search for fewer crossings, which bounds its time; graphs of more
  /// than some 700 boxes and edges are not searched this way.
  public var searchSteps: Int

  public init(
    direction: Direction = .right, metrics: LayoutMetrics = LayoutMetrics(), searchSteps: Int = 1_000_000
  ) {
    self.direction = direction
    self.metrics = metrics
    self.searchSteps = searchSteps
  }

  /// Where edges lead.
  public enum Direction: Sendable, CaseIterable { case right, down, left, up }
}

/// The distances of a layout, in the unit of the sizes; the standard ones suit text of 9 to 11 points.
public struct LayoutMetrics: Sendable {
  /// Between boxes side by side.
  public var nodeGap = 18.0
  /// Between an edge and a box, a frame or a label beside it.
  public var edgeGap = 8.0
  /// Between edges side by side.
  public var lineGap = 8.0
  /// Between labels side by side.
  public var labelGap = 4.0
  /// Between boxes that follow each other, where no labels are between them.
  public var layerGap = 34.0
  /// Between a box and the column of labels beside it.
  public var labelLayerGap = 16.0
  /// Between a frame and what is in it, and between frames.
  public var groupPadding = 8.0
  /// Between edges that meet at one side of a box, where the side has room for it.
  public var portGap = 10.0
  /// Between the corner of a box and the first edge.
  public var portMargin = 5.0

  public init() {}
}
