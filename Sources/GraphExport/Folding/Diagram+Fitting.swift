extension Diagram {
  /// The diagram unchanged if it fits, otherwise folded until it does; in the last resort, into one box.
  ///
  /// - Parameters:
  ///   - folding: the folding of the diagram so far; `nil` to start from the diagram.
  ///   - most: the largest number of nodes that can fit.
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
