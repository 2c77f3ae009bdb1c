/// The row of one operation: everything the project knows about it.
///
/// The engine evaluates `rule`, the parser reads `name` and `arity`, the exporters draw `symbol`, the
/// documentation prints `formula`, `derivatives` and `conventions`, and the tests loop over `samples`.
public struct Definition: Sendable {
  /// The name in formulas, in JSON and in Swift, such as `tanh`.
  public let name: String
  /// What a picture shows: `×`, `tanh`, `**`.
  public let symbol: String
  /// How the operation is written in a formula.
  public let notation: Notation
  /// How many operands it takes.
  public let arity: Arity
  /// Constants that belong to the operation and have no gradient, such as the slope of `leaky_relu`.
  public let parameters: [Parameter]
  /// The value as text in the formula language, in `x`, `y` and the parameters' names.
  public let formula: String
  /// One text per operand: the local derivative, in the formula language unless it has cases (`… if …`).
  /// Operations on lists have one text for each list, see ``derivative(by:of:)``.
  public let derivatives: [String]
  /// Where the derivative does not exist or is not finite.
  public let singularities: [Singularity]
  /// Points inside the domain, away from kinks: operands first, then parameters.
  public let samples: [[Double]]
  /// Where value or derivatives differ from PyTorch's, and why these are right.
  public let differences: [String]
  let rule: Rule
  /// The local derivatives where they are no ordinary doubles.
  let far: Rule.Far?
  /// The size of numbers that cancel inside the value and leave their rounding in it; 0 where none do.
  let cancelling: @Sendable (Point) -> Double

  /// Whether exchanging operands keeps the value; if not, pictures number the operands.
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

  /// The text of the local derivative by one of `count` operands; `x` or `y` in it stands for the operand's
  /// place in its list.
  public func derivative(by operand: Int, of count: Int) -> String {
    switch arity {
    case .exactly: derivatives[operand]
    case .atLeast: derivatives[0]
    case .pairs: derivatives[operand < count / 2 ? 0 : 1]
    }
  }
}

/// How an operation is written: `a * b`, `-a`, `a**2` or `tanh(a)`.
public enum Notation: Equatable, Sendable {
  case leaf
  case infix(String)
  case prefix(String)
  case postfix(String)
  case call
}

/// The number of operands of an operation.
public enum Arity: Equatable, Sendable, CustomStringConvertible {
  case exactly(Int)
  case atLeast(Int)
  /// Two lists of one length: x₀ … xₙ₋₁, y₀ … yₙ₋₁.
  case pairs

  public func accepts(_ count: Int) -> Bool {
    switch self {
    case .exactly(let expected): count == expected
    case .atLeast(let least): count >= least
    case .pairs: count >= 2 && count.isMultiple(of: 2)
    }
  }

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
  public let name: String
  /// The value when none is given; `nil` when it must be given.
  public let defaultValue: Double?

  init(_ name: String, _ defaultValue: Double? = nil) {
    self.name = name
    self.defaultValue = defaultValue
  }
}

/// Where an operation is evaluated: the operands `x` and `y`, the parameters `p` and `q`, the result `out`.
///
/// What an operation does not have is zero.
public struct Point: Sendable {
  public var x: Double
  public var y: Double
  public var p: Double
  public var q: Double
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
  /// Such as `x = 0: the derivative is taken as 0`.
  public let text: String
  /// Whether a point belongs to the set.
  public let contains: @Sendable (Point) -> Bool

  init(_ text: String, _ contains: @escaping @Sendable (Point) -> Bool) {
    self.text = text
    self.contains = contains
  }
}

/// How an operation computes its value and its local derivatives.
///
/// A local derivative of `nil` blocks the gradient: the operand receives exactly zero whatever comes from
/// above, infinite or NaN, as where PyTorch masks (`relu` of a negative number). A derivative of `0` is a
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
