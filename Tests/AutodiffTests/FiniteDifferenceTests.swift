import Autodiff
import Foundation
import Testing

@Suite struct FiniteDifferenceTests {
  /// A function with its derivative, and the points to take it at.
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var function: @Sendable (Double) -> Double
    var derivative: @Sendable (Double) -> Double
    var points: [Double]
    /// How far rounding inside may move the value.
    var noise: (@Sendable (Double) -> Double)?

    var testDescription: String { name }
  }

  static let smooth = [
    Case(
      name: "exp", function: { exp($0) }, derivative: { exp($0) }, points: [0, 1, -1, 10, -30, 1e-9, 700]),
    Case(
      name: "sin", function: { sin($0) }, derivative: { cos($0) },
      points: [0, 1, 1e5, 1e8, 1e-9, 1e-300, .pi / 2]),
    Case(
      name: "sin of a million x", function: { sin(1e6 * $0) }, derivative: { 1e6 * cos(1e6 * $0) },
      points: [0, 1e-9, 0.3, 1], noise: { 1e-9 * $0 }),
    Case(
      name: "sin of 1/x", function: { sin(1 / $0) }, derivative: { -cos(1 / $0) / ($0 * $0) },
      points: [1e-5, 1e-3, 1e-2, 1], noise: { 2e-16 / $0 }),
    Case(name: "log", function: { log($0) }, derivative: { 1 / $0 }, points: [1, 1e-9, 1e9, 1e-300, 1e300]),
    Case(
      name: "reciprocal", function: { 1 / $0 }, derivative: { -1 / ($0 * $0) },
      points: [1, -3, 1e-9, 1e9, 1e-100]),
    Case(
      name: "square root", function: { $0.squareRoot() }, derivative: { 0.5 / $0.squareRoot() },
      points: [1, 1e-12, 4e10, 1e-300]),
    Case(name: "square", function: { $0 * $0 }, derivative: { 2 * $0 }, points: [0, 1, -5, 1e-300, 1e100]),
    Case(
      name: "cube", function: { $0 * $0 * $0 }, derivative: { 3 * $0 * $0 }, points: [0, 1, -5, 1e-8, 1e50]),
    Case(
      name: "stationary", function: { $0 * $0 * $0 - 3 * $0 }, derivative: { 3 * $0 * $0 - 3 },
      points: [-1, 0, 1, 1.000_000_1], noise: { _ in 1e-15 }),
    Case(
      name: "cancelling", function: { (1e10 + $0) - 1e10 }, derivative: { _ in 1 }, points: [0, 1, 100],
      noise: { _ in 2e-6 }),
    Case(
      name: "narrow peak", function: { exp(-1e4 * $0 * $0) },
      derivative: { -2e4 * $0 * exp(-1e4 * $0 * $0) }, points: [0, 1e-5, 1e-3, 1e-2],
      noise: { 1e-11 * $0 * $0 + 2e-16 }),
    Case(
      name: "steep", function: { tanh(20 * $0) }, derivative: { 20 * (1 - tanh(20 * $0) * tanh(20 * $0)) },
      points: [0, 0.01, 0.5], noise: { _ in 2e-16 }),
    Case(
      name: "relu", function: { max(0, $0) }, derivative: { $0 > 0 ? 1 : 0 },
      points: [1, -1, 1e-9, -1e-9, 1e-300]),
    Case(
      name: "relu beside its kink", function: { max(0, $0 - 1 + 1e-9) }, derivative: { _ in 1 }, points: [1],
      noise: { _ in 2e-16 }),
    Case(
      name: "once differentiable", function: { $0 < 0 ? 0 : $0 * $0 * $0 },
      derivative: { $0 < 0 ? 0 : 3 * $0 * $0 },
      points: [0, 1e-5, -1e-5]),
    Case(
      name: "rough", function: { pow($0.magnitude, 1.5) }, derivative: { 1.5 * $0.magnitude.squareRoot() },
      points: [0, 1e-6, 1]),
  ]

  @Test(arguments: smooth) func theEstimateIsHonest(_ example: Case) {
    for x in example.points {
      let difference = FiniteDifference(
        of: example.function, at: x, noise: example.noise.map { max($0(x), example.function(x).ulp) })
      let error = (difference.derivative - example.derivative(x)).magnitude
      #expect(error <= difference.error, "\(example.name) at \(x): \(difference), off by \(error)")
    }
  }

  @Test func theEstimateIsSmallWhereTheFunctionIsTame() {
    for (function, x) in [({ sin($0) }, 1.0), ({ exp($0) }, -1), ({ 1 / $0 }, 3), ({ log($0) }, 1e9)]
      as [((Double) -> Double, Double)]
    {
      let difference = FiniteDifference(of: function, at: x)
      #expect(difference.error <= 1e-10 * difference.derivative.magnitude)
    }
  }

  @Test func theEstimateGrowsWhereTheFunctionIsRough() {
    let kink = FiniteDifference(of: { max(0, $0 - 1 + 1e-9) }, at: 1, noise: 2e-16)
    #expect(kink.error > 1e-7)
    let staircase = FiniteDifference(of: { (1e10 + $0) - 1e10 }, at: 1, noise: 2e-6)
    #expect(staircase.error > 1e-6)
  }

  @Test func aKinkAtThePointIsSeen() {
    #expect(FiniteDifference(of: { $0.magnitude }, at: 0).isKinked)
    #expect(FiniteDifference(of: { max(0, $0) }, at: 0).isKinked)
    #expect(FiniteDifference(of: { $0 < 0 ? -1 : 1 }, at: 0).isKinked)
    for x in [0, 1, -1e-3] {
      #expect(!FiniteDifference(of: { $0 * $0 }, at: x).isKinked)
      #expect(!FiniteDifference(of: { cos($0) }, at: x).isKinked)
    }
  }

  @Test func aConstantIsFlat() {
    let difference = FiniteDifference(of: { _ in 4 }, at: 3)
    #expect(difference.isFlat && difference.derivative == 0 && difference.variation == 0)
    #expect(!FiniteDifference(of: { $0 }, at: 3).isFlat)
  }

  @Test func outsideTheDomainThereIsNoDerivative() {
    for difference in [
      FiniteDifference(of: { log($0) }, at: -1), FiniteDifference(of: { $0.squareRoot() }, at: 0),
      FiniteDifference(of: { _ in .nan }, at: 1), FiniteDifference(of: { $0 }, at: .infinity),
      FiniteDifference(of: { log($0) }, at: .leastNonzeroMagnitude),
    ] {
      #expect(difference.derivative.isNaN && difference.error == .infinity && difference.steps == nil)
    }
  }

  @Test func noStepLeavesTheDomain() {
    let difference = FiniteDifference(of: { log($0) }, at: 1e-3)
    #expect(difference.steps.map { $0.upperBound < 1e-3 } == true)
    #expect(difference.derivative.agrees(with: 1000, relative: 1e-9))
  }

  @Test func theFunctionIsCalledOnceForEachPlace() {
    var places: [Double] = []
    let difference = FiniteDifference(
      of: {
        places.append($0)
        return sin($0)
      }, at: 1)
    #expect(Set(places).count == places.count)
    #expect(difference.evaluations == places.count - 1)
    #expect(difference.evaluations <= 40)
  }
}
