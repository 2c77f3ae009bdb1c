/// The shortest decimal number that reads back to a given double: `digits · 10^exponent`.
///
/// The algorithm is Schubfach (Raffaello Giulietti, "The Schubfach way to render doubles", 2020): the candidates in the
/// interval that rounds to the double are found with one multiplication by a power of ten, rounded to odd.
struct ShortestDecimal: Equatable {
  /// Without trailing zeros; 0 for zero.
  var digits: UInt64
  var exponent: Int

  /// - Parameter number: finite and not negative.
  init(_ number: Double) {
    let integer = UInt64(exactly: number)
    if let integer, integer < 1 << 53 {
      // Every digit of an integer of this size counts.
      (digits, exponent) = (integer, 0)
    } else {
      (digits, exponent) = Self.schubfach(number)
    }
    removeTrailingZeros()
  }

  private mutating func removeTrailingZeros() {
    if digits == 0 { return }
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
    // Below a power of two the doubles lie twice as close.
    let isRegular = bits != 0 || number.exponentBitPattern <= 1
    let k = isRegular ? floorLog10(ofPowerOfTwo: q) : floorLog10(ofThreeQuartersOfPowerOfTwo: q)
    let h = q + floorLog2(ofPowerOfTen: -k) + 1
    let power = PowersOfTen.table[-k - PowersOfTen.least]
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

  private static func floorLog10(ofPowerOfTwo e: Int) -> Int { (e * 1_262_611) >> 22 }
  private static func floorLog10(ofThreeQuartersOfPowerOfTwo e: Int) -> Int {
    (e * 1_262_611 - 524_031) >> 22
  }
  private static func floorLog2(ofPowerOfTen e: Int) -> Int { (e * 1_741_647) >> 19 }
}

/// The first 128 bits of the powers of ten that doubles need, rounded up.
private enum PowersOfTen {
  static let least = -292
  private static let most = 324

  nonisolated(unsafe) static let table: UnsafePointer<(high: UInt64, low: UInt64)> = {
    let table = UnsafeMutablePointer<(high: UInt64, low: UInt64)>.allocate(capacity: most - least + 1)
    // 10^k exactly, and 10^-k with so many bits behind the binary point that those which are cut off do not matter.
    var power: [UInt32] = [1]
    var fraction = [UInt32](repeating: 0, count: 40) + [1]
    for k in 0...most {
      (table + k - least).initialize(to: leading(of: power, isCut: false))
      multiplyByTen(&power)
    }
    for k in 1...(-least) {
      divideByTen(&fraction)
      (table - k - least).initialize(to: leading(of: fraction, isCut: true))
    }
    return UnsafePointer(table)
  }()

  private static func multiplyByTen(_ number: inout [UInt32]) {
    var carry: UInt64 = 0
    for index in number.indices {
      let product = UInt64(number[index]) * 10 + carry
      number[index] = UInt32(truncatingIfNeeded: product)
      carry = product >> 32
    }
    if carry > 0 { number.append(UInt32(carry)) }
  }

  private static func divideByTen(_ number: inout [UInt32]) {
    var remainder: UInt64 = 0
    for index in number.indices.reversed() {
      let dividend = remainder << 32 | UInt64(number[index])
      number[index] = UInt32(dividend / 10)
      remainder = dividend % 10
    }
  }

  /// The 128 bits from the first that is set, rounded up if any bit below is set.
  private static func leading(of number: [UInt32], isCut: Bool) -> (high: UInt64, low: UInt64) {
    let top = number.lastIndex { $0 != 0 } ?? 0
    let shift = number[top].leadingZeroBitCount
    func word(_ index: Int) -> UInt64 { index >= 0 ? UInt64(number[index]) : 0 }
    // Five words hold the bits whatever the shift.
    var bits = (0..<4).map { position -> UInt64 in
      let pair = word(top - position) << 32 | word(top - position - 1)
      return (pair << UInt64(shift)) >> 32 & 0xFFFF_FFFF
    }
    let tail =
      top >= 4 ? number[..<(top - 4)].contains { $0 != 0 } || (number[top - 4] << UInt32(shift)) != 0 : false
    if tail || isCut {
      for position in (0..<4).reversed() {
        bits[position] = (bits[position] + 1) & 0xFFFF_FFFF
        if bits[position] != 0 { break }
      }
    }
    return (bits[0] << 32 | bits[1], bits[2] << 32 | bits[3])
  }
}
