/// A bound on how far rounding can move the outputs and their derivatives by one variable.
///
/// Every operation is taken to be off by a unit in the last place of its result and of its operands' contributions;
/// errors travel along the local derivatives, without cancelling (running error analysis: Higham, Accuracy and
/// Stability of Numerical Algorithms, 2002, section 3.3).
struct Conditioning {
  /// For each root, the largest error of its data after a change of the variable; not finite if unknown.
  let noise: [Double]
  /// For each root, the largest error of the sum over the paths, for any order of its additions.
  let rounding: [Double]
  /// For each root, the largest error of the sum over the paths that comes from errors in the data of the local
  /// derivatives: 1 - tanh(x)² has few digits left for a large x.
  let imprecision: [Double]

  init(_ tape: Tape, _ linearization: Linearization, from variable: Int, _ reached: Tangents, roots: [Int]) {
    let unit = 0x1p-52
    var noise = [Double](repeating: 0, count: linearization.limit)
    var magnitudes = noise
    var imprecision = noise
    var operations = 4.0
    if variable < magnitudes.count { magnitudes[variable] = 1 }
    for position in linearization.positions(after: variable) {
      let id = linearization.operations[position]
      guard reached.reaches(id) else { continue }
      let edges = linearization.edges(at: position)
      let cancelling = tape.operation(of: id).definition.cancelling(tape.point(of: id)).magnitude
      var own = tape.nodes[id].data.magnitude + cancelling
      for edge in edges {
        if edge.local.isBlocked { continue }
        let local = edge.local.number.magnitude
        let share = local * tape.nodes[edge.operand].data.magnitude
        let varies = reached.reaches(edge.operand)
        if varies || share.isFinite { own += share }
        guard varies else { continue }
        noise[id] += local * noise[edge.operand]
        operations += 1
      }
      noise[id] += unit * own + .leastNonzeroMagnitude
      let errors = tape.localErrors(of: id, edges, noise)
      for (edge, error) in zip(edges, errors) where reached.reaches(edge.operand) {
        let local = edge.local.number.magnitude
        magnitudes[id] += local * magnitudes[edge.operand]
        imprecision[id] += local * imprecision[edge.operand] + error * magnitudes[edge.operand]
      }
    }
    self.noise = roots.map { noise[$0] }
    self.imprecision = roots.map { imprecision[$0] }
    rounding = roots.map { operations * (unit * magnitudes[$0] + .leastNonzeroMagnitude) }
  }
}

extension Tape {
  /// The changes of a node's local derivatives when its data and its operands' data move by their noise; nothing at a
  /// singular point, where the derivatives jump.
  fileprivate func localErrors(
    of id: Int, _ edges: ArraySlice<Linearization.Edge>, _ noise: [Double]
  ) -> [Double] {
    var errors = [Double](repeating: 0, count: edges.count)
    guard singularities(of: id).isEmpty else { return errors }
    let out = nodes[id].data
    let moved = [
      localDerivatives(of: id, out: out + noise[id]) { nodes[$0].data },
      localDerivatives(of: id, out: out) { nodes[$0].data + noise[$0] },
      localDerivatives(of: id, out: out) { nodes[$0].data - noise[$0] },
    ]
    for (index, edge) in edges.enumerated() {
      for locals in moved {
        let change = (locals[index].number - edge.local.number).magnitude
        if change.isFinite { errors[index] = max(errors[index], change) }
      }
    }
    return errors
  }

  /// The local derivatives that a node would have with other data.
  private func localDerivatives(of id: Int, out: Double, _ data: (Int) -> Double) -> [LocalDerivative] {
    let node = nodes[id]
    let kernel = header.pointee.kernels + node.code
    guard kernel.pointee.shape != .nary else {
      return withOperandData(of: node, data) { operands in
        Array(unsafeUninitializedCapacity: operands.count) { buffer, count in
          buffer.initialize(repeating: .blocked)
          kernel.pointee.listLocals(operands, out, buffer)
          count = operands.count
        }
      }
    }
    let point = point(of: node, kernel, out: out, data)
    return kernel.pointee.shape == .unary
      ? [kernel.pointee.local(point, 0)] : [kernel.pointee.local(point, 0), kernel.pointee.local(point, 1)]
  }
}
