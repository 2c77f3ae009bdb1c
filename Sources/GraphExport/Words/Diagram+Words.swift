import DisplayText

// Names of nodes in every format, and words for missing numbers.

extension Diagram {
  /// The word in place of a missing number.
  var missing: String { isRead ? "not computed" : "stale" }

  /// The reason why data is missing, and the remedy.
  var staleReason: String {
    isRead
      ? "not computed: --compute or name=value computes it" : "stale: a variable was changed; call forward()"
  }

  /// The reason why gradients are missing.
  var gradientReason: String {
    isRead ? "no gradients: --compute computes them" : "no gradients: backward() has not run"
  }
}

extension Diagram.Node {
  /// The name if it is not empty.
  var shownName: String? { name.flatMap { $0.isEmpty ? nil : $0 } }

  /// The name, or else a folded box's title, the number of a constant, or the id as in `#7`.
  public var label: String {
    shownName ?? folded?.title ?? (kind == .constant ? data.map { ConstantText.of($0) } : nil) ?? "#\(id)"
  }

  /// The label cut to ``longestLabel`` columns, for use among other words.
  var shortLabel: String { VisibleText.fitted(label, to: Self.longestLabel) }

  /// True if pictures number the operands.
  var isOrdered: Bool { operation?.isCommutative == false }

  /// The maximum columns of a name in a picture; tooltips of nodes have the whole name.
  static let longestLabel = 32
}

extension Diagram.Operation {
  /// The text of the operation in pictures: `×`, `**2`, `clamp(0, 1)`.
  var picture: String { label(symbol) }

  /// The text of the operation in trees: `*`, `**2`, `clamp(0, 1)`.
  var tree: String { label(text) }

  private func label(_ symbol: String) -> String {
    if parameters.isEmpty { return symbol }
    let constants = parameters.map { ConstantText.of($0) }.joined(separator: ", ")
    return text == "**" ? symbol + constants : "\(symbol)(\(constants))"
  }
}
