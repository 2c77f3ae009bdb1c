/// The options of a table in Markdown.
public struct MarkdownOptions: Equatable, Sendable {
  /// Significant digits, 1 to 17.
  public var precision: Int

  /// Creates options.
  public init(precision: Int = 4) { self.precision = precision }
}
