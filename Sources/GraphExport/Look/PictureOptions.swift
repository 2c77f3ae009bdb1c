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
  /// Pixels that a picture of a document must not be wider than; `nil` is any width.
  public var fit: Int?
  /// The most nodes that are drawn in detail: beyond, boxes are plain text, without tooltips and the sums of gradients.
  public var mostDetailed: Int

  public init(
    direction: Direction = .leftToRight, edges: EdgeLabel = .local, theme: Theme = .auto, precision: Int = 4,
    fit: Int? = nil, mostDetailed: Int = 10_000
  ) {
    self.direction = direction
    self.edges = edges
    self.theme = theme
    self.precision = precision
    self.mostDetailed = mostDetailed
    self.fit = fit
  }

  /// Pixels: the size that text has on a page at least, and that of a picture's smallest text before it is scaled.
  public static let (leastText, smallestText) = (9.0, 8.0)

  /// What fits into a line below a picture, which is never what makes it too wide.
  var captionColumns: Int? {
    // A page shows so many units of a picture; letters are about six of them wide, and the picture has a margin.
    fit.map { max(24, Int((Double($0) * Self.smallestText / Self.leastText - 30) / 6)) }
  }
}
