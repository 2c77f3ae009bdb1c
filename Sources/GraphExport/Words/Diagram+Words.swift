import DisplayText

// How nodes are called in every format, and what is said of numbers that are missing.

extension Diagram {
  /// What stands in the place of a number that is missing.
  var missing: String { isRead ? "not computed" : "stale" }

  /// Why data is missing, and what to do.
  var staleReason: String {
    isRead
      ? "not computed: --compute or name=value computes it" : "stale: a variable was changed; call forward()"
  }

  /// Why gradients are missing.
  var gradientReason: String {
    isRead ? "no gradients: --compute computes them" : "no gradients: backward() has not run"
  }
}

extension Diagram.Node {
  /// The name, if there is anything to see of it.
  var shownName: String? { name.flatMap { $0.isEmpty ? nil : $0 } }

  /// The name, or else the constant's number, or `#7`.
  public var label: String {
    shownName ?? folded?.title ?? (kind == .constant ? data.map { ConstantText.of($0) } : nil) ?? "#\(id)"
  }

  /// The label where it stands among other words, which a long one must not push out.
  var shortLabel: String { VisibleText.fitted(label, to: Self.longestLabel) }

  /// Whether pictures number the operands.
  var isOrdered: Bool { operation?.isCommutative == false }

  /// The columns of a name in a picture; tooltips of nodes have all of it.
  static let longestLabel = 32
}

extension Diagram.Operation {
  /// What a picture shows: `×`, `**2`, `clamp(0, 1)`.
  var picture: String { label(symbol) }

  /// What a tree shows: `*`, `**2`, `clamp(0, 1)`.
  var tree: String { label(text) }

  private func label(_ symbol: String) -> String {
    if parameters.isEmpty { return symbol }
    let constants = parameters.map { ConstantText.of($0) }.joined(separator: ", ")
    return text == "**" ? symbol + constants : "\(symbol)(\(constants))"
  }
}
