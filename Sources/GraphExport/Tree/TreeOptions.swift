/// How a tree is printed.
public struct TreeOptions: Equatable, Sendable {
  /// The characters of the tree: UTF-8 with box drawing, or strictly 7-bit ASCII.
  public enum Charset: String, CaseIterable, Sendable { case utf8, ascii }

  /// Levels below the root to show; `nil` for all.
  public var depth: Int?
  public var charset: Charset
  /// Show who uses a node instead of what it is made of: from the variables up.
  public var isInverted: Bool
  /// Significant digits.
  public var precision: Int
  /// Columns to fit into, at least 40; `nil` for any.
  public var width: Int?
  /// Colours by terminal escape sequences.
  public var usesColor: Bool

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
