/// An optional number in 8 bytes instead of 16: one NaN bit pattern represents `nil`.
struct OptionalNumber: Sendable {
  private let bits: UInt64

  /// The bit pattern of `nil`: a NaN that no computation gives.
  private static let missing: UInt64 = 0x7FF8_6D69_7373_6967

  @inline(__always)
  init(_ number: Double?) {
    // A NaN with the bit pattern of `nil` is stored as another NaN.
    bits =
      number.map { $0.bitPattern == Self.missing ? Double.nan.bitPattern : $0.bitPattern } ?? Self.missing
  }

  @inline(__always)
  var value: Double? { bits == Self.missing ? nil : Double(bitPattern: bits) }
}
