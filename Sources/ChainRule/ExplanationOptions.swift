import GraphExport

/// The options of an explanation's text.
public struct ExplanationOptions: Equatable, Sendable {
  /// The character set of the output.
  public var charset: TreeOptions.Charset
  /// Significant digits, 1 to 17.
  public var precision: Int
  /// The maximum width of text in columns, at least 40; `nil` for no limit.
  public var width: Int?

  /// Creates options; a width below 40 becomes 40.
  public init(charset: TreeOptions.Charset = .utf8, precision: Int = 4, width: Int? = nil) {
    self.charset = charset
    self.precision = precision
    self.width = width.map { max($0, 40) }
  }
}
