import DisplayText

/// A mistake in a formula, or a note or warning about it, for people: its place, the expected text, and the line
/// with a caret.
///
///     seed.formula:3:7: error: variable 'bb' has no value; give bb=…, or did you mean 'b'?
///       c = a*bb + a**2
///             ^~
///
/// A mistake about the formula as a whole, such as an unknown output, has no line and no column.
public struct Diagnostic: Equatable, Sendable, CustomStringConvertible {
  /// The severity of a diagnostic: a formula with errors is not read; warnings and notes leave it as it is.
  public enum Severity: String, Sendable { case error, warning, note }

  /// The severity; `error` for a mistake.
  public internal(set) var severity = Severity.error
  /// The name of the source.
  public let file: String
  /// The line, counted from 1.
  public let line: Int?
  /// The column in characters, counted from 1.
  public let column: Int?
  /// The bytes of the source that are meant.
  public let range: Range<Int>?
  /// The mistake and the expected text, on one line; free of control characters.
  public let message: String
  /// The line of the mistake, safe to print, cropped to about 100 columns.
  public let excerpt: String?
  /// The caret and its tail, to print below the excerpt.
  public let underline: String?

  /// The diagnostic as it is printed, without a line end after it.
  public var description: String {
    let name = VisibleText.of(file)
    let place =
      if let line, let column { "\(name):\(line):\(column)" } else { name }
    let heading = "\(place): \(severity.rawValue): \(message)"
    guard let excerpt, let underline else { return heading }
    return "\(heading)\n  \(excerpt)\n  \(underline)"
  }
}
