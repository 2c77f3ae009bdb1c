extension Tape {
  func operation(of id: Int) -> Operation { Kernel.all[nodes[id].code].operation }

  /// The operand ids of a node, in order.
  func operandIDs(of id: Int) -> [Int] {
    let node = nodes[id]
    switch Kernel.all[node.code].shape {
    case .leaf: return []
    case .unary: return [node.first]
    case .binary: return [node.first, node.second]
    case .nary:
      return (node.first..<node.first + node.second).map { Int(header.pointee.operandLists.base[$0]) }
    }
  }

  /// The parameters of a node; a unary operation's second field points at them.
  func parameters(of id: Int) -> UnsafeBufferPointer<Double> {
    let node = nodes[id]
    let count = Kernel.all[node.code].parameterCount
    return UnsafeBufferPointer(start: header.pointee.parameters.base + node.second, count: count)
  }

  /// Calls `body` with the operand ids of a node, in order.
  @inline(__always)
  func forEachOperand(of id: Int, _ body: (Int) -> Void) {
    let node = nodes[id]
    switch header.pointee.kernels[node.code].shape {
    case .leaf: break
    case .unary: body(node.first)
    case .binary:
      body(node.first)
      body(node.second)
    case .nary:
      let operands = header.pointee.operandLists.base + node.first
      for i in 0..<node.second { body(Int(operands[i])) }
    }
  }

  /// The point at which a unary or binary node is evaluated.
  @inline(__always)
  func point(of node: Node, _ kernel: UnsafePointer<Kernel>) -> Point {
    point(of: node, kernel, out: node.data) { nodes[$0].data }
  }

  /// The same with other data than the recorded.
  @inline(__always)
  func point(of node: Node, _ kernel: UnsafePointer<Kernel>, out: Double, _ data: (Int) -> Double) -> Point {
    var point = Point(x: data(node.first), out: out)
    if kernel.pointee.shape == .binary {
      point.y = data(node.second)
    } else if kernel.pointee.parameterCount > 0 {
      let parameters = header.pointee.parameters.base + node.second
      point.p = parameters[0]
      if kernel.pointee.parameterCount > 1 { point.q = parameters[1] }
    }
    return point
  }

  /// The local derivatives of a node, one per operand.
  func localDerivatives(of id: Int) -> [LocalDerivative] {
    let node = nodes[id]
    let kernel = Kernel.all + node.code
    switch kernel.pointee.shape {
    case .leaf: return []
    case .unary: return [kernel.pointee.local(point(of: node, kernel), 0)]
    case .binary:
      let point = point(of: node, kernel)
      return [kernel.pointee.local(point, 0), kernel.pointee.local(point, 1)]
    case .nary:
      let locals = kernel.pointee.listLocals
      return withOperandData(of: node) { data in
        Array(unsafeUninitializedCapacity: data.count) { buffer, count in
          buffer.initialize(repeating: .blocked)
          locals(data, node.data, buffer)
          count = data.count
        }
      }
    }
  }

  /// Calls `body` with the operands' data of an n-ary node.
  func withOperandData<Result>(of node: Node, _ body: (UnsafeBufferPointer<Double>) -> Result) -> Result {
    withOperandData(of: node, { nodes[$0].data }, body)
  }

  /// The same with other data than the recorded.
  @inline(__always)
  func withOperandData<Result>(
    of node: Node, _ data: (Int) -> Double, _ body: (UnsafeBufferPointer<Double>) -> Result
  ) -> Result {
    let operands = header.pointee.operandLists.base + node.first
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: node.second) { buffer in
      for i in 0..<node.second { buffer.initializeElement(at: i, to: data(Int(operands[i]))) }
      return body(UnsafeBufferPointer(buffer))
    }
  }
}
