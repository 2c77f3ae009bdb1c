extension JSONReader {
  /// The largest integer, as RFC 8259 advises: every program reads it exactly, and sums over as many elements
  /// as a graph can have do not overflow.
  static var largestInteger: Int { 1 << 53 - 1 }

  /// A whole number from 0 to ``largestInteger``.
  @inline(__always)
  mutating func integer(_ what: @autoclosure () -> String) throws(JSONError) -> Int {
    _ = peek()
    let start = position
    var at = position
    var number = 0
    while at < bytes.count, at < start + 18, case let digit = bytes[at] &- 0x30, digit < 10 {
      number = number &* 10 &+ Int(digit)
      at += 1
    }
    // Excludes every other form: no digit, a leading zero, more digits, a point, an exponent.
    let isPlain = at > start && at < bytes.count && (bytes[start] != 0x30 || at == start + 1)
    if isPlain, case let byte = bytes[at], byte | 0x20 != 0x65, byte != 0x2E, byte &- 0x30 >= 10 {
      position = at
      if number <= Self.largestInteger { return number }
      throw tooLarge(what(), start)
    }
    guard let text = numberText(), text.utf8.allSatisfy({ $0 &- 0x30 < 10 }) else {
      throw error("\(what()) must be a whole number from 0", at: start)
    }
    guard let number = Int(text), number <= Self.largestInteger else { throw tooLarge(what(), start) }
    return number
  }

  private func tooLarge(_ what: String, _ start: Int) -> JSONError {
    error("\(what) must be at most \(Self.largestInteger)", at: start)
  }

  /// A number, or one of the strings `"nan" "inf" "-inf"`.
  mutating func double(_ what: String) throws(JSONError) -> Double {
    let isString = peek() == UInt8(ascii: "\"")
    let start = position
    if isString {
      switch try word() {
      case "nan": return .nan
      case "inf": return .infinity
      case "-inf": return -.infinity
      default: throw error("\(what) must be a number, \"nan\", \"inf\" or \"-inf\"", at: start)
      }
    }
    guard let decimal = skipNumber(), let number = decimal.double ?? Double(text(from: start)),
      number.isFinite
    else {
      throw error("\(what) must be a number that fits in a double, \"nan\", \"inf\" or \"-inf\"", at: start)
    }
    return number
  }

  private func text(from start: Int) -> String { String(decoding: bytes[start..<position], as: UTF8.self) }

  private mutating func numberText() -> String? {
    let start = position
    return skipNumber() == nil ? nil : text(from: start)
  }

  /// Reads a number in JSON's own grammar: no plus sign, no leading zero, no bare point. Consumes nothing and
  /// returns `nil` if there is none.
  mutating func skipNumber() -> DecimalNumber? {
    var number = DecimalNumber()
    var at = position
    if at < bytes.count, bytes[at] == UInt8(ascii: "-") {
      number.isNegative = true
      at += 1
    }
    let whole = at
    read(&number, &at)
    guard at > whole, at == whole + 1 || bytes[whole] != UInt8(ascii: "0") else { return nil }
    if at < bytes.count, bytes[at] == UInt8(ascii: ".") {
      at += 1
      let fraction = at
      read(&number, &at)
      guard at > fraction else { return nil }
      number.exponent = fraction - at
    }
    if at < bytes.count, bytes[at] | 0x20 == UInt8(ascii: "e") {
      at += 1
      guard let exponent = exponent(&at) else { return nil }
      number.exponent += exponent
    }
    position = at
    return number
  }

  /// The digits from a position on, eight at a time.
  @inline(__always)
  private func read(_ number: inout DecimalNumber, _ at: inout Int) {
    if number.digits == 0 {
      while at < bytes.count, bytes[at] == 0x30 { at += 1 }
    }
    let start = at
    while at + 8 <= bytes.count, let eight = eightDigits(at) {
      number.digits = number.digits &* 100_000_000 &+ eight
      at += 8
    }
    while at < bytes.count, case let digit = bytes[at] &- 0x30, digit < 10 {
      number.digits = number.digits &* 10 &+ UInt64(digit)
      at += 1
    }
    number.count += at - start
  }

  /// The value of eight digits side by side in a word: pairs are added up, then fours, then all.
  @inline(__always)
  private func eightDigits(_ at: Int) -> UInt64? {
    guard let start = bytes.baseAddress else { return nil }
    let word = UInt64(littleEndian: UnsafeRawPointer(start + at).loadUnaligned(as: UInt64.self))
    let digits = word ^ 0x3030_3030_3030_3030
    // Bytes beyond 9 reach the high half when 6 is added.
    guard (digits | (digits &+ 0x0606_0606_0606_0606)) & 0xF0F0_F0F0_F0F0_F0F0 == 0 else { return nil }
    let pairs = (digits &* 10 &+ digits &>> 8) & 0x00FF_00FF_00FF_00FF
    let fours = (pairs &* 100 &+ pairs &>> 16) & 0x0000_FFFF_0000_FFFF
    return (fours &* 10_000 &+ fours &>> 32) & 0xFFFF_FFFF
  }

  /// The exponent after its letter; beyond a limit, a value of the same effect.
  private func exponent(_ at: inout Int) -> Int? {
    let isNegative = at < bytes.count && bytes[at] == UInt8(ascii: "-")
    if at < bytes.count, isNegative || bytes[at] == UInt8(ascii: "+") { at += 1 }
    let start = at
    var exponent = 0
    while at < bytes.count, case let digit = bytes[at] &- 0x30, digit < 10 {
      exponent = min(exponent * 10 + Int(digit), 1_000_000)
      at += 1
    }
    return at == start ? nil : isNegative ? -exponent : exponent
  }
}

