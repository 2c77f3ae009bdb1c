/// The work of a ``GradientCheck``.
struct Comparison {
  private let tape: Tape
  private let outputs: [Value]
  private let variables: [Value]
  private let linearization: Linearization
  private let reverse: Jacobian
  /// For each output, the derivatives by the nodes up to it.
  private let adjoints: [[Adjoint]]
  /// The function that recorded the graph, called for other numbers; without it the graph is replayed.
  private let function: RecordedFunction?

  init(_ tape: Tape, _ outputs: [Value], _ variables: [Value], function: RecordedFunction? = nil) {
    self.tape = tape
    self.function = function
    self.outputs = outputs
    self.variables = variables
    linearization = Linearization(tape, leadingTo: outputs.map { $0.id })
    var adjoints: [[Adjoint]] = []
    reverse = Jacobian(reverse: outputs, variables) { output in
      adjoints.append(
        (0...output.id).map { Adjoint(number: tape.nodes[$0].grad, isReached: tape.nodes[$0].isReached) })
    }
    self.adjoints = adjoints
  }

  func result() -> GradientCheck {
    let roots = outputs.map { $0.id }
    var columns: [[GradientCheck.Row]] = []
    var cost = Cost()
    let forward = Jacobian(forward: linearization, outputs, variables) { column, tangents in
      let variable = variables[column].id
      let conditioning = Conditioning(tape, linearization, from: variable, tangents, roots: roots)
      var replay = Perturbation(
        tape, linearization, leaf: variable, reached: tangents, roots: roots, function: function)
      columns.append(outputs.indices.map { self.row($0, column, tangents, conditioning, &replay) })
      cost += replay.cost
    }
    return GradientCheck(
      outputs: outputs.map(GradientCheck.Node.init), variables: variables.map(GradientCheck.Node.init),
      rows: outputs.indices.flatMap { output in columns.map { $0[output] } },
      reverse: reverse, forward: forward, differenceCost: cost)
  }

  private func row(
    _ output: Int, _ variable: Int, _ tangents: Tangents, _ conditioning: Conditioning,
    _ replay: inout Perturbation
  ) -> GradientCheck.Row {
    let points = linearization.singularPoints(tape, tangents, adjoints[output])
    let mattering = points.filter { $0.matters }.map { $0.point }
    let noise = conditioning.noise[output]
    var row = GradientCheck.Row(
      output: GradientCheck.Node(outputs[output]), variable: GradientCheck.Node(variables[variable]),
      reverse: reverse.rows[output][variable], forward: tangents[outputs[output]],
      difference: function != nil || tangents.reaches(outputs[output])
        ? replay.difference(output, noise: noise) : .none,
      rounding: conditioning.rounding[output], imprecision: conditioning.imprecision[output],
      verdict: .agrees, singularPoints: mattering)
    row.judge(isSingular: !points.isEmpty, matters: !mattering.isEmpty)
    if row.verdict == .singular && mattering.isEmpty { row.singularPoints = points.map({ $0.point }) }
    if row.verdict == .disagrees || row.verdict == .notFinite {
      row.cut(MaskedBranches(linearization, tape, from: variables[variable].id, to: outputs[output].id))
    }
    let isOpen = row.verdict == .disagrees || row.verdict == .undecided
    guard isOpen, points.isEmpty, let steps = row.difference.steps else { return row }

    // A step may have jumped over a kink beside the point: look closer.
    let (narrower, jumped) = replay.stepBeforeKinks(adjoints[output], from: steps.upperBound.exponent)
    if jumped.isEmpty { return row }
    guard let narrower else {
      row.singularPoints = jumped
      row.judge(isSingular: true, matters: true)
      return row
    }
    let wider = row
    row.difference = replay.difference(output, noise: noise, highest: narrower)
    row.judge(isSingular: false, matters: false)
    // Narrow steps may be too rough to show the difference that the wide ones found.
    let distance = (wider.difference.derivative - row.reverse).magnitude
    return row.verdict == .agrees && GradientCheck.safety * row.difference.error > distance ? wider : row
  }
}

extension GradientCheck.Row {
  /// Marks the row as masked if all its finite derivatives equal that along the branches taken.
  fileprivate mutating func cut(_ branches: MaskedBranches) {
    guard !branches.points.isEmpty, branches.derivative.isFinite, !(reverse.isFinite && forward.isFinite)
    else { return }
    let others = [reverse, forward].filter { $0.isFinite }
    let distances = (others + (difference.error.isFinite ? [difference.derivative] : [])).map {
      ($0 - branches.derivative).magnitude
    }
    let tolerance =
      GradientCheck.safety * (difference.error.isFinite ? difference.error : 0)
      + 1e-9 * branches.derivative.magnitude
    guard distances.allSatisfy({ $0 <= tolerance }) else { return }
    verdict = .masked
    singularPoints = branches.points
  }

  fileprivate mutating func judge(isSingular: Bool, matters: Bool) {
    verdict = GradientCheck.Verdict(
      reverse: reverse, forward: forward, difference: difference, rounding: rounding,
      imprecision: imprecision,
      isFinite: output.data.isFinite && variable.data.isFinite, isSingular: isSingular, matters: matters)
  }
}
