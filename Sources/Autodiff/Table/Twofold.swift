/// A number as the sum of two doubles: twice the digits, for computations that lose digits in one.
///
/// `high` is the nearest double, `low` the rest. The operations are those of Dekker (A floating-point technique for
/// extending the available precision, 1971) and Knuth; their errors are some units of 2^-104. None uses a fused
/// multiplication, so that all platforms give the same bits. Products need factors below 2^996.
struct Twofold {
  var high: Double
  var low: Double

  @inline(__always)
  init(_ high: Double, _ low: Double = 0) {
    self.high = high
    self.low = low
  }

  /// a + b, exactly.
  @inline(__always)
  static func sum(_ a: Double, _ b: Double) -> Twofold {
    let sum = a + b
    let part = sum - a
    return Twofold(sum, (a - (sum - part)) + (b - part))
  }

  /// a · b, exactly where the product's last bits are not below the smallest double.
  @inline(__always)
  static func product(_ a: Double, _ b: Double) -> Twofold {
    let product = a * b
    let (a1, a2) = halves(a)
    let (b1, b2) = halves(b)
    return Twofold(product, ((a1 * b1 - product) + a1 * b2 + a2 * b1) + a2 * b2)
  }

  /// A number as the sum of two with half of the digits.
  @inline(__always)
  private static func halves(_ a: Double) -> (Double, Double) {
    let scaled = 0x1p27 * a + a
    let high = scaled - (scaled - a)
    return (high, a - high)
  }

  /// The sum of a number and a much smaller one.
  @inline(__always)
  private static func normalized(_ high: Double, _ low: Double) -> Twofold {
    let sum = high + low
    return Twofold(sum, low - (sum - high))
  }

  /// The nearest double.
  @inline(__always) var double: Double { high + low }

  @inline(__always) static prefix func - (a: Twofold) -> Twofold { Twofold(-a.high, -a.low) }

  @inline(__always)
  static func + (a: Twofold, b: Twofold) -> Twofold {
    let (high, low) = (sum(a.high, b.high), sum(a.low, b.low))
    let first = normalized(high.high, high.low + low.high)
    return normalized(first.high, first.low + low.low)
  }

  @inline(__always) static func - (a: Twofold, b: Twofold) -> Twofold { a + -b }

  @inline(__always)
  static func + (a: Twofold, b: Double) -> Twofold {
    let high = sum(a.high, b)
    return normalized(high.high, high.low + a.low)
  }

  @inline(__always)
  static func * (a: Twofold, b: Twofold) -> Twofold {
    let high = product(a.high, b.high)
    return normalized(high.high, high.low + (a.high * b.low + a.low * b.high))
  }

  @inline(__always)
  static func * (a: Twofold, b: Double) -> Twofold {
    let high = product(a.high, b)
    return normalized(high.high, high.low + a.low * b)
  }

  @inline(__always)
  static func / (a: Twofold, b: Twofold) -> Twofold {
    let quotient = a.high / b.high
    let rest = a - b * quotient
    return normalized(quotient, rest.high / b.high)
  }

  /// 1 / √self, of a number that is not small, not large and not below zero.
  @inline(__always)
  var inverseSquareRoot: Twofold {
    let root = 1 / high.squareRoot()
    let rest = Twofold(1) - self * Twofold.product(root, root)
    return Self.normalized(root, 0.5 * root * rest.high)
  }
}
