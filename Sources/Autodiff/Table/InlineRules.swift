import GradGraphPlatform

// The rules of the most frequent operations, as types: the loops contain their code instead of calling it. The
// operations' rows refer to them, so that there is one rule per operation.

/// The value of an operation of one operand, and its local derivative; `nil` blocks the gradient, see ``Rule``.
@usableFromInline
protocol UnaryRule: SendableMetatype {
  static var operation: Operation { get }
  static func value(_ x: Double) -> Double
  static func local(_ x: Double, _ out: Double) -> Double?
}

/// The value of an operation of two operands, and its local derivatives.
@usableFromInline
protocol BinaryRule: SendableMetatype {
  static var operation: Operation { get }
  static func value(_ x: Double, _ y: Double) -> Double
  static func locals(_ x: Double, _ y: Double, _ out: Double) -> (Double?, Double?)
}

extension Rule {
  static func unary<R: UnaryRule>(_: R.Type) -> Rule {
    .unary({ R.value($0.x) }, { R.local($0.x, $0.out) })
  }

  static func binary<R: BinaryRule>(_: R.Type) -> Rule {
    .binary(
      { R.value($0.x, $0.y) }, { R.locals($0.x, $0.y, $0.out).0 }, { R.locals($0.x, $0.y, $0.out).1 })
  }
}

@usableFromInline
enum Add: BinaryRule {
  @inlinable static var operation: Operation { .add }
  @inlinable static func value(_ x: Double, _ y: Double) -> Double { x + y }
  @inlinable static func locals(_ x: Double, _ y: Double, _ out: Double) -> (Double?, Double?) { (1, 1) }
}

@usableFromInline
enum Subtract: BinaryRule {
  @inlinable static var operation: Operation { .subtract }
  @inlinable static func value(_ x: Double, _ y: Double) -> Double { x - y }
  @inlinable static func locals(_ x: Double, _ y: Double, _ out: Double) -> (Double?, Double?) { (1, -1) }
}

@usableFromInline
enum Multiply: BinaryRule {
  @inlinable static var operation: Operation { .multiply }
  @inlinable static func value(_ x: Double, _ y: Double) -> Double { x * y }
  @inlinable static func locals(_ x: Double, _ y: Double, _ out: Double) -> (Double?, Double?) { (y, x) }
}

@usableFromInline
enum Divide: BinaryRule {
  @inlinable static var operation: Operation { .divide }
  @inlinable static func value(_ x: Double, _ y: Double) -> Double { x / y }
  @inlinable static func locals(_ x: Double, _ y: Double, _ out: Double) -> (Double?, Double?) {
    (1 / y, -(out / y))
  }
}

@usableFromInline
enum Negate: UnaryRule {
  @inlinable static var operation: Operation { .negate }
  @inlinable static func value(_ x: Double) -> Double { -x }
  @inlinable static func local(_ x: Double, _ out: Double) -> Double? { -1 }
}

@usableFromInline
enum Square: UnaryRule {
  @inlinable static var operation: Operation { .square }
  @inlinable static func value(_ x: Double) -> Double { x * x }
  @inlinable static func local(_ x: Double, _ out: Double) -> Double? { 2 * x }
}

@usableFromInline
enum Exponential: UnaryRule {
  @inlinable static var operation: Operation { .exp }
  @inlinable static func value(_ x: Double) -> Double { exp(x) }
  @inlinable static func local(_ x: Double, _ out: Double) -> Double? { out }
}

@usableFromInline
enum Logarithm: UnaryRule {
  @inlinable static var operation: Operation { .log }
  @inlinable static func value(_ x: Double) -> Double { log(x) }
  @inlinable static func local(_ x: Double, _ out: Double) -> Double? { 1 / x }
}

@usableFromInline
enum SquareRoot: UnaryRule {
  @inlinable static var operation: Operation { .sqrt }
  @inlinable static func value(_ x: Double) -> Double { x.squareRoot() }
  @inlinable static func local(_ x: Double, _ out: Double) -> Double? { 1 / (2 * out) }
}

@usableFromInline
enum Sine: UnaryRule {
  @inlinable static var operation: Operation { .sin }
  @inlinable static func value(_ x: Double) -> Double { sin(x) }
  @inlinable static func local(_ x: Double, _ out: Double) -> Double? { cos(x) }
}

@usableFromInline
enum Cosine: UnaryRule {
  @inlinable static var operation: Operation { .cos }
  @inlinable static func value(_ x: Double) -> Double { cos(x) }
  @inlinable static func local(_ x: Double, _ out: Double) -> Double? { -sin(x) }
}

@usableFromInline
enum HyperbolicTangent: UnaryRule {
  @inlinable static var operation: Operation { .tanh }
  @inlinable static func value(_ x: Double) -> Double { Math.tanh(x) }
  @inlinable static func local(_ x: Double, _ out: Double) -> Double? { 1 - out * out }
}

@usableFromInline
enum Sigmoid: UnaryRule {
  @inlinable static var operation: Operation { .sigmoid }
  /// e⁻ˣ overflows to infinity only where the result is 0.
  @inlinable static func value(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
  @inlinable static func local(_ x: Double, _ out: Double) -> Double? { (1 - out) * out }
}

@usableFromInline
enum Relu: UnaryRule {
  @inlinable static var operation: Operation { .relu }
  @inlinable static func value(_ x: Double) -> Double { x < 0 ? 0 : x }
  @inlinable static func local(_ x: Double, _ out: Double) -> Double? { x <= 0 ? nil : 1 }
}

/// xᶜ for a constant c.
@usableFromInline
enum PowerConstant {
  /// By the simpler functions that PyTorch takes for some exponents; they are faster than `pow` and differ from it
  /// at -0 and -inf.
  @inlinable
  static func value(_ x: Double, _ c: Double) -> Double {
    switch c {
    case 1: x
    case 2: x * x
    case 3: x * x * x
    case -1: 1 / x
    case -2: 1 / (x * x)
    case 0.5: x.squareRoot()
    case -0.5: 1 / x.squareRoot()
    default: pow(x, c)
    }
  }

  @inlinable
  static func local(_ x: Double, _ c: Double) -> Double? { c == 0 ? nil : c * value(x, c - 1) }
}
