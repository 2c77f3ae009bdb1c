// The operations as Swift functions, one line each: the operation recorded on its operands.

/// eˣ.
@inlinable @inline(__always)
public func exp(_ x: Value) -> Value { x.recorded(Exponential.self) }
/// eˣ − 1, exact near 0.
public func expm1(_ x: Value) -> Value { x.recorded(.expm1) }
/// The natural logarithm.
@inlinable @inline(__always)
public func log(_ x: Value) -> Value { x.recorded(Logarithm.self) }
/// log(1 + x), exact near 0.
public func log1p(_ x: Value) -> Value { x.recorded(.log1p) }
/// The logarithm to base 2.
public func log2(_ x: Value) -> Value { x.recorded(.log2) }
/// The logarithm to base 10.
public func log10(_ x: Value) -> Value { x.recorded(.log10) }
/// The square root.
@inlinable @inline(__always)
public func sqrt(_ x: Value) -> Value { x.recorded(SquareRoot.self) }
/// The cube root, also of negative numbers.
public func cbrt(_ x: Value) -> Value { x.recorded(.cbrt) }
/// x².
@inlinable @inline(__always)
public func square(_ x: Value) -> Value { x.recorded(Square.self) }
/// |x|; the derivative at 0 is 0.
public func abs(_ x: Value) -> Value { x.recorded(.abs) }
/// -1, 0 or 1.
public func sign(_ x: Value) -> Value { x.recorded(.sign) }
/// The sine of x in radians.
@inlinable @inline(__always)
public func sin(_ x: Value) -> Value { x.recorded(Sine.self) }
/// The cosine of x in radians.
@inlinable @inline(__always)
public func cos(_ x: Value) -> Value { x.recorded(Cosine.self) }
/// The tangent of x in radians.
public func tan(_ x: Value) -> Value { x.recorded(.tan) }
/// The angle in radians whose sine is x.
public func asin(_ x: Value) -> Value { x.recorded(.asin) }
/// The angle in radians whose cosine is x.
public func acos(_ x: Value) -> Value { x.recorded(.acos) }
/// The angle in radians whose tangent is x.
public func atan(_ x: Value) -> Value { x.recorded(.atan) }
/// The hyperbolic sine.
public func sinh(_ x: Value) -> Value { x.recorded(.sinh) }
/// The hyperbolic cosine.
public func cosh(_ x: Value) -> Value { x.recorded(.cosh) }
/// The hyperbolic tangent.
@inlinable @inline(__always)
public func tanh(_ x: Value) -> Value { x.recorded(HyperbolicTangent.self) }
/// The inverse of sinh.
public func asinh(_ x: Value) -> Value { x.recorded(.asinh) }
/// The inverse of cosh.
public func acosh(_ x: Value) -> Value { x.recorded(.acosh) }
/// The inverse of tanh.
public func atanh(_ x: Value) -> Value { x.recorded(.atanh) }
/// 1 / (1 + e⁻ˣ).
@inlinable @inline(__always)
public func sigmoid(_ x: Value) -> Value { x.recorded(Sigmoid.self) }
/// log(1 + eˣ).
public func softplus(_ x: Value) -> Value { x.recorded(.softplus) }
/// max(0, x); the derivative at 0 is 0.
@inlinable @inline(__always)
public func relu(_ x: Value) -> Value { x.recorded(Relu.self) }
/// x · Φ(x), with the exact normal distribution function.
public func gelu(_ x: Value) -> Value { x.recorded(.gelu) }
/// x · sigmoid(x).
public func silu(_ x: Value) -> Value { x.recorded(.silu) }
/// The error function.
public func erf(_ x: Value) -> Value { x.recorded(.erf) }

/// x where positive, else slope · x; the derivative at 0 is the slope.
public func leakyRelu(_ x: Value, slope: Double = 0.01) -> Value { x.recorded(.leakyRelu, [slope]) }
/// x where positive, else alpha · (eˣ − 1).
public func elu(_ x: Value, alpha: Double = 1) -> Value { x.recorded(.elu, [alpha]) }
/// x, but not below `lo` and not above `hi`; the derivative at the bounds is 0.
public func clamp(_ x: Value, _ lo: Double, _ hi: Double) -> Value { x.recorded(.clamp, [lo, hi]) }

/// The angle of the point (x, y) in radians, with the signs of both: `atan2(y, x)` as everywhere.
public func atan2(_ y: Value, _ x: Value) -> Value { y.recorded(.atan2, with: x) }
/// √(x² + y²) without overflow.
public func hypot(_ x: Value, _ y: Value) -> Value { x.recorded(.hypot, with: y) }
/// xʸ.
public func pow(_ x: Value, _ y: Value) -> Value { x ** y }
/// xʸ with a constant exponent.
public func pow(_ x: Value, _ y: Double) -> Value { x ** y }
/// Records the smaller operand; at a tie each receives half of the gradient.
public func min(_ x: Value, _ y: Value) -> Value { x.recorded(.minimum, with: y) }
/// The smaller of a value and a constant.
public func min(_ x: Value, _ y: Double) -> Value { min(x, x.literal(y)) }
/// Records the larger operand; at a tie each receives half of the gradient.
public func max(_ x: Value, _ y: Value) -> Value { x.recorded(.maximum, with: y) }
/// The larger of a value and a constant.
public func max(_ x: Value, _ y: Double) -> Value { max(x, x.literal(y)) }
