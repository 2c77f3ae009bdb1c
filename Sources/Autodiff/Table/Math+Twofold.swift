import GradGraphPlatform

// Exponentials and logarithms with twice the digits, and with an exponent of their own: for results in which the
// rounding error counts, and for powers that are no doubles. They take some 300 ns, so they serve only where
// the platform's functions are not enough.
extension Math {
  /// log 2 as the sum of three numbers; multiples of the first two up to 2^20 are exact.
  private static let (ln2High, ln2Middle, ln2Low) =
    (0x1.62e42feep-1, 0x1.a39ef356p-33, 0x1.93c7673007e5fp-65)
  /// 1 / log 2 and 1 / log 10.
  static let inverseLn2 = Twofold(0x1.71547652b82fep0, 0x1.777d0ffda0d24p-56)
  static let inverseLn10 = Twofold(0x1.bcb7b1526e50ep-2, 0x1.95355baaafad3p-57)
  /// 1 / n! for n = 3…10.
  private static let inverseFactorials = [
    Twofold(0x1.5555555555555p-3, 0x1.5555555555555p-57),
    Twofold(0x1.5555555555555p-5, 0x1.5555555555555p-59),
    Twofold(0x1.1111111111111p-7, 0x1.1111111111111p-63),
    Twofold(0x1.6c16c16c16c17p-10, -0x1.f49f49f49f49fp-65),
    Twofold(0x1.a01a01a01a01ap-13, 0x1.a01a01a01a01ap-73),
    Twofold(0x1.a01a01a01a01ap-16, 0x1.a01a01a01a01ap-76),
    Twofold(0x1.71de3a556c734p-19, -0x1.c154f8ddc6cp-73),
    Twofold(0x1.27e4fb7789f5cp-22, 0x1.cbbc05b4fa99ap-76),
  ]

  /// eˣ as a number from 0.7 to 1.5 times a power of two, for |x| below 10⁶.
  static func exponential(_ x: Twofold) -> (significand: Twofold, exponent: Int) {
    let k = (x.high * inverseLn2.high).rounded()
    let rest = (Twofold.sum(x.high, -k * ln2High) + -k * ln2Middle) + x.low
    return (exponentialMinusOne(rest + Twofold.product(-k, ln2Low)) + 1, Int(k))
  }

  /// eˣ - 1 for |x| below 0.4, with all digits also near 0: the series of e^r - 1 for r = x / 512, and nine times
  /// e^2r - 1 = (e^r - 1)² + 2 (e^r - 1).
  static func exponentialMinusOne(_ x: Twofold) -> Twofold {
    let r = Twofold(x.high * 0x1p-9, x.low * 0x1p-9)
    var series = Twofold(0)
    for coefficient in inverseFactorials.reversed() { series = (series + coefficient) * r }
    var power = r + r * r * (series + 0.5)
    for _ in 0..<9 { power = power * power + Twofold(2 * power.high, 2 * power.low) }
    return power
  }

  /// log x for a finite x above 0: Newton's step from the platform's logarithm, l + (x e^-l - 1).
  static func logarithm(_ x: Twofold) -> Twofold {
    let high = ScaledNumber(x.high)
    let (significand, exponent) =
      high.significand > 1.4 ? (high.significand / 2, high.exponent + 1) : (high.significand, high.exponent)
    let m = Twofold(significand, x.low == 0 ? 0 : ScaledNumber(x.low, exponent: -exponent).double)
    let start = log(m.high)
    let error = (m + -1) + m * exponentialMinusOne(Twofold(-start))
    let k = Double(exponent)
    return (Twofold.product(k, ln2Low) + k * ln2Middle) + k * ln2High + (error - error * error * 0.5) + start
  }

  /// xʸ for a finite x above 0 and an exponent that is the sum of two doubles.
  static func power(_ x: Double, _ y: Twofold) -> ScaledNumber {
    let logarithm = logarithm(Twofold(x))
    // Beyond, the product would overflow on the way.
    let size = logarithm.high * y.high
    return scaledExponential(size.magnitude < 1e6 ? logarithm * y : Twofold(size))
  }

  /// eˣ with an exponent of its own.
  static func scaledExponential(_ x: Twofold) -> ScaledNumber {
    // Beyond, no factor of a gradient makes an ordinary number of it.
    if !(x.high.magnitude < 1e6) { return ScaledNumber(x.high < 0 ? 0 : x.high > 0 ? .infinity : .nan) }
    let power = exponential(x)
    return ScaledNumber(power.significand.double, exponent: power.exponent)
  }

  /// e^(a - b), where a - b may lose digits: e^h (1 + l) for a - b = h + l.
  static func exponential(_ a: Double, minus b: Double) -> Double {
    let difference = Twofold.sum(a, -b)
    let power = exp(difference.high)
    return difference.low.isFinite ? power + power * difference.low : power
  }

  /// x² + y² as a number of ordinary size times 4^exponent; both finite, not both 0.
  static func squaredLength(_ x: Double, _ y: Double) -> (square: Twofold, exponent: Int) {
    let (a, b) = (ScaledNumber(x), ScaledNumber(y))
    let exponent =
      a.significand == 0 ? b.exponent : b.significand == 0 ? a.exponent : max(a.exponent, b.exponent)
    let (u, v) = (
      ScaledNumber(a.significand, exponent: a.exponent - exponent).double,
      ScaledNumber(b.significand, exponent: b.exponent - exponent).double
    )
    return (Twofold.product(u, u) + Twofold.product(v, v), exponent)
  }
}
