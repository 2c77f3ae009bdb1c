/// Powers of ten as integers, doubles and 128-bit numbers.
enum PowersOfTen {
  /// 10^exponent, for exponents from 0 to 19.
  static func integer(_ exponent: Int) -> UInt64 { integers[exponent] }

  /// 10^exponent, for exponents from 0 to 38; exact up to 22.
  static func double(_ exponent: Int) -> Double { doubles[exponent] }

  private static let integers: [UInt64] = [
    1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000, 10000000000, 100000000000,
    1000000000000, 10000000000000, 100000000000000, 1000000000000000, 10000000000000000, 100000000000000000,
    1000000000000000000, 10000000000000000000,
  ]

  private static let doubles: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
    1e19,
    1e20, 1e21, 1e22, 1e23, 1e24, 1e25, 1e26, 1e27, 1e28, 1e29, 1e30, 1e31, 1e32, 1e33, 1e34, 1e35, 1e36,
    1e37, 1e38,
  ]

  // MARK: 128 bits

  /// The exponents that doubles of up to 19 digits need.
  static let range = -342...324

  /// The first 128 bits of the powers in ``range``, rounded up; the index is the exponent.
  nonisolated(unsafe) static let table: UnsafePointer<(high: UInt64, low: UInt64)> = {
    let (least, most) = (range.lowerBound, range.upperBound)
    let table = UnsafeMutablePointer<(high: UInt64, low: UInt64)>.allocate(capacity: most - least + 1)
    // 10^k exactly, and 10^-k with enough bits after the binary point that the truncation does not matter.
    var power: [UInt32] = [1]
    var fraction = [UInt32](repeating: 0, count: 44) + [1]
    for k in 0...most {
      (table + k - least).initialize(to: leading(of: power, isCut: false))
      multiplyByTen(&power)
    }
    for k in 1...(-least) {
      divideByTen(&fraction)
      (table - k - least).initialize(to: leading(of: fraction, isCut: true))
    }
    return UnsafePointer(table - least)
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

  /// The 128 bits from the first set bit on, rounded up if any lower bit is set.
  private static func leading(of number: [UInt32], isCut: Bool) -> (high: UInt64, low: UInt64) {
    let top = number.lastIndex { $0 != 0 } ?? 0
    let shift = number[top].leadingZeroBitCount
    func word(_ index: Int) -> UInt64 { index >= 0 ? UInt64(number[index]) : 0 }
    // Five words hold the bits for every shift.
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
