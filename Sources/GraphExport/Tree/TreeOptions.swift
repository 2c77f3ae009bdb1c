/// The options of a printed tree.
public struct TreeOptions: Equatable, Sendable {
  /// The characters of the tree: UTF-8 with box drawing, or strictly 7-bit ASCII.
  public enum Charset: String, CaseIterable, Sendable { case utf8, ascii }

  /// Levels to show below the root; `nil` for all.
  public var depth: Int?
  /// The character set of the output.
  public var charset: Charset
  /// True to show the users of a node below it instead of its operands: from the variables up.
  public var isInverted: Bool
  /// Significant digits, 1 to 17.
  public var precision: Int
  /// The maximum width in columns, at least 40; `nil` for no limit.
  public var width: Int?
  /// True to colour the output by terminal escape sequences.
  public var usesColor: Bool

  /// Creates options; the defaults print the whole tree in UTF-8 without colours.
  public init(
    depth: Int? = nil, charset: Charset = .utf8, isInverted: Bool = false, precision: Int = 4,
    width: Int? = nil, usesColor: Bool = false
  ) {
    self.depth = depth
    self.charset = charset
    self.isInverted = isInverted
    self.precision = precision
    self.width = width.map { max($0, 40) }
    self.usesColor = usesColor
  }
}
