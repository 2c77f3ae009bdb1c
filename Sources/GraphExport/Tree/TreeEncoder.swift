import DisplayText

/// Encodes a diagram as an indented tree for a terminal.
///
/// ```
/// d  tanh         data -0.9640   grad 1
/// └── c  +        data -2        grad 0.07065   ∂ 0.07065
///     ├── *       data -6        grad 0.07065   ∂ 1
///     │   ├── a   data  2        grad 0.07065   ∂ -3 ⇒ -0.2120
///     │   └── b   data -3        grad 0.1413    ∂  2 ⇒  0.1413
///     └── **2     data  4        grad 0.07065   ∂ 1
///         └── a (*)                             ∂  4 ⇒  0.2826
/// 6 nodes, 6 edges, 1 shared
/// ```
/// `∂` is the local derivative of the line above with respect to this one; `⇒` is its contribution to this
/// line's gradient, unless that equals a number already in the lines. `(*)` marks a node that is expanded in
/// another line.
/// - Complexity: O(nodes + edges) lines of bounded indentation: beyond that, lines show their depth as a
///   number.
public struct TreeEncoder: Sendable {
  /// The options that every call of ``encode(_:)`` uses.
  public var options: TreeOptions

  /// Creates an encoder; by default for UTF-8 without a limit of width.
  public init(_ options: TreeOptions = TreeOptions()) { self.options = options }

  /// The diagram as a tree with a summary line, in UTF-8.
  ///
  /// - Complexity: O(nodes + edges).
  public func encode(_ diagram: Diagram) -> [UInt8] {
    let walk = TreeWalk(diagram, depth: options.depth, isInverted: options.isInverted)
    let style = TreeStyle(options.charset)
    var table = TreeTable(diagram, walk, options, style)
    table.fit()
    return TextBuffer.text(expected: 4096 + walk.lines.count * 192) { out in
      table.write(to: out)
      out.append(wrapped(footer(diagram, walk, table)))
      out.newline()
    }
  }

  private func footer(_ diagram: Diagram, _ walk: TreeWalk, _ table: TreeTable) -> String {
    func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
    var parts = [
      "\(counted(walk.nodeCount, "node")), \(counted(walk.edgeCount, "edge")), \(walk.sharedCount) shared"
    ]
    let shown = walk.isShown.reduce(0) { $0 + ($1 ? 1 : 0) }
    let total = diagram.whole?.nodes ?? walk.nodeCount
    if shown < total { parts.append("showing \(shown) of \(total) nodes") }
    let boxes = diagram.nodes.indices.filter { walk.isShown[$0] }.compactMap { diagram.nodes[$0].folded }
    if !boxes.isEmpty {
      let verb = boxes.count == 1 ? "stands" : "stand"
      parts.append("\(boxes.count) of them \(verb) for \(boxes.reduce(0) { $0 + $1.nodes })")
      parts.append("more with --expand, --focus or --max-nodes")
    }
    if walk.nodeCount < diagram.nodes.count {
      let others = counted(diagram.nodes.count - walk.nodeCount, "other node")
      parts.append(options.isInverted ? "\(others) without a variable" : "\(others) not below the output")
    }
    if diagram.isStale {
      parts.append(diagram.staleReason)
    } else if !diagram.hasGradients && !diagram.nodes.isEmpty {
      parts.append(diagram.gradientReason)
    }
    if let hidden = table.hiddenColumns { parts.append("\(hidden) hidden at this width") }
    return parts.joined(separator: "; ")
  }

  /// The text in lines that fit the width.
  private func wrapped(_ text: String) -> String {
    options.width.map { VisibleText.wrapped(text, to: $0).joined(separator: "\n") } ?? text
  }
}

/// The characters of a tree.
struct TreeStyle {
  let branch: String
  let lastBranch: String
  let guide: String
  let ellipsis: String
  let partial: String
  let arrow: String
  let missing: String
  let isASCII: Bool

  static let blank = "    "

  init(_ charset: TreeOptions.Charset) {
    isASCII = charset == .ascii
    (branch, lastBranch, guide) = isASCII ? ("|-- ", "`-- ", "|   ") : ("├── ", "└── ", "│   ")
    (ellipsis, partial, arrow, missing) = isASCII ? ("...", "d", "=>", "-") : ("…", "∂", "⇒", "—")
  }

  /// The text of a range of numbers.
  func range(_ numbers: ClosedRange<Double>?, _ text: NumberText) -> String {
    numbers.map { text.text($0, dots: isASCII ? ".." : "…") } ?? missing
  }

  func text(_ text: String) -> String { isASCII ? VisibleText.ascii(text) : VisibleText.of(text) }
}
