/// The shortest decimal number that reads back to a given double: `digits · 10^exponent`.
///
/// The algorithm is Schubfach (Raffaello Giulietti, "The Schubfach way to render doubles", 2020): the candidates in the
/// interval that rounds to the double are found with one multiplication by a power of ten, rounded to odd.
struct ShortestDecimal: Equatable {
  /// The digits, without trailing zeros.
  var digits: UInt64
  var exponent: Int

  /// - Parameter number: finite and positive.
  init(_ number: Double) {
    (digits, exponent) = Self.schubfach(number)
    removeTrailingZeros()
  }

  private mutating func removeTrailingZeros() {
    guard digits % 10 == 0 else { return }
    while digits % 10_000 == 0 {
      digits /= 10_000
      exponent += 4
    }
    while digits % 10 == 0 {
      digits /= 10
      exponent += 1
    }
  }

  private static func schubfach(_ number: Double) -> (UInt64, Int) {
    let bits = number.significandBitPattern
    let isSubnormal = number.exponentBitPattern == 0
    let c = isSubnormal ? bits : bits | 1 << 52
    let q = isSubnormal ? -1074 : Int(number.exponentBitPattern) - 1075
    // Below a power of two, doubles are twice as dense.
    let isRegular = bits != 0 || number.exponentBitPattern <= 1
    let k = isRegular ? floorLog10(ofPowerOfTwo: q) : floorLog10(ofThreeQuartersOfPowerOfTwo: q)
    let h = q + floorLog2(ofPowerOfTen: -k) + 1
    let power = PowersOfTen.table[-k]
    let isOdd = c & 1
    let lower = roundedToOdd(power, (4 * c - (isRegular ? 2 : 1)) << h) + isOdd
    let middle = roundedToOdd(power, (4 * c) << h)
    let upper = roundedToOdd(power, (4 * c + 2) << h) - isOdd

    let s = middle / 4
    if s >= 10 {
      let short = s / 10
      let isBelowInside = lower <= 40 * short
      let isAboveInside = 40 * short + 40 <= upper
      if isBelowInside != isAboveInside { return (short + (isAboveInside ? 1 : 0), k + 1) }
    }
    let isBelowInside = lower <= 4 * s
    let isAboveInside = 4 * s + 4 <= upper
    if isBelowInside != isAboveInside { return (s + (isAboveInside ? 1 : 0), k) }
    let tie = 4 * s + 2
    return (s + (middle > tie || (middle == tie && s & 1 == 1) ? 1 : 0), k)
  }

  private static func roundedToOdd(_ power: (high: UInt64, low: UInt64), _ factor: UInt64) -> UInt64 {
    let low = power.low.multipliedFullWidth(by: factor).high
    let high = power.high.multipliedFullWidth(by: factor)
    let (sum, carries) = high.low.addingReportingOverflow(low)
    return (high.high + (carries ? 1 : 0)) | (sum > 1 ? 1 : 0)
  }

  static func floorLog10(ofPowerOfTwo e: Int) -> Int { (e * 1_262_611) >> 22 }
  private static func floorLog10(ofThreeQuartersOfPowerOfTwo e: Int) -> Int {
    (e * 1_262_611 - 524_031) >> 22
  }
  static func floorLog2(ofPowerOfTen e: Int) -> Int { (e * 1_741_647) >> 19 }
}
