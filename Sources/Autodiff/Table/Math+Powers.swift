import GradGraphPlatform

// The derivatives of powers.
extension Math {
  /// y x^(y - 1) for y ≠ 0.
  ///
  /// The exponent y - 1 may round: the lost part counts log x times. Where the power is no ordinary number, or no number
  /// at all, though its product with y may be one, it is computed with an exponent of its own.
  ///
  /// - Parameter power: xʸ for the exponents that need no more, and where x or y is 0 or not finite.
  static func powerDerivative(_ x: Double, _ y: Double, by power: (Double, Double) -> Double) -> Double {
    let exponent = Twofold.sum(y, -1)
    let power = power(x, exponent.high)
    let isOrdinary = power.magnitude > 1e-280 && power.magnitude < 1e280 && y.magnitude < 1e280
    if isOrdinary && exponent.low == 0 { return y * power }
    guard let far = scaledPowerDerivative(x, y) else { return y * power }
    if !isOrdinary { return far.double }
    let product = Twofold.product(y.magnitude, power.magnitude)
    let result = product.high + (product.low + product.high * (exponent.low * log(x.magnitude)))
    return far.significand < 0 ? -result : result
  }

  /// The same with an exponent of its own; `nil` where x or y is 0 or not finite, or x is negative and y not whole.
  static func scaledPowerDerivative(_ x: Double, _ y: Double) -> ScaledNumber? {
    guard y != 0, let power = scaledPower(x, Twofold.sum(y, -1)) else { return nil }
    let isOdd = y.magnitude < 0x1p53 && y.truncatingRemainder(dividingBy: 2) != 0
    return power * ScaledNumber(x < 0 && !isOdd ? -y : y)
  }

  /// x^y log x, the derivative by the exponent.
  static func powerDerivativeByExponent(_ x: Double, _ y: Double, _ out: Double) -> Double {
    if x == 0 && y >= 0 { return 0 }
    guard x > 0, x.isFinite, out.isNormal else {
      return scaledPowerDerivativeByExponent(x, y)?.double ?? out * log(x)
    }
    let logarithm = logarithm(Twofold(x))
    // Away from the ends of the range, where parts of products would be lost.
    let (scale, inverse) = out > 1 ? (0x1p-100, 0x1p100) : (0x1p100, 0x1p-100)
    let product = Twofold.product(out * scale, logarithm.high)
    return (product.high + (product.low + out * scale * logarithm.low)) * inverse
  }

  static func scaledPowerDerivativeByExponent(_ x: Double, _ y: Double) -> ScaledNumber? {
    guard x > 0, let power = scaledPower(x, Twofold(y)) else { return nil }
    return power * ScaledNumber(logarithm(Twofold(x)).double)
  }

  /// |x|^y; `nil` where x is 0, or one is not finite, or x is negative and y not whole.
  private static func scaledPower(_ x: Double, _ y: Twofold) -> ScaledNumber? {
    guard x != 0, x.isFinite, y.high.isFinite else { return nil }
    if x < 0, y.high != y.high.rounded() || y.low != y.low.rounded() { return nil }
    return power(x.magnitude, y)
  }
}
