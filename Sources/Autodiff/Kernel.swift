/// What the engine's loops need of an operation's row, laid out for fast access by the operation's code.
struct Kernel {
  enum Shape { case leaf, unary, binary, nary }

  let operation: Operation
  let shape: Shape
  let parameterCount: Int
  let rule: Rule

  private init(_ operation: Operation) {
    let row = operation.definition
    self.operation = operation
    parameterCount = row.parameters.count
    rule = row.rule
    shape =
      switch row.rule {
      case .leaf: .leaf
      case .unary: .unary
      case .binary: .binary
      case .nary: .nary
      }
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
