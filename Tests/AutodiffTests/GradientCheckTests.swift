import Autodiff
import Testing

@Suite struct GradientCheckTests {
  // MARK: The exercises

  @Test func theArticlesCustomFunction() {
    let check = GradientCheck(at: [2, 3]) { x in x[0] ** 2 + x[1] ** 2 + 2 * x[0] * x[1] }
    #expect(check.isPassed)
    #expect(check.outputs.map(\.data) == [25])
    #expect(check.variables.map(\.name) == ["x[0]", "x[1]"])
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
    #expect(check.rows.map(\.variable.data) == [0.5, 0.5, 0.5])
    #expect(check.rows.map(\.output.data) == check.outputs.map(\.data))
  }

  @Test func whatIsNotUsedHasTheDerivativeZero() {
    let check = GradientCheck(at: [2, 3]) { x in x[0] * 2 }
    #expect(check.rows[1].verdict == .agrees)
    #expect(check.rows[1].reverse == 0 && check.rows[1].difference.isFlat)
    #expect(check.forward.cost.passes == 1)
    let graph = Graph()
    let (x, _) = (graph.variable(2), graph.variable(3))
    // A graph is known to depend on nothing else.
    #expect((x * 2).check().rows[1].difference.evaluations == 0)
  }

  @Test func aVariableIsAnOutputToo() {
    let check = GradientCheck(at: [2]) { x in x[0] }
    #expect(check.rows.map(\.reverse) == [1] && check.isPassed)
    #expect(check.reverse.cost.operations == 0)
  }

  // MARK: Functions that are called anew

  @Test func aDetachedGradientIsFound() {
    let check = GradientCheck(at: [3]) { x in x[0] * x[0].data }
    #expect(!check.isPassed && check.rows[0].verdict == .disagrees)
    #expect(check.rows[0].reverse == 3 && (check.rows[0].difference.derivative - 6).magnitude < 1e-9)
    // Also where nothing that was recorded depends on the variable.
    let lost = GradientCheck(at: [3, 2]) { x in x[1] * (x[0].data * x[0].data) }
    #expect(lost.rows[0].verdict == .disagrees && lost.rows[0].reverse == 0)
    #expect(lost.rows[1].verdict == .agrees)
    // Two outputs, one of them right.
    let two = GradientCheck(at: [3]) { x in [x[0] * x[0], x[0] * x[0].data] }
    #expect(two.rows.map(\.verdict) == [.agrees, .disagrees])
  }

  @Test func aFunctionWithBranchesIsComparedOnItsBranch() {
    func branched(_ x: [Value]) -> Value { x[0].data > 2.9 ? x[0] * x[0] : x[0] + 1000 }
    let check = GradientCheck(at: [3], branched)
    #expect(check.rows[0].verdict == .agrees && check.rows[0].reverse == 6)
    // At the branch itself there is nothing on one side.
    let edge = GradientCheck(at: [(2.9).nextUp], branched)
    #expect(edge.rows[0].verdict == .undecided)
    #expect(edge.isPassed)
  }

  // MARK: Behind branches that are not taken

  @Test func aMaskedInfinityIsNamedAndIsNoFailure() {
    let graph = Graph()
    let x = graph.variable(800).named("x")
    let check = min(graph.constant(1), exp(x).named("e")).check()
    #expect(check.isPassed && check.rows[0].verdict == .masked)
    #expect(check.rows[0].singularPoints.map(\.text) == ["does not take e: behind it, 0 · inf is NaN"])
    // The other way round: forward mode meets it.
    let y = graph.variable(-2)
    let z = graph.variable(0)
    let quotient = relu(y) * exp(graph.variable(800))
    #expect(quotient.check([y]).rows[0].verdict != .disagrees)
    #expect((relu(y) / z).check([y]).isPassed)
    // A gradient that is wrong is none of that.
    let wrong = GradientCheck(at: [3]) { x in min(x[0], 10) * x[0].data }
    #expect(!wrong.isPassed)
  }

  // MARK: Sums that cancel

  @Test(arguments: [1e-8, 3e-9])
  func aSumThatCancelsIsUndecided(at x: Double) {
    let check = GradientCheck(at: [x]) { x in sin(x[0]) / x[0] }
    #expect(check.rows[0].verdict == .undecided, "\(check.rows[0])")
    #expect(GradientCheck(at: [0.1]) { x in sin(x[0]) / x[0] }.rows[0].verdict == .agrees)
    let other = GradientCheck(at: [x]) { x in (exp(x[0]) - 1) / x[0] }
    #expect(other.rows[0].verdict != .agrees || (other.rows[0].reverse - 0.5).magnitude < 0.05)
  }

  // MARK: The graph stays

