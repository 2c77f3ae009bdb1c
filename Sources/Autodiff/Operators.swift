/// Binds tighter than `*`, and to the right: `2 ** 3 ** 2` is `2 ** (3 ** 2)`.
precedencegroup ExponentiationPrecedence {
  higherThan: MultiplicationPrecedence
  associativity: right
}

/// Power. Swift's prefix minus binds tighter: write `-(a ** 2)` for the negated square.
infix operator ** : ExponentiationPrecedence

// Each operator records one node; a number on either side becomes a constant node.
extension Value {
  public static func + (x: Value, y: Value) -> Value { x.recorded(.add, with: y) }
  public static func + (x: Value, y: Double) -> Value { x.recorded(.add, with: x.literal(y)) }
  public static func + (x: Double, y: Value) -> Value { y.literal(x).recorded(.add, with: y) }

  public static func - (x: Value, y: Value) -> Value { x.recorded(.subtract, with: y) }
  public static func - (x: Value, y: Double) -> Value { x.recorded(.subtract, with: x.literal(y)) }
  public static func - (x: Double, y: Value) -> Value { y.literal(x).recorded(.subtract, with: y) }

  public static func * (x: Value, y: Value) -> Value { x.recorded(.multiply, with: y) }
  public static func * (x: Value, y: Double) -> Value { x.recorded(.multiply, with: x.literal(y)) }
  public static func * (x: Double, y: Value) -> Value { y.literal(x).recorded(.multiply, with: y) }

  public static func / (x: Value, y: Value) -> Value { x.recorded(.divide, with: y) }
  public static func / (x: Value, y: Double) -> Value { x.recorded(.divide, with: x.literal(y)) }
  public static func / (x: Double, y: Value) -> Value { y.literal(x).recorded(.divide, with: y) }

  public static func ** (x: Value, y: Value) -> Value { x.recorded(.power, with: y) }
  /// A constant exponent belongs to the operation: the node is unary and drawn as `**2`.
  public static func ** (x: Value, exponent: Double) -> Value { x.recorded(.powerConstant, [exponent]) }
  public static func ** (x: Double, y: Value) -> Value { y.literal(x).recorded(.power, with: y) }

  public static prefix func - (x: Value) -> Value { x.recorded(.negate) }

  public static func += (x: inout Value, y: Value) { x = x + y }
  public static func += (x: inout Value, y: Double) { x = x + y }
  public static func -= (x: inout Value, y: Value) { x = x - y }
  public static func -= (x: inout Value, y: Double) { x = x - y }
  public static func *= (x: inout Value, y: Value) { x = x * y }
  public static func *= (x: inout Value, y: Double) { x = x * y }
  public static func /= (x: inout Value, y: Value) { x = x / y }
  public static func /= (x: inout Value, y: Double) { x = x / y }
}
