/// The part of an operation's row that the engine's loops need, laid out for fast access by the operation's code.
struct Kernel {
  enum Shape { case leaf, unary, binary, nary }

  let operation: Operation
  let shape: Shape
  let parameterCount: Int
  /// Of unary and binary operations; `second` of binary ones only.
  let value: Rule.Value
  private let first: Rule.Local
  private let second: Rule.Local
  private let far: Rule.Far?
  /// Of operations on lists.
  let listValue: Rule.ListValue
  let listLocals: Rule.ListLocals

  private init(_ operation: Operation) {
    let row = operation.definition
    self.operation = operation
    parameterCount = row.parameters.count
    far = row.far
    let none: Rule.Local = { _ in nil }
    switch row.rule {
    case .leaf: (shape, value, first, second) = (.leaf, { $0.out }, none, none)
    case .unary(let value, let local): (shape, self.value, first, second) = (.unary, value, local, none)
    case .binary(let value, let first, let second):
      (shape, self.value, self.first, self.second) = (.binary, value, first, second)
    case .nary: (shape, value, first, second) = (.nary, { $0.out }, none, none)
    }
    if case .nary(let value, let locals) = row.rule {
      (listValue, listLocals) = (value, locals)
    } else {
      (listValue, listLocals) = ({ _ in .nan }, { _, _, _ in })
    }
  }

  /// The local derivative by the operand 0 or 1 of a unary or binary operation.
  @inline(__always)
  func local(_ point: Point, _ operand: Int) -> LocalDerivative {
    guard let local = operand == 0 ? first(point) : second(point) else { return .blocked }
    if local.isNormal { return LocalDerivative(local) }
    return far?(point, operand).map(LocalDerivative.init) ?? LocalDerivative(local)
  }

  /// One kernel per operation, by raw value. The memory lives as long as the program.
  nonisolated(unsafe) static let all: UnsafePointer<Kernel> = {
    let kernels = UnsafeMutablePointer<Kernel>.allocate(capacity: Operation.allCases.count)
    for operation in Operation.allCases {
      (kernels + Int(operation.rawValue)).initialize(to: Kernel(operation))
    }
    return UnsafePointer(kernels)
  }()
}