  @Test func dataGradientsAndStalenessStayAsTheyAre() {
    let graph = Graph()
    let (x, y) = (graph.variable(2), graph.variable(3))
    let (u, v) = (x * exp(y), x / y)
    u.backward()
    let before = graph.values.map(\.description)
    let reached = graph.values.map(\.isReached)
    let check = GradientCheck(of: [u, v])
    #expect(check.rows.count == 4 && check.isPassed)
    #expect(graph.values.map(\.description) == before && graph.values.map(\.isReached) == reached)
    #expect(graph.gradientRoot == u && !graph.isStale)
    graph.forward()
    #expect(u.check().isPassed)
    #expect(x.grad == nil && graph.gradientRoot == nil)
  }

  @Test func aChangedLeafIsComputedFirst() {
    let graph = Graph()
    let x = graph.variable(2)
    let y = x * x
    x.data = 5
    #expect(y.check().rows.map(\.reverse) == [10])
    #expect(y.data == 25 && !graph.isStale)
  }

  @Test func constantsAreCheckedWhenTheyAreNamed() {
    let graph = Graph()
    let (x, c) = (graph.variable(2), graph.constant(3))
    #expect((x * c).check([c]).rows.map(\.reverse) == [2])
    #expect((x * c).check().variables.map(\.id) == [x.id])
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
    let check = (graph.apply(operation, to: leaves, parameters: parameters)).check()
    let row = check.rows[0]
    #expect(row.verdict == .singular, "\(row)")
    #expect(row.singularPoints.map(\.text) == [text])
    #expect(row.singularPoints.allSatisfy { !$0.isBeside && $0.operation == operation })
    #expect(check.isPassed)
  }

  @Test(
    "Where the condition does not hold exactly, nothing is named",
    arguments: [
      (Operation.powerConstant, [0.0], [0.0]), (.powerConstant, [0], [2]), (.power, [2, 0], []),
      (.atan2, [1e-200, 1e-200], []), (.hypot, [1e-200, 1e-200], []), (.product, [1e-200, 1e-200, 2], []),
      (.product, [0, 2, 3], []), (.softplus, [25], []), (.asinh, [1e200], []), (.divide, [1, 1e-100], []),
    ] as [(Autodiff.Operation, [Double], [Double])])
  func noPoint(_ operation: Autodiff.Operation, _ operands: [Double], _ parameters: [Double]) {
    let graph = Graph()
    let leaves = operands.map { graph.variable($0) }
    let check = graph.apply(operation, to: leaves, parameters: parameters).check()
    for row in check.rows {
      #expect(row.verdict == .agrees && row.singularPoints.isEmpty, "\(row)")
    }
  }

