/// The maximum columns of numbers by their binary exponent, known without writing the numbers.
struct NumberBounds {
  private let precision: Int
  private let memory = TextBuffer()
  private let columns: UnsafePointer<UInt8>

  init(_ numbers: NumberText) {
    precision = numbers.precision
    let unusual = 3  // nan, inf
    let leastExponent = -324
    memory.append([UInt8(Self.columns(leastExponent, precision))])
    for pattern in 1..<2047 {
      // The decimal exponent is this or one more, and rounding can add one more.
      let exponent = ShortestDecimal.floorLog10(ofPowerOfTwo: pattern - 1023)
      let most = (exponent...exponent + 2).map { [precision] in Self.columns($0, precision) }.max()
      memory.append([UInt8(most ?? 0)])
    }
    memory.append([UInt8(unusual)])
    columns = memory.readable(beyond: 0)
  }

  @inline(__always)
  func mostColumns(_ number: Double) -> Int {
    let sign = number < 0 ? 1 : 0
    let magnitude = number.magnitude
    // The most frequent numbers have exact bounds, so that one number of maximum width covers the others.
    if magnitude >= 1e-3 && magnitude < 1 {
      return sign + precision + 2 + (magnitude < 0.1 ? 1 : 0) + (magnitude < 0.01 ? 1 : 0)
    }
    return number == 0 ? 1 : sign + Int(columns[Int(number.exponentBitPattern)])
  }

  /// The columns that ``Digits/write(_:precision:)`` uses for numbers of this decimal exponent.
  private static func columns(_ exponent: Int, _ precision: Int) -> Int {
    if Digits.isPlain(exponent) {
      return exponent < 0 ? 1 - exponent + precision : max(exponent, precision) + 1
    }
    return precision + 2 + (exponent < 0 ? 1 : 0) + Digits.digitCount(UInt64(exponent.magnitude))
  }
}
