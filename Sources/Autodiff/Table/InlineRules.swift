import GradGraphPlatform

// The rules of the most frequent operations, as types: the loops contain their code instead of calling it. The
// operations' rows refer to them, so that there is one rule per operation.

/// The value of an operation of one operand, which the recording contains in other modules, too.
@usableFromInline
protocol UnaryValue: SendableMetatype {
  static var operation: Operation { get }
  static func value(_ x: Double) -> Double
}

/// The value of an operation of two operands.
@usableFromInline
protocol BinaryValue: SendableMetatype {
  static var operation: Operation { get }
  static func value(_ x: Double, _ y: Double) -> Double
}

/// The value of an operation of one operand, and its local derivative; `nil` blocks the gradient, see ``Rule``.
protocol UnaryRule: UnaryValue {
  static func local(_ x: Double, _ out: Double) -> Double?
  /// The edge's contribution to a gradient: `grad` times the local derivative, also if that is no ordinary double.
  static func contribution(_ grad: Double, _ x: Double, _ out: Double) -> Double
}

extension UnaryRule {
  @inline(__always)
  static func contribution(_ grad: Double, _ x: Double, _ out: Double) -> Double {
    local(x, out).map { grad * $0 } ?? 0
  }

  /// By the row, where the local derivative is zero, subnormal or infinite.
  @inline(__always)
  fileprivate static func contributionByRow(_ grad: Double, _ x: Double, _ out: Double) -> Double {
    let local = local(x, out)
    if let local, local.isNormal { return grad * local }
    return rowContribution(operation, 0, grad, Point(x: x, out: out))
  }
}

/// The value of an operation of two operands, and its local derivatives.
protocol BinaryRule: BinaryValue {
  static func locals(_ x: Double, _ y: Double, _ out: Double) -> (Double?, Double?)
  /// The contributions of the two edges to a gradient.
  static func contributions(_ grad: Double, _ x: Double, _ y: Double, _ out: Double) -> (Double, Double)
}

extension BinaryRule {
  @inline(__always)
  static func contributions(_ grad: Double, _ x: Double, _ y: Double, _ out: Double) -> (Double, Double) {
    let locals = locals(x, y, out)
    return (locals.0.map { grad * $0 } ?? 0, locals.1.map { grad * $0 } ?? 0)
  }
}

/// A contribution by the operation's row.
@inline(never)
func rowContribution(_ operation: Operation, _ operand: Int, _ grad: Double, _ point: Point) -> Double {
  Kernel.all[Int(operation.code)].local(point, operand).contribution(to: grad)
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
  @inline(__always)
  static func locals(_ x: Double, _ y: Double, _ out: Double) -> (Double?, Double?) { (1, 1) }
}

@usableFromInline
enum Subtract: BinaryRule {
  @inlinable static var operation: Operation { .subtract }
  @inlinable static func value(_ x: Double, _ y: Double) -> Double { x - y }
  @inline(__always)
  static func locals(_ x: Double, _ y: Double, _ out: Double) -> (Double?, Double?) { (1, -1) }
}

@usableFromInline
enum Multiply: BinaryRule {
  @inlinable static var operation: Operation { .multiply }
  @inlinable static func value(_ x: Double, _ y: Double) -> Double { x * y }
  @inline(__always)
  static func locals(_ x: Double, _ y: Double, _ out: Double) -> (Double?, Double?) { (y, x) }
}

@usableFromInline
enum Divide: BinaryRule {
  @inlinable static var operation: Operation { .divide }
  @inlinable static func value(_ x: Double, _ y: Double) -> Double { x / y }
  @inline(__always)
  static func locals(_ x: Double, _ y: Double, _ out: Double) -> (Double?, Double?) {
    let second = out / y
    return (1 / y, -(second.isNormal && out.isNormal ? second : Math.quotientDerivative(x, y, out)))
  }
  @inline(__always)
  static func contributions(_ grad: Double, _ x: Double, _ y: Double, _ out: Double) -> (Double, Double) {
    let (first, second) = (1 / y, out / y)
    if first.isNormal && second.isNormal && out.isNormal { return (grad * first, grad * -second) }
    let point = Point(x: x, y: y, out: out)
    return (rowContribution(.divide, 0, grad, point), rowContribution(.divide, 1, grad, point))
  }
}

@usableFromInline
enum Negate: UnaryRule {
  @inlinable static var operation: Operation { .negate }
  @inlinable static func value(_ x: Double) -> Double { -x }
  @inline(__always)
  static func local(_ x: Double, _ out: Double) -> Double? { -1 }
}

