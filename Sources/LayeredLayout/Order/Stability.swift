/// Keys from an earlier layout.
enum Stability {
  /// Replaces keys by the places of an earlier layout, and puts new items in the middle of their neighbours.
  ///
  /// - Returns: true if there was an earlier layout.
  static func keep(
    _ graph: LayoutGraph, _ items: LayerItems, _ edges: Orientation, _ tree: GroupTree,
    _ keys: inout [Double], _ isFixed: inout [Bool]
  ) -> Bool {
    var isStable = false
    for (node, entry) in graph.nodes.enumerated() {
      guard let previous = entry.previous else { continue }
      isStable = true
      keys[node] = Double(previous.order)
      isFixed[node] = true
      var group = items.groups[node]
      while group >= 0, !isFixed[items.open(group)] {
        isFixed[items.open(group)] = true
        group = tree.parents[group]
      }
    }
    guard isStable else { return false }
    var isKnown = isFixed
    let (before, after) = (edges.before, edges.after)
    func settle(_ node: Int) {
      if isKnown[node] { return }
      var sum = 0.0
      var count = 0.0
      for index in before.range(node) {
        let other = edges.from[before.elements[index]]
        if isKnown[other] { (sum, count) = (sum + keys[other], count + 1) }
      }
      for index in after.range(node) {
        let other = edges.to[after.elements[index]]
        if isKnown[other] { (sum, count) = (sum + keys[other], count + 1) }
      }
      if count > 0 {
        keys[node] = sum / count
        isKnown[node] = true
      }
    }
    for node in edges.order { settle(node) }
    for node in edges.order.reversed() { settle(node) }
    for (edge, range) in items.pieces.enumerated() {
      let (from, to) = (keys[edges.from[edge]], keys[edges.to[edge]])
      var step = 1.0
      for piece in range {
        keys[piece] = from + (to - from) * step / Double(range.count + 1)
        step += 1
      }
    }
    return true
  }
}