/// A decimal number as written: `digits · 10^exponent`.
struct DecimalNumber {
  var isNegative = false
  /// The digits as an integer; exact if there are at most 19.
  var digits: UInt64 = 0
  /// The number of digits from the first nonzero digit on.
  var count = 0
  var exponent = 0

  /// The nearest double; `nil` if this method cannot decide: many digits, ties, infinite numbers.
  var double: Double? {
    guard count <= 19 else { return nil }
    let magnitude = exactMagnitude ?? roundedMagnitude
    return magnitude.map { isNegative ? -$0 : $0 }
  }

  /// A quotient or product of two exact doubles is rounded once (William Clinger, "How to read floating point numbers
  /// accurately", 1990).
  private var exactMagnitude: Double? {
    guard digits <= 1 << 53, exponent.magnitude <= 22 else { return digits == 0 ? 0 : nil }
    return exponent < 0
      ? Double(digits) / PowersOfTen.double(-exponent) : Double(digits) * PowersOfTen.double(exponent)
  }

  /// The digits times the first 128 bits of the power of ten (Daniel Lemire, "Number parsing at a gigabyte
  /// per second", 2021). Those bits are rounded up: the product exceeds the true one by less than `digits`,
  /// so its upper 64 bits are exact unless the lower ones are nearly zero. If further bits are set, there is
  /// no tie.
  private var roundedMagnitude: Double? {
    guard PowersOfTen.range.contains(exponent) else { return nil }
    let shift = digits.leadingZeroBitCount
    let power = PowersOfTen.table[exponent]
    let factor = digits &<< UInt64(truncatingIfNeeded: shift)
    let high = factor.multipliedFullWidth(by: power.high)
    let (middle, carries) = high.low.addingReportingOverflow(factor.multipliedFullWidth(by: power.low).high)
    var first = high.high &+ (carries ? 1 : 0)
    var rest = middle
    var binary = 64 - shift + ShortestDecimal.floorLog2(ofPowerOfTen: exponent)
    if first &>> 63 == 0 {
      first = first &<< 1 | rest &>> 63
      rest = rest &<< 1
      binary -= 1
    }
    // A subnormal number has fewer bits.
    let lost = max(-1022 - binary, 0)
    guard rest > 8, binary <= 1022, lost <= 52 else { return nil }
    let cut = UInt64(truncatingIfNeeded: 11 + lost)
    let significand = first &>> cut &+ (first &>> (cut &- 1) & 1)
    // The carry of rounding up to 2^53, or of a subnormal number to 2^52, is the next exponent.
    if lost > 0 { return Double(bitPattern: significand) }
    return Double(bitPattern: UInt64(truncatingIfNeeded: binary + 1022) &<< 52 &+ significand)
  }
}
