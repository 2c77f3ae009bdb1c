import Autodiff
import Testing

@Suite struct GradientCheckTests {
  // MARK: The exercises

  @Test func theArticlesCustomFunction() {
    let check = GradientCheck(at: [2, 3]) { x in x[0] ** 2 + x[1] ** 2 + 2 * x[0] * x[1] }
    #expect(check.isPassed)
    #expect(check.outputs.map(\.data) == [25])
    #expect(check.variables.map(\.label) == ["x[0]", "x[1]"])
    #expect(check.rows.map(\.reverse) == [10, 10])
    #expect(check.rows.map(\.forward) == [10, 10])
    #expect(check.rows.allSatisfy { ($0.difference.derivative - 10).magnitude <= $0.difference.error })
    #expect(check.rows.map(\.verdict) == [.agrees, .agrees])
  }

  @Test func oneReversePassAgainstThreeForwardPasses() {
    let check = GradientCheck(at: [1, 2, 3]) { x in x[0] + x[1] + x[2] }
    #expect(check.reverse.rows == [[1, 1, 1]])
    #expect(check.forward.rows == [[1, 1, 1]])
    #expect(check.reverse.cost == Cost(passes: 1, operations: 4))
    #expect(check.forward.cost == Cost(passes: 3, operations: 5))
    #expect(check.differenceCost.passes == check.rows.reduce(0) { $0 + $1.difference.evaluations })
  }

  @Test func severalOutputsShareForwardPassesAndReplays() {
    let check = GradientCheck(at: [0.5]) { x in
      let (u, v) = (sin(x[0]), cos(x[0]))
      return [u, v, u * v]
    }
    #expect(check.isPassed && check.rows.count == 3)
    #expect(check.reverse.cost.passes == 3 && check.forward.cost.passes == 1)
    #expect(check.differenceCost.passes < 50)
    #expect(check.rows.map(\.reverse) == check.reverse.rows.map { $0[0] })
  }

  @Test func whatIsNotUsedHasTheDerivativeZero() {
    let check = GradientCheck(at: [2, 3]) { x in x[0] * 2 }
    #expect(check.rows[1].verdict == .agrees)
    #expect(check.rows[1].reverse == 0 && check.rows[1].difference.evaluations == 0)
    #expect(check.forward.cost.passes == 1)
  }

  @Test func aVariableIsAnOutputToo() {
    let check = GradientCheck(at: [2]) { x in x[0] }
    #expect(check.rows.map(\.reverse) == [1] && check.isPassed)
    #expect(check.reverse.cost.operations == 0)
  }

  // MARK: The graph stays

  @Test func dataGradientsAndStalenessStayAsTheyAre() {
    let graph = Graph()
    let (x, y) = (graph.variable(2), graph.variable(3))
    let (u, v) = (x * exp(y), x / y)
    u.backward()
    let before = graph.values.map(\.description)
    let reached = graph.values.map(\.isReached)
    let check = GradientCheck(graph, of: [u, v])
    #expect(check.rows.count == 4 && check.isPassed)
    #expect(graph.values.map(\.description) == before && graph.values.map(\.isReached) == reached)
    #expect(graph.gradientRoot == u && !graph.isStale)
    graph.forward()
    #expect(graph.check(u).agrees)
    #expect(x.grad == nil && graph.gradientRoot == nil)
  }

  @Test func aChangedLeafIsComputedFirst() {
    let graph = Graph()
    let x = graph.variable(2)
    let y = x * x
    x.data = 5
    #expect(graph.check(y).rows.map(\.reverse) == [10])
    #expect(y.data == 25 && !graph.isStale)
  }

  @Test func constantsAreCheckedWhenTheyAreNamed() {
    let graph = Graph()
    let (x, c) = (graph.variable(2), graph.constant(3))
    #expect(graph.check(x * c, by: [c]).rows.map(\.reverse) == [2])
    #expect(graph.check(x * c).variables.map(\.id) == [x.id])
  }

  // MARK: Kinks and singular points

  @Test(
    arguments: [
      (Operation.relu, [0.0], [], "x = 0: the derivative is 0"),
      (.abs, [0], [], "x = 0: the derivative is 0"),
      (.sign, [0], [], "x = 0: the derivative is 0"),
      (.leakyRelu, [0], [0.01], "x = 0: the derivative is slope"),
      (.elu, [0], [0.5], "x = 0 and alpha ≠ 1: the derivative is alpha"),
      (.clamp, [1], [0, 1], "x = lo or x = hi: the derivative is 0"),
      (.maximum, [2, 2], [], "x = y: each operand gets half"),
      (.minimum, [2, 2], [], "x = y: each operand gets half"),
      (.sqrt, [0], [], "x = 0: the derivative is inf"),
      (.cbrt, [0], [], "x = 0: the derivative is inf"),
      (.log, [0], [], "x = 0: -inf, derivative inf"),
      (.asin, [1], [], "|x| = 1: infinite; beyond: NaN"),
      (.hypot, [0, 0], [], "x = y = 0: NaN"),
      (.atan2, [0, -1], [], "x = 0 and y < 0: the value jumps by 2π"),
      (.divide, [1, 0], [], "y = 0: infinite or NaN"),
    ] as [(Operation, [Double], [Double], String)])
  func aSingularPointIsNamedInTheRowsWords(
    _ operation: Operation, _ operands: [Double], _ parameters: [Double], _ text: String
  ) {
    let graph = Graph()
    let leaves = operands.map { graph.variable($0) }
    let check = graph.check(graph.apply(operation, to: leaves, parameters: parameters))
    let row = check.rows[0]
    #expect(row.verdict == .singular, "\(row)")
    #expect(row.singularPoints.map(\.text) == [text])
    #expect(row.singularPoints.allSatisfy { !$0.isBeside && $0.operation == operation })
    #expect(check.isPassed)
  }

