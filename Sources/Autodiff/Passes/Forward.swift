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
    // The node before is the most frequent operand: its result stays in a register.
    var before = 0.0
    for id in 0..<count {
      let node = nodes[id]
      let out: Double
      switch node.operation {
      case .variable, .constant: out = node.data
      case .add: out = value(Add.self, before, id, node, nodes)
      case .subtract: out = value(Subtract.self, before, id, node, nodes)
      case .multiply: out = value(Multiply.self, before, id, node, nodes)
      case .divide: out = value(Divide.self, before, id, node, nodes)
      case .negate: out = value(Negate.self, before, id, node, nodes)
      case .square: out = value(Square.self, before, id, node, nodes)
      case .exp: out = value(Exponential.self, before, id, node, nodes)
      case .log: out = value(Logarithm.self, before, id, node, nodes)
      case .sqrt: out = value(SquareRoot.self, before, id, node, nodes)
      case .sin: out = value(Sine.self, before, id, node, nodes)
      case .cos: out = value(Cosine.self, before, id, node, nodes)
      case .tanh: out = Math.tanhInPlace(data(node.first, before, id, nodes))
      case .sigmoid: out = value(Sigmoid.self, before, id, node, nodes)
      case .relu: out = value(Relu.self, before, id, node, nodes)
      case .powerConstant:
        out = PowerConstant.value(data(node.first, before, id, nodes), parameters[node.second])
      default:
        evaluate(id)
        out = nodes[id].data
      }
      nodes[id].data = out
      nodes[id].adjoint = -0.0
      before = out
    }
    header.pointee.hasAdjoints = false
    header.pointee.firstChanged = .max
    header.pointee.gradientCount = 0
    header.pointee.gradientRoot = nil
  }

  @inline(__always)
  private func data(_ operand: Int, _ before: Double, _ id: Int, _ nodes: UnsafeMutablePointer<Node>)
    -> Double
  {
    operand == id - 1 ? before : nodes[operand].data
  }

  @inline(__always)
  private func value<R: UnaryValue>(
    _: R.Type, _ before: Double, _ id: Int, _ node: Node, _ nodes: UnsafeMutablePointer<Node>
  ) -> Double {
    R.value(data(node.first, before, id, nodes))
  }

  @inline(__always)
  private func value<R: BinaryValue>(
    _: R.Type, _ before: Double, _ id: Int, _ node: Node, _ nodes: UnsafeMutablePointer<Node>
  ) -> Double {
    R.value(data(node.first, before, id, nodes), data(node.second, before, id, nodes))
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
