/// Binds tighter than `*`, and to the right: `2 ** 3 ** 2` is `2 ** (3 ** 2)`.
precedencegroup ExponentiationPrecedence {
  higherThan: MultiplicationPrecedence
  associativity: right
}

/// Power. Swift's prefix minus binds tighter: write `-(a ** 2)` for the negated square.
infix operator ** : ExponentiationPrecedence

// Each operator records one node; a number on either side becomes a constant node.
extension Value {
  @inlinable @inline(__always)
  public static func + (x: Value, y: Value) -> Value { x.recorded(Add.self, with: y) }
  @inlinable @inline(__always)
  public static func + (x: Value, y: Double) -> Value { x.recorded(Add.self, with: x.literal(y)) }
  @inlinable @inline(__always)
  public static func + (x: Double, y: Value) -> Value { y.literal(x).recorded(Add.self, with: y) }

  @inlinable @inline(__always)
  public static func - (x: Value, y: Value) -> Value { x.recorded(Subtract.self, with: y) }
  @inlinable @inline(__always)
  public static func - (x: Value, y: Double) -> Value { x.recorded(Subtract.self, with: x.literal(y)) }
  @inlinable @inline(__always)
  public static func - (x: Double, y: Value) -> Value { y.literal(x).recorded(Subtract.self, with: y) }

  @inlinable @inline(__always)
  public static func * (x: Value, y: Value) -> Value { x.recorded(Multiply.self, with: y) }
  @inlinable @inline(__always)
  public static func * (x: Value, y: Double) -> Value { x.recorded(Multiply.self, with: x.literal(y)) }
  @inlinable @inline(__always)
  public static func * (x: Double, y: Value) -> Value { y.literal(x).recorded(Multiply.self, with: y) }

  @inlinable @inline(__always)
  public static func / (x: Value, y: Value) -> Value { x.recorded(Divide.self, with: y) }
  @inlinable @inline(__always)
  public static func / (x: Value, y: Double) -> Value { x.recorded(Divide.self, with: x.literal(y)) }
  @inlinable @inline(__always)
  public static func / (x: Double, y: Value) -> Value { y.literal(x).recorded(Divide.self, with: y) }

  public static func ** (x: Value, y: Value) -> Value { x.recorded(.power, with: y) }
  /// A constant exponent belongs to the operation: the node is unary and drawn as `**2`.
  @inlinable @inline(__always)
  public static func ** (x: Value, exponent: Double) -> Value { x.power(exponent) }
  public static func ** (x: Double, y: Value) -> Value { y.literal(x).recorded(.power, with: y) }

  @inlinable @inline(__always)
  public static prefix func - (x: Value) -> Value { x.recorded(Negate.self) }

  @inlinable @inline(__always)
  public static func += (x: inout Value, y: Value) { x = x + y }
  @inlinable @inline(__always)
  public static func += (x: inout Value, y: Double) { x = x + y }
  @inlinable @inline(__always)
  public static func -= (x: inout Value, y: Value) { x = x - y }
  @inlinable @inline(__always)
  public static func -= (x: inout Value, y: Double) { x = x - y }
  @inlinable @inline(__always)
  public static func *= (x: inout Value, y: Value) { x = x * y }
  @inlinable @inline(__always)
  public static func *= (x: inout Value, y: Double) { x = x * y }
  @inlinable @inline(__always)
  public static func /= (x: inout Value, y: Value) { x = x / y }
  @inlinable @inline(__always)
  public static func /= (x: inout Value, y: Double) { x = x / y }
}
