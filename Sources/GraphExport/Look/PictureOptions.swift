/// The look of a picture.
public struct PictureOptions: Equatable, Sendable {
  /// The direction of the data flow.
  public enum Direction: String, CaseIterable, Sendable {
    case leftToRight = "LR"
    case topToBottom = "TB"
    case rightToLeft = "RL"
    case bottomToTop = "BT"
  }

  /// The number on an edge: none, the local derivative ∂to/∂from, or the contribution, its product with the
  /// gradient of `to`.
  public enum EdgeLabel: String, CaseIterable, Sendable { case none, local, contribution }

  /// The direction of the data flow.
  public var direction: Direction
  /// The number on each edge.
  public var edges: EdgeLabel
  /// The colours.
  public var theme: Theme
  /// Significant digits of numbers, 1 to 17; tooltips always have all digits.
  public var precision: Int
  /// The maximum width of a picture in a document, in pixels; `nil` for no limit.
  public var fit: Int?
  /// The maximum number of nodes drawn in detail; larger graphs have boxes of plain text, without tooltips
  /// and the sums of gradients.
  public var mostDetailed: Int

  /// Creates options; by default for a picture from left to right with local derivatives on its edges.
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

  /// Pixels: the minimum size of text on a page, and the size of a picture's smallest text before it is
  /// scaled.
  public static let (leastText, smallestText) = (9.0, 8.0)

  /// The number of characters in a line below a picture, so that the caption never makes the picture too
  /// wide; `nil` for no limit.
  var captionColumns: Int? {
    // The width of the page in units of the picture, without the margin; a letter is about six units wide.
    fit.map { max(24, Int((Double($0) * Self.smallestText / Self.leastText - 30) / 6)) }
  }
}
