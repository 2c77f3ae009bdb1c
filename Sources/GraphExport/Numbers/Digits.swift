/// The bytes of a number: a short text written in place, without memory of its own.
struct Digits {
  /// The maximum length: sign, 17 digits, point, four zeros, exponent, and the rest of the last whole word
  /// that is written.
  static let mostBytes = 48

  private let bytes: UnsafeMutablePointer<UInt8>
  private(set) var count = 0

  /// - Parameter bytes: memory for ``mostBytes``.
  init(at bytes: UnsafeMutablePointer<UInt8>) { self.bytes = bytes }

  static func text(_ write: (inout Digits) -> Void) -> String {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: mostBytes) { buffer in
      guard let start = buffer.baseAddress else { return "" }
      var digits = Digits(at: start)
      write(&digits)
      return String(decoding: UnsafeBufferPointer(start: start, count: digits.count), as: UTF8.self)
    }
  }

  // MARK: Numbers

  /// Writes the number as `Double.description` does, without a trailing `.0`.
  mutating func write(exact number: Double) {
    guard number.isFinite else { return write(unusual: number) }
    if number.sign == .minus { put("-") }
    let magnitude = number.magnitude
    if let integer = Self.integer(magnitude, below: 0x1p53) { return write(integer) }
    let decimal = ShortestDecimal(magnitude)
    let count = Self.digitCount(decimal.digits)
    let exponent = decimal.exponent + count - 1
    // Beyond 2^53 the digits before the point are not all significant.
    guard exponent < -4 || magnitude > 0x1p53 else { return write(plain: decimal.digits, count, exponent) }
    write(decimal.digits, count, pointAfter: 1)
    put(exponent < 0 ? "e-" : "e+")
    if exponent.magnitude < 10 { put("0") }
    write(UInt64(exponent.magnitude))
  }

  mutating func write(_ number: Double, precision: Int) {
    guard number.isFinite else { return write(unusual: number) }
    if number < 0 { put("-") }
    let magnitude = number.magnitude
    if let integer = Self.integer(magnitude, below: Self.leastScientific) { return write(integer) }
    let rounded =
      RoundedDecimal(quick: magnitude, precision) ?? RoundedDecimal(ShortestDecimal(magnitude), precision)
    let exponent = rounded.exponent
    if Self.isPlain(exponent) { return write(plain: rounded.digits, rounded.count, exponent) }
    // 999999.7 is rounded to 1e6, written with an exponent, where digits before the point are not kept.
    let excess = max(rounded.count - precision, 0)
    write(rounded.digits / PowersOfTen.integer(excess), rounded.count - excess, pointAfter: 1)
    put(exponent < 0 ? "e-" : "e")
    write(UInt64(exponent.magnitude))
  }

  /// True if numbers for readers are written without an exponent when their first digit has this one.
  @inline(__always)
  static func isPlain(_ exponent: Int) -> Bool {
    exponent >= -4 && exponent < RoundedDecimal.largestPlainExponent
  }

  private static let leastScientific = 1e6

  /// Equals `UInt64(exactly:)`, which calls a function to round.
  @inline(__always)
  private static func integer(_ number: Double, below limit: Double) -> UInt64? {
    guard number < limit else { return nil }
    let integer = Int64(number)
    return Double(integer) == number ? UInt64(truncatingIfNeeded: integer) : nil
  }

  private mutating func write(unusual number: Double) {
    put(number.isNaN ? "nan" : number < 0 ? "-inf" : "inf")
  }

  // MARK: Digits

  /// Writes digits with a point after the digit of exponent 0, and with zeros as needed.
  private mutating func write(plain digits: UInt64, _ width: Int, _ exponent: Int) {
    if exponent < 0 {
      store(Self.zeros)
      count += 1 - exponent
      write(digits, width)
    } else if exponent >= width {
      write(digits, width)
      for _ in 0..<(exponent + 1 - width) { put("0") }
    } else {
      write(digits, width, pointAfter: exponent + 1)
    }
  }

  /// The bytes of `0.000000`.
  private static let zeros: UInt64 = 0x3030_3030_3030_2E30

  /// Writes `width` digits with a point after the first `whole`, unless those are all.
  private mutating func write(_ digits: UInt64, _ width: Int, pointAfter whole: Int) {
    guard whole < width else { return write(digits, width) }
    if width <= 8 {
      let word = Self.lastDigits(width, of: digits)
      let bits = UInt64(truncatingIfNeeded: 8 * whole)
      store(word & ((1 &<< bits) &- 1) | UInt64(UInt8(ascii: ".")) &<< bits)
      count += whole + 1
      store(word &>> bits)
      count += width - whole
      return
    }
    let start = count
    count += 1
    write(digits, width)
    for index in start..<(start + whole) { bytes[index] = bytes[index + 1] }
    bytes[start + whole] = UInt8(ascii: ".")
  }

  @inline(__always)
  mutating func write(_ number: UInt64) {
    if number < 10 {
      bytes[count] = UInt8(truncatingIfNeeded: number) + UInt8(ascii: "0")
      count += 1
    } else {
      write(number, Self.digitCount(number))
    }
  }

  private mutating func write(_ number: UInt64, _ width: Int) {
    if width <= 8 { return write(last: width, of: number) }
    let (high, low) = number.quotientAndRemainder(dividingBy: 100_000_000)
    if width <= 16 {
      write(last: width - 8, of: high)
    } else {
      let (highest, middle) = high.quotientAndRemainder(dividingBy: 100_000_000)
      write(last: width - 16, of: highest)
      write(last: 8, of: middle)
    }
    write(last: 8, of: low)
  }

  @inline(__always)
  private mutating func write(last width: Int, of number: UInt64) {
    store(Self.lastDigits(width, of: number))
    count += width
  }

  /// The last digits of a number below 10^8, one to eight of them, the first in the lowest byte.
  @inline(__always)
  private static func lastDigits(_ width: Int, of number: UInt64) -> UInt64 {
    eightDigits(number) &>> UInt64(truncatingIfNeeded: 64 - 8 * width)
  }

  /// Eight decimal digits as eight bytes: split into halves, then pairs, then digits, side by side in a word.
  /// Quotients by 100 and 10 are products with 2^20 / 100 and 2^10 / 10, which are exact in this range.
  @inline(__always)
  private static func eightDigits(_ number: UInt64) -> UInt64 {
    let (high, low) = number.quotientAndRemainder(dividingBy: 10_000)
    let halves = high | low &<< 32
    let hundreds = (halves &* 10_486) &>> 20 & 0x7F_0000_007F
    let pairs = hundreds | (halves &- hundreds &* 100) &<< 16
    let tens = (pairs &* 103) &>> 10 & 0xF_000F_000F_000F
    return tens | (pairs &- tens &* 10) &<< 8 | 0x3030_3030_3030_3030
  }

  @inline(__always)
  private mutating func put(_ text: StaticString) {
    store(text)
    count += text.utf8CodeUnitCount
  }

  /// Writes without advancing the count.
  @inline(__always)
  private func store(_ text: StaticString) {
    for index in 0..<text.utf8CodeUnitCount { bytes[count + index] = text.utf8Start[index] }
  }

  @inline(__always)
  private func store(_ word: UInt64) {
    UnsafeMutableRawPointer(bytes + count).storeBytes(of: word.littleEndian, as: UInt64.self)
  }

  /// The number of decimal digits; 1 for zero.
  static func digitCount(_ number: UInt64) -> Int {
    // 1233 / 4096 approximates log10(2) from below.
    let estimate = ((64 - (number | 1).leadingZeroBitCount) * 1233) >> 12
    return estimate + (number >= PowersOfTen.integer(estimate) || estimate == 0 ? 1 : 0)
  }
}
