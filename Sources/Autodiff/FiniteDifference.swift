/// A derivative that was found by evaluating only, with an estimate of its error.
public struct FiniteDifference: Sendable {
  /// The derivative; NaN where no two evaluations around the point are finite.
  public let derivative: Double
  /// An estimate of the error, from the extrapolation and from rounding.
  public let error: Double
  /// The slopes at both sides, close by: they differ at a kink. Absent when they could not be had.
  public let slopes: (left: Double, right: Double)?
  /// How close by: the distance between the points whose slopes these are.
  public let distance: Double

  /// How often the function was evaluated.
  public internal(set) var evaluations: Int

  fileprivate static let stepCount = 16
  /// Each step is a quarter of the one before, from a quarter of the point's size down to 2e-10 of it.
  fileprivate static let ratio = 4.0

  /// - Parameters:
  ///   - x: the point.
  ///   - center: the function at the point.
  ///   - steps: half the distances between the points of each pair, descending.
  ///   - pairs: the function at `x - step` and `x + step`.
  ///   - noise: the error that rounding may have in the function's values.
  init(at x: Double, center: Double, steps: [Double], pairs: [(low: Double, high: Double)], noise: Double) {
    evaluations = 2 * pairs.count
    var best = (derivative: Double.nan, error: Double.infinity)
    var above: [Double] = []
    for (step, pair) in zip(steps, pairs) {
      let (low, high) = (x - step, x + step)
      let quotient = (pair.high - pair.low) / (high - low)
      guard quotient.isFinite, high > low else {
        above = []
        continue
      }
      // Neville's tableau for the extrapolation to step 0, where the error is a series in the step's square (Ridders,
      // Advances in Engineering Software 4, 75, 1982).
      var row = [quotient]
      var power = Self.ratio * Self.ratio
      let rounding = 2 * noise / step
      for (column, previous) in above.enumerated() {
        let extrapolated = row[column] + (row[column] - previous) / (power - 1)
        let error =
          max((extrapolated - row[column]).magnitude, (extrapolated - previous).magnitude) + rounding
        if error < best.error { best = (extrapolated, error) }
        row.append(extrapolated)
        power *= Self.ratio * Self.ratio
      }
      above = row
    }
    (derivative, error) = best
    // The closest pair whose difference is more than rounding.
    let near = steps.indices.last {
      pairs[$0].low.isFinite && pairs[$0].high.isFinite && noise / steps[$0] < 1e-4
    }
    distance = near.map { steps[$0] } ?? 0
    slopes = near.map { index in
      let (low, high) = (x - steps[index], x + steps[index])
      return ((center - pairs[index].low) / (x - low), (pairs[index].high - center) / (high - x))
    }
  }

  /// Whether the slopes at both sides differ by more than a smooth function's.
  var isAtKink: Bool {
    guard let slopes else { return false }
    return (slopes.left - slopes.right).magnitude > 1e-3 * max(slopes.left.magnitude, slopes.right.magnitude)
  }
}

extension Value {
  /// ∂self/∂leaf by central differences that are extrapolated to step 0, without the operations' derivatives.
  ///
  /// The graph is replayed beside its own memory: data, gradients and staleness stay as they are.
  ///
  /// - Complexity: O(nodes + edges) times the number of evaluations, 32 or 64.
  public func finiteDifference(by leaf: Value) -> FiniteDifference {
    checkSameGraph(as: leaf)
    precondition(!tape.isStale, "a leaf was changed; run forward() before finiteDifference(by:)")
    precondition(
      leaf.operation.isLeaf, "'\(leaf.label)' is computed by \(leaf.operation.name) and can't be changed")
    let lanes = Lanes(tape, root: id)
    defer { lanes.deallocate() }
    return tape.finiteDifference(of: id, by: leaf.id, noise: tape.roundingError(of: id), lanes)
  }
}

extension Tape {
  func finiteDifference(of root: Int, by leaf: Int, noise: Double, _ lanes: Lanes) -> FiniteDifference {
    let size = nodes[leaf].data.magnitude
    // Steps in proportion to the point suit log and division, steps of about 1 suit sums of large and small numbers.
    let scales = (0.1...10).contains(size) ? [size] : size == 0 || !size.isFinite ? [1] : [size, 1]
    let tries = scales.map { finiteDifference(of: root, by: leaf, scale: $0, noise: noise, lanes) }
    var best = tries[0]
    for other in tries.dropFirst() where !(best.error <= other.error) { best = other }
    best.evaluations = tries.reduce(0) { $0 + $1.evaluations }
    return best
  }

  private func finiteDifference(
    of root: Int, by leaf: Int, scale: Double, noise: Double, _ lanes: Lanes
  ) -> FiniteDifference {
    let x = nodes[leaf].data
    var steps = [0.25 * scale]
    while steps.count < FiniteDifference.stepCount {
      steps.append(steps[steps.count - 1] / FiniteDifference.ratio)
    }
    var pairs: [(low: Double, high: Double)] = []
    for start in stride(from: 0, to: steps.count, by: Lanes.width / 2) {
      for lane in 0..<Lanes.width {
        let step = steps[start + lane / 2]
        lanes.slots[leaf].data[lane] = lane % 2 == 0 ? x - step : x + step
      }
      lanes.forward()
      let data = lanes.slots[root].data
      for lane in stride(from: 0, to: Lanes.width, by: 2) { pairs.append((data[lane], data[lane + 1])) }
    }
    lanes.slots[leaf].data = Lanes.Vector(repeating: x)
    return FiniteDifference(at: x, center: nodes[root].data, steps: steps, pairs: pairs, noise: noise)
  }

  /// A bound of the error that rounding has in a node's data: half a unit in the last place of every node, times the sum
  /// of the absolute products along all paths from there (Higham, Accuracy and Stability, 2002, chapter 3).
  func roundingError(of root: Int) -> Double {
    let weights = pathMagnitudes(of: root)
    var error = 0.0
    for id in 0...root where weights[id] > 0 && nodes[id].data.isFinite {
      error += weights[id] * nodes[id].data.magnitude * 0x1p-53
    }
    return error
  }

  /// For every node the sum of the absolute products of local derivatives along all paths to the root.
  func pathMagnitudes(of root: Int) -> [Double] {
    var weights = [Double](repeating: 0, count: root + 1)
    weights[root] = 1
    for id in stride(from: root, through: 0, by: -1) where weights[id] > 0 {
      let locals = localDerivatives(of: id)
      var index = 0
      forEachOperand(of: id) { operand in
        let contribution = Self.contribution(weights[id], locals[index]).magnitude
        if contribution.isFinite { weights[operand] += contribution }
        index += 1
      }
    }
    return weights
  }
}
