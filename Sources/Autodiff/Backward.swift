extension Value {
  /// Computes the gradient of this value by every node of the graph: ∂self/∂node, in ``grad``.
  ///
  /// Each call starts afresh, so that calling it twice gives the same gradients. If a leaf was changed,
  /// ``Graph/forward()`` runs first, so that gradients never mix old and new values.
  ///
  /// - Parameter accumulating: add to the gradients that are there, for the gradient of a sum of outputs. Gradients
  ///   of other values of the leaves are not there any more, see ``Graph/forward()``.
  /// - Complexity: O(nodes + edges), without recursion.
  public func backward(accumulating: Bool = false) {
    let tape = tape
    if tape.isStale { tape.recompute() }
    let earlier = accumulating ? tape.gradients : []
    tape.backward(from: id)
    for (id, gradient) in earlier.enumerated() where gradient.isReached {
      tape.nodes[id].receive(gradient.value)
    }
  }
}

extension Tape {
  /// The gradients that are known, by id.
  fileprivate var gradients: [(value: Double, isReached: Bool)] {
    (0..<header.pointee.gradientCount).map { (nodes[$0].grad, nodes[$0].isReached) }
  }

  /// One loop in reverse order of creation: every node hands its gradient, times the local derivative, to its
  /// operands (the chain rule; Griewank and Walther, Evaluating Derivatives, 2008, section 3.2).
  ///
  /// Nodes that the root does not depend on are skipped, not multiplied by zero, so that NaN travels as in PyTorch.
  fileprivate func backward(from root: Int) {
    let nodes = nodes
    for id in 0..<count { nodes[id].clearGradient() }
    header.pointee.gradientCount = count
    header.pointee.gradientRoot = root
    nodes[root].receive(1)

    for id in stride(from: root, through: 0, by: -1) where nodes[id].isReached {
      let node = nodes[id]
      let kernel = Kernel.all + node.code
      switch kernel.pointee.shape {
      case .leaf: break
      case .unary:
        receive(node.first, node.grad, kernel.pointee.first(point(of: node, kernel)))
      case .binary:
        let point = point(of: node, kernel)
        receive(node.first, node.grad, kernel.pointee.first(point))
        receive(node.second, node.grad, kernel.pointee.second(point))
      case .nary:
        receiveAll(node, kernel.pointee.listLocals)
      }
    }
  }

  @inline(__always)
  private func receive(_ operand: Int, _ grad: Double, _ local: Double?) {
    nodes[operand].receive(Tape.contribution(grad, local))
  }

  private func receiveAll(_ node: Node, _ locals: Rule.ListLocals) {
    withOperandData(of: node) { data in
      withUnsafeTemporaryAllocation(of: Double?.self, capacity: data.count) { buffer in
        buffer.initialize(repeating: nil)
        locals(data, node.data, buffer)
        for i in data.indices { receive(Int(tables.operandLists[node.first + i]), node.grad, buffer[i]) }
      }
    }
  }

  /// What an edge adds to its operand's gradient: the chain rule for one edge. A blocked edge adds exactly zero.
  @inline(__always)
  static func contribution(_ grad: Double, _ local: Double?) -> Double {
    local.map { grad * $0 } ?? 0
  }
}

extension Value {
  /// What this node adds to each operand's gradient: gradient times local derivative.
  ///
  /// `nil` when no gradient is computed; zeros when the last backward pass did not reach this node.
  public var contributions: [Double]? {
    guard let grad else { return nil }
    guard isReached else { return operands.map { _ in 0 } }
    return tape.localDerivatives(of: id).map { Tape.contribution(grad, $0) }
  }
}
