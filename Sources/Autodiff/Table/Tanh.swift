import GradGraphPlatform

extension Math {
  /// The hyperbolic tangent, the same on every platform; at most 0.53 units in the last place from the exact value.
  ///
  /// C libraries take three times as long and are up to 2 units off. With c, the number of six bits that is nearest
  /// to x, and d = x - c, it is tanh(c + d) = tanh c + (1 - tanh² c) tanh d / (1 + tanh c · tanh d) (Abramowitz and Stegun,
  /// Handbook of Mathematical Functions, 4.5.26), where tanh c comes from a table and tanh d = d · N/D from its
  /// continued fraction (4.5.70). Below 0.0625 it is the power series (4.5.64). Both keep all digits, since the terms that
  /// they add to tanh c or to x are small.
  @usableFromInline @inline(never)
  static func tanh(_ x: Double) -> Double { tanhInPlace(x) }

  /// The same as a part of its caller.
  @inline(__always)
  static func tanhInPlace(_ x: Double) -> Double {
    let size = x.magnitude
    if size < seriesEnd { return Double(signOf: x, magnitudeOf: series(size)) }
    if size < tableEnd {
      return tanhTable.withUnsafeBufferPointer { table in
        let (c, row) = nearest(size)
        let value = table[row]
        return Double(
          signOf: x, magnitudeOf: value + (table[row &+ 1] + change(value, table[row &+ 2], size - c)))
      }
    }
    return x.isNaN ? x : Double(signOf: x, magnitudeOf: 1)
  }

  /// The hyperbolic tangents of eight numbers.
  @inline(never)
  static func tanh(_ x: SIMD8<Double>) -> SIMD8<Double> {
    let size = pairs(x, magnitude)
    if areAll(size, from: 0, below: seriesEnd) { return pairs(x, bySeries) }
    return tanhTable.withUnsafeBufferPointer { table in
      if areAll(size, from: seriesEnd, below: tableEnd) { return pairs(x) { byTable($0, table) } }
      let isKnown = size .>= seriesEnd .& size .< tableEnd
      let one = pairs(x) { withSigns(of: $0, SIMD2(repeating: 1)) }
      let known = one.replacing(with: x, where: isKnown)
      // NaN comes through the series.
      return pairs(x, bySeries)
        .replacing(with: pairs(known) { byTable($0, table) }, where: isKnown)
        .replacing(with: one, where: size .>= tableEnd)
    }
  }

  @inline(__always)
  private static func pairs(_ x: SIMD8<Double>, _ body: (SIMD2<Double>) -> SIMD2<Double>) -> SIMD8<Double> {
    SIMD8(
      lowHalf: SIMD4(lowHalf: body(x.lowHalf.lowHalf), highHalf: body(x.lowHalf.highHalf)),
      highHalf: SIMD4(lowHalf: body(x.highHalf.lowHalf), highHalf: body(x.highHalf.highHalf)))
  }

  /// `true` if all eight are in a range: `all(x .< end)` takes ten times as many instructions.
  @inline(__always)
  private static func areAll(_ x: SIMD8<Double>, from start: Double, below end: Double) -> Bool {
    for lane in 0..<8 where !(x[lane] >= start && x[lane] < end) { return false }
    return true
  }

  private static var seriesEnd: Double { 0.0625 }
  private static var tableEnd: Double { 20 }

  // Two numbers at once, which every processor has instructions for.
  private typealias Bits = SIMD2<UInt64>
  private static var sign: Bits { Bits(repeating: 1 << 63) }

  @inline(__always)
  private static func magnitude(_ x: SIMD2<Double>) -> SIMD2<Double> {
    unsafeBitCast(unsafeBitCast(x, to: Bits.self) & ~sign, to: SIMD2<Double>.self)
  }

  /// The numbers, with the other sign where x is negative.
  @inline(__always)
  private static func withSigns(of x: SIMD2<Double>, _ numbers: SIMD2<Double>) -> SIMD2<Double> {
    unsafeBitCast(
      unsafeBitCast(numbers, to: Bits.self) ^ unsafeBitCast(x, to: Bits.self) & sign, to: SIMD2<Double>.self)
  }

  /// tanh x = x - x³/3 + 2x⁵/15 - …, below 0.0625.
  @inline(__always)
  private static func bySeries(_ x: SIMD2<Double>) -> SIMD2<Double> {
    withSigns(of: x, series(magnitude(x)))
  }

  @inline(__always)
  private static func series<Number: TanhNumber>(_ size: Number) -> Number {
    let z = size * size
    let zz = z * z
    let first = -1 / 3 + 2 / 15 * z
    let second = -17 / 315 + 62 / 2835 * z
    let third = -1382 / 155_925 + 21844 / 6_081_075 * z
    return size + size * z * ((first + zz * second) + zz * zz * third)
  }

  /// tanh(c + d), from 0.0625 to 20: c is a point of the table, d the rest.
  @inline(__always)
  private static func byTable(_ x: SIMD2<Double>, _ table: UnsafeBufferPointer<Double>) -> SIMD2<Double> {
    let size = magnitude(x)
    let (c, value, rest, slope) = rows(size, table)
    return withSigns(of: x, value + (rest + change(value, slope, size - c)))
  }

  /// The points of the table nearest to two numbers, with tanh there as the sum of two, and tanh′.
  @inline(__always)
  private static func rows(_ size: SIMD2<Double>, _ table: UnsafeBufferPointer<Double>) -> (
    c: SIMD2<Double>, value: SIMD2<Double>, rest: SIMD2<Double>, slope: SIMD2<Double>
  ) {
    let ((c0, row0), (c1, row1)) = (nearest(size[0]), nearest(size[1]))
    return (
      SIMD2(c0, c1), SIMD2(table[row0], table[row1]), SIMD2(table[row0 &+ 1], table[row1 &+ 1]),
      SIMD2(table[row0 &+ 2], table[row1 &+ 2])
    )
  }

