/// A comparison of three ways to a derivative: reverse mode, forward mode and finite differences.
///
/// Made by ``Value/check(_:)``, or for a function in Swift:
///
/// ```swift
/// let check = GradientCheck(at: [3, -1]) { x in x[0] ** 2 + x[1] ** 2 + 2 * x[0] * x[1] }
/// check.isPassed                // true
/// check.rows.map(\.reverse)     // [4, 4]
/// check.reverse.cost.passes     // 1
/// check.forward.cost.passes     // 2
/// ```
/// Reverse mode is ``Value/backward(accumulating:)`` itself, forward mode one pass of tangents for each variable; both
/// use the same local derivatives. Finite differences know only values, see ``FiniteDifference``.
public struct GradientCheck: Sendable {
  /// An output or a variable.
  public struct Node: Equatable, Sendable {
    /// The id of the node in its graph.
    public let id: Int
    /// The name of the node; `nil` for a node without one.
    public let name: String?
    /// The data of the node at the point of the check.
    public let data: Double
  }

  /// The derivative of one output by one variable.
  public struct Row: Sendable {
    /// The differentiated node.
    public let output: Node
    /// The leaf of the derivative.
    public let variable: Node
    /// ∂output/∂variable by reverse mode.
    public let reverse: Double
    /// ∂output/∂variable by forward mode.
    public let forward: Double
    /// ∂output/∂variable by finite differences, with an estimate of the error.
    public internal(set) var difference: FiniteDifference
    /// The largest difference between reverse and forward mode that rounding explains.
    public let rounding: Double
    /// The largest error of both modes that comes from local derivatives computed from rounded numbers.
    public let imprecision: Double
    /// The result of comparing the three derivatives.
    public internal(set) var verdict: Verdict
    /// The kinks and singular points that the derivative meets.
    public internal(set) var singularPoints: [SingularPoint]
  }

  /// The differentiated nodes, in the order given.
  public let outputs: [Node]
  /// The leaves of the derivatives, in the order given.
  public let variables: [Node]
  /// By output, then by variable.
  public let rows: [Row]
  /// The derivatives by reverse mode.
  public let reverse: Jacobian
  /// The derivatives by forward mode.
  public let forward: Jacobian
  /// The cost of the finite differences; all outputs share their replays.
  public let differenceCost: Cost

  /// `true` if no derivative disagrees; singular, non-finite and undecided ones are no failures.
  public var isPassed: Bool { !rows.contains { $0.verdict == .disagrees } }

  /// Checks the derivatives of some outputs, which are nodes of one graph.
  ///
  /// Data and gradients stay as they are; if a leaf was changed, ``Graph/forward()`` runs first.
  ///
  /// - Parameters:
  ///   - outputs: at least one.
  ///   - variables: leaves; by default all variables of the graph.
  /// - Complexity: O((outputs + variables) · (nodes + edges)) for the modes, and about 25 replays of a variable's
  ///   dependents for each variable.
  public init(of outputs: [Value], by variables: [Value]? = nil) {
    guard let first = outputs.first else { preconditionFailure("a check needs at least one output") }
    let tape = first.tape
    let all = { (0..<tape.count).map { Value(tape: tape, generation: first.generation, id: $0) } }
    let variables = variables ?? all().filter { $0.operation == .variable }
    for value in outputs + variables { first.checkSameGraph(as: value) }
    for variable in variables {
      precondition(
        variable.operation.isLeaf,
        "'\(variable.label)' is computed by \(variable.operation.name); finite differences need leaves")
    }
    if tape.isStale { tape.recompute() }
    self = Comparison(tape, outputs, variables).result()
  }

  /// Records a function of some variables, named `x[0]`, `x[1]` and so on, and checks its gradient.
  ///
  /// The differences call the function anew for each number, which also finds uses of a variable that are not recorded:
  /// `x[0] * x[0].data` fails, since its gradient lacks half. Numbers for which it records other operations,
  /// as behind an `if`, are left out of the differences; where none are left, the derivative is undecided.
  ///
  /// - Parameters:
  ///   - point: the variables' numbers.
  ///   - function: records operations on the variables, the same at each call, and gives the output.
  /// - Complexity: about 25 to 50 calls for each variable. For large functions of many variables record a graph, and use
  ///   ``init(of:by:)`` with some of its variables, which replays only their dependents.
  public init(at point: [Double], _ function: ([Value]) -> Value) {
    self.init(at: point) { (values: [Value]) -> [Value] in [function(values)] }
  }

  /// Records a function with several outputs, and checks its derivatives.
  ///
  /// - Parameters:
  ///   - point: the variables' numbers.
  ///   - function: records operations on the variables, the same at each call, and gives the outputs.
  /// - Complexity: about 25 to 50 calls for each variable, which all outputs share.
  public init(at point: [Double], _ function: ([Value]) -> [Value]) {
    let graph = Graph()
    self = withExtendedLifetime(graph) {
      withoutActuallyEscaping(function) { function in
        let variables = point.enumerated().map { graph.variable($1, named: "x[\($0)]") }
        let outputs = function(variables)
        precondition(!outputs.isEmpty, "a check needs at least one output")
        for value in outputs + variables { outputs[0].checkSameGraph(as: value) }
        let recorded = RecordedFunction(at: point, outputs: outputs, function)
        return Comparison(graph.tape, outputs, variables, function: recorded).result()
      }
    }
  }

  init(
    outputs: [Node], variables: [Node], rows: [Row], reverse: Jacobian, forward: Jacobian,
    differenceCost: Cost
  ) {
    self.outputs = outputs
    self.variables = variables
    self.rows = rows
    self.reverse = reverse
    self.forward = forward
    self.differenceCost = differenceCost
  }
}

extension GradientCheck.Node {
  init(_ value: Value) { self.init(id: value.id, name: value.name, data: value.data) }
}

extension Value {
  /// Compares this value's gradient by reverse mode, forward mode and finite differences, see ``GradientCheck``.
  ///
  /// Data and gradients stay as they are; if a leaf was changed, ``Graph/forward()`` runs first.
  ///
  /// - Parameter variables: leaves of the graph; by default all variables.
  public func check(_ variables: [Value]? = nil) -> GradientCheck {
    GradientCheck(of: [self], by: variables)
  }
}
