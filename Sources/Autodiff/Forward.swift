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
    let nodes = nodes
    let parameters = header.pointee.parameters.base
    for id in 0..<count {
      let node = nodes[id]
      nodes[id].adjoint = -0.0
      switch node.operation {
      case .variable, .constant: break
      case .add: binary(Add.self, id, node, nodes)
      case .subtract: binary(Subtract.self, id, node, nodes)
      case .multiply: binary(Multiply.self, id, node, nodes)
      case .divide: binary(Divide.self, id, node, nodes)
      case .negate: unary(Negate.self, id, node, nodes)
      case .square: unary(Square.self, id, node, nodes)
      case .exp: unary(Exponential.self, id, node, nodes)
      case .log: unary(Logarithm.self, id, node, nodes)
      case .sqrt: unary(SquareRoot.self, id, node, nodes)
      case .sin: unary(Sine.self, id, node, nodes)
      case .cos: unary(Cosine.self, id, node, nodes)
      case .tanh: unary(HyperbolicTangent.self, id, node, nodes)
      case .sigmoid: unary(Sigmoid.self, id, node, nodes)
      case .relu: unary(Relu.self, id, node, nodes)
      case .powerConstant:
        nodes[id].data = PowerConstant.value(nodes[node.first].data, parameters[node.second])
      default: evaluate(id)
      }
    }
    header.pointee.hasAdjoints = false
    header.pointee.firstChanged = .max
    header.pointee.gradientCount = 0
    header.pointee.gradientRoot = nil
  }

  @inline(__always)
  private func unary<R: UnaryRule>(_: R.Type, _ id: Int, _ node: Node, _ nodes: UnsafeMutablePointer<Node>) {
    nodes[id].data = R.value(nodes[node.first].data)
  }

  @inline(__always)
  private func binary<R: BinaryRule>(_: R.Type, _ id: Int, _ node: Node, _ nodes: UnsafeMutablePointer<Node>) {
    nodes[id].data = R.value(nodes[node.first].data, nodes[node.second].data)
  }

  /// Computes the data of a node from its operands, by the operation's row.
  func evaluate(_ id: Int) {
    let node = nodes[id]
    let kernel = header.pointee.kernels + node.code
    switch kernel.pointee.shape {
    case .leaf: break
    case .unary, .binary: nodes[id].data = kernel.pointee.value(point(of: node, kernel))
    case .nary: nodes[id].data = withOperandData(of: node, kernel.pointee.listValue)
    }
  }
}
