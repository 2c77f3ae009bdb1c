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
    if tape.isStale || accumulating { return tape.backwardFromStale(id, accumulating: accumulating) }
    tape.backward(from: id)
  }
}

extension Tape {
  @inline(never)
  fileprivate func backwardFromStale(_ root: Int, accumulating: Bool) {
    if isStale { recompute() }
    if accumulating { accumulate(from: root) } else { backward(from: root) }
  }

  private func accumulate(from root: Int) {
    let earlier = (0..<header.pointee.gradientCount).map { nodes[$0].adjoint }
    backward(from: root)
    for (id, adjoint) in earlier.enumerated() where adjoint.bitPattern != (-0.0).bitPattern {
      nodes.receive(id, adjoint)
    }
  }

  /// One loop in reverse order of creation: every node hands its gradient, times the local derivative, to its
  /// operands (the chain rule; Griewank and Walther, Evaluating Derivatives, 2008, section 3.2).
  ///
  /// Nodes that the root does not depend on are skipped, not multiplied by zero, so that NaN travels as in PyTorch.
  fileprivate func backward(from root: Int) {
    let nodes = nodes
    if header.pointee.hasAdjoints { for id in 0..<count { nodes[id].adjoint = -0.0 } }
    header.pointee.hasAdjoints = true
    header.pointee.gradientCount = count
    header.pointee.gradientRoot = root
    nodes[root].adjoint = 1
    let parameters = header.pointee.parameters.base

    var id = root
    var latest = Latest(node: root, grad: 1)
    while id >= 0 {
      var node = nodes[id]
      if latest.node == id { node.adjoint = latest.grad }
      id &-= 1
      guard !node.isLeaf, node.isReached else { continue }
      switch node.operation {
      case .variable, .constant: break
      case .add: latest = sums(node, before: &id, nodes)
      case .subtract: latest = binary(Subtract.self, node, before: id, nodes)
      case .multiply: latest = binary(Multiply.self, node, before: id, nodes)
      case .divide: latest = binary(Divide.self, node, before: id, nodes)
      case .negate: latest = unary(Negate.self, node, nodes)
      case .square: latest = unary(Square.self, node, nodes)
      case .exp: latest = unary(Exponential.self, node, nodes)
      case .log: latest = unary(Logarithm.self, node, nodes)
      case .sqrt: latest = unary(SquareRoot.self, node, nodes)
      case .sin: latest = unary(Sine.self, node, nodes)
      case .cos: latest = unary(Cosine.self, node, nodes)
      case .tanh: latest = unary(HyperbolicTangent.self, node, nodes)
      case .sigmoid: latest = unary(Sigmoid.self, node, nodes)
      case .relu: latest = unary(Relu.self, node, nodes)
      case .powerConstant:
        latest = nodes.receive(
          node.first,
          PowerConstant.contribution(node.adjoint, nodes[node.first].data, parameters[node.second]))
      default:
        backward(node, header.pointee.kernels + node.code)
        latest.node = -1
      }
    }
  }

  /// The step of a sum whose operands are before `id`, and of as many nodes as possible that follow: the products and
  /// sums of `a + x*y + z*w`.
  ///
  /// The additions are the same and in the same order as one step at a time makes them.
  @inline(__always)
  private func sums(_ node: Node, before id: inout Int, _ nodes: UnsafeMutablePointer<Node>) -> Latest {
    var (sum, grad) = (node, node.adjoint)
    while true {
      let first = nodes.receive(sum.first, grad)
      let second = nodes.receive(sum.second, grad)
      if second.node != id { return first.node == id ? first : second }
      let product = nodes[id]
      if product.operation != .multiply { return second }
      let (x, y) = (product.first, product.second)
      let (xData, yData) = (nodes[x].data, nodes[y].data)
      nodes.receive(x, second.grad * yData)
      let last = nodes.receive(y, second.grad * xData)
      id &-= 1
      if first.node != id || x == id || y == id { return last }
      sum = nodes[id]
      if sum.operation != .add { return first }
      grad = first.grad
      id &-= 1
    }
  }

  @inline(__always)
  private func unary<R: UnaryRule>(_: R.Type, _ node: Node, _ nodes: UnsafeMutablePointer<Node>) -> Latest {
    nodes.receive(node.first, R.contribution(node.adjoint, nodes[node.first].data, node.data))
  }

  @inline(__always)
  private func binary<R: BinaryRule>(
    _: R.Type, _ node: Node, before id: Int, _ nodes: UnsafeMutablePointer<Node>
  ) -> Latest {
    let contributions = R.contributions(
      node.adjoint, nodes[node.first].data, nodes[node.second].data, node.data)
    let first = nodes.receive(node.first, contributions.0)
    let second = nodes.receive(node.second, contributions.1)
    return first.node == id && second.node != id ? first : second
  }

  /// The step of an operation whose rule is in its row only.
  @inline(never)
  private func backward(_ node: Node, _ kernel: UnsafePointer<Kernel>) {
    switch kernel.pointee.shape {
    case .leaf: break
    case .unary:
      let local = kernel.pointee.local(point(of: node, kernel), 0)
      nodes.receive(node.first, local.contribution(to: node.adjoint))
    case .binary:
      let point = point(of: node, kernel)
      nodes.receive(node.first, kernel.pointee.local(point, 0).contribution(to: node.adjoint))
      nodes.receive(node.second, kernel.pointee.local(point, 1).contribution(to: node.adjoint))
    case .nary:
      let operands = header.pointee.operandLists.base + node.first
      withOperandData(of: node) { data in
        withUnsafeTemporaryAllocation(of: LocalDerivative.self, capacity: data.count) { buffer in
          buffer.initialize(repeating: .blocked)
          kernel.pointee.listLocals(data, node.data, buffer)
          for i in data.indices {
            nodes.receive(Int(operands[i]), buffer[i].contribution(to: node.adjoint))
          }
        }
      }
    }
  }
}

/// The node that received last and its gradient then, for the next step: a chain's gradient stays in a register
/// instead of waiting for memory.
private struct Latest {
  var node: Int
  var grad: Double
}

extension UnsafeMutablePointer<Node> {
  /// Adds a contribution to a node's gradient. Adding 0 first turns -0 into 0, so that no sum is -0.
  @inline(__always) @discardableResult
  fileprivate func receive(_ operand: Int, _ contribution: Double) -> Latest {
    let sum = self[operand].adjoint + (contribution + 0.0)
    self[operand].adjoint = sum
    return Latest(node: operand, grad: sum)
  }
}

extension Value {
  /// The node's contribution to each operand's gradient: gradient times local derivative.
  ///
  /// `nil` when no gradient is computed; zeros when the last backward pass did not reach this node.
  public var contributions: [Double]? {
    guard let grad else { return nil }
    guard isReached else { return operands.map { _ in 0 } }
    return tape.localDerivatives(of: id).map { $0.contribution(to: grad) }
  }
}
