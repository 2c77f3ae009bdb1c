/// The work of a ``GradientCheck``. It overwrites the graph's data: run it inside ``Tape/keepingState(_:)``.
struct Comparison {
  private let tape: Tape
  private let outputs: [Value]
  private let variables: [Value]
  private let linearization: Linearization
  private let reverse: Jacobian
  /// For each output, the derivatives by the nodes up to it.
  private let adjoints: [[Adjoint]]

  init(_ graph: Graph, _ outputs: [Value], _ variables: [Value]) {
    let tape = graph.tape
    self.tape = tape
    self.outputs = outputs
    self.variables = variables
    linearization = Linearization(tape, leadingTo: outputs.map(\.id))
    var adjoints: [[Adjoint]] = []
    reverse = Jacobian(reverse: graph, outputs, variables) { output in
      adjoints.append(
        (0...output.id).map { Adjoint(value: tape.nodes[$0].grad, isReached: tape.nodes[$0].isReached) })
    }
    self.adjoints = adjoints
  }

  func result() -> GradientCheck {
    let names = (outputs.map(GradientCheck.Node.init), variables.map(GradientCheck.Node.init))
    let roots = outputs.map(\.id)
    var columns: [[GradientCheck.Entry]] = []
    var cost = DerivativeCost(passes: 0, operations: 0)
    let forward = Jacobian(forward: linearization, outputs, variables) { column, tangents in
      let variable = variables[column].id
      let conditioning = Conditioning(tape, linearization, from: variable, tangents, roots: roots)
      var replay = Perturbation(tape, linearization, leaf: variable, reached: tangents, roots: roots)
      columns.append(
        outputs.indices.map { row in
          var entry = GradientCheck.Entry(
            output: names.0[row], variable: names.1[column], reverse: reverse.rows[row][column],
            forward: tangents[outputs[row]], difference: .none, rounding: conditioning.rounding[row],
            verdict: .agrees, singularPoints: [])
          measure(&entry, row, tangents, noise: conditioning.noise[row], &replay)
          return entry
        })
      replay.restore()
      cost += replay.cost
    }
    return GradientCheck(
      outputs: names.0, variables: names.1,
      entries: outputs.indices.flatMap { row in columns.map { $0[row] } },
      reverse: reverse, forward: forward, differenceCost: cost)
  }

  private func measure(
    _ entry: inout GradientCheck.Entry, _ row: Int, _ tangents: Tangents, noise: Double,
    _ replay: inout Perturbation
  ) {
    let points = linearization.singularPoints(tape, tangents, adjoints[row])
    let mattering = points.filter(\.matters).map(\.point)
    entry.singularPoints = mattering
    if tangents.reaches(outputs[row]) { entry.difference = replay.difference(row, noise: noise) }
    entry.judge(isSingular: !points.isEmpty, matters: !mattering.isEmpty)
    if entry.verdict == .singular && mattering.isEmpty { entry.singularPoints = points.map(\.point) }
    guard entry.verdict == .differs, points.isEmpty, let steps = entry.difference.steps else { return }

    // A step may have jumped over a kink beside the point: look closer.
    let (narrower, jumped) = replay.stepBeforeKinks(adjoints[row], from: steps.upperBound.exponent)
    if jumped.isEmpty { return }
    if let narrower {
      entry.difference = replay.difference(row, noise: noise, highest: narrower)
    } else {
      entry.singularPoints = jumped
    }
    entry.judge(isSingular: narrower == nil, matters: false)
  }
}

extension GradientCheck.Entry {
  fileprivate mutating func judge(isSingular: Bool, matters: Bool) {
    verdict = GradientCheck.Verdict(
      value: output.data, at: variable.data, reverse: reverse, forward: forward, difference: difference,
      rounding: rounding,
      isSingular: isSingular, matters: matters)
  }
}
