/// How much rounding can move the outputs and their derivatives by one variable.
///
/// Every operation is taken to be off by a unit in the last place of its result and of what its operands contribute;
/// errors travel along the local derivatives, without cancelling (running error analysis: Higham, Accuracy and
/// Stability of Numerical Algorithms, 2002, section 3.3).
struct Conditioning {
  /// For each root, how far its data may be off after a change of the variable; not finite where that is not known.
  let noise: [Double]
  /// For each root, how far the sum over the paths may be off, whatever the order of its additions.
  let rounding: [Double]

  init(_ tape: Tape, _ linearization: Linearization, from variable: Int, _ reached: Tangents, roots: [Int]) {
    let unit = 0x1p-52
    var noise = [Double](repeating: 0, count: linearization.limit)
    var magnitudes = noise
    var operations = 4.0
    if variable < magnitudes.count { magnitudes[variable] = 1 }
    for position in linearization.positions(after: variable) {
      let id = linearization.operations[position]
      guard reached.reaches(id) else { continue }
      let cancelling = tape.operation(of: id).definition.cancelling(tape.point(of: id)).magnitude
      var own = tape.nodes[id].data.magnitude + cancelling
      for edge in linearization.edges(at: position) {
        guard let local = edge.local?.magnitude else { continue }
        let share = local * tape.nodes[edge.operand].data.magnitude
        let varies = reached.reaches(edge.operand)
        if varies || share.isFinite { own += share }
        guard varies else { continue }
        noise[id] += local * noise[edge.operand]
        magnitudes[id] += local * magnitudes[edge.operand]
        operations += 1
      }
      noise[id] += unit * own + .leastNonzeroMagnitude
    }
    self.noise = roots.map { noise[$0] }
    rounding = roots.map { operations * (unit * magnitudes[$0] + .leastNonzeroMagnitude) }
  }
}
