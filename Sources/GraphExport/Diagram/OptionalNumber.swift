/// A number that may be missing, in 8 bytes instead of 16: one of the many NaNs stands for none.
struct OptionalNumber: Sendable {
  private let bits: UInt64

  /// A NaN that no computation gives.
  private static let missing: UInt64 = 0x7FF8_6D69_7373_6967

  @inline(__always)
  init(_ number: Double?) {
    // NaN has no value to lose: should it have the bits that say none, it gets others.
    bits =
      number.map { $0.bitPattern == Self.missing ? Double.nan.bitPattern : $0.bitPattern } ?? Self.missing
  }

  @inline(__always)
  var value: Double? { bits == Self.missing ? nil : Double(bitPattern: bits) }
}