  @Test func theNodeIsNamed() {
    let graph = Graph()
    let x = graph.variable(0)
    let h = relu(x).named("h")
    #expect(
      graph.check(h + x).rows[0].singularPoints.map(\.description)
        == ["relu 'h' where x = 0: the derivative is 0"])
    #expect(graph.check(relu(x) + x).rows[0].singularPoints[0].description.hasPrefix("relu #3 where"))
  }

  @Test func aKinkThatDoesNotMatterIsNotNamed() {
    let graph = Graph()
    let (x, y) = (graph.variable(0), graph.variable(1))
    // The factor 0 of the relu's derivative, on either side; another variable; another output.
    for output in [square(relu(x)), relu(square(x)), relu(x) * 0 + y] {
      let row = graph.check(output).rows[0]
      #expect(row.verdict == .agrees && row.singularPoints.isEmpty, "\(row)")
    }
    #expect(graph.check(y * y).rows.allSatisfy { $0.verdict == .agrees && $0.singularPoints.isEmpty })
  }

  @Test func aConventionWithoutAKinkAgreesAndIsNamed() {
    let check = GradientCheck(at: [25]) { x in softplus(x[0]) }
    #expect(check.rows[0].verdict == .agrees)
    #expect(check.rows[0].singularPoints.count == 1)
  }

  @Test(arguments: [1e-9, -1e-9, 1e-12, -1e-12, 1e-14, 3e-15])
  func aKinkBesideThePointIsNoMismatch(distance: Double) {
    let graph = Graph()
    for (x, shift) in [(distance, 0.0), (1, distance - 1), (0, distance)] {
      let variable = graph.variable(x)
      for output in [
        relu(variable + shift), abs(variable + shift), max(variable, -shift), leakyRelu(variable + shift),
        clamp(variable + shift, 0, 5), sqrt(square(variable + shift)), sign(variable + shift) + variable,
      ] {
        let row = graph.check(output, by: [variable]).rows[0]
        #expect(row.verdict != .disagrees, "\(output) at \(distance): \(row)")
      }
    }
  }

  @Test func aKinkNearerThanAnyStepIsNamed() {
    let graph = Graph()
    let x = graph.variable(1)
    let row = graph.check(relu(x - (1 - 0x1p-52)).named("h")).rows[0]
    #expect(row.reverse == 1)
    #expect(row.verdict == .singular, "\(row)")
    #expect(row.singularPoints.map(\.description) == ["relu 'h' beside x = 0: the derivative is 0"])
  }

  // MARK: Not finite

  @Test func whatIsNotANumberAgreesWithNothing() {
    #expect(
      GradientCheck(at: [1, -1]) { x in x[0] + log(x[1]) }.rows.map(\.verdict) == [.notFinite, .singular])
    #expect(GradientCheck(at: [.nan]) { x in x[0] * 2 }.rows[0].verdict == .notFinite)
    #expect(GradientCheck(at: [.infinity]) { x in tanh(x[0]) }.rows[0].verdict == .notFinite)
    #expect(GradientCheck(at: [1000]) { x in exp(x[0]) }.rows[0].verdict == .notFinite)
  }

  @Test func aGradientThatIsNotANumberBesideAFlatFunctionDiffers() {
    let check = GradientCheck(at: [800]) { x in exp(-exp(x[0])) }
    #expect(check.rows[0].reverse.isNaN)
    #expect(check.rows[0].verdict == .disagrees && !check.isPassed)
  }

  // MARK: Mismatches

  /// The rule 1 / sqrt(x² + 1), here and in PyTorch, overflows to a derivative of 0.
  @Test func aDerivativeThatOverflowsInsideIsFound() {
    let check = GradientCheck(at: [1e200]) { x in asinh(x[0]) }
    #expect(check.rows[0].reverse == 0 && check.rows[0].forward == 0)
    #expect(check.rows[0].difference.derivative.agrees(with: 1e-200, relative: 1e-9))
    #expect(check.rows[0].verdict == .disagrees && !check.isPassed)
  }

  @Test func whatCannotBeResolvedIsUndecided() {
    #expect(GradientCheck(at: [1]) { x in x[0] * 1e-8 + 1e10 }.rows[0].verdict == .undecided)
    #expect(GradientCheck(at: [1e300]) { x in sin(x[0]) }.rows[0].verdict == .undecided)
    #expect(GradientCheck(at: [20]) { x in tanh(x[0]) }.rows[0].verdict != .disagrees)
  }

  // MARK: Many graphs

  @Test(arguments: Operation.computed) func everyRowAgreesAtItsSamples(_ operation: Operation) {
    for sample in operation.definition.samples {
      let graph = Graph()
      let constants = operation.definition.parameters.count
      let operands = sample.dropLast(constants).map { graph.variable($0) }
      let result = graph.apply(operation, to: operands, parameters: Array(sample.suffix(constants)))
      for row in graph.check(result).rows {
        #expect(row.verdict == .agrees, "\(row)")
        let error = (row.difference.derivative - row.reverse).magnitude
        #expect(error <= row.difference.error + row.rounding, "\(row)")
      }
    }
  }

  @Test func theRandomGraphsAgreeAndTheEstimatesAreHonest() throws {
    var verdicts: [GradientCheck.Verdict: Int] = [:]
    for (index, record) in try Reference.graphs().enumerated() {
      let graph = try record.record()
      let check = graph.check(graph[graph.count - 1])
      for row in check.rows {
        verdicts[row.verdict, default: 0] += 1
        guard row.verdict == .agrees, let truth = record.grads[row.variable.id]?.value else { continue }
        let error = (row.difference.derivative - truth).magnitude
        #expect(error <= row.difference.error + row.rounding, "graph \(index): \(row), but \(truth)")
      }
    }
    #expect(verdicts[.disagrees] == nil, "\(verdicts)")
    #expect(verdicts[.agrees, default: 0] > 1100, "\(verdicts)")
  }

  @Test func noRowDiffersAtItsSpecialPoints() throws {
    var differing: [String] = []
    for record in try Reference.operations.get() where record.upstream == nil && record.op != "asinh" {
      let graph = Graph()
      let operands = record.operands.map { graph.variable($0.value) }
      let operation = try #require(Operation.named(record.op))
      let result = graph.apply(operation, to: operands, parameters: record.parameters.map(\.value))
      for row in graph.check(result).rows where row.verdict == .disagrees {
        differing.append("\(record.op): \(row)")
      }
    }
    #expect(differing == [])
  }
}

