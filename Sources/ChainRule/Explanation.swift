import Autodiff

/// The chain rule of a graph in words and numbers: a snapshot for every format.
///
/// ```swift
/// let explanation = Explanation(of: [a], from: d)
/// print(String(decoding: ExplanationEncoder().encode(explanation), as: UTF8.self))
/// // ∂d/∂a: 2 paths
/// // ∂d/∂c · ∂c/∂(a**2) · ∂(a**2)/∂a = (1 − tanh²c) · 1 · 2·a = 0.07065 · 1 · 4 = 0.2826
/// // ∂d/∂c · ∂c/∂(a*b) · ∂(a*b)/∂a = (1 − tanh²c) · 1 · b = 0.07065 · 1 · -3 = -0.2120
/// // ∂d/∂a = 0.2826 − 0.2120 = 0.07065
/// ```
/// Every derivative comes from the operation's row. If its text does not evaluate to the recorded number, as
/// at a kink, the number is shown instead.
public struct Explanation: Sendable {
  struct Node: Sendable {
    var id: Int
    var name: String?
    var label: Expression
  }

  /// One local derivative ∂node/∂operand.
  struct Factor: Sendable {
    var node: Node
    var operand: Node
    var operandIndex: Int
    /// True if the node uses the operand several times; a number then distinguishes the edges.
    var isNumbered: Bool
    var derivative: Expression
    var local: Double
    var isBlocked: Bool
  }

  struct Path: Sendable {
    /// The factors from the output down; the middle of a long path is omitted.
    var upper: FactorList
    var omitted: Int
    /// The product of the omitted factors.
    var omittedProduct: Double
    var lower: FactorList
    var product: Double

    var length: Int { upper.count + omitted + lower.count }
  }

  /// The gradient ∂output/∂variable, as a total and by paths.
  struct Gradient: Sendable {
    var variable: Node
    var total: Double
    var count: PathCount
    var paths: [Path]
    var rest: Double?
    var notes: [String]
  }

  /// One `+=` of the backward pass.
  struct Step: Sendable {
    var node: Node
    var operand: Node
    var operandIndex: Int
    var isNumbered: Bool
    var grad: Double
    var local: Double
    var isBlocked: Bool
    var contribution: Double
    var sum: Double
  }

  let output: Node
  /// The output's value.
  let data: Double
  let gradients: [Gradient]
  /// The backward pass; `nil` if it was not requested.
  let steps: [Step]?
  /// The definitions of nodes that are labelled by their ids.
  let legend: [Definition]
  /// The number of further nodes with ids that the legend omits.
  let hiddenDefinitions: Int

  struct Definition: Sendable {
    var id: Int
    var expression: Expression
  }

  /// True if a numbered edge occurs, so that the legend explains the numbers.
  var hasNumberedEdges: Bool {
    gradients.contains { $0.paths.contains { ($0.upper + $0.lower).contains(where: { $0.isNumbered }) } }
      || steps?.contains(where: { $0.isNumbered }) == true
  }
}
