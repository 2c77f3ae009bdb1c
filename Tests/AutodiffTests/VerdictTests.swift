import Autodiff
import Testing

@Suite struct VerdictTests {
  private let difference = FiniteDifference(of: { 2 * $0 }, at: 1)

  private func verdict(
    _ reverse: Double, _ forward: Double, _ difference: FiniteDifference? = nil, isFinite: Bool = true,
    isSingular: Bool = false, matters: Bool = false
  ) -> GradientCheck.Verdict {
    GradientCheck.Verdict(
      reverse: reverse, forward: forward, difference: difference ?? self.difference, rounding: 1e-15,
      isFinite: isFinite, isSingular: isSingular, matters: matters)
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
    #expect(verdict(3, .nan) == .disagrees)
    #expect(verdict(.nan, 2) == .disagrees)
  }

  @Test func whereForwardModeMeetsZeroTimesInfinityTheGradientMayBeRight() {
    #expect(verdict(2, .nan) == .notFinite)
    let flat = FiniteDifference(of: { _ in 0 }, at: 1)
    #expect(verdict(0, .nan, flat) == .notFinite)
    #expect(verdict(.nan, 0, flat) == .disagrees)
  }

  @Test func anImpreciseGradientIsGivenItsDue() {
    let gradient = 2 + 1e-9
    #expect(verdict(gradient, gradient) == .disagrees)
    let imprecise = GradientCheck.Verdict(
      reverse: gradient, forward: gradient, difference: difference, rounding: 1e-15, imprecision: 1e-8)
    #expect(imprecise == .agrees)
  }

  @Test func aSingularPointExplainsADifferenceToTheDifferences() {
    #expect(verdict(3, 3, isSingular: true) == .singular)
    #expect(verdict(.nan, .nan, isSingular: true) == .singular)
    #expect(verdict(2, 2, isSingular: true, matters: true) == .agrees)
    let kink = FiniteDifference(of: { $0.magnitude }, at: 0)
    #expect(verdict(0, 0, kink, isSingular: true, matters: true) == .singular)
    #expect(verdict(0, 0, kink, isSingular: true, matters: false) == .agrees)
  }

  @Test func noSingularPointExplainsThatTheModesDiffer() {
    #expect(verdict(2, 3, isSingular: true, matters: true) == .disagrees)
  }

  @Test func withoutDifferencesNothingIsDecided() {
    let none = FiniteDifference(of: { $0.squareRoot() }, at: -1)
    #expect(verdict(2, 2, none) == .undecided)
    #expect(verdict(2, 2, none, isFinite: false) == .notFinite)
    #expect(verdict(.nan, .nan, none, isFinite: false) == .notFinite)
    #expect(verdict(.infinity, .infinity, none) == .notFinite)
    #expect(verdict(2, 3, none) == .disagrees)
    let rough = FiniteDifference(of: { (1e17 + $0) - 1e17 }, at: 1, noise: 16)
    #expect(verdict(1, 1, rough) == .undecided)
  }
}