@usableFromInline
enum Square: UnaryRule {
  @inlinable static var operation: Operation { .square }
  @inlinable static func value(_ x: Double) -> Double { x * x }
  @inline(__always)
  static func local(_ x: Double, _ out: Double) -> Double? { 2 * x }
}

@usableFromInline
enum Exponential: UnaryRule {
  @inlinable static var operation: Operation { .exp }
  @inlinable static func value(_ x: Double) -> Double { exp(x) }
  @inline(__always)
  static func local(_ x: Double, _ out: Double) -> Double? { out }
}

@usableFromInline
enum Logarithm: UnaryRule {
  @inlinable static var operation: Operation { .log }
  @inlinable static func value(_ x: Double) -> Double { log(x) }
  @inline(__always)
  static func local(_ x: Double, _ out: Double) -> Double? { 1 / x }
  @inline(__always)
  static func contribution(_ grad: Double, _ x: Double, _ out: Double) -> Double {
    contributionByRow(grad, x, out)
  }
}

@usableFromInline
enum SquareRoot: UnaryRule {
  @inlinable static var operation: Operation { .sqrt }
  @inlinable static func value(_ x: Double) -> Double { x.squareRoot() }
  @inline(__always)
  static func local(_ x: Double, _ out: Double) -> Double? { 1 / (2 * out) }
}

@usableFromInline
enum Sine: UnaryRule {
  @inlinable static var operation: Operation { .sin }
  @inlinable static func value(_ x: Double) -> Double { sin(x) }
  @inline(__always)
  static func local(_ x: Double, _ out: Double) -> Double? { cos(x) }
}

@usableFromInline
enum Cosine: UnaryRule {
  @inlinable static var operation: Operation { .cos }
  @inlinable static func value(_ x: Double) -> Double { cos(x) }
  @inline(__always)
  static func local(_ x: Double, _ out: Double) -> Double? { -sin(x) }
}

@usableFromInline
enum HyperbolicTangent: UnaryRule {
  @inlinable static var operation: Operation { .tanh }
  @inlinable static func value(_ x: Double) -> Double { Math.tanh(x) }
  @inline(__always)
  static func local(_ x: Double, _ out: Double) -> Double? { Math.tanhDerivative(x, out) }
  @inline(__always)
  static func contribution(_ grad: Double, _ x: Double, _ out: Double) -> Double {
    x.magnitude < Math.tanhDerivativeEnd ? grad * (1 - out * out) : Math.steepTanhContribution(grad, x)
  }
}

@usableFromInline
enum Sigmoid: UnaryRule {
  @inlinable static var operation: Operation { .sigmoid }
  @inlinable static func value(_ x: Double) -> Double { Math.sigmoid(x) }
  @inline(__always)
  static func local(_ x: Double, _ out: Double) -> Double? { Math.sigmoidDerivative(x) }
  @inline(__always)
  static func contribution(_ grad: Double, _ x: Double, _ out: Double) -> Double {
    contributionByRow(grad, x, out)
  }
}

@usableFromInline
enum Relu: UnaryRule {
  @inlinable static var operation: Operation { .relu }
  @inlinable static func value(_ x: Double) -> Double { x < 0 ? 0 : x }
  @inline(__always)
  static func local(_ x: Double, _ out: Double) -> Double? { x <= 0 ? nil : 1 }
}

/// xᶜ for a constant c.
@usableFromInline
enum PowerConstant {
  /// By the simpler functions that PyTorch takes for some exponents; they are faster than `pow` and differ from it
  /// at -0 and -inf.
  @inlinable
  static func value(_ x: Double, _ c: Double) -> Double {
    switch c {
    case 2: x * x
    case 1: x
    case 3: x * x * x
    case -1: 1 / x
    case -2: inverseSquare(x)
    case 0.5: x.squareRoot()
    case -0.5: 1 / x.squareRoot()
    default: pow(x, c)
    }
  }

  /// 1 / x², also where x² is infinite or has lost digits.
  @inlinable
  static func inverseSquare(_ x: Double) -> Double {
    let square = x * x
    return square.isNormal ? 1 / square : 1 / x / x
  }

  static func local(_ x: Double, _ c: Double) -> Double? {
    c == 2 ? 2 * x : c == 0 ? nil : Math.powerDerivative(x, c, by: value)
  }

  @inline(__always)
  static func contribution(_ grad: Double, _ x: Double, _ c: Double) -> Double {
    c == 2 ? grad * (2 * x) : otherContribution(grad, x, c)
  }

  @inline(never)
  private static func otherContribution(_ grad: Double, _ x: Double, _ c: Double) -> Double {
    let local = local(x, c)
    if let local, local.isNormal { return grad * local }
    return rowContribution(.powerConstant, 0, grad, Point(x: x, p: c))
  }
}
