import Autodiff

/// The part of a function's row that the parser needs, in a few bytes.
struct Callable {
  enum Target {
    case operation(Operation)
    case vector(VectorFunction)
  }

  let target: Target
  private let operands: Int
  private let takesMoreOperands: Bool
  private let parameters: Int
  private let requiredParameters: Int

  init(_ operation: Operation) {
    let definition = operation.definition
    target = .operation(operation)
    switch definition.arity {
    case .exactly(let count): (operands, takesMoreOperands) = (count, false)
    case .atLeast(let count): (operands, takesMoreOperands) = (count, true)
    case .pairs: (operands, takesMoreOperands) = (2, false)
    }
    parameters = definition.parameters.count
    requiredParameters = definition.parameters.count { $0.defaultValue == nil }
  }

  init(_ function: VectorFunction) {
    target = .vector(function)
    operands = function.arguments.count
    takesMoreOperands = false
    parameters = 0
    requiredParameters = 0
  }

  var signature: Signature {
    switch target {
    case .operation(let operation): Signature(operation)
    case .vector(let function): Signature(function)
    }
  }

  /// The number of operands among the arguments, or nil when the number of arguments is wrong.
  ///
  /// A function of any number of operands has its parameters, all of them, at the end.
  func operandCount(ofArguments count: Int) -> Int? {
    if takesMoreOperands {
      return count - parameters >= operands ? count - parameters : nil
    }
    return (operands + requiredParameters...operands + parameters).contains(count) ? operands : nil
  }
}
