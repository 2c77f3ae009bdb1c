/// The digits of a number while they are read; common short numbers then need no conversion.
///
/// Up to 15 digits and a power of ten up to 10^22 are exact doubles, and one division of
/// exact operands is correctly rounded (Clinger 1990, "How to Read Floating Point Numbers Accurately").
struct Mantissa {
  private var digits: UInt64 = 0
  private var digitCount = 0
  private var fractionDigits = 0
  var isFraction = false
  /// An exponent, or more digits than fit, needs the full conversion.
  var isExact = true

  mutating func append(_ digit: UInt8) {
    guard digitCount < 15 else {
      isExact = false
      return
    }
    digits = digits * 10 + UInt64(digit &- 0x30)
    digitCount += 1
    if isFraction { fractionDigits += 1 }
  }

  var exactValue: Double? {
    isExact ? Double(digits) / Self.powersOfTen[fractionDigits] : nil
  }

  private static let powersOfTen: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
  ]
}
