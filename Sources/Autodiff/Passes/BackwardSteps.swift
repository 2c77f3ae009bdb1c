/// One step of a backward pass: an edge hands its share of the gradient to an operand.
///
/// The step is the chain rule for one edge: `operand.grad += node.grad · ∂node/∂operand`.
public struct BackwardStep {
  /// The node whose gradient is complete and is handed on.
  public let node: Value
  /// The position of the receiving operand among the node's operands, from 0.
  public let operandIndex: Int
  /// The node that receives.
  public let operand: Value
  /// The gradient of `node`.
  public let grad: Double
  /// ∂node/∂operand along this edge.
  public let local: Double
  /// `true` if the operation blocks the gradient: the operand receives exactly zero from any gradient above.
  public let isBlocked: Bool
  /// The added number: `grad · local`, exactly zero where the operation blocks the gradient.
  public let contribution: Double
  /// The operand's gradient after this step.
  public let sum: Double
}

extension Value {
  /// The backward pass from this value, edge by edge in the order in which ``backward(accumulating:)`` works.
  ///
  /// It starts with a gradient of 1 at this value and of 0 elsewhere; after the last step the sums are the
  /// gradients. The graph's own gradients are neither read nor changed.
  ///
  /// ```swift
  /// for step in d.backwardSteps() {
  ///   print("\(step.operand.name ?? "?").grad += \(step.contribution)")
  /// }
  /// ```
  /// - Precondition: no leaf was changed since the last ``Graph/forward()``.
  /// - Complexity: O(nodes + edges), without recursion.
  public func backwardSteps() -> [BackwardStep] {
    let tape = tape
    precondition(!tape.isStale, "a leaf was changed; run forward() before backwardSteps()")
    var steps: [BackwardStep] = []
    var sums = [Double](repeating: 0, count: id + 1)
    var isReached = [Bool](repeating: false, count: id + 1)
    sums[id] = 1
    isReached[id] = true
    for node in stride(from: id, through: 0, by: -1) where isReached[node] {
      let locals = tape.localDerivatives(of: node)
      for (index, operand) in tape.operandIDs(of: node).enumerated() {
        let contribution = locals[index].contribution(to: sums[node])
        sums[operand] += contribution
        isReached[operand] = true
        steps.append(
          BackwardStep(
            node: Value(tape: tape, generation: generation, id: node), operandIndex: index,
            operand: Value(tape: tape, generation: generation, id: operand), grad: sums[node],
            local: locals[index].number, isBlocked: locals[index].isBlocked, contribution: contribution,
            sum: sums[operand]))
      }
    }
    return steps
  }
}
