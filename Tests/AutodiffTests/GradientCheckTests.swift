import Autodiff
import Testing

@Suite struct GradientCheckTests {
  @Test("Exercise 2: x² + y² + 2xy is checked from Swift")
  func exercise2() {
    let check = GradientCheck(at: [3, -1]) { x in x[0] ** 2 + x[1] ** 2 + 2 * x[0] * x[1] }
    #expect(check.isPassed)
    #expect(check.rows.map(\.reverse) == [4, 4] && check.rows.map(\.forward) == [4, 4])
    #expect(check.rows.map(\.name) == ["x[0]", "x[1]"])
    #expect(check.rows.allSatisfy { ($0.difference.derivative - 4).magnitude < 1e-9 })
  }

  @Test("Exercise 5: one reverse pass against three forward passes")
  func exercise5() {
    let check = GradientCheck(at: [1, 2, 3]) { x in x[0] + x[1] + x[2] }
    #expect(check.isPassed && check.rows.map(\.reverse) == [1, 1, 1])
    #expect(check.reverseCost == Cost(passes: 1, operations: 4))
    #expect(check.forwardCost == Cost(passes: 3, operations: 5))
    #expect(check.differenceCost.passes == 96)
  }

  @Test("The estimate bounds the error at every sample of every row, and is small at most")
  func estimates() {
    var (total, sharp) = (0, 0)
    for operation in Operation.computed {
      let row = operation.definition
      for sample in row.samples {
        let graph = Graph()
        let operands = sample.prefix(sample.count - row.parameters.count).map { graph.variable($0) }
        let y = graph.apply(operation, to: operands, parameters: Array(sample.suffix(row.parameters.count)))
        for result in y.check().rows {
          let error = (result.difference.derivative - result.reverse).magnitude
          #expect(
            result.verdict == .agrees && error <= result.difference.error + 1e-15 * result.reverse.magnitude,
            "\(row.name) at \(sample): \(result)")
          total += 1
          if result.difference.error <= 1e-8 * max(1, result.reverse.magnitude) { sharp += 1 }
        }
      }
    }
    #expect(sharp * 20 >= total * 19, "\(sharp) of \(total) estimates are below 1e-8")
  }

  @Test("Smooth random graphs agree at all scales of their variables")
  func randomGraphs() {
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
      for row in check.rows { #expect(row.verdict == .agrees, "seed \(seed): \(row)") }
    }
  }

  @Test("A wrong gradient disagrees")
  func wrongGradient() {
    let graph = Graph()
    let x = graph.variable(0.7)
    let difference = sin(x).finiteDifference(by: x)
    let right = graph[1].derivative(by: x)
    func verdict(_ reverse: Double, _ forward: Double, isSingular: Bool = false) -> GradientCheck.Verdict {
      GradientCheck.verdict(
        reverse: reverse, forward: forward, difference: difference, isSingular: isSingular, rounding: 1e-15)
    }
    #expect(verdict(right, right) == .agrees)
    #expect(verdict(right + 1e-6, right + 1e-6) == .disagrees)
    #expect(verdict(right, right + 1e-6) == .disagrees)
    #expect(verdict(-right, -right, isSingular: true) == .singular)
    #expect(verdict(.nan, .nan) == .notFinite)
    #expect(verdict(.infinity, .infinity) == .notFinite)
    #expect(verdict(.nan, 1) == .disagrees)
    #expect(GradientCheck(at: [.nan]) { $0[0] }.rows[0].verdict == .notFinite)
  }

  @Test(
    "Kinks are named in the row's words, and a kink close by is recognised by its slopes",
    arguments: [0, 1e-14, -1e-14, 1e-9])
  func kinks(x: Double) throws {
    let check = GradientCheck(at: [x]) { v in relu(v[0]).named("h") + v[0] ** 2 }
    let row = try #require(check.rows.first)
    #expect(check.isPassed)
    if x == 0 {
      #expect(row.verdict == .singular)
      #expect(row.singularities == ["relu at h: x = 0: the derivative is 0"])
    } else {
      #expect(row.singularities.isEmpty)
      #expect(row.reverse == (x > 0 ? 1 : 0) + 2 * x)
    }
    let slopes = try #require(abs(x: 0).slopes)
    #expect(slopes.left == -1 && slopes.right == 1)
  }

  private func abs(x: Double) -> FiniteDifference {
    let graph = Graph()
    let variable = graph.variable(x)
    return Autodiff.abs(variable).finiteDifference(by: variable)
  }

  @Test("Data and staleness stay as they are, and unused variables agree with zero")
  func graphIsUntouched() {
    let graph = Graph()
    let (x, unused) = (graph.variable(2, named: "x"), graph.variable(5))
    let y = exp(x)
    let check = y.check()
    #expect(x.data == 2 && unused.data == 5 && y.data == exp(x).data && !graph.isStale)
    #expect(check.rows.map(\.verdict) == [.agrees, .agrees])
    #expect(check.rows[1].reverse == 0 && check.rows[1].difference.derivative == 0)
    x.data = 3
    #expect(y.check().rows[0].data == 3)
    #expect(y.data > 20)
  }

  @Test("A function that is not finite nearby has no differences, in words")
  func notFinite() {
    let check = GradientCheck(at: [-1]) { log($0[0]) }
    #expect(check.rows[0].verdict == .notFinite || check.rows[0].verdict == .singular)
    #expect(check.rows[0].difference.derivative.isNaN && check.isPassed)
  }

  @Test("The Jacobian is the same in both modes, and the cheaper is chosen")
  func jacobian() {
    let graph = Graph()
    let (s, t) = (graph.variable(0.5), graph.variable(2))
    let outputs = [sin(s), s * t, t ** 3]
    let forward = Jacobian(of: outputs, by: [s, t])
    let reverse = Jacobian(of: outputs, by: [s, t], mode: .reverse)
    #expect(forward.mode == .forward && forward.cost.passes == 2 && reverse.cost.passes == 3)
    #expect(forward.rows == reverse.rows)
    #expect(forward.rows[1] == [2, 0.5] && forward.rows[2] == [0, 12])
    #expect(Jacobian(of: [outputs[0]], by: [s, t]).mode == .reverse)
    #expect(graph.gradientRoot == nil)
  }
}
