/// A number as it is written: digits and the place of the last one. Compared exactly, without a detour by doubles.
struct DecimalNumber: Equatable, Sendable {
  /// `true` if it is below zero.
  private let isNegative: Bool
  /// The digits, the first one first.
  private let digits: [UInt8]
  /// The power of ten of the last digit.
  let exponent: Int

  /// Reads `-12.5e3`; `nil` for texts that are no decimal number, and for exponents far beyond those of doubles.
  init?(_ text: some StringProtocol) {
    var digits: [UInt8] = []
    var (places, exponent) = (0, 0)
    var (isNegative, hasPoint) = (false, false)
    var rest = text.utf8[...]
    if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
      isNegative = sign == UInt8(ascii: "-")
      rest = rest.dropFirst()
    }
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        digits.append(byte - UInt8(ascii: "0"))
        if hasPoint { places += 1 }
      case UInt8(ascii: ".") where !hasPoint: hasPoint = true
      case UInt8(ascii: "e"), UInt8(ascii: "E"):
        guard let number = Int(String(decoding: rest, as: UTF8.self)) else { return nil }
        exponent = number
        rest = rest.suffix(0)
      default: return nil
      }
    }
    guard !digits.isEmpty, exponent.magnitude < 2000 else { return nil }
    self.isNegative = isNegative
    self.digits = digits
    self.exponent = exponent - places
  }

  /// `true` if another number differs from this one by half a unit of its last digit at most.
  ///
  /// - Complexity: O(digits), with those between the two last places.
  func isRounded(from other: DecimalNumber) -> Bool {
    let lowest = min(exponent - 1, other.exponent)
    let (mine, others) = (integer(from: lowest), other.integer(from: lowest))
    let distance =
      isNegative == other.isNegative ? Self.difference(mine, others) : Self.sum(mine, others)
    let half = [5] + [UInt8](repeating: 0, count: exponent - 1 - lowest)
    return !Self.isLess(half, distance)
  }

  /// The digits of the number divided by a power of ten that is not above its own.
  private func integer(from lowest: Int) -> [UInt8] {
    digits + [UInt8](repeating: 0, count: exponent - lowest)
  }

  private static func isLess(_ a: [UInt8], _ b: [UInt8]) -> Bool {
    let (a, b) = (a.drop { $0 == 0 }, b.drop { $0 == 0 })
    return a.count == b.count ? a.lexicographicallyPrecedes(b) : a.count < b.count
  }

  /// |a - b|.
  private static func difference(_ a: [UInt8], _ b: [UInt8]) -> [UInt8] {
    var (larger, smaller) = isLess(a, b) ? (b, a) : (a, b)
    align(&larger, &smaller)
    var borrow: UInt8 = 0
    for index in larger.indices.reversed() {
      let below = smaller[index] + borrow
      borrow = larger[index] < below ? 1 : 0
      larger[index] = larger[index] + 10 * borrow - below
    }
    return larger
  }

  private static func sum(_ a: [UInt8], _ b: [UInt8]) -> [UInt8] {
    var (sum, other) = ([0] + a, b)
    align(&sum, &other)
    var carry: UInt8 = 0
    for index in sum.indices.reversed() {
      let digit = sum[index] + other[index] + carry
      carry = digit / 10
      sum[index] = digit % 10
    }
    return [carry] + sum
  }

  private static func align(_ a: inout [UInt8], _ b: inout [UInt8]) {
    let count = max(a.count, b.count)
    a = [UInt8](repeating: 0, count: count - a.count) + a
    b = [UInt8](repeating: 0, count: count - b.count) + b
  }
}