@Suite struct VerdictTests {
  private let difference = FiniteDifference(of: { 2 * $0 }, at: 1)

  private func verdict(
    _ reverse: Double, _ forward: Double, value: Double = 1, at x: Double = 1,
    _ difference: FiniteDifference? = nil, isSingular: Bool = false, matters: Bool = false
  ) -> GradientCheck.Verdict {
    GradientCheck.Verdict(
      value: value, at: x, reverse: reverse, forward: forward, difference: difference ?? self.difference,
      rounding: 1e-15, isSingular: isSingular, matters: matters)
  }

  @Test func theThreeAgree() {
    #expect(verdict(2, 2) == .agrees)
    #expect(verdict(2, 2 + 4e-16) == .agrees)
  }

  @Test func aWrongGradientDiffers() {
    #expect(verdict(3, 3) == .disagrees)
    #expect(verdict(-2, -2) == .disagrees)
    #expect(verdict(2, 2.000_001) == .disagrees)
    #expect(verdict(2.000_001, 2) == .disagrees)
    #expect(verdict(2 + 1e-9, 2 + 1e-9) == .disagrees)
    #expect(verdict(.nan, .nan) == .disagrees)
    #expect(verdict(.infinity, .infinity) == .disagrees)
    #expect(verdict(2, .nan) == .disagrees)
  }

  @Test func aSingularPointExplainsADifferenceToTheDifferences() {
    #expect(verdict(3, 3, isSingular: true) == .singular)
    #expect(verdict(.nan, .nan, isSingular: true) == .singular)
    #expect(verdict(2, 2, isSingular: true, matters: true) == .agrees)
    let kink = FiniteDifference(of: { $0.magnitude }, at: 0)
    #expect(verdict(0, 0, at: 0, kink, isSingular: true, matters: true) == .singular)
    #expect(verdict(0, 0, at: 0, kink, isSingular: true, matters: false) == .agrees)
  }

  @Test func noSingularPointExplainsThatTheModesDiffer() {
    #expect(verdict(2, 3, isSingular: true, matters: true) == .disagrees)
  }

  @Test func withoutDifferencesNothingIsDecided() {
    let none = FiniteDifference(of: { $0.squareRoot() }, at: -1)
    #expect(verdict(2, 2, none) == .undecided)
    #expect(verdict(2, 2, value: .nan, none) == .notFinite)
    #expect(verdict(.nan, .nan, value: .nan, none) == .notFinite)
    #expect(verdict(.infinity, .infinity, none) == .notFinite)
    #expect(verdict(2, 3, none) == .disagrees)
    let rough = FiniteDifference(of: { (1e17 + $0) - 1e17 }, at: 1, noise: 16)
    #expect(verdict(1, 1, rough) == .undecided)
  }
}
