/// Binds tighter than `*`, and to the right: `2 ** 3 ** 2` is `2 ** (3 ** 2)`.
precedencegroup ExponentiationPrecedence {
  higherThan: MultiplicationPrecedence
  associativity: right
}

/// Power. Swift's prefix minus binds tighter: write `-(a ** 2)` for the negated square.
infix operator ** : ExponentiationPrecedence

// Each operator records one node; a number on either side becomes a constant node.
extension Value {
  /// Records the sum of two nodes.
  @inlinable @inline(__always)
  public static func + (x: Value, y: Value) -> Value { x.recorded(Add.self, with: y) }
  /// Records the sum of a node and a number.
  @inlinable @inline(__always)
  public static func + (x: Value, y: Double) -> Value { x.recorded(Add.self, with: x.literal(y)) }
  /// Records the sum of a number and a node.
  @inlinable @inline(__always)
  public static func + (x: Double, y: Value) -> Value { y.literal(x).recorded(Add.self, with: y) }

  /// Records the difference of two nodes.
  @inlinable @inline(__always)
  public static func - (x: Value, y: Value) -> Value { x.recorded(Subtract.self, with: y) }
  /// Records a node minus a number.
  @inlinable @inline(__always)
  public static func - (x: Value, y: Double) -> Value { x.recorded(Subtract.self, with: x.literal(y)) }
  /// Records a number minus a node.
  @inlinable @inline(__always)
  public static func - (x: Double, y: Value) -> Value { y.literal(x).recorded(Subtract.self, with: y) }

  /// Records the product of two nodes.
  @inlinable @inline(__always)
  public static func * (x: Value, y: Value) -> Value { x.recorded(Multiply.self, with: y) }
  /// Records the product of a node and a number.
  @inlinable @inline(__always)
  public static func * (x: Value, y: Double) -> Value { x.recorded(Multiply.self, with: x.literal(y)) }
  /// Records the product of a number and a node.
  @inlinable @inline(__always)
  public static func * (x: Double, y: Value) -> Value { y.literal(x).recorded(Multiply.self, with: y) }

  /// Records the quotient of two nodes.
  @inlinable @inline(__always)
  public static func / (x: Value, y: Value) -> Value { x.recorded(Divide.self, with: y) }
  /// Records a node divided by a number.
  @inlinable @inline(__always)
  public static func / (x: Value, y: Double) -> Value { x.recorded(Divide.self, with: x.literal(y)) }
  /// Records a number divided by a node.
  @inlinable @inline(__always)
  public static func / (x: Double, y: Value) -> Value { y.literal(x).recorded(Divide.self, with: y) }

  /// Records the power of two nodes: base `x`, exponent `y`.
  public static func ** (x: Value, y: Value) -> Value { x.recorded(.power, with: y) }
  /// A constant exponent belongs to the operation: the node is unary and drawn as `**2`.
  @inlinable @inline(__always)
  public static func ** (x: Value, exponent: Double) -> Value { x.power(exponent) }
  /// Records the power of a number: the base is a constant node, the exponent is `y`.
  public static func ** (x: Double, y: Value) -> Value { y.literal(x).recorded(.power, with: y) }

  /// Records the negated node.
  @inlinable @inline(__always)
  public static prefix func - (x: Value) -> Value { x.recorded(Negate.self) }

  /// Records the sum and replaces the left value by it; the left node stays in the graph.
  @inlinable @inline(__always)
  public static func += (x: inout Value, y: Value) { x = x + y }
  /// Records the sum with a number and replaces the left value by it.
  @inlinable @inline(__always)
  public static func += (x: inout Value, y: Double) { x = x + y }
  /// Records the difference and replaces the left value by it.
  @inlinable @inline(__always)
  public static func -= (x: inout Value, y: Value) { x = x - y }
  /// Records the difference from a number and replaces the left value by it.
  @inlinable @inline(__always)
  public static func -= (x: inout Value, y: Double) { x = x - y }
  /// Records the product and replaces the left value by it.
  @inlinable @inline(__always)
  public static func *= (x: inout Value, y: Value) { x = x * y }
  /// Records the product with a number and replaces the left value by it.
  @inlinable @inline(__always)
  public static func *= (x: inout Value, y: Double) { x = x * y }
  /// Records the quotient and replaces the left value by it.
  @inlinable @inline(__always)
  public static func /= (x: inout Value, y: Value) { x = x / y }
  /// Records the quotient by a number and replaces the left value by it.
  @inlinable @inline(__always)
  public static func /= (x: inout Value, y: Double) { x = x / y }
}
