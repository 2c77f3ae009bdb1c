import GradGraphPlatform

// Activations and their derivatives, each in the form that keeps its digits in both tails.
extension Math {
  /// Below it, e^x has not all digits.
  private static let exponentialEnd = -700.0

  /// 1 / (1 + e⁻ˣ), below 0 as eˣ / (1 + eˣ).
  @usableFromInline
  static func sigmoid(_ x: Double) -> Double {
    let power = exp(-x.magnitude)
    return quotient(x < 0 ? power : 1, Twofold.sum(1, power))
  }

  /// σ(x) σ(-x) = e^-|x| / (1 + e^-|x|)².
  static func sigmoidDerivative(_ x: Double) -> Double {
    let power = exp(-x.magnitude)
    let sum = Twofold.sum(1, power)
    return quotient(power, sum * sum)
  }

  static func sigmoidTail(_ x: Double) -> ScaledNumber { scaledExponential(Twofold(-x.magnitude)) }

  /// log(1 + eˣ), above 0 as x + log(1 + e⁻ˣ).
  static func softplus(_ x: Double) -> Double {
    x > 0 ? x + log1p(exp(-x)) : log1p(exp(x))
  }

  /// x / (1 + e⁻ˣ).
  static func silu(_ x: Double) -> Double {
    // A zero keeps its sign.
    if x > 40 || x == 0 { return x }
    if x >= 0 { return quotient(x, Twofold.sum(1, exp(-x))) }
    if x < exponentialEnd { return (ScaledNumber(x) * scaledExponential(Twofold(x))).double }
    let power = exp(x)
    return quotient(x * power, Twofold.sum(1, power))
  }

  /// σ(x) (1 + x σ(-x)); near its zero at -1.278, 1 + x + eˣ takes more digits than eˣ has.
  static func siluDerivative(_ x: Double) -> Double {
    if x >= 0 {
      let power = exp(-x)
      let sum = Twofold.sum(1, power)
      return quotient(1 + (power + x * power), sum * sum)
    }
    if x < exponentialEnd { return (scaledExponential(Twofold(x)) * ScaledNumber(1 + x)).double }
    let power = exp(x)
    let sum = Twofold.sum(1, power)
    guard x > -2, x < -0.6 else { return quotient(power * (1 + x + power), sum * sum) }
    let exact = exponential(Twofold(x))
    let scale = Double(sign: .plus, exponent: exact.exponent, significand: 1)
    let precise = Twofold(exact.significand.high * scale, exact.significand.low * scale)
    return quotient(power * ((precise + x) + 1).double, sum * sum)
  }

  // MARK: The normal distribution

  /// factor · e^(-x² · half), where half is 1 or 0.5.
  private static func gaussian(_ x: Double, _ half: Double, _ factor: Twofold) -> Double {
    // e^-1600 is nothing.
    if x.magnitude > 40 { return x.magnitude > 57 || half == 1 ? 0 : gaussianTail(x, half, factor).double }
    let square = Twofold.product(x, x)
    if square.high * half > -exponentialEnd { return gaussianTail(x, half, factor).double }
    let power = Twofold.product(exp(-square.high * half), factor.high)
    return power.high + (power.low + power.high * (factor.low / factor.high - square.low * half))
  }

  private static func gaussianTail(_ x: Double, _ half: Double, _ factor: Twofold) -> ScaledNumber {
    guard x.magnitude < 1e6 else { return .zero }
    let square = Twofold.product(x, x)
    return scaledExponential(Twofold(-square.high * half, -square.low * half)) * ScaledNumber(factor.high)
  }

  private static let twoOverRootPi = Twofold(0x1.20dd750429b6dp0, 0x1.1ae3a914fed8p-56)
  private static let inverseRootTwoPi = Twofold(0x1.9884533d43651p-2, -0x1.cbc0d30ebfd15p-56)
  private static let inverseRootTwo = Twofold(0x1.6a09e667f3bcdp-1, -0x1.bdd3413b26456p-55)

  /// 2/√π · e^(-x²).
  static func errorFunctionDerivative(_ x: Double) -> Double {
    x.isNaN ? x : gaussian(x, 1, twoOverRootPi)
  }

  static func errorFunctionTail(_ x: Double) -> ScaledNumber { gaussianTail(x, 1, twoOverRootPi) }

  /// The density of the standard normal distribution.
  private static func normalDensity(_ x: Double) -> Double { gaussian(x, 0.5, inverseRootTwoPi) }

  /// The distribution function of the standard normal distribution, as erfc(-x/√2) / 2. The rounding error of x/√2,
  /// which would cost 64 units in the last place at -8, is compensated.
  private static func normalCumulative(_ x: Double) -> Double {
    let z = inverseRootTwo * -x
    return 0.5 * erfc(z.high) - z.low * inverseRootPi * exp(-z.high * z.high)
  }

  private static let inverseRootPi = 0.564189583547756286948079451561

  /// Below it, the distribution function has not all digits.
  private static let normalEnd = -36.0

  /// x Φ(x).
  static func gelu(_ x: Double) -> Double {
    if x > normalEnd { return x > 40 ? x : x * normalCumulative(x) }
    return x.isFinite ? (gaussianTail(x, 0.5, inverseRootTwoPi) * ScaledNumber(-mills(x))).double : .nan
  }

  /// Φ(x) + x φ(x); near its zero at -0.752, in twice the digits.
  static func geluDerivative(_ x: Double) -> Double {
    if x > 40 { return x.isFinite ? 1 : .nan }
    if x > -1.3, x < -0.4 { return geluDerivativeNearZero(x) }
    if x > normalEnd { return normalCumulative(x) + x * normalDensity(x) }
    guard x.isFinite else { return .nan }
    return (gaussianTail(x, 0.5, inverseRootTwoPi) * ScaledNumber(x - mills(x) / x)).double
  }

  /// -x Φ(x) / φ(x) far below 0: 1 - 1/x² + 3/x⁴ - 15/x⁶ + … (Abramowitz and Stegun 26.2.12).
  private static func mills(_ x: Double) -> Double {
    let z = 1 / x / x
    return 1 - z * (1 - 3 * z * (1 - 5 * z * (1 - 7 * z * (1 - 9 * z * (1 - 11 * z * (1 - 13 * z))))))
  }

  /// Φ(x) = 1/2 + φ(x) (x + x³/3 + x⁵/(3·5) + …) (Abramowitz and Stegun 26.2.11).
  private static func geluDerivativeNearZero(_ x: Double) -> Double {
    let square = Twofold.product(x, x)
    var term = Twofold(x)
    var series = Twofold(2 * x)
    var odd = 3.0
    while term.high.magnitude > 1e-33 {
      term = term * square / Twofold(odd)
      series = series + term
      odd += 2
    }
    let power = exponential(Twofold(-0.5 * square.high, -0.5 * square.low))
    let scale = Double(sign: .plus, exponent: power.exponent, significand: 1)
    let density = Twofold(power.significand.high * scale, power.significand.low * scale) * inverseRootTwoPi
    return (density * series + 0.5).double
  }
}
