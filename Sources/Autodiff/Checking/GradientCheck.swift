/// A comparison of three ways to a derivative: reverse mode, forward mode and finite differences.
///
/// ```swift
/// let check = GradientCheck(at: [2, 3]) { x in x[0] ** 2 + x[1] ** 2 + 2 * x[0] * x[1] }
/// check.agrees                            // true
/// check.entries.map(\.reverse)            // [10, 10]
/// check.reverse.cost.passes               // 1
/// check.forward.cost.passes               // 2
/// ```
/// Reverse mode is ``Value/backward(accumulating:)`` itself, forward mode one pass of ``Graph/tangents(along:)`` for each
/// variable; finite differences know only values, see ``FiniteDifference``.
public struct GradientCheck: Sendable {
  /// An output or a variable.
  public struct Node: Equatable, Sendable {
    public let id: Int
    public let name: String?
    public let data: Double
  }

  /// The derivative of one output by one variable.
  public struct Entry: Sendable {
    public let output: Node
    public let variable: Node
    public let reverse: Double
    public let forward: Double
    public internal(set) var difference: FiniteDifference
    /// How far reverse and forward mode may be apart by rounding.
    public let rounding: Double
    public internal(set) var verdict: Verdict
    /// The kinks and singular points that the derivative meets.
    public internal(set) var singularPoints: [SingularPoint]

    /// How far the finite difference may be from the others: its estimate times ``GradientCheck/safety``, and rounding.
    public var tolerance: Double { safety * difference.estimate + rounding }
  }

  public let outputs: [Node]
  public let variables: [Node]
  /// By output, then by variable.
  public let entries: [Entry]
  /// The derivatives by reverse mode.
  public let reverse: Jacobian
  /// The derivatives by forward mode.
  public let forward: Jacobian
  /// What the finite differences cost, without the values that the graph had.
  public let differenceCost: DerivativeCost

  /// By which factor an error may exceed its estimate.
  public static let safety = 4.0

  /// Whether no derivative differs: what is singular, not finite or undecided is no failure.
  public var agrees: Bool { entries.allSatisfy { $0.verdict != .differs } }

  /// Checks the derivatives of some outputs of one graph.
  ///
  /// Data, gradients and staleness stay as they are; if a leaf was changed, ``Graph/forward()`` runs first.
  /// - Parameter variables: leaves; by default all variables of the graph.
  /// - Complexity: O((outputs + variables) · (nodes + edges)) for the modes, and about 25 replays of what depends on it
  ///   for each variable.
  public init(_ graph: Graph, of outputs: [Value], by variables: [Value]? = nil) {
    let variables = variables ?? graph.values.filter { $0.operation == .variable }
    for variable in variables {
      precondition(
        variable.operation.isLeaf,
        "'\(variable.label)' is computed by \(variable.operation.name); finite differences need leaves")
    }
    for value in outputs + variables { graph.check(value) }
    if graph.isStale { graph.forward() }
    self = graph.tape.keepingState { Comparison(graph, outputs, variables).result() }
  }

  /// Checks a function at a point, on a graph of its own with the variables `x[0]`, `x[1]` and so on.
  public init(at point: [Double], of function: ([Value]) -> Value) {
    self.init(at: point) { [function($0)] }
  }

  /// Checks a function with several results.
  public init(at point: [Double], of function: ([Value]) -> [Value]) {
    let graph = Graph()
    let variables = point.enumerated().map { graph.variable($1, named: "x[\($0)]") }
    self.init(graph, of: function(variables), by: variables)
  }

  init(
    outputs: [Node], variables: [Node], entries: [Entry], reverse: Jacobian, forward: Jacobian,
    differenceCost: DerivativeCost
  ) {
    self.outputs = outputs
    self.variables = variables
    self.entries = entries
    self.reverse = reverse
    self.forward = forward
    self.differenceCost = differenceCost
  }
}

extension GradientCheck.Node {
  init(_ value: Value) { self.init(id: value.id, name: value.name, data: value.data) }

  /// The name, or `#7`.
  public var label: String { name.flatMap { $0.isEmpty ? nil : $0 } ?? "#\(id)" }
}

extension Graph {
  /// Compares reverse mode, forward mode and finite differences for a value of this graph, see ``GradientCheck``.
  public func check(_ output: Value, by variables: [Value]? = nil) -> GradientCheck {
    GradientCheck(self, of: [output], by: variables)
  }
}
