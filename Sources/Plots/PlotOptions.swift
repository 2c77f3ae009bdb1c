import GraphExport

/// The options of plots in text.
public struct PlotOptions: Equatable, Sendable {
  /// The character set of the output.
  public var charset: TreeOptions.Charset
  /// The maximum width in columns, at least 24.
  public var width: Int
  /// Significant digits, 1 to 17.
  public var precision: Int
  /// True to colour the output by terminal escape sequences.
  public var usesColor: Bool

  /// Creates options; a width below 24 becomes 24.
  public init(
    charset: TreeOptions.Charset = .utf8, width: Int = 80, precision: Int = 4, usesColor: Bool = false
  ) {
    self.charset = charset
    self.width = max(width, 24)
    self.precision = precision
    self.usesColor = usesColor
  }
}
