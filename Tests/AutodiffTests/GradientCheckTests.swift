import Autodiff
import Testing

@Suite struct GradientCheckTests {
  // MARK: The exercises

  @Test func theArticlesCustomFunction() {
    let check = GradientCheck(at: [2, 3]) { x in x[0] ** 2 + x[1] ** 2 + 2 * x[0] * x[1] }
    #expect(check.agrees)
    #expect(check.outputs.map(\.data) == [25])
    #expect(check.variables.map(\.label) == ["x[0]", "x[1]"])
    #expect(check.entries.map(\.reverse) == [10, 10])
    #expect(check.entries.map(\.forward) == [10, 10])
    #expect(check.entries.allSatisfy { ($0.difference.derivative - 10).magnitude <= $0.difference.estimate })
    #expect(check.entries.map(\.verdict) == [.agrees, .agrees])
  }

  @Test func oneReversePassAgainstThreeForwardPasses() {
    let check = GradientCheck(at: [1, 2, 3]) { x in x[0] + x[1] + x[2] }
    #expect(check.reverse.rows == [[1, 1, 1]])
    #expect(check.forward.rows == [[1, 1, 1]])
    #expect(check.reverse.cost == DerivativeCost(passes: 1, operations: 4))
    #expect(check.forward.cost == DerivativeCost(passes: 3, operations: 5))
    #expect(check.differenceCost.passes == check.entries.reduce(0) { $0 + $1.difference.evaluations })
  }

  @Test func severalOutputsShareForwardPassesAndReplays() {
    let check = GradientCheck(at: [0.5]) { x in
      let (u, v) = (sin(x[0]), cos(x[0]))
      return [u, v, u * v]
    }
    #expect(check.agrees && check.entries.count == 3)
    #expect(check.reverse.cost.passes == 3 && check.forward.cost.passes == 1)
    #expect(check.differenceCost.passes < 50)
    #expect(check.entries.map(\.reverse) == check.reverse.rows.map { $0[0] })
  }

  @Test func whatIsNotUsedHasTheDerivativeZero() {
    let check = GradientCheck(at: [2, 3]) { x in x[0] * 2 }
    #expect(check.entries[1].verdict == .agrees)
    #expect(check.entries[1].reverse == 0 && check.entries[1].difference.evaluations == 0)
    #expect(check.forward.cost.passes == 1)
  }

  @Test func aVariableIsAnOutputToo() {
    let check = GradientCheck(at: [2]) { x in x[0] }
    #expect(check.entries.map(\.reverse) == [1] && check.agrees)
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
    #expect(check.entries.count == 4 && check.agrees)
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
    #expect(graph.check(y).entries.map(\.reverse) == [10])
    #expect(y.data == 25 && !graph.isStale)
  }

  @Test func constantsAreCheckedWhenTheyAreNamed() {
    let graph = Graph()
    let (x, c) = (graph.variable(2), graph.constant(3))
    #expect(graph.check(x * c, by: [c]).entries.map(\.reverse) == [2])
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
    let entry = check.entries[0]
    #expect(entry.verdict == .singular, "\(entry)")
    #expect(entry.singularPoints.map(\.text) == [text])
    #expect(entry.singularPoints.allSatisfy { !$0.isBeside && $0.operation == operation })
    #expect(check.agrees)
  }

