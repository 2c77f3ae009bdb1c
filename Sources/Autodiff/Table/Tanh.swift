import GradGraphPlatform

extension Math {
  /// The hyperbolic tangent, the same on every platform; at most 0.53 units in the last place from the exact value.
  ///
  /// C libraries take three times as long and are up to 2 units off. With c, the number of six bits that is nearest
  /// to x, and d = x - c, it is tanh(c + d) = tanh c + (1 - tanh² c) tanh d / (1 + tanh c · tanh d) (Abramowitz and Stegun,
  /// Handbook of Mathematical Functions, 4.5.26), where tanh c stands in a table and tanh d = d · N/D comes from its
  /// continued fraction (4.5.70). Below 0.0625 it is the power series (4.5.64). Both keep all digits, since what they add
  /// to tanh c or to x is small.
  @usableFromInline @inline(never)
  static func tanh(_ x: Double) -> Double {
    let size = x.magnitude
    if size < seriesEnd { return Double(signOf: x, magnitudeOf: series(size)) }
    if size < tableEnd {
      return tanhTable.withUnsafeBufferPointer { table in
        let (c, row) = nearest(size)
        let (value, rest) = (table[2 &* row], table[2 &* row &+ 1])
        return Double(
          signOf: x, magnitudeOf: around(value, rest, ((1 - value) - rest) * (1 + value), size - c))
      }
    }
    return x.isNaN ? x : Double(signOf: x, magnitudeOf: 1)
  }

  /// The hyperbolic tangents of eight numbers.
  @inline(never)
  static func tanh(_ x: SIMD8<Double>) -> SIMD8<Double> {
    let size = pairs(x, magnitude)
    if all(size .< seriesEnd) { return pairs(x, bySeries) }
    return tanhTable.withUnsafeBufferPointer { table in
      let isKnown = size .>= seriesEnd .& size .< tableEnd
      if all(isKnown) { return pairs(x) { byTable($0, table) } }
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
    let (near0, near1) = (nearest(size[0]), nearest(size[1]))
    let value = SIMD2(table[2 &* near0.row], table[2 &* near1.row])
    let rest = SIMD2(table[2 &* near0.row &+ 1], table[2 &* near1.row &+ 1])
    let d = size - SIMD2(near0.c, near1.c)
    return withSigns(of: x, around(value, rest, ((1 - value) - rest) * (1 + value), d))
  }

  /// The point of the table nearest to a number, and its row.
  @inline(__always)
  private static func nearest(_ size: Double) -> (c: Double, row: Int) {
    let rounded = size.bitPattern &+ 1 << 46
    // The exponent and five more bits; the first row's are those of 0.0625.
    let row = Int(truncatingIfNeeded: rounded >> 47) &- 0x7F60
    return (Double(bitPattern: rounded & ~0 << 47), row)
  }

  /// tanh(c + d) from tanh c as the sum of two, and from its slope there.
  @inline(__always)
  private static func around<Number: TanhNumber>(
    _ value: Number, _ rest: Number, _ slope: Number, _ d: Number
  ) -> Number {
    let (n, denominator) = fraction(d)
    return value + (rest + d * slope * n / (denominator + value * d * n))
  }

  /// N and D of tanh d = d · N/D.
  @inline(__always)
  private static func fraction<Number: TanhNumber>(_ d: Number) -> (Number, Number) {
    let z = d * d
    return (105 + 10 * z, (105 + 45 * z) + z * z)
  }

  // MARK: The derivative

  /// Up to it, 1 - tanh² has all digits.
  @usableFromInline static var tanhDerivativeEnd: Double { 0.7 }
  /// Up to it the derivative is interpolated; then it is an exponential.
  private static var slopesEnd: Double { 4 }
  /// The row of the first slope, that of 0.8125.
  private static var firstSlope: Int { 116 }

  /// tanh′ at a point where tanh is `out`: 1 - out² loses its digits when out comes close to 1, and is 0 for 1e-17 at 20.
  @usableFromInline @inline(never)
  static func tanhDerivative(_ x: Double, _ out: Double) -> Double {
    if out.magnitude <= tanhDerivativeEnd { return 1 - out * out }
    let size = x.magnitude
    if size < slopesEnd {
      let (c, row) = nearest(size)
      let value = tanhTable.withUnsafeBufferPointer { $0[2 &* row] }
      let slope = tanhSlopes.withUnsafeBufferPointer { $0[row &- firstSlope] }
      return interpolated(slope, value, size - c)
    }
    let power = exp(-2 * size)
    if size > 340 { return tanhTail(x).double }
    // 4p / (1 + p)²
    return 4 * power - 4 * power * (power * (2 + power) / ((1 + power) * (1 + power)))
  }

  /// 4 e^-2|x|, from 20 on.
  static func tanhTail(_ x: Double) -> ScaledNumber {
    ScaledNumber(4) * scaledExponential(Twofold(-2 * x.magnitude))
  }

  /// tanh′(c + d) = tanh′ c · (1 - tanh² d) / (1 + tanh c · tanh d)², as tanh′ c and a small change.
  @inline(__always)
  private static func interpolated<Number: TanhNumber>(_ slope: Number, _ value: Number, _ d: Number)
    -> Number
  {
    let (n, denominator) = fraction(d)
    let (rise, product) = (d * n, value * denominator)
    let whole = denominator + value * rise
    return slope - slope * (rise * ((product + product) + rise * (1 + value * value)) / (whole * whole))
  }

  /// The derivatives of eight hyperbolic tangents.
  @inline(never)
  static func tanhDerivative(_ x: SIMD8<Double>, _ out: SIMD8<Double>) -> SIMD8<Double> {
    let near = 1 - out * out
    let size = pairs(out, magnitude)
    if all(size .<= tanhDerivativeEnd) { return near }
    var result = near
    for lane in 0..<8 where !(size[lane] <= tanhDerivativeEnd) {
      result[lane] = tanhDerivative(x[lane], out[lane])
    }
    return result
  }
}

/// What the formulas need of a number or of two at once.
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
