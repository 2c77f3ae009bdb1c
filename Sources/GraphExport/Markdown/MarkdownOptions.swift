/// How a table in Markdown is written.
public struct MarkdownOptions: Equatable, Sendable {
  /// Significant digits.
  public var precision: Int

  public init(precision: Int = 4) { self.precision = precision }
}
