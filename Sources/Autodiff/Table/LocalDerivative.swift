/// The derivative of an operation by one operand: the factor of an edge in the chain rule.
///
/// It has an exponent of its own where it is an ordinary number but no double (1 / x at 10^-310): a product with it is
/// right wherever the product is a double.
struct LocalDerivative: BitwiseCopyable {
  private let significand: Double
  /// 0 where the significand is the derivative itself.
  private let exponent: Int32
  /// `true` if the operand receives exactly zero from any gradient above; see ``Rule``.
  let isBlocked: Bool

  static let blocked = LocalDerivative(significand: 0, exponent: 0, isBlocked: true)

  private init(significand: Double, exponent: Int32, isBlocked: Bool) {
    self.significand = significand
    self.exponent = exponent
    self.isBlocked = isBlocked
  }

  @inline(__always)
  init(_ number: Double) { self.init(significand: number, exponent: 0, isBlocked: false) }

  /// A number that may be too large or too small for a double.
  init(_ number: ScaledNumber) {
    let double = number.double
    if double.isNormal || number.significand == 0 || !number.significand.isFinite {
      self.init(double)
    } else {
      self.init(
        significand: number.significand, exponent: Int32(clamping: number.exponent), isBlocked: false)
    }
  }

  /// The nearest double; 0 where the gradient is blocked.
  var number: Double { exponent == 0 ? significand : scaled.double }

  /// Whether it is no double.
  var isFar: Bool { exponent != 0 }

  /// The derivative with its exponent.
  var scaled: ScaledNumber { ScaledNumber(significand, exponent: Int(exponent)) }

  /// `true` if it is neither infinite nor NaN, also where it is too large for a double.
  var isFinite: Bool { significand.isFinite }

  /// The chain rule for one edge: its contribution to the gradient of its operand, or to the tangent of its node.
  @inline(__always)
  func contribution(to grad: Double) -> Double {
    if isBlocked { return 0 }
    return exponent == 0 ? grad * significand : (ScaledNumber(grad) * scaled).double
  }
}
