/// A number `significand · 2^exponent` with an exponent of its own, so that long products and sums of them neither
/// overflow nor underflow.
///
/// The significand is in ±[1, 2), or zero, infinite or NaN with the exponent 0.
struct ScaledNumber {
  private(set) var significand: Double
  private(set) var exponent: Int

  static let zero = ScaledNumber(0)
  static let one = ScaledNumber(1)

  init(_ number: Double, exponent: Int = 0) {
    if number == 0 || !number.isFinite {
      (significand, self.exponent) = (number, 0)
    } else {
      significand = number < 0 ? -number.significand : number.significand
      self.exponent = exponent + Int(number.exponent)
    }
  }

  /// The nearest double: infinite or zero where the number is too large or too small.
  var double: Double { significand.scaled(by: exponent) }

  /// Whether it is an ordinary number that no double is near to.
  var isFar: Bool { significand != 0 && significand.isFinite && !double.isNormal }

  /// 1 / self.
  var inverse: Self { ScaledNumber(1 / significand, exponent: -exponent) }

  static func * (left: Self, right: Self) -> Self {
    ScaledNumber(left.significand * right.significand, exponent: left.exponent + right.exponent)
  }

  static func + (left: Self, right: Self) -> Self {
    if !left.significand.isFinite || !right.significand.isFinite {
      return ScaledNumber(left.significand + right.significand)
    }
    if left.significand == 0 { return right }
    if right.significand == 0 { return left }
    let (large, small) = left.exponent >= right.exponent ? (left, right) : (right, left)
    let shifted = small.significand.scaled(by: small.exponent - large.exponent)
    return ScaledNumber(large.significand + shifted, exponent: large.exponent)
  }
}

extension Double {
  fileprivate func scaled(by exponent: Int) -> Double {
    Double(sign: .plus, exponent: Swift.min(Swift.max(exponent, -4000), 4000), significand: self)
  }
}

/// The weight of a path, or of a part of it, in the order of paths: the size of its product.
///
/// From the largest: products with an infinite or NaN factor, finite ones by magnitude, zero, and those that end in
/// exactly zero because an edge blocks the gradient. The search relies on a property of this order: if `s ≥ t` then
/// `p · s ≥ p · t`.
struct PathWeight: Comparable {
  private let exponent: Int
  private let significand: Double

  private static let notFinite = PathWeight(exponent: .max, significand: 0)
  private static let zero = PathWeight(exponent: .min + 1, significand: 0)
  private static let blocked = PathWeight(exponent: .min, significand: 0)
  static let one = PathWeight(LocalDerivative(1))

  /// The weight of one edge.
  init(_ local: LocalDerivative) {
    let (number, isZero) = (local.scaled, local.scaled.significand == 0)
    self = local.isBlocked ? .blocked : isZero ? .zero : !local.isFinite ? .notFinite : PathWeight(number)
  }

  private init(_ number: ScaledNumber) {
    (exponent, significand) = (number.exponent, number.significand.magnitude)
  }

  private init(exponent: Int, significand: Double) {
    (self.exponent, self.significand) = (exponent, significand)
  }

  /// The weight of the upper part of a path, `above`, followed by the lower part.
  static func * (above: Self, below: Self) -> Self {
    // A blocked edge ignores the factor above, but the factors below still multiply its zero.
    if below == .blocked || below == .notFinite { return below }
    if above == .notFinite || above == .blocked { return above }
    if above == .zero || below == .zero { return .zero }
    return PathWeight(
      ScaledNumber(above.significand * below.significand, exponent: above.exponent + below.exponent))
  }

  static func < (left: Self, right: Self) -> Bool {
    (left.exponent, left.significand) < (right.exponent, right.significand)
  }
}