  @Test func theNodeIsNamed() {
    let graph = Graph()
    let x = graph.variable(0)
    let h = relu(x).named("h")
    #expect(
      (h + x).check().rows[0].singularPoints.map(\.description)
        == ["relu at h, x = 0: the derivative is 0"])
    #expect((relu(x) + x).check().rows[0].singularPoints[0].description.hasPrefix("relu at #3, x = 0"))
  }

  @Test func everyOutputIsJudgedAtThePoint() {
    let check = GradientCheck(at: [0]) { x in [exp(x[0]), relu(x[0]), x[0] ** 2 + abs(x[0])] }
    #expect(check.rows.map(\.verdict) == [.agrees, .singular, .singular])
    #expect(check.rows.map(\.singularPoints.count) == [0, 1, 1])
  }

  @Test func aKinkThatDoesNotMatterIsNotNamed() {
    let graph = Graph()
    let (x, y) = (graph.variable(0), graph.variable(1))
    // The factor 0 of the relu's derivative, on either side; another variable; another output.
    for output in [square(relu(x)), relu(square(x)), relu(x) * 0 + y] {
      let row = output.check().rows[0]
      #expect(row.verdict == .agrees && row.singularPoints.isEmpty, "\(row)")
    }
    #expect((y * y).check().rows.allSatisfy { $0.verdict == .agrees && $0.singularPoints.isEmpty })
  }

  @Test func aConventionWithoutAKinkAgreesAndIsNamed() {
    // Half of each operand is the derivative of the larger function, too.
    let check = GradientCheck(at: [2]) { x in max(x[0], x[0]) }
    #expect(check.rows[0].verdict == .agrees)
    #expect(!check.rows[0].singularPoints.isEmpty)
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
        let row = output.check([variable]).rows[0]
        #expect(row.verdict != .disagrees, "\(output) at \(distance): \(row)")
      }
    }
  }

  @Test func aKinkNearerThanAnyStepIsNamed() {
    let graph = Graph()
    let x = graph.variable(1)
    let row = (relu(x - (1 - 0x1p-52)).named("h")).check().rows[0]
    #expect(row.reverse == 1)
    #expect(row.verdict == .singular, "\(row)")
    #expect(row.singularPoints.map(\.description) == ["relu at h, beside x = 0: the derivative is 0"])
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

  @Test func aDerivativeThatOverflowsInsideInPyTorchIsRightHere() {
    let check = GradientCheck(at: [1e200]) { x in asinh(x[0]) }
    #expect(check.rows[0].reverse == 1e-200 && check.rows[0].forward == 1e-200)
    #expect(check.rows[0].difference.derivative.agrees(with: 1e-200, relative: 1e-9))
    #expect(check.rows[0].verdict == .agrees && check.isPassed)
  }

  /// What comes from above is 1e400 in between, and what comes from below 1e-400.
  @Test func aDerivativeThatOverflowsOnTheWayIsFound() {
    let check = GradientCheck(at: [1e200]) { x in x[0] * 1e-200 * 1e-200 * 1e200 * 1e200 }
    #expect(check.rows[0].reverse == .infinity && check.rows[0].forward == 0)
    #expect(check.rows[0].difference.derivative.agrees(with: 1, relative: 1e-9))
    #expect(check.rows[0].verdict == .disagrees && !check.isPassed)
  }

  /// 1 - tanh² has lost half of its digits, which the logarithm brings to light.
  @Test func aDerivativeThatIsImpreciseItselfIsNoMismatch() {
    let check = GradientCheck(at: [9]) { x in log(1 - tanh(x[0])) }
    let row = check.rows[0]
    #expect(row.verdict == .agrees, "\(row)")
    #expect(row.imprecision > 1e-10 && row.rounding < 1e-14, "\(row)")
  }

  @Test func whatCannotBeResolvedIsUndecided() {
    #expect(GradientCheck(at: [1]) { x in x[0] * 1e-8 + 1e10 }.rows[0].verdict == .undecided)
    #expect(GradientCheck(at: [1e300]) { x in sin(x[0]) }.rows[0].verdict == .undecided)
    #expect(GradientCheck(at: [20]) { x in tanh(x[0]) }.rows[0].verdict != .disagrees)
  }

  /// A seeded search: operations of all kinds at all sizes of numbers, whose gradients are not to be doubted but where
  /// asinh and acosh overflow inside, as PyTorch's do, or the angle of a sine is lost.
  @Test func hardlyAnyFiniteGradientOfWildGraphsIsDoubted() {
    var (finite, doubted) = (0, 0)
    for seed in UInt64(1)...1500 {
      var generator = SplitMix(seed: seed)
      let graph = RandomGraph.any(&generator)
      for row in graph[graph.count - 1].check().rows where row.reverse.isFinite {
        finite += 1
        if row.verdict == .disagrees { doubted += 1 }
      }
    }
    #expect(finite > 3000 && doubted == 0, "\(doubted) of \(finite)")
  }

  // MARK: Many graphs

  @Test(arguments: Operation.computed) func everyRowAgreesAtItsSamples(_ operation: Operation) {
    for sample in operation.definition.samples {
      let graph = Graph()
      let constants = operation.definition.parameters.count
      let operands = sample.dropLast(constants).map { graph.variable($0) }
      let result = graph.apply(operation, to: operands, parameters: Array(sample.suffix(constants)))
      for row in result.check().rows {
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
      let check = graph[graph.count - 1].check()
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
      for row in result.check().rows where row.verdict == .disagrees {
        differing.append("\(record.op): \(row)")
      }
    }
    #expect(differing == [])
  }

  @Test func smoothRandomGraphsAgreeAtAllScalesOfTheirVariables() {
    for seed in UInt64(1)...60 {
      var generator = SplitMix(seed: seed)
      let graph = Graph()
      for _ in 0..<3 {
        let size = ([1e-9, 1e-3, 1, 1e4] as [Double]).randomElement(using: &generator) ?? 1
        _ = graph.variable(size * Double.random(in: 0.5...2, using: &generator))
      }
      for _ in 0..<15 {
        let x = graph[Int.random(in: 0..<graph.count, using: &generator)]
        let y = graph[Int.random(in: 0..<graph.count, using: &generator)]
        switch Int.random(in: 0..<6, using: &generator) {
        case 0: _ = x + y
        case 1: _ = tanh(x) * y
        case 2: _ = x / (2 + square(tanh(y)))
        case 3: _ = sin(x)
        case 4: _ = log(1 + square(x))
        default: _ = sigmoid(x) ** 1.5
        }
      }
      let check = graph[graph.count - 1].check()
      for row in check.rows {
        // A derivative that vanishes beside the value can't be told from rounding.
        let isTiny = row.verdict == .undecided && row.reverse.magnitude < 1e-9 * row.output.data.magnitude
        #expect(row.verdict == .agrees || isTiny, "seed \(seed): \(row)")
      }
    }
  }
}
