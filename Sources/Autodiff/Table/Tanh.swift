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
    if size < seriesEnd { return bySeries(SIMD2(x, 0))[0] }
    if size < tableEnd { return tanhTable.withUnsafeBufferPointer { byTable(SIMD2(x, seriesEnd), $0)[0] } }
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
    let z = x * x
    let zz = z * z
    let first = -1 / 3 + 2 / 15 * z
    let second = -17 / 315 + 62 / 2835 * z
    let third = -1382 / 155_925 + 21844 / 6_081_075 * z
    let size = magnitude(x)
    return withSigns(of: x, size + size * z * ((first + zz * second) + zz * zz * third))
  }

  /// tanh(c + d), from 0.0625 to 20: c is a point of the table, d the rest.
  @inline(__always)
  private static func byTable(_ x: SIMD2<Double>, _ table: UnsafeBufferPointer<Double>) -> SIMD2<Double> {
    let bits = unsafeBitCast(x, to: Bits.self)
    let rounded = bits &+ Bits(repeating: 1 << 46)
    let c = unsafeBitCast(rounded & Bits(repeating: ~0 << 47), to: SIMD2<Double>.self)
    // The exponent and five more bits; the first row's are those of 0.0625.
    let row0 = Int(truncatingIfNeeded: rounded[0] >> 47 & 0xFFFF) &- 0x7F60
    let row1 = Int(truncatingIfNeeded: rounded[1] >> 47 & 0xFFFF) &- 0x7F60
    let size = SIMD2(table[2 &* row0], table[2 &* row1])
    let rest = SIMD2(table[2 &* row0 &+ 1], table[2 &* row1 &+ 1])
    let value = withSigns(of: x, size)
    let slope = ((1 - size) - rest) * (1 + size)

    let d = x - c
    let z = d * d
    let N = 105 + 10 * z
    let D = (105 + 45 * z) + z * z
    return value + (withSigns(of: x, rest) + d * slope * N / (D + value * d * N))
  }
}
