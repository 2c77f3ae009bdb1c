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
/// Every derivative comes from the operation's row. A text that does not give the recorded number, as at a kink, is
/// not shown; the number stands in its place.
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
    /// Whether the node uses the operand several times, so that it takes a number to tell the edges apart.
    var isNumbered: Bool
    var derivative: Expression
    var local: Double
    var isBlocked: Bool
  }

  struct Path: Sendable {
    /// From the output down; a long path lacks its middle.
    var upper: FactorList
    var omitted: Int
    /// Of the factors that it lacks.
    var omittedProduct: Double
    var lower: FactorList
    var product: Double

    var length: Int { upper.count + omitted + lower.count }
  }

  /// ∂output/∂variable.
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
  /// `nil` when they were not asked for.
  let steps: [Step]?
  /// What the nodes compute that are called by their ids.
  let legend: [Definition]
  /// How many such nodes the legend leaves out.
  let hiddenDefinitions: Int

  struct Definition: Sendable {
    var id: Int
    var expression: Expression
  }

  /// Whether an edge has a number that needs a word of explanation.
  var hasNumberedEdges: Bool {
    gradients.contains { $0.paths.contains { ($0.upper + $0.lower).contains(where: { $0.isNumbered }) } }
      || steps?.contains(where: { $0.isNumbered }) == true
  }
}
