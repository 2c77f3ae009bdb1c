/// How a picture is drawn.
public struct PictureOptions: Equatable, Sendable {
  /// Which way the data flows.
  public enum Direction: String, CaseIterable, Sendable {
    case leftToRight = "LR"
    case topToBottom = "TB"
    case rightToLeft = "RL"
    case bottomToTop = "BT"
  }

  /// What stands on an edge: nothing, ∂to/∂from, or that times the gradient of `to`.
  public enum EdgeLabel: String, CaseIterable, Sendable { case none, local, contribution }

  public var direction: Direction
  public var edges: EdgeLabel
  public var theme: Theme
  /// Significant digits; tooltips always have all.
  public var precision: Int
  /// The most nodes that are drawn in detail: beyond, boxes are plain text, without tooltips and the sums of gradients.
  public var mostDetailed: Int

  public init(
    direction: Direction = .leftToRight, edges: EdgeLabel = .local, theme: Theme = .auto, precision: Int = 4,
    mostDetailed: Int = 10_000
  ) {
    self.direction = direction
    self.edges = edges
    self.theme = theme
    self.precision = precision
    self.mostDetailed = mostDetailed
  }
}
