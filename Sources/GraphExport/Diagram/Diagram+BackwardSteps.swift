extension Diagram {
  /// One step of the backward pass: an edge adds its contribution to the gradient of its operand.
  public struct BackwardStep: Equatable, Sendable {
    /// A position in ``Diagram/edges``.
    public var edge: Int
    /// The operand's gradient after this step.
    public var sum: Double
    /// True if the operand's gradient is complete after this step.
    public var isLast: Bool

    /// Creates a step from an edge's position, the operand's gradient after it, and its completeness.
    public init(edge: Int, sum: Double, isLast: Bool) {
      self.edge = edge
      self.sum = sum
      self.isLast = isLast
    }
  }

  /// The backward pass, edge by edge in the order of the engine: nodes from the output downwards, the
  /// operands of each node in ascending order.
  ///
  /// It starts with a gradient of 1 at the output and of 0 elsewhere; after the last step the sums are the gradients.
  ///
  /// - Throws: ``BackwardStepsError`` if gradients are missing, or are not those of one backward pass.
  /// - Complexity: O(nodes + edges).
  public func backwardSteps() throws(BackwardStepsError) -> [BackwardStep] {
    guard let output, nodes[output].grad != nil else { throw .noGradients }
    let leads = leadsToOutput
    var remaining = Array(repeating: 0, count: nodes.count)
    for edge in edges where leads[edge.to] { remaining[edge.from] += 1 }
    var sums = Array(repeating: 0.0, count: nodes.count)
    sums[output] = 1
    var steps: [BackwardStep] = []
    var end = edges.count
    while end > 0 {
      let node = edges[end - 1].to
      var start = end
      while start > 0, edges[start - 1].to == node { start -= 1 }
      if leads[node] {
        for index in start..<end {
          guard let contribution = edges[index].contribution else { throw .noGradients }
          let operand = edges[index].from
          sums[operand] += contribution
          remaining[operand] -= 1
          steps.append(BackwardStep(edge: index, sum: sums[operand], isLast: remaining[operand] == 0))
        }
      }
      end = start
    }
    for (node, sum) in zip(nodes, sums) {
      guard let grad = node.grad else { throw .noGradients }
      guard Self.isClose(grad, sum) else { throw .notTheSum(node: node.shortLabel, grad: grad, sum: sum) }
    }
    return steps
  }

  /// True if both numbers are equal up to the rounding of a sum in another order.
  private static func isClose(_ grad: Double, _ sum: Double) -> Bool {
    grad == sum || (grad.isNaN && sum.isNaN) || (grad - sum).magnitude <= 1e-9 * grad.magnitude
  }
}

/// The reason why the backward pass of a diagram cannot be shown.
public enum BackwardStepsError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The diagram has no gradients: `backward()` has not run, or a variable was changed since.
  case noGradients
  /// A gradient is not the sum of the contributions shown: it was accumulated over several passes, or an edge
  /// that adds to it is hidden.
  case notTheSum(node: String, grad: Double, sum: Double)

  /// The reason in words, with the node and both numbers.
  public var description: String {
    switch self {
    case .noGradients: "there are no gradients, and so no backward pass to show step by step"
    case .notTheSum(let node, let grad, let sum):
      "the gradient of '\(node)' is \(NumberText.exact(grad)), but the edges that are shown add up to "
        + "\(NumberText.exact(sum)): it was accumulated, or a part of the graph is hidden"
    }
  }
}
