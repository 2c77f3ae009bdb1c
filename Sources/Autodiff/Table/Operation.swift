/// An operation of the engine; its row in the table is ``definition``.
///
/// The raw value is the operation's code in a recorded node (seven bits). To add an operation, add a case here
/// and its row in `Definition+Table.swift`; parser, exporters, documentation and tests follow from the row.
public enum Operation: UInt8, CaseIterable, Sendable {
  /// Leaves: nodes without operands.
  case variable, constant
  /// Arithmetic; `powerConstant` has a number as its exponent, which belongs to the operation.
  case add, subtract, multiply, divide, negate, power, powerConstant
  /// Exponentials, logarithms, roots, `square`, `abs` and `sign` of one operand.
  case exp, expm1, log, log1p, log2, log10, sqrt, cbrt, square, abs, sign
  /// Trigonometric and hyperbolic functions and their inverses, in radians; `atan2` has two operands, y and x.
  case sin, cos, tan, asin, acos, atan, atan2, sinh, cosh, tanh, asinh, acosh, atanh
  /// Activation functions of one operand, and the error function.
  case sigmoid, softplus, relu, leakyRelu, elu, gelu, silu, erf
  /// Selections of two operands or of one and two bounds, and √(x² + y²).
  case minimum, maximum, clamp, hypot
  /// Reductions of a list of operands; `dot` takes two lists of one length.
  case sum, mean, product, logsumexp, dot

  /// The code in a recorded node: the case's position, which is also its raw value.
  ///
  /// The bits themselves, since `rawValue` is a call from other modules.
  @inlinable @inline(__always)
  var code: UInt8 { unsafeBitCast(self, to: UInt8.self) }

  @inlinable @inline(__always)
  init(code: UInt8) { self = unsafeBitCast(code, to: Operation.self) }

  /// The row of the operation.
  public var definition: Definition { Self.definitions[Int(rawValue)] }

  /// The name in formulas and in JSON.
  public var name: String { definition.name }

  /// `true` for an operation without operands: a variable or a constant.
  public var isLeaf: Bool { self == .variable || self == .constant }

  /// The operation that formulas call `name`, such as `tanh`; `nil` for leaves and unknown names.
  public static func named(_ name: String) -> Operation? { byName[name] }

  /// All names that a formula may call, in the order of the table.
  public static let functionNames: [String] = computed.map { $0.name }

  /// All operations that have operands, in the order of the table.
  public static let computed: [Operation] = allCases.filter { !$0.isLeaf }

  private static let definitions: [Definition] = allCases.map(Definition.row(of:))
  private static let byName = Dictionary(uniqueKeysWithValues: computed.map { ($0.name, $0) })
}
