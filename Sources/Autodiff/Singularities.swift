extension Value {
  /// The kinks and singular points of the operation's row that the recorded operands lie on.
  ///
  /// ```swift
  /// relu(graph.variable(0)).singularities.map(\.text)   // ["x = 0: the derivative is 0"]
  /// ```
  public var singularities: [Singularity] {
    let row = operation.definition
    guard !row.singularities.isEmpty else { return [] }
    let tape = tape
    let node = tape.nodes[id]
    let kernel = Kernel.all + node.code
    let point =
      switch kernel.pointee.shape {
      case .leaf: Point(x: node.data)
      case .nary: Point(x: tape.nodes[Int(tape.tables.operandLists[node.first])].data, out: node.data)
      case .unary, .binary: tape.point(of: node, kernel)
      }
    return row.singularities.filter { $0.contains(point) }
  }
}
