/// A derivative from values alone: central differences, extrapolated to a step of zero, with an estimate of the error.
///
/// ```swift
/// let slope = FiniteDifference(of: { $0 * $0 }, at: 3)
/// slope.derivative   // 6, to about 1e-12
/// slope.error        // an estimate of the distance from the exact derivative
/// ```
/// The steps are powers of two, each four times the last. They start where neighbouring steps agree and grow as long as
/// the error shrinks; a step that leaves the domain, or jumps over a kink, ends the growth. From the differences a
/// table of extrapolations is made (Richardson; Ridders, Advances in Engineering Software 4, 75, 1982). The result is
/// the row that agrees best with its neighbours; the error estimate is their distance, plus the effect of rounding in
/// the function's values.
public struct FiniteDifference: Equatable, Sendable {
  /// NaN when the function is not finite beside the point.
  public let derivative: Double
  /// An estimate of the distance from the exact derivative; infinite if there is none.
  public let error: Double
  /// The steeper one of the slopes to both sides over the widest step: the scale by which derivatives count as large.
  public let variation: Double
  /// `true` if all values near the point are equal.
  public let isFlat: Bool
  /// `true` if the slopes to both sides do not approach each other when the step shrinks.
  public let isKinked: Bool
  /// The narrowest and the widest step of the differences in the derivative; `nil` if there are none.
  public let steps: ClosedRange<Double>?
  /// The number of calls of the function beside the point.
  public let evaluations: Int

  /// The derivative of a function.
  ///
  /// - Parameters:
  ///   - function: is called at `x` and beside it.
  ///   - x: the point.
  ///   - noise: the largest rounding error of the function's values; a unit in the last place of the value at `x`, if
  ///     nothing is given.
  public init(of function: (Double) -> Double, at x: Double, noise: Double? = nil) {
    let center = function(x)
    let result = DifferenceLadder.result(at: x, center: center, noise: noise ?? center.ulp) { step in
      (function(x - step), function(x + step))
    }
    self.init(result)
  }

  init(_ result: DifferenceLadder.Result) {
    derivative = result.derivative
    error = result.error
    variation = result.variation
    isFlat = result.isFlat
    isKinked = result.isKinked
    steps = result.steps
    evaluations = result.evaluations
  }

  /// The difference of a value that does not depend on the variable: the derivative 0, which needs no values.
  static let none = FiniteDifference(DifferenceLadder.Result(derivative: 0, error: 0, isFlat: true))
}

extension Value {
  /// ∂self/∂leaf by ``FiniteDifference``, without the operations' derivatives.
  ///
  /// The nodes that depend on the leaf are replayed; data and gradients are then as they were. If a leaf was changed,
  /// ``Graph/forward()`` runs first. The local derivatives serve only to bound the rounding of the values.
  ///
  /// - Parameter leaf: a variable or constant of the same graph.
  public func finiteDifference(by leaf: Value) -> FiniteDifference {
    checkSameGraph(as: leaf)
    precondition(
      leaf.operation.isLeaf, "'\(leaf.label)' is computed by \(leaf.operation.name) and can't be changed")
    let tape = tape
    if tape.isStale { tape.recompute() }
    let linearization = Linearization(tape, leadingTo: [id])
    let tangents = Tangents(linearization, along: [(leaf.id, 1)])
    guard tangents.reaches(self) else { return .none }
    let noise = Conditioning(tape, linearization, from: leaf.id, tangents, roots: [id]).noise[0]
    var replay = Perturbation(tape, linearization, leaf: leaf.id, reached: tangents, roots: [id])
    return replay.difference(0, noise: noise)
  }
}
