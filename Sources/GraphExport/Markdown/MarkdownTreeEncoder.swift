import DisplayText

/// Encodes a diagram as the tree of ``TreeEncoder``, in a block of code for Markdown.
///
/// - Complexity: that of ``TreeEncoder``.
public struct MarkdownTreeEncoder: Sendable {
  /// Terminal colours are left out.
  public var options: TreeOptions

  public init(_ options: TreeOptions = TreeOptions()) { self.options = options }

  public func encode(_ diagram: Diagram) -> [UInt8] {
    var plain = options
    plain.usesColor = false
    let tree = String(decoding: TreeEncoder(plain).encode(diagram), as: UTF8.self)
    return Array(MarkdownText.codeBlock(tree, language: "text").utf8)
  }
}
