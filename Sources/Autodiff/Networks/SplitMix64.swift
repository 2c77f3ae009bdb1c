/// A seeded generator of random numbers, the same on every machine and in every version of Swift.
///
/// ```swift
/// var random = SplitMix64(seed: 1)
/// random.uniform(in: -1...1)  // 0.13300492550038768
/// ```
/// SplitMix64 of Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014. Its draws use
/// integers, `+` and `*` only: no function of the C library, whose last digits differ between platforms.
public struct SplitMix64: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// A generator whose sequence depends on the seed alone.
  public init(seed: UInt64) { state = seed }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A generator with a sequence of its own.
  public mutating func split() -> SplitMix64 { SplitMix64(seed: next()) }

  /// A number from 0 up to, and without, 1: a multiple of 2⁻⁵³.
  public mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A number of the range, each equally likely.
  public mutating func uniform(in range: ClosedRange<Double>) -> Double {
    range.lowerBound + (range.upperBound - range.lowerBound) * uniform()
  }

  /// A number of mean 0 and variance 1, nearly normal, between -6 and 6: the sum of twelve uniform draws, less 6
  /// (the Irwin-Hall distribution), which needs neither logarithm nor cosine.
  public mutating func nearlyNormal() -> Double {
    (0..<12).reduce(-6) { sum, _ in sum + uniform() }
  }
}
