extension Graph {
  /// The names of all nodes at this moment.
  package var names: NodeNames { tape.header.pointee.tables?.names ?? NodeNames() }
}

extension Value {
  /// The number of operands.
  package var operandCount: Int {
    let node = tape.nodes[id]
    return switch Kernel.all[node.code].shape {
    case .leaf: 0
    case .unary: 1
    case .binary: 2
    case .nary: node.second
    }
  }

  /// Calls `body` for each operand in order: its position, its id, the local derivative ∂self/∂operand, and the node's
  /// contribution to its gradient, which is `nil` when no gradient is computed.
  ///
  /// The numbers of ``operandIDs``, ``localDerivatives`` and ``contributions``, without an array for each node.
  package func forEachEdge(_ body: (Int, Int, Double, Double?) -> Void) {
    let tape = tape
    let node = tape.nodes[id]
    let kernel = Kernel.all + node.code
    let grad = grad
    let isReached = isReached
    func visit(_ operand: Int, _ from: Int, _ local: LocalDerivative) {
      body(operand, from, local.number, grad.map { isReached ? local.contribution(to: $0) : 0 })
    }
    switch kernel.pointee.shape {
    case .leaf: break
    case .unary: visit(0, node.first, kernel.pointee.local(tape.point(of: node, kernel), 0))
    case .binary:
      let point = tape.point(of: node, kernel)
      visit(0, node.first, kernel.pointee.local(point, 0))
      visit(1, node.second, kernel.pointee.local(point, 1))
    case .nary:
      let operands = tape.operandIDs(of: id)
      for (operand, local) in tape.localDerivatives(of: id).enumerated() {
        visit(operand, operands[operand], local)
      }
    }
  }
}
