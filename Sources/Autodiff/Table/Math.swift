import GradGraphPlatform

/// The platform's functions under names that the operations on ``Value`` do not hide, and those that the platform lacks
/// or rounds too roughly.
@usableFromInline
enum Math {
  /// -1, 0 or 1; 0 for NaN, as PyTorch's `sign`.
  static func sign(_ x: Double) -> Double { x > 0 ? 1 : x < 0 ? -1 : 0 }

  /// The larger, NaN if one is NaN, the first at a tie (of 0 and -0).
  static func maximum(_ x: Double, _ y: Double) -> Double { x.isNaN ? x : y.isNaN ? y : x < y ? y : x }

  /// The smaller, NaN if one is NaN, the first at a tie (of 0 and -0).
  static func minimum(_ x: Double, _ y: Double) -> Double { x.isNaN ? x : y.isNaN ? y : x > y ? y : x }

  /// n / d, rounded as one double: the quotient plus a correction by the remainder n - quotient · d.
  static func quotient(_ n: Double, _ d: Twofold) -> Double {
    let quotient = n / d.high
    let product = Twofold.product(quotient, d.high)
    return quotient + (((n - product.high) - product.low) - quotient * d.low) / d.high
  }

  /// c / x, rounded as one double.
  static func quotient(_ c: Twofold, by x: Double) -> Double { c.high / x + c.low / x }

  /// c / x for an x that is finite and not 0.
  static func inverse(_ x: Double, times c: Double) -> ScaledNumber? {
    x == 0 || !x.isFinite ? nil : ScaledNumber(x).inverse * ScaledNumber(c)
  }

  /// x / y² without the digits that x / y loses among the subnormal numbers; `out` is x / y.
  @usableFromInline
  static func quotientDerivative(_ x: Double, _ y: Double, _ out: Double) -> Double {
    guard y != 0, x.isFinite, y.isFinite else { return out / y }
    let inverse = ScaledNumber(y).inverse
    return (ScaledNumber(x) * inverse * inverse).double
  }

  // MARK: Algebraic derivatives

  /// Above it, 1 + x² is x² for a double.
  private static let squareEnd = 1e9

  /// 1 / (1 + x²).
  static func inverseOfOnePlusSquare(_ x: Double) -> Double {
    x.magnitude > squareEnd ? 1 / x / x : quotient(1, Twofold.product(x, x) + 1)
  }

  /// 1 / (1 - x²).
  static func inverseOfOneMinusSquare(_ x: Double) -> Double {
    if x.magnitude > squareEnd { return -(1 / x / x) }
    let square = -Twofold.product(x, x) + 1
    return square.high == 0 ? .infinity : quotient(1, square)
  }

  /// 1 / √(1 - x²).
  static func inverseRootOfOneMinusSquare(_ x: Double) -> Double {
    if x.magnitude >= 1 { return 1 / (1 - x * x).squareRoot() }
    return (-Twofold.product(x, x) + 1).inverseSquareRoot.double
  }

  /// 1 / √(x² + offset), for an offset of 1 or -1.
  static func inverseRootOfSquare(_ x: Double, plus offset: Double) -> Double {
    if x.magnitude > squareEnd { return 1 / x.magnitude }
    let square = Twofold.product(x, x) + offset
    return square.high > 0 ? square.inverseSquareRoot.double : 1 / square.high.squareRoot()
  }

  /// n / (x² + y²), which neither overflows nor underflows on the way; all finite, x and y not both 0.
  static func quotient(_ n: Double, bySquaredLengthOf x: Double, _ y: Double) -> ScaledNumber {
    let (square, exponent) = squaredLength(x, y)
    let n = ScaledNumber(n)
    if n.significand == 0 { return n }
    return ScaledNumber(quotient(n.significand, square), exponent: n.exponent - 2 * exponent)
  }

  /// x / √(x² + y²), in the same way.
  static func cosine(_ x: Double, _ y: Double) -> ScaledNumber {
    let (square, exponent) = squaredLength(x, y)
    let x = ScaledNumber(x)
    if x.significand == 0 { return x }
    return ScaledNumber(
      (square.inverseSquareRoot * x.significand).double, exponent: x.exponent - exponent)
  }

  /// n / (x² + y²) as a double; 0 at x = y = 0, and the result of PyTorch's formula if an operand is not finite.
  static func angleDerivative(_ n: Double, _ x: Double, _ y: Double) -> Double {
    if x == 0 && y == 0 { return 0 }
    guard x.isFinite, y.isFinite else { return n * (1 / (x * x + y * y)) }
    return quotient(n, bySquaredLengthOf: x, y).double
  }

  /// x / √(x² + y²) as a double, where the root is `out`.
  static func lengthDerivative(_ x: Double, _ y: Double, _ out: Double) -> Double {
    guard x.isFinite, y.isFinite, x != 0 || y != 0 else { return x / out }
    return cosine(x, y).double
  }

  /// The cube root as t (1 + r), where t has 23 bits and r is small (W. Kahan's step for the C library of FreeBSD); the
  /// platform's own may be off by 4 units in the last place. For a finite x that is not 0.
  private static func cubeRootParts(_ x: Double) -> (t: Double, r: Double) {
    let start = cbrt(x).bitPattern &+ (1 << 29)
    let t = Double(bitPattern: start & ~((1 << 30) - 1))
    let quotient = x / (t * t)
    return (t, (quotient - t) / (t + t + quotient))
  }

  static func cubeRoot(_ x: Double) -> Double {
    guard x != 0, x.isFinite else { return x }
    let (t, r) = cubeRootParts(x)
    return t + t * r
  }

  /// 1 / (3 ∛x²): 3t² is exact, and 1 / (1 + r)² = 1 - 2r + 3r² - 4r³ + ….
  static func cubeRootDerivative(_ x: Double) -> Double {
    guard x != 0, x.isFinite else { return 1 / (3 * x * x) }
    let (t, r) = cubeRootParts(x)
    let outer = 1 / (3 * (t * t))
    return outer - outer * (r * (2 - r * (3 - 4 * r)))
  }

  /// The inverse of cosh; the platform's may be off by more than 2 units in the last place.
  static func inverseCosh(_ x: Double) -> Double {
    if !(x < 0x1p28) { return log(x) + ln2 }
    if x < 1 { return .nan }
    let t = x - 1
    if x > 2 { return log(x + x - 1 / (x + (x * x - 1).squareRoot())) }
    let square = Twofold.product(t, t) + (2 * t)
    let root = square.high.squareRoot()
    guard root > 0 else { return 0 }
    let rest = (square - Twofold.product(root, root)).double / (2 * root)
    let sum = Twofold.sum(root, t)
    return log1p(sum.high) + (sum.low + rest) / (1 + sum.high)
  }

  private static let ln2 = 0.693147180559945309417232121458
}
