import GradGraphPlatform

/// The platform's functions under names that the operations on ``Value`` do not hide, and the few that the
/// platform lacks.
@usableFromInline
enum Math {
  static let ln2 = 0.693147180559945309417232121458
  static let ln10 = 2.30258509299404568401799145468
  static let twoOverRootPi = 1.12837916709551257389615890312
  static let inverseRootTwoPi = 0.398942280401432677939946059934
  static let inverseRootTwo = 0.707106781186547524400844362105

  /// log(1 + eˣ), and x itself above 20, as PyTorch's softplus does.
  static func softplus(_ x: Double) -> Double { x > 20 ? x : log1p(exp(x)) }

  /// The distribution function of the standard normal distribution.
  static func normalCumulative(_ x: Double) -> Double { 0.5 * (1 + erf(x * inverseRootTwo)) }

  /// The density of the standard normal distribution.
  static func normalDensity(_ x: Double) -> Double { inverseRootTwoPi * exp(-0.5 * x * x) }

  /// 1 / (x² + y²), and 0 where x² + y² is 0.
  static func inverseSquaredLength(_ x: Double, _ y: Double) -> Double {
    let squared = x * x + y * y
    return squared == 0 ? 0 : 1 / squared
  }

  /// -1, 0 or 1; 0 for NaN, as PyTorch's `sign`.
  static func sign(_ x: Double) -> Double { x > 0 ? 1 : x < 0 ? -1 : 0 }

  /// The larger, NaN if one is NaN, the first at a tie (of 0 and -0).
  static func maximum(_ x: Double, _ y: Double) -> Double { x.isNaN ? x : y.isNaN ? y : x < y ? y : x }

  /// The smaller, NaN if one is NaN, the first at a tie (of 0 and -0).
  static func minimum(_ x: Double, _ y: Double) -> Double { x.isNaN ? x : y.isNaN ? y : x > y ? y : x }
}
