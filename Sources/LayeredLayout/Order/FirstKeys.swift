extension LayerItems {
  /// Keys that draw a tree without crossings: nodes without operands are numbered in a depth-first search
  /// from the last nodes in the order of the edges, and every other node is in the middle of its operands.
  ///
  /// - Complexity: O(nodes + edges).
  func firstKeys(_ edges: Orientation) -> [Double] {
    let operands = edges.before
    var keys = Array(repeating: 0.0, count: count)
    var isSeen = Array(repeating: false, count: nodeCount)
    var leaves = 0.0
    var stack: [Int] = []
    for node in 0..<nodeCount where edges.after.range(node).isEmpty {
      stack.append(node)
      while let node = stack.popLast() {
        if isSeen[node] { continue }
        isSeen[node] = true
        let range = operands.range(node)
        if range.isEmpty {
          keys[node] = leaves
          leaves += 1
        }
        for index in range.reversed() {
          let operand = edges.from[operands.elements[index]]
          if !isSeen[operand] { stack.append(operand) }
        }
      }
    }
    for node in edges.order {
      let range = operands.range(node)
      if range.isEmpty { continue }
      var sum = 0.0
      for index in range { sum += keys[edges.from[operands.elements[index]]] }
      keys[node] = sum / Double(range.count)
    }
    for (edge, range) in pieces.enumerated() {
      let (from, to) = (keys[edges.from[edge]], keys[edges.to[edge]])
      var step = 1.0
      for piece in range {
        keys[piece] = from + (to - from) * step / Double(range.count + 1)
        step += 1
      }
    }
    return keys
  }
}
