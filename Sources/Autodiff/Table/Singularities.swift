extension Value {
  /// The kinks and singular points of the operation's row that the recorded operands lie on.
  ///
  /// ```swift
  /// relu(graph.variable(0)).singularities.map(\.text)   // ["x = 0: the derivative is 0"]
  /// ```
  public var singularities: [Singularity] { tape.singularities(of: id) }
}

extension Tape {
  /// The kinks and singular points of an operation's row that hold at a node's point.
  func singularities(of id: Int) -> [Singularity] {
    let row = operation(of: id).definition
    guard !row.singularities.isEmpty else { return [] }
    let point = point(of: id)
    return row.singularities.filter { $0.contains(point) }
  }

  /// The point of a node of any kind; of a list of operands it has the first.
  func point(of id: Int) -> Point {
    let node = nodes[id]
    let kernel = header.pointee.kernels + node.code
    return switch kernel.pointee.shape {
    case .leaf: Point(x: node.data)
    case .nary: Point(x: nodes[operandIDs(of: id)[0]].data, out: node.data)
    case .unary, .binary: point(of: node, kernel)
    }
  }
}