  /// The point of the table nearest to a number, and where its row starts.
  @inline(__always)
  private static func nearest(_ size: Double) -> (c: Double, row: Int) {
    let rounded = size.bitPattern &+ 1 << 46
    // The exponent and five more bits; the first row's are those of 0.0625.
    let row = Int(truncatingIfNeeded: rounded >> 47) &- 0x7F60
    return (Double(bitPattern: rounded & ~0 << 47), 3 &* row)
  }

  /// tanh(c + d) - tanh c, from tanh c and its slope there.
  @inline(__always)
  private static func change<Number: TanhNumber>(_ value: Number, _ slope: Number, _ d: Number) -> Number {
    let z = d * d
    let rise = d * (105 + 10 * z)
    return rise * slope / ((105 + z * (45 + z)) + value * rise)
  }

  // MARK: The derivative

  /// Up to it, where tanh is 0.7, 1 - tanh² has all digits.
  static var tanhDerivativeEnd: Double { 0.867 }
  /// Up to it the derivative comes from the table.
  private static var slopesEnd: Double { 4 }

  /// tanh′ at a point where tanh is `out`.
  @inline(__always)
  static func tanhDerivative(_ x: Double, _ out: Double) -> Double {
    x.magnitude < tanhDerivativeEnd ? 1 - out * out : steepTanhContribution(1, x)
  }

  /// tanh′ times a gradient, for |x| from 0.867 on, where 1 - tanh² loses digits when tanh is rounded, and is 0 for 1e-17 at 20.
  @inline(__always)
  static func steepTanhContribution(_ grad: Double, _ x: Double) -> Double {
    let size = x.magnitude
    if size < slopesEnd {
      return tanhTable.withUnsafeBufferPointer { table in
        let (c, row) = nearest(size)
        return grad * interpolated(table[row], table[row &+ 2], size - c)
      }
    }
    return flatTanhContribution(grad, size)
  }

  /// 4p / (1 + p)² for p = e^-2|x|, which may be no double, times a gradient.
  @inline(never)
  private static func flatTanhContribution(_ grad: Double, _ size: Double) -> Double {
    if size > 340 {
      let tail = tanhTail(size)
      return tail.double.isNormal ? grad * tail.double : (ScaledNumber(grad) * tail).double
    }
    let power = exp(-2 * size)
    return grad * (4 * power - 4 * power * (power * (2 + power) / ((1 + power) * (1 + power))))
  }

  /// 4 e^-2|x|, from 20 on.
  static func tanhTail(_ x: Double) -> ScaledNumber {
    ScaledNumber(4) * scaledExponential(Twofold(-2 * x.magnitude))
  }

  /// tanh′(c + d) = tanh′ c - (t² - tanh² c) for t = tanh(c + d).
  @inline(__always)
  private static func interpolated<Number: TanhNumber>(
    _ value: Number, _ slope: Number, _ d: Number
  ) -> Number {
    let change = change(value, slope, d)
    return slope - change * ((value + value) + change)
  }

  /// The derivatives of eight hyperbolic tangents, each times a gradient.
  @inline(__always)
  static func tanhContribution(
    _ grad: SIMD8<Double>, _ x: SIMD8<Double>, _ out: SIMD8<Double>
  ) -> SIMD8<Double> {
    areAll(pairs(x, magnitude), from: 0, below: tanhDerivativeEnd)
      ? grad * (1 - out * out) : steepTanhContribution(grad, x, out)
  }

  @inline(never)
  private static func steepTanhContribution(
    _ grad: SIMD8<Double>, _ x: SIMD8<Double>, _ out: SIMD8<Double>
  ) -> SIMD8<Double> {
    let size = pairs(x, magnitude)
    if areAll(size, from: 0.875, below: slopesEnd) {
      return grad
        * tanhTable.withUnsafeBufferPointer { table in
          SIMD8(
            lowHalf: SIMD4(
              lowHalf: interpolated(size.lowHalf.lowHalf, table),
              highHalf: interpolated(size.lowHalf.highHalf, table)),
            highHalf: SIMD4(
              lowHalf: interpolated(size.highHalf.lowHalf, table),
              highHalf: interpolated(size.highHalf.highHalf, table)))
        }
    }
    var result = grad * (1 - out * out)
    for lane in 0..<8 where !(x[lane].magnitude < tanhDerivativeEnd) {
      result[lane] = steepTanhContribution(grad[lane], x[lane])
    }
    return result
  }

  @inline(__always)
  private static func interpolated(_ size: SIMD2<Double>, _ table: UnsafeBufferPointer<Double>)
    -> SIMD2<Double>
  {
    let (c, value, _, slope) = rows(size, table)
    return interpolated(value, slope, size - c)
  }
}

/// The arithmetic that the formulas need, of one number or of two at once.
private protocol TanhNumber {
  init(_ number: Double)
  static func + (_: Self, _: Self) -> Self
  static func - (_: Self, _: Self) -> Self
  static func * (_: Self, _: Self) -> Self
  static func / (_: Self, _: Self) -> Self
}

extension TanhNumber {
  @inline(__always) static func + (a: Double, b: Self) -> Self { Self(a) + b }
  @inline(__always) static func * (a: Double, b: Self) -> Self { Self(a) * b }
}

extension Double: TanhNumber {}
extension SIMD2<Double>: TanhNumber {
  @inline(__always) fileprivate init(_ number: Double) { self.init(repeating: number) }
}
