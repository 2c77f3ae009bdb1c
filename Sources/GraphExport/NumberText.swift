/// Writes numbers for readers: so many significant digits, never `-0`, never a false `0.0000`.
///
/// ```
/// NumberText(precision: 4).text(0.07065082485316443)   // 0.07065
/// NumberText(precision: 4).text(-0.9640275800758169)   // -0.9640: the last zero says that it is rounded
/// NumberText(precision: 4).text(2)                     // 2: exact
/// NumberText(precision: 4).text(1e-7)                  // 1e-7
/// NumberText(precision: 4).text(123456.7)              // 123457: digits before the point are never zeroed
/// ```
/// Digits come from the shortest text that reads back to the same double; rounding is half away from zero.
public struct NumberText: Equatable, Sendable {
  /// Significant digits, 1 to 17.
  public let precision: Int

  public init(precision: Int = 4) {
    precondition((1...17).contains(precision), "precision is 1 to 17 significant digits, not \(precision)")
    self.precision = precision
  }

  /// The shortest text that reads back to the same double, without a trailing `.0`.
  public static func exact(_ number: Double) -> String { Digits.text { $0.write(exact: number) } }

  public func text(_ number: Double) -> String { Digits.text { $0.write(number, precision: precision) } }
}

/// The bytes of a number: a short text in place, without memory of its own.
struct Digits {
  /// No number is longer: sign, 17 digits, point, four zeros, exponent.
  static let mostBytes = 40

  private let bytes: UnsafeMutablePointer<UInt8>
  private(set) var count = 0

  /// - Parameter bytes: room for ``mostBytes``.
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

  /// As `Double.description` has it, without a trailing `.0`.
  mutating func write(exact number: Double) {
    guard number.isFinite else { return write(unusual: number) }
    if number.sign == .minus { put("-") }
    let decimal = ShortestDecimal(number.magnitude)
    let count = Self.digitCount(decimal.digits)
    let exponent = decimal.digits == 0 ? 0 : decimal.exponent + count - 1
    // Beyond 2^53 not all digits before the point would count.
    if exponent < -4 || number.magnitude > 0x1p53 {
      write(decimal.digits, count, pointAfter: 1)
      put("e")
      put(exponent < 0 ? "-" : "+")
      if exponent.magnitude < 10 { put("0") }
      write(UInt64(exponent.magnitude))
    } else {
      write(plain: decimal.digits, count, exponent)
    }
  }

  mutating func write(_ number: Double, precision: Int) {
    if number == 0 { return put("0") }
    guard number.isFinite else { return write(unusual: number) }
    if number < 0 { put("-") }
    var decimal = ShortestDecimal(number.magnitude)
    var count = Self.digitCount(decimal.digits)
    let exponent = decimal.exponent + count - 1
    let kept = exponent >= precision && exponent < Self.largestPlainExponent ? exponent + 1 : precision
    if count > kept {
      decimal.round(toDropping: count - kept)
      // 9999.7 has become 10000, which is one digit too many.
      if Self.digitCount(decimal.digits) > kept { decimal.round(toDropping: 1) }
      count = kept
    }
    write(rounded: decimal, count, precision)
  }

  private static let largestPlainExponent = 6
  private static let smallestPlainExponent = -4

  private mutating func write(rounded decimal: ShortestDecimal, _ count: Int, _ precision: Int) {
    let exponent = decimal.exponent + count - 1
    guard exponent < Self.smallestPlainExponent || exponent >= Self.largestPlainExponent else {
      return write(plain: decimal.digits, count, exponent)
    }
    // 999999.7 is rounded to 1e6, which has no digits before the point to keep.
    let digits = count > precision ? decimal.digits / Self.power(count - precision) : decimal.digits
    write(digits, min(count, precision), pointAfter: 1)
    put("e")
    if exponent < 0 { put("-") }
    write(UInt64(exponent.magnitude))
  }

  private mutating func write(unusual number: Double) {
    put(number.isNaN ? "nan" : number < 0 ? "-inf" : "inf")
  }

  // MARK: Digits

  /// Digits with a point where the exponent of the first says, and zeros where they are needed.
  private mutating func write(plain digits: UInt64, _ count: Int, _ exponent: Int) {
    if exponent < 0 {
      put("0.")
      for _ in 0..<(-exponent - 1) { put("0") }
      write(digits, count, pointAfter: count)
    } else if exponent >= count {
      write(digits, count, pointAfter: count)
      for _ in 0..<(exponent + 1 - count) { put("0") }
    } else {
      write(digits, count, pointAfter: exponent + 1)
    }
  }

  /// `count` digits, with a point after some of them unless those are all.
  private mutating func write(_ digits: UInt64, _ count: Int, pointAfter whole: Int) {
    guard whole < count else { return write(digits, count) }
    let fraction = Self.power(count - whole)
    write(digits / fraction, whole)
    put(".")
    write(digits % fraction, count - whole)
  }

  mutating func write(_ number: UInt64) { write(number, Self.digitCount(number)) }

  private mutating func write(_ number: UInt64, _ width: Int) {
    var rest = number
    for index in stride(from: count + width - 1, through: count, by: -1) {
      bytes[index] = UInt8(truncatingIfNeeded: rest % 10) + UInt8(ascii: "0")
      rest /= 10
    }
    count += width
  }

  private mutating func put(_ text: StaticString) {
    for index in 0..<text.utf8CodeUnitCount { bytes[count + index] = text.utf8Start[index] }
    count += text.utf8CodeUnitCount
  }

  /// The number of decimal digits; 1 for zero.
  static func digitCount(_ number: UInt64) -> Int {
    // 1233 / 4096 is log10(2), from below.
    let estimate = ((64 - number.leadingZeroBitCount) * 1233) >> 12
    return estimate + (number >= power(estimate) ? 1 : 0) + (number == 0 ? 1 : 0)
  }

  static func power(_ exponent: Int) -> UInt64 { powers[exponent] }

  private static let powers: [UInt64] = (0..<20).map { exponent in
    (0..<exponent).reduce(1) { power, _ in power * 10 }
  }
}

extension ShortestDecimal {
  /// Drops the last digits, and rounds half away from zero; trailing zeros stay, they say that the number is rounded.
  fileprivate mutating func round(toDropping count: Int) {
    let unit = Digits.power(count)
    digits = digits / unit + (digits % unit * 2 >= unit ? 1 : 0)
    exponent += count
  }
}

extension NumberText {
  /// The number for LaTeX in mathematics mode.
  package func tex(_ number: Double) -> String {
    if number.isNaN { return "\\mathrm{NaN}" }
    if number.isInfinite { return number < 0 ? "-\\infty" : "\\infty" }
    let parts = text(number).split(separator: "e")
    return parts.count == 2 ? "\(parts[0]) \\cdot 10^{\(parts[1])}" : String(parts[0])
  }
}
