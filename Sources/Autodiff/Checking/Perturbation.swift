/// Replays of a leaf's dependents for other data of that leaf.
///
/// Afterwards the graph's data is as it was.
struct Perturbation {
  private let tape: Tape
  private let leaf: Int
  private let x: Double
  private let roots: [Int]
  /// The operations that depend on the leaf and lead to a root, and their data.
  private let dependents: [(id: Int, data: Double)]
  private let centers: [Double]
  private let function: RecordedFunction?
  /// Both sides' data of the roots, by step.
  private var samples: [Double: (below: [Double], above: [Double])] = [:]
  private(set) var cost = Cost(passes: 0, operations: 0)

  init(
    _ tape: Tape, _ linearization: Linearization, leaf: Int, reached: Tangents, roots: [Int],
    function: RecordedFunction? = nil
  ) {
    self.tape = tape
    self.function = function
    self.leaf = leaf
    self.roots = roots
    x = tape.nodes[leaf].data
    dependents = linearization.operations[linearization.positions(after: leaf)]
      .filter { reached.reaches($0) }.map { ($0, tape.nodes[$0].data) }
    centers = roots.map { tape.nodes[$0].data }
  }

  private func restore() {
    tape.nodes[leaf].data = x
    for dependent in dependents { tape.nodes[dependent.id].data = dependent.data }
  }

  private mutating func replay(at data: Double) {
    tape.nodes[leaf].data = data
    for dependent in dependents { tape.evaluate(dependent.id) }
    cost += Cost(passes: 1, operations: dependents.count)
  }

  // MARK: Differences

  /// The derivative of a root from values; all roots share the replays.
  mutating func difference(_ root: Int, noise: Double, highest: Int? = nil) -> FiniteDifference {
    defer { restore() }
    return FiniteDifference(
      DifferenceLadder.result(at: x, center: centers[root], noise: noise, highest: highest) { step in
        let sample = sample(step)
        return (sample.below[root], sample.above[root])
      })
  }

  private mutating func sample(_ step: Double) -> (below: [Double], above: [Double]) {
    if let known = samples[step] { return known }
    let below = data(at: x - step)
    let sample = (below, data(at: x + step))
    samples[step] = sample
    return sample
  }

  private mutating func data(at x: Double) -> [Double] {
    if let function {
      cost += Cost(passes: 1, operations: function.operations)
      let values = function.values(replacing: leaf, by: x)
      return values.count == roots.count ? values : roots.map { _ in .nan }
    }
    replay(at: x)
    return roots.map { tape.nodes[$0].data }
  }

  // MARK: Kinks beside the point

  /// The widest step, not wider than a given one, within which no node changes its branch.
  ///
  /// - Returns: the exponent of the step, `nil` if there is none; and the nodes that change within the next wider step.
  mutating func stepBeforeKinks(
    _ adjoints: [Adjoint], from widest: Int
  ) -> (exponent: Int?, jumped: [SingularPoint]) {
    let suspects = dependents.map { $0.id }.filter {
      $0 < adjoints.count && adjoints[$0].isReached
        && !tape.operation(of: $0).definition.singularities.isEmpty
    }
    if suspects.isEmpty { return (widest, []) }
    defer { restore() }
    let here = suspects.map { Branch(tape, $0) }
    var jumped: [SingularPoint] = []
    var exponent = widest
    let lowest = DifferenceLadder.lowest(at: x)
    while exponent >= lowest {
      var isCrossed = [Bool](repeating: false, count: suspects.count)
      for side in [-1.0, 1] {
        replay(at: x + side * DifferenceLadder.step(exponent))
        for (index, id) in suspects.enumerated() where here[index].isLeft(for: Branch(tape, id)) {
          isCrossed[index] = true
        }
      }
      let crossed = zip(suspects, isCrossed).filter { $0.1 }.map { $0.0 }
      if crossed.isEmpty { return (exponent, jumped) }
      jumped = crossed.map { tape.pointBeside($0) }
      exponent -= 4
    }
    return (nil, jumped)
  }
}

/// The position of a node on its operation's curve.
private struct Branch {
  let operands: [Double]
  let data: Double
  let locals: [LocalDerivative]
  let singularities: [String]

  init(_ tape: Tape, _ id: Int) {
    operands = tape.operandIDs(of: id).map { tape.nodes[$0].data }
    data = tape.nodes[id].data
    locals = tape.localDerivatives(of: id)
    singularities = tape.singularities(of: id).map { $0.text }
  }

  /// `true` if a kink or a jump lies between this point and another nearby.
  func isLeft(for other: Branch) -> Bool {
    if singularities != other.singularities { return true }
    var reach = 8 * max(data.magnitude, other.data.magnitude).ulp
    for index in locals.indices {
      let (from, to) = (locals[index], other.locals[index])
      if from.isBlocked != to.isBlocked { return true }
      let larger = max(from.number.magnitude, to.number.magnitude)
      if !((from.number - to.number).magnitude <= 0.1 * larger) { return true }
      reach += 2 * larger * (operands[index] - other.operands[index]).magnitude
    }
    return !((data - other.data).magnitude <= reach)
  }
}

extension Tape {
  /// A point with all conventions of the row, because it is not known which of them is near.
  fileprivate func pointBeside(_ id: Int) -> SingularPoint {
    let texts = operation(of: id).definition.singularities.map { $0.text }
    return SingularPoint(self, id, texts.joined(separator: "; "), isBeside: true)
  }
}
