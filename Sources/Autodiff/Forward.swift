extension Graph {
  /// Computes every value again from the leaves, without recording: the replay.
  ///
  /// ```swift
  /// a.data = 3
  /// graph.forward()
  /// d.data  // for a = 3
  /// ```
  /// Gradients of the old values are dropped; ``Value/grad`` is `nil` until the next backward pass.
  /// - Complexity: O(nodes + edges), without recursion.
  public func forward() {
    tape.recompute()
  }
}

extension Tape {
  /// Computes every node in the order of creation and drops the gradients of the old values.
  func recompute() {
    for id in 0..<count { evaluate(id) }
    header.pointee.firstChanged = .max
    header.pointee.gradientCount = 0
    header.pointee.gradientRoot = nil
  }

  /// Computes the data of a node from its operands.
  @inline(__always)
  func evaluate(_ id: Int) {
    let node = nodes[id]
    let kernel = Kernel.all + node.code
    switch kernel.pointee.shape {
    case .leaf: break
    case .unary, .binary: nodes[id].data = kernel.pointee.value(point(of: node, kernel))
    case .nary: nodes[id].data = withOperandData(of: node, kernel.pointee.listValue)
    }
  }
}
