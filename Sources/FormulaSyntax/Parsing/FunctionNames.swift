import Autodiff

/// All names that a formula may call.
enum FunctionNames {
  static let all = Operation.functionNames + VectorFunction.allCases.map { $0.name }

  static func contains(_ name: String) -> Bool {
    Operation.named(name) != nil || VectorFunction.named(name) != nil
  }
}
