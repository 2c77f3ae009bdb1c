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
    // The results of the two nodes before, which are the most frequent operands, stay in registers.
    var recent = Recent()
    for id in 0..<count {
      let node = nodes[id]
      let out: Double
      switch node.operation {
      case .variable, .constant: out = node.data
      case .add: out = recent.value(Add.self, id, node, nodes)
      case .subtract: out = recent.value(Subtract.self, id, node, nodes)
      case .multiply: out = recent.value(Multiply.self, id, node, nodes)
      case .divide: out = recent.value(Divide.self, id, node, nodes)
      case .negate: out = recent.value(Negate.self, id, node, nodes)
      case .square: out = recent.value(Square.self, id, node, nodes)
      case .exp: out = recent.value(Exponential.self, id, node, nodes)
      case .log: out = recent.value(Logarithm.self, id, node, nodes)
      case .sqrt: out = recent.value(SquareRoot.self, id, node, nodes)
      case .sin: out = recent.value(Sine.self, id, node, nodes)
      case .cos: out = recent.value(Cosine.self, id, node, nodes)
      case .tanh: out = recent.value(HyperbolicTangent.self, id, node, nodes)
      case .sigmoid: out = recent.value(Sigmoid.self, id, node, nodes)
      case .relu: out = recent.value(Relu.self, id, node, nodes)
      case .powerConstant: out = PowerConstant.value(recent.data(node.first, id, nodes), parameters[node.second])
      default:
        evaluate(id)
        out = nodes[id].data
      }
      nodes[id].data = out
      nodes[id].adjoint = -0.0
      recent.push(out)
    }
    header.pointee.hasAdjoints = false
    header.pointee.firstChanged = .max
    header.pointee.gradientCount = 0
    header.pointee.gradientRoot = nil
  }

  private struct Recent {
    private var last = 0.0
    private var beforeLast = 0.0

    @inline(__always)
    func data(_ operand: Int, _ id: Int, _ nodes: UnsafeMutablePointer<Node>) -> Double {
      if operand == id - 1 { return last }
      if operand == id - 2 { return beforeLast }
      return nodes[operand].data
    }

    @inline(__always)
    mutating func push(_ out: Double) { (last, beforeLast) = (out, last) }

    @inline(__always)
    func value<R: UnaryRule>(_: R.Type, _ id: Int, _ node: Node, _ nodes: UnsafeMutablePointer<Node>) -> Double {
      R.value(data(node.first, id, nodes))
    }

    @inline(__always)
    func value<R: BinaryRule>(_: R.Type, _ id: Int, _ node: Node, _ nodes: UnsafeMutablePointer<Node>) -> Double {
      R.value(data(node.first, id, nodes), data(node.second, id, nodes))
    }
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
