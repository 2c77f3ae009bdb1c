/// Rounding by conversions only: `rounded()` calls the platform's mathematics, which a portable library
/// cannot link.
enum WholeNumbers {
  static func ceiling(_ number: Double) -> Int {
    let whole = Int(number)
    return Double(whole) < number ? whole + 1 : whole
  }

  static func nearest(_ number: Double) -> Int {
    let whole = Int(number)
    let rest = number - Double(whole)
    return rest >= 0.5 ? whole + 1 : rest <= -0.5 ? whole - 1 : whole
  }
}

/// Lengths without the platform's square root, which builds without optimization would call.
enum Lengths {
  /// The length of a vector; 0 if it is shorter than 1e-150.
  static func length(_ x: Double, _ y: Double) -> Double {
    let square = x * x + y * y
    guard square > 1e-300, square < 1e300 else { return square > 1 ? square : 0 }
    // A first estimate with half the exponent, then Newton's steps, each of which doubles the correct digits.
    var root = Double(bitPattern: square.bitPattern >> 1 + 0x1FF8_0000_0000_0000)
    for _ in 0..<5 { root = (root + square / root) / 2 }
    return root
  }
}
