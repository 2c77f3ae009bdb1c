import DisplayText

/// Encodes a diagram as the tree of ``TreeEncoder``, in a code block for Markdown.
///
/// - Complexity: that of ``TreeEncoder``.
public struct MarkdownTreeEncoder: Sendable {
  /// The options of the tree; terminal colours are ignored.
  public var options: TreeOptions

  /// Creates an encoder.
  public init(_ options: TreeOptions = TreeOptions()) { self.options = options }

  /// The diagram as a Markdown code block, in UTF-8.
  ///
  /// - Complexity: that of ``TreeEncoder``.
  public func encode(_ diagram: Diagram) -> [UInt8] {
    var plain = options
    plain.usesColor = false
    let tree = String(decoding: TreeEncoder(plain).encode(diagram), as: UTF8.self)
    return Array(MarkdownText.codeBlock(tree, language: "text").utf8)
  }
}
