import GraphExport

/// How plots are printed as text.
public struct PlotOptions: Equatable, Sendable {
  public var charset: TreeOptions.Charset
  /// Columns to fit into, at least 24.
  public var width: Int
  /// Significant digits.
  public var precision: Int
  /// Colours by terminal escape sequences.
  public var usesColor: Bool

  public init(
    charset: TreeOptions.Charset = .utf8, width: Int = 80, precision: Int = 4, usesColor: Bool = false
  ) {
    self.charset = charset
    self.width = max(width, 24)
    self.precision = precision
    self.usesColor = usesColor
  }
}
