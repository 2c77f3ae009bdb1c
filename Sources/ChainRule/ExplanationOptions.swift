import GraphExport

/// How an explanation is written.
public struct ExplanationOptions: Equatable, Sendable {
  public var charset: TreeOptions.Charset
  /// Significant digits.
  public var precision: Int
  /// Columns to fit text into, at least 40; `nil` for any.
  public var width: Int?

  public init(charset: TreeOptions.Charset = .utf8, precision: Int = 4, width: Int? = nil) {
    self.charset = charset
    self.precision = precision
    self.width = width.map { max($0, 40) }
  }
}
