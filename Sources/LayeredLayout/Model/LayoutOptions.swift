/// The options of a layout.
public struct LayoutOptions: Sendable {
  /// The direction of the edges.
  public var direction: Direction
  /// The distances.
  public var metrics: LayoutMetrics
  /// The maximum number of pairs of items compared in the search for fewer crossings, which bounds its time;
  /// the search is skipped for graphs of more than about 700 boxes and edges.
  public var searchSteps: Int

  /// Creates options.
  public init(
    direction: Direction = .right, metrics: LayoutMetrics = LayoutMetrics(), searchSteps: Int = 1_000_000
  ) {
    self.direction = direction
    self.metrics = metrics
    self.searchSteps = searchSteps
  }

  /// The direction of the edges.
  public enum Direction: Sendable, CaseIterable { case right, down, left, up }
}

/// The distances of a layout, in the unit of the sizes; the defaults suit text of 9 to 11 points.
public struct LayoutMetrics: Sendable {
  /// The distance between boxes side by side.
  public var nodeGap = 18.0
  /// The distance between an edge and a box, a frame or a label beside it.
  public var edgeGap = 8.0
  /// The distance between edges side by side.
  public var lineGap = 8.0
  /// The distance between labels side by side.
  public var labelGap = 4.0
  /// The distance between consecutive layers of boxes without labels between them.
  public var layerGap = 34.0
  /// The distance between a box and the column of labels beside it.
  public var labelLayerGap = 16.0
  /// The distance between a frame and its contents, and between frames.
  public var groupPadding = 8.0
  /// The distance between edges that meet one side of a box, if the side has enough space.
  public var portGap = 10.0
  /// The distance between the corner of a box and the nearest edge.
  public var portMargin = 5.0

  /// Creates the default distances.
  public init() {}
}
