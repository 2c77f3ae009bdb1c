/// The digits of a number for readers: `digits · 10^(exponent - count + 1)`.
struct RoundedDecimal {
  /// The digits; trailing zeros show that the number is rounded.
  private(set) var digits: UInt64
  private(set) var count: Int
  /// The exponent of the first digit.
  private(set) var exponent: Int

  /// The exponent below which all digits before the point are kept.
  static let largestPlainExponent = 6

  /// Rounds half away from zero.
  init(_ decimal: ShortestDecimal, _ precision: Int) {
    digits = decimal.digits
    count = Digits.digitCount(digits)
    exponent = decimal.exponent + count - 1
    let kept = Self.kept(exponent, precision)
    guard count > kept else { return }
    let unit = PowersOfTen.integer(count - kept)
    let (quotient, rest) = digits.quotientAndRemainder(dividingBy: unit)
    digits = quotient + (rest * 2 >= unit ? 1 : 0)
    count = kept
    // 9999.7 was rounded to 10000, which is one digit too many.
    if digits == PowersOfTen.integer(kept) {
      digits /= 10
      exponent += 1
    }
  }

  /// The same by one multiplication of doubles; `nil` if that cannot decide: near a tie, and for very large
  /// or small numbers.
  ///
  /// The product is exact to two units in the last place, and the shortest decimal is as close to the double;
  /// with at most eight digits both errors are far below the margin. A decimal of at most eight digits that
  /// reads back to the double is its shortest (up to 15 digits, different decimals are different doubles).
  @inline(__always)
  init?(quick number: Double, _ precision: Int) {
    guard precision <= 8, number >= 1e-30, number < 1e30 else { return nil }
    var exponent = ShortestDecimal.floorLog10(ofPowerOfTwo: Int(number.exponentBitPattern) - 1023)
    if Self.scaled(number, -exponent - 1) >= 1 { exponent += 1 }
    let kept = Self.kept(exponent, precision)
    let scale = kept - 1 - exponent
    let scaled = Self.scaled(number, scale)
    let whole = Int64(scaled)
    let fraction = scaled - Double(whole)
    let margin = 1e-6
    guard (fraction - 0.5).magnitude > margin else { return nil }
    let nearest = whole + (fraction > 0.5 ? 1 : 0)
    guard nearest < Int64(PowersOfTen.integer(kept)) else { return nil }
    digits = UInt64(truncatingIfNeeded: nearest)
    (count, self.exponent) = (kept, exponent)
    guard (scaled - Double(nearest)).magnitude < margin else { return }
    // If the number has no more digits than these, it is not rounded, and trailing zeros are removed.
    guard scale.magnitude <= 22 else { return nil }
    if Self.scaled(Double(nearest), -scale) == number {
      while digits % 10 == 0 {
        digits /= 10
        count -= 1
      }
    }
  }

  /// The product, correctly rounded for factors up to 10^22.
  @inline(__always)
  private static func scaled(_ number: Double, _ exponent: Int) -> Double {
    exponent >= 0 ? number * PowersOfTen.double(exponent) : number / PowersOfTen.double(-exponent)
  }

  /// The number of digits to keep.
  private static func kept(_ exponent: Int, _ precision: Int) -> Int {
    exponent >= precision && exponent < largestPlainExponent ? exponent + 1 : precision
  }
}
