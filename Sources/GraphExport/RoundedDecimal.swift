/// The digits that readers see of a number: `digits · 10^(exponent - count + 1)`.
struct RoundedDecimal {
  /// Trailing zeros stay: they say that the number is rounded.
  private(set) var digits: UInt64
  private(set) var count: Int
  /// The exponent of the first digit.
  private(set) var exponent: Int

  /// Up to here all digits before the point are kept.
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
    // 9999.7 has become 10000, which is one digit too many.
    if digits == PowersOfTen.integer(kept) {
      digits /= 10
      exponent += 1
    }
  }

  /// The same by one multiplication of doubles; `nil` where that can't tell: near a tie, near a number that has no more
  /// digits than these, and for numbers that are very large or small.
  ///
  /// The product is exact to two units in the last place, and the shortest decimal is as close to the double; with
  /// at most eight digits both are far less than the margin.
  init?(quick number: Double, _ precision: Int) {
    guard precision <= 8, number >= 1e-12, number < 1e20 else { return nil }
    var exponent = ShortestDecimal.floorLog10(ofPowerOfTwo: Int(number.exponent))
    if exponent + 1 >= 0
      ? number >= PowersOfTen.double(exponent + 1) : number * PowersOfTen.double(-exponent - 1) >= 1
    {
      exponent += 1
    }
    let kept = Self.kept(exponent, precision)
    let scale = kept - 1 - exponent
    let scaled = scale >= 0 ? number * PowersOfTen.double(scale) : number / PowersOfTen.double(-scale)
    let whole = UInt64(scaled)
    let fraction = scaled - Double(whole)
    let margin = 1e-6
    guard fraction > margin, fraction < 1 - margin, (fraction - 0.5).magnitude > margin else { return nil }
    digits = whole + (fraction > 0.5 ? 1 : 0)
    guard digits < PowersOfTen.integer(kept) else { return nil }
    (count, self.exponent) = (kept, exponent)
  }

  /// The number of digits to keep.
  private static func kept(_ exponent: Int, _ precision: Int) -> Int {
    exponent >= precision && exponent < largestPlainExponent ? exponent + 1 : precision
  }
}
