import GradGraphPlatform

/// The mapping of an axis from numbers to positions.
struct PlotScale {
  let lower: Double
  let upper: Double
  let isLogarithmic: Bool

  /// A scale over finite numbers; an empty range is widened, and one beyond 1e300 cut there, so that its length is
  /// finite.
  init(_ least: Double, _ most: Double, isLogarithmic: Bool = false) {
    let (lower, upper) = (max(least, -1e300), min(most, 1e300))
    let isEmpty = !(upper > lower)
    let margin = isEmpty ? max(abs(lower) / 8, 0.5) : 0
    self.lower = lower - margin
    self.upper = (isEmpty ? lower : upper) + margin
    self.isLogarithmic = isLogarithmic && self.lower > 0
  }

  /// The position of a number, from 0 at the lower end to 1 at the upper; numbers beyond the ends have the
  /// end's position.
  func fraction(of number: Double) -> Double {
    let position =
      isLogarithmic
      ? (log10(number) - log10(lower)) / (log10(upper) - log10(lower)) : (number - lower) / (upper - lower)
    return position.isNaN ? 0 : min(max(position, 0), 1)
  }

  /// The number at a position from 0 to 1 of a linear scale.
  func number(at fraction: Double) -> Double { lower + (upper - lower) * fraction }

  /// Round numbers on the scale, ascending: at most `count`, and at least one if the scale has any.
  func ticks(atMost count: Int) -> [Double] { isLogarithmic ? decades(atMost: count) : steps(atMost: count) }

  /// Multiples of 1, 2 or 5 times a power of ten; the ends of the scale if steps would not be normal numbers.
  private func steps(atMost count: Int) -> [Double] {
    guard upper - lower >= Self.leastRange else { return count > 1 ? [lower, upper] : [lower] }
    let start = Int(log10((upper - lower) / Double(max(count, 1))).rounded(.down))
    for exponent in start...start + 3 {
      for factor in [1.0, 2, 5] {
        let step = Self.scaled(factor, exponent)
        let (first, last) = ((lower / step).rounded(.up), (upper / step).rounded(.down))
        guard last - first < Double(count) else { continue }
        return stride(from: first, through: last, by: 1).map { Self.scaled($0 * factor, exponent) }
      }
    }
    return []
  }

  private func decades(atMost count: Int) -> [Double] {
    let (first, last) = (Int(log10(lower).rounded(.up)), Int(log10(upper).rounded(.down)))
    guard first <= last else { return [] }
    let step = (last - first) / max(count, 1) + 1
    return stride(from: first, through: last, by: step).map { Self.scaled(1, $0) }
  }

  /// The shortest range with steps; those of a shorter one, divided by the number of ticks, may be subnormal
  /// or 0.
  private static let leastRange = 1e-290

  /// The product number · 10^exponent, rounded once: `3 · 10^-1` is 0.3. Below 10^-300, where 10^-exponent
  /// may be infinite, it is rounded twice.
  private static func scaled(_ number: Double, _ exponent: Int) -> Double {
    if exponent < -300 { return number * (Double("1e\(exponent)") ?? 0) }
    let power = Double("1e\(abs(exponent))") ?? .infinity
    return exponent < 0 ? number / power : number * power
  }
}
