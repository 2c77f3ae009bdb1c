/// A comparison of three independent ways to one gradient: reverse mode, forward mode and finite differences.
///
/// Made by ``Value/check(_:)``, or for a function in Swift:
///
/// ```swift
/// let check = GradientCheck(at: [3, -1]) { x in x[0] ** 2 + x[1] ** 2 + 2 * x[0] * x[1] }
/// check.isPassed              // true
/// check.rows[0].reverse       // 4.0
/// ```
public struct GradientCheck: Sendable {
  /// What the comparison says about one derivative.
  public enum Verdict: Equatable, Sendable {
    /// All ways agree, within the errors that rounding and extrapolation explain.
    case agrees
    /// They do not, and nothing explains it.
    case disagrees
    /// Here the function has a kink or a singular point; the derivative is a convention, which no other way can confirm.
    case singular
    /// The derivative or the function around the point is NaN or infinite, so that nothing can be compared.
    case notFinite
  }

  /// One derivative.
  public struct Row: Sendable {
    /// The variable's id in its graph.
    public let variable: Int
    public let name: String?
    /// The point.
    public let data: Double
    /// ∂output/∂variable by the backward pass.
    public let reverse: Double
    /// The same by dual numbers.
    public let forward: Double
    public let difference: FiniteDifference
    /// The kinks and singular points on the way from the variable to the output, in the words of the operations' rows.
    public let singularities: [String]
    public let verdict: Verdict
  }

  public let rows: [Row]
  public let reverseCost: Cost
  public let forwardCost: Cost
  public let differenceCost: Cost

  /// Whether no derivative disagrees.
  public var isPassed: Bool { !rows.contains { $0.verdict == .disagrees } }

  /// Records a function of some variables and checks its gradient.
  ///
  /// - Parameters:
  ///   - point: the variables' numbers.
  ///   - function: records operations on the variables and gives the output.
  public init(at point: [Double], _ function: ([Value]) -> Value) {
    let graph = Graph()
    let variables = point.enumerated().map { graph.variable($1, named: "x[\($0)]") }
    self = withExtendedLifetime(graph) { function(variables).check(variables) }
  }

  init(of output: Value, by variables: [Value]) {
    let tape = output.tape
    if tape.isStale { tape.recompute() }
    output.backward()
    let root = output.id
    let reach = Reach(tape, root: root)
    let tolerance = Double(reach.count) * 0x1p-52
    let noise = tape.roundingError(of: root)
    let weights = tape.pathMagnitudes(of: root)
    let lanes = Lanes(tape, root: root)
    defer { lanes.deallocate() }

    var (forwardCost, differenceCost) = (Cost(), Cost())
    rows = variables.map { variable in
      output.checkSameGraph(as: variable)
      let tangents = tape.tangents(along: [(variable.id, 1)])
      forwardCost += Cost(passes: 1, operations: tangents.operations)
      let difference = tape.finiteDifference(of: root, by: variable.id, noise: noise, lanes)
      differenceCost += Cost(
        passes: difference.evaluations, operations: difference.evaluations * reach.operationCount)
      let singularities = reach.singularities(from: variable.id)
      let reverse = variable.grad ?? .nan
      let forward = tangents[output]
      return Row(
        variable: variable.id, name: variable.name, data: variable.data, reverse: reverse, forward: forward,
        difference: difference, singularities: singularities,
        verdict: Self.verdict(
          reverse: reverse, forward: forward, difference: difference, isSingular: !singularities.isEmpty,
          rounding: tolerance * (variable.id <= root ? weights[variable.id] : 0)))
    }
    reverseCost = Cost(passes: 1, operations: reach.edgeCount)
    (self.forwardCost, self.differenceCost) = (forwardCost, differenceCost)
  }

  /// Compares the numbers of one derivative.
  ///
  /// - Parameters:
  ///   - reverse: the derivative by the backward pass.
  ///   - forward: the same by dual numbers.
  ///   - difference: the same by evaluating only.
  ///   - isSingular: whether a kink or a singular point is on the way.
  ///   - rounding: by how much the two modes may differ, since they add in another order.
  public static func verdict(
    reverse: Double, forward: Double, difference: FiniteDifference, isSingular: Bool, rounding: Double
  ) -> Verdict {
    guard reverse.isFinite, forward.isFinite else {
      // Where 0 meets infinity, the order of the factors decides between 0 and NaN.
      let areSame = reverse == forward || (reverse.isNaN && forward.isNaN)
      return areSame || difference.derivative.isNaN ? .notFinite : isSingular ? .singular : .disagrees
    }
    guard (reverse - forward).magnitude <= rounding else { return .disagrees }
    if (reverse - difference.derivative).magnitude <= difference.error + rounding { return .agrees }
    if isSingular || difference.isAtKink { return .singular }
    return difference.derivative.isNaN ? .notFinite : .disagrees
  }
}

extension Value {
  /// Compares this value's gradient by reverse mode, forward mode and finite differences.
  ///
  /// It runs ``backward(accumulating:)``, so that the graph's gradients are then this value's; data stays as it is.
  ///
  /// - Parameter variables: leaves of the graph; by default all variables.
  /// - Complexity: O((nodes + edges) · variables).
  public func check(_ variables: [Value]? = nil) -> GradientCheck {
    let tape = tape
    let all = { (0..<tape.count).map { Value(tape: tape, generation: generation, id: $0) } }
    return GradientCheck(of: self, by: variables ?? all().filter { $0.operation == .variable })
  }
}

/// What leads to a root, and where its operations are singular.
private struct Reach {
  private let tape: Tape
  private let leads: [Bool]
  private let root: Int
  /// The nodes, the computed ones among them, and their edges.
  private(set) var count = 0
  private(set) var operationCount = 0
  private(set) var edgeCount = 0
  /// The nodes whose point is a singularity of their operation.
  private var singular: [Int] = []

  init(_ tape: Tape, root: Int) {
    self.tape = tape
    self.root = root
    var leads = [Bool](repeating: false, count: root + 1)
    leads[root] = true
    for id in stride(from: root, through: 0, by: -1) where leads[id] {
      var edges = 0
      tape.forEachOperand(of: id) {
        leads[$0] = true
        edges += 1
      }
      count += 1
      edgeCount += edges
      if edges > 0 { operationCount += 1 }
      if !tape.singularities(of: id).isEmpty { singular.append(id) }
    }
    self.leads = leads
  }

  /// The singular points on the way from a node to the root, such as `relu at h: x = 0: the derivative is 0`.
  func singularities(from variable: Int) -> [String] {
    guard !singular.isEmpty, variable <= root else { return [] }
    var depends = [Bool](repeating: false, count: root + 1)
    depends[variable] = true
    for id in (variable + 1)..<max(root + 1, variable + 1) where leads[id] {
      tape.forEachOperand(of: id) { if depends[$0] { depends[id] = true } }
    }
    return singular.reversed().filter { depends[$0] && $0 != variable }.flatMap { id in
      let name = tape.tables.labels[UInt32(truncatingIfNeeded: id)]
      let place = "\(tape.operation(of: id).name) at \(name ?? "#\(id)")"
      return tape.singularities(of: id).map { "\(place): \($0.text)" }
    }
  }
}
