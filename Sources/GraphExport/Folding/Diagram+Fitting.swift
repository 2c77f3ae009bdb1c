extension Diagram {
  /// The diagram as it is, or else folded until it passes; at the last, it is one box.
  ///
  /// - Parameters:
  ///   - folding: what it was folded by so far; `nil` to start from the diagram.
  ///   - most: no larger one can pass.
  func folded(by folding: Folding?, atMost most: Int, until fits: (Diagram) -> Bool) -> Diagram {
    if nodes.count <= most && fits(self) { return self }
    var folding = folding ?? Folding(self)
    var limit = min(nodes.count, most)
    while true {
      let diagram = folding.diagram(atMost: max(limit, 1))
      if limit <= 1 || fits(diagram) { return diagram }
      limit = min(limit, diagram.nodes.count) * 3 / 4
    }
  }
}
