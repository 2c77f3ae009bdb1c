/// The row of one operation: everything the project knows about it.
///
/// The engine evaluates `rule`, the parser reads `name` and `arity`, the exporters draw `symbol`, the
/// documentation prints `formula`, `derivatives` and `singularities`, and the tests loop over `samples`.
public struct Definition: Sendable {
  /// The name in formulas, in JSON and in Swift, such as `tanh`.
  public let name: String
  /// The operation's sign or name in pictures: `×`, `tanh`, `**`.
  public let symbol: String
  /// The operation's form in a formula.
  public let notation: Notation
  /// The number of operands.
  public let arity: Arity
  /// Constants that belong to the operation and have no gradient, such as the slope of `leaky_relu`.
  public let parameters: [Parameter]
  /// The value as text in the formula language, in `x`, `y` and the parameters' names.
  public let formula: String
  /// One text per operand: the local derivative, in the formula language unless it has cases (`… if …`).
  /// Operations on lists have one text for each list, see ``derivative(by:of:)``.
  public let derivatives: [String]
  /// The points without a derivative, or with one that is not finite.
  public let singularities: [Singularity]
  /// Points inside the domain, away from kinks: operands first, then parameters.
  public let samples: [[Double]]
  /// The differences from PyTorch's value or derivatives, each with the reason for it.
  public let differences: [String]
  let rule: Rule
  /// The local derivatives where they are no ordinary doubles.
  let far: Rule.Far?
  /// The size of numbers that cancel inside the value and leave their rounding in it; 0 where none do.
  let cancelling: @Sendable (Point) -> Double

  /// `true` if exchanging operands keeps the value; if not, pictures number the operands.
  public let isCommutative: Bool

  init(
    _ name: String, symbol: String? = nil, _ notation: Notation = .call, arity: Arity = .exactly(1),
    parameters: [Parameter] = [], commutes: Bool = false, formula: String, derivatives: [String],
    singularities: [Singularity] = [], samples: [[Double]], differences: [String] = [],
    rule: Rule, far: Rule.Far? = nil,
    cancelling: @escaping @Sendable (Point) -> Double = { _ in 0 }
  ) {
    self.name = name
    self.symbol = symbol ?? name
    self.notation = notation
    self.arity = arity
    self.parameters = parameters
    isCommutative = commutes || arity == .exactly(1)
    self.formula = formula
    self.derivatives = derivatives
    self.singularities = singularities
    self.samples = samples
    self.differences = differences
    self.rule = rule
    self.far = far
    self.cancelling = cancelling
  }

  /// The text of the local derivative by one of `count` operands; `x` or `y` in it is followed by the operand's
  /// position in its list.
  public func derivative(by operand: Int, of count: Int) -> String {
    switch arity {
    case .exactly: derivatives[operand]
    case .atLeast: derivatives[0]
    case .pairs: derivatives[operand < count / 2 ? 0 : 1]
    }
  }
}

/// The form of an operation in a formula: `a * b`, `-a`, `a**2` or `tanh(a)`.
public enum Notation: Equatable, Sendable {
  /// No operands: a variable or a constant, written as its name or number.
  case leaf
  /// A sign between two operands: `a * b`.
  case infix(String)
  /// A sign before the operand: `-a`.
  case prefix(String)
  /// A sign and the parameter behind the operand: `a**2`.
  case postfix(String)
  /// A function's name and its arguments: `tanh(a)`.
  case call
}

/// The number of operands of an operation.
public enum Arity: Equatable, Sendable, CustomStringConvertible {
  /// A fixed number of operands.
  case exactly(Int)
  /// One list of any length from a minimum.
  case atLeast(Int)
  /// Two lists of one length: x₀ … xₙ₋₁, y₀ … yₙ₋₁.
  case pairs

  /// `true` if an operation of this arity can have `count` operands: `Arity.pairs.accepts(4)`.
  public func accepts(_ count: Int) -> Bool {
    switch self {
    case .exactly(let expected): count == expected
    case .atLeast(let least): count >= least
    case .pairs: count >= 2 && count.isMultiple(of: 2)
    }
  }

  /// The words before "operands" in a message, such as `1 or more`.
  public var description: String {
    switch self {
    case .exactly(let count): "\(count)"
    case .atLeast(let least): "\(least) or more"
    case .pairs: "an even number of"
    }
  }
}

/// A constant of an operation: `leaky_relu(x, slope)`.
public struct Parameter: Equatable, Sendable {
  /// The name in formulas, such as `slope`.
  public let name: String
  /// The value when none is given; `nil` when it must be given.
  public let defaultValue: Double?

  init(_ name: String, _ defaultValue: Double? = nil) {
    self.name = name
    self.defaultValue = defaultValue
  }
}

/// The numbers at which an operation is evaluated: operands `x` and `y`, parameters `p` and `q`, the result `out`.
///
/// Numbers that the operation does not have are zero.
public struct Point: Sendable {
  /// The first operand.
  public var x: Double
  /// The second operand; 0 for an operation of one.
  public var y: Double
  /// The first parameter, such as `lo` of `clamp`; 0 for an operation without parameters.
  public var p: Double
  /// The second parameter, such as `hi` of `clamp`; 0 for an operation of fewer.
  public var q: Double
  /// The result of the operation.
  public var out: Double

  @inline(__always)
  init(x: Double, y: Double = 0, p: Double = 0, q: Double = 0, out: Double = 0) {
    self.x = x
    self.y = y
    self.p = p
    self.q = q
    self.out = out
  }
}

/// A set of points where the derivative does not exist, jumps or is infinite, and the convention there.
public struct Singularity: Sendable {
  /// The convention at the points of the set, such as `x = 0: the derivative is taken as 0`.
  public let text: String
  /// A test for membership: `true` for points of the set.
  public let contains: @Sendable (Point) -> Bool

  init(_ text: String, _ contains: @escaping @Sendable (Point) -> Bool) {
    self.text = text
    self.contains = contains
  }
}

/// The computation of an operation's value and of its local derivatives.
///
/// A local derivative of `nil` blocks the gradient: the operand receives exactly zero from any gradient above,
/// infinite or NaN, as where PyTorch masks (`relu` of a negative number). A derivative of `0` is a
/// factor like any other (`0 · inf` is NaN).
enum Rule: Sendable {
  typealias Value = @Sendable (Point) -> Double
  typealias Local = @Sendable (Point) -> Double?
  /// The local derivative by an operand with an exponent of its own, asked for where ``Local`` gives a number that is
  /// zero, subnormal or infinite; `nil` where that number is right.
  typealias Far = @Sendable (_ point: Point, _ operand: Int) -> ScaledNumber?
  typealias ListValue = @Sendable (UnsafeBufferPointer<Double>) -> Double
  typealias ListLocals =
    @Sendable (UnsafeBufferPointer<Double>, Double, UnsafeMutableBufferPointer<LocalDerivative>) -> Void

  case leaf
  case unary(Value, Local)
  case binary(Value, Local, Local)
  /// The operands to the value, and the operands and the value to all local derivatives at once, so that
  /// an operation of n operands costs O(n).
  case nary(ListValue, ListLocals)
}
