extension Diagram {
  /// The diagram without its constants: the numbers of a formula, which have no gradient of interest.
  ///
  /// A constant that is the output stays. The numbers of the operands stay those of the whole graph.
  /// - Complexity: O(nodes + edges).
  public func hidingConstants() -> Diagram {
    keeping(nodes.indices.map { nodes[$0].kind != .constant || $0 == output })
  }
}