  @Test func theNodeIsNamed() {
    let graph = Graph()
    let x = graph.variable(0)
    let h = relu(x).named("h")
    #expect(
      graph.check(h + x).entries[0].singularPoints.map(\.description)
        == ["relu 'h' where x = 0: the derivative is 0"])
    #expect(graph.check(relu(x) + x).entries[0].singularPoints[0].description.hasPrefix("relu #3 where"))
  }

  @Test func aKinkThatDoesNotMatterIsNotNamed() {
    let graph = Graph()
    let (x, y) = (graph.variable(0), graph.variable(1))
    // The factor 0 of the relu's derivative, on either side; another variable; another output.
    for output in [square(relu(x)), relu(square(x)), relu(x) * 0 + y] {
      let entry = graph.check(output).entries[0]
      #expect(entry.verdict == .agrees && entry.singularPoints.isEmpty, "\(entry)")
    }
    #expect(graph.check(y * y).entries.allSatisfy { $0.verdict == .agrees && $0.singularPoints.isEmpty })
  }

  @Test func aConventionWithoutAKinkAgreesAndIsNamed() {
    let check = GradientCheck(at: [25]) { x in softplus(x[0]) }
    #expect(check.entries[0].verdict == .agrees)
    #expect(check.entries[0].singularPoints.count == 1)
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
        let entry = graph.check(output, by: [variable]).entries[0]
        #expect(entry.verdict != .differs, "\(output) at \(distance): \(entry)")
      }
    }
  }

  @Test func aKinkNearerThanAnyStepIsNamed() {
    let graph = Graph()
    let x = graph.variable(1)
    let entry = graph.check(relu(x - (1 - 0x1p-52)).named("h")).entries[0]
    #expect(entry.reverse == 1)
    #expect(entry.verdict == .singular, "\(entry)")
    #expect(entry.singularPoints.map(\.description) == ["relu 'h' beside x = 0: the derivative is 0"])
  }

  // MARK: Not finite

  @Test func whatIsNotANumberAgreesWithNothing() {
    #expect(
      GradientCheck(at: [1, -1]) { x in x[0] + log(x[1]) }.entries.map(\.verdict) == [.notFinite, .singular])
    #expect(GradientCheck(at: [.nan]) { x in x[0] * 2 }.entries[0].verdict == .notFinite)
    #expect(GradientCheck(at: [.infinity]) { x in tanh(x[0]) }.entries[0].verdict == .notFinite)
    #expect(GradientCheck(at: [1000]) { x in exp(x[0]) }.entries[0].verdict == .notFinite)
  }

  @Test func aGradientThatIsNotANumberBesideAFlatFunctionDiffers() {
    let check = GradientCheck(at: [800]) { x in exp(-exp(x[0])) }
    #expect(check.entries[0].reverse.isNaN)
    #expect(check.entries[0].verdict == .differs && !check.agrees)
  }

  // MARK: Mismatches

  /// The rule 1 / sqrt(x² + 1), here and in PyTorch, overflows to a derivative of 0.
  @Test func aDerivativeThatOverflowsInsideIsFound() {
    let check = GradientCheck(at: [1e200]) { x in asinh(x[0]) }
    #expect(check.entries[0].reverse == 0 && check.entries[0].forward == 0)
    #expect(check.entries[0].difference.derivative.agrees(with: 1e-200, relative: 1e-9))
    #expect(check.entries[0].verdict == .differs && !check.agrees)
  }

  @Test func whatCannotBeResolvedIsUndecided() {
    #expect(GradientCheck(at: [1]) { x in x[0] * 1e-8 + 1e10 }.entries[0].verdict == .undecided)
    #expect(GradientCheck(at: [1e300]) { x in sin(x[0]) }.entries[0].verdict == .undecided)
    #expect(GradientCheck(at: [20]) { x in tanh(x[0]) }.entries[0].verdict != .differs)
  }

  // MARK: Many graphs

  @Test(arguments: Operation.computed) func everyRowAgreesAtItsSamples(_ operation: Operation) {
    for sample in operation.definition.samples {
      let graph = Graph()
      let constants = operation.definition.parameters.count
      let operands = sample.dropLast(constants).map { graph.variable($0) }
      let result = graph.apply(operation, to: operands, parameters: Array(sample.suffix(constants)))
      for entry in graph.check(result).entries {
        #expect(entry.verdict == .agrees, "\(entry)")
        let error = (entry.difference.derivative - entry.reverse).magnitude
        #expect(error <= entry.difference.estimate + entry.rounding, "\(entry)")
      }
    }
  }

  @Test func theRandomGraphsAgreeAndTheEstimatesAreHonest() throws {
    var verdicts: [GradientCheck.Verdict: Int] = [:]
    for (index, record) in try Reference.graphs().enumerated() {
      let graph = try record.record()
      let check = graph.check(graph[graph.count - 1])
      for entry in check.entries {
        verdicts[entry.verdict, default: 0] += 1
        guard entry.verdict == .agrees, let truth = record.grads[entry.variable.id]?.value else { continue }
        let error = (entry.difference.derivative - truth).magnitude
        #expect(error <= entry.difference.estimate + entry.rounding, "graph \(index): \(entry), but \(truth)")
      }
    }
    #expect(verdicts[.differs] == nil, "\(verdicts)")
    #expect(verdicts[.agrees, default: 0] > 1100, "\(verdicts)")
  }

  @Test func noRowDiffersAtItsSpecialPoints() throws {
    var differing: [String] = []
    for record in try Reference.operations.get() where record.upstream == nil && record.op != "asinh" {
      let graph = Graph()
      let operands = record.operands.map { graph.variable($0.value) }
      let operation = try #require(Operation.named(record.op))
      let result = graph.apply(operation, to: operands, parameters: record.parameters.map(\.value))
      for entry in graph.check(result).entries where entry.verdict == .differs {
        differing.append("\(record.op): \(entry)")
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
    #expect(verdict(3, 3) == .differs)
    #expect(verdict(-2, -2) == .differs)
    #expect(verdict(2, 2.000_001) == .differs)
    #expect(verdict(2.000_001, 2) == .differs)
    #expect(verdict(2 + 1e-9, 2 + 1e-9) == .differs)
    #expect(verdict(.nan, .nan) == .differs)
    #expect(verdict(.infinity, .infinity) == .differs)
    #expect(verdict(2, .nan) == .differs)
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
    #expect(verdict(2, 3, isSingular: true, matters: true) == .differs)
  }

  @Test func withoutDifferencesNothingIsDecided() {
    let none = FiniteDifference(of: { $0.squareRoot() }, at: -1)
    #expect(verdict(2, 2, none) == .undecided)
    #expect(verdict(2, 2, value: .nan, none) == .notFinite)
    #expect(verdict(.nan, .nan, value: .nan, none) == .notFinite)
    #expect(verdict(.infinity, .infinity, none) == .notFinite)
    #expect(verdict(2, 3, none) == .differs)
    let rough = FiniteDifference(of: { (1e17 + $0) - 1e17 }, at: 1, noise: 16)
    #expect(verdict(1, 1, rough) == .undecided)
  }
}
