import Autodiff

/// The arguments of a function: its operands, then its parameters.
///
///     leaky_relu(x, slope=0.01)
struct Signature: Equatable, Sendable, CustomStringConvertible {
  let description: String
  /// The accepted number of arguments, in words: `1 or 2 arguments`.
  let count: String

  init(_ operation: Operation) {
    let definition = operation.definition
    let required = definition.parameters.count { $0.defaultValue == nil }
    let names = definition.parameters.map { parameter in
      parameter.defaultValue.map { "\(parameter.name)=\(Self.short($0))" } ?? parameter.name
    }
    let operands: [String]
    switch definition.arity {
    case .exactly(let number):
      operands = Self.operandNames(number)
      count = Self.count(from: number + required, to: number + definition.parameters.count)
    case .pairs:
      operands = Self.operandNames(2)
      count = Self.count(from: 2, to: 2)
    case .atLeast(let number):
      operands = Self.operandNames(max(number, 2)) + ["…"]
      count = "at least \(Self.count(from: number + required, to: number + required))"
    }
    description = "\(definition.name)(\((operands + names).joined(separator: ", ")))"
  }

  init(_ function: VectorFunction) {
    description = function.written
    count = Self.count(from: function.arguments.count, to: function.arguments.count)
  }

  private static func operandNames(_ count: Int) -> [String] {
    count <= 2 ? Array(["x", "y"].prefix(count)) : (1...count).map { "x\($0)" }
  }

  private static func count(from least: Int, to most: Int) -> String {
    if least == most { return most == 1 ? "1 argument" : "\(most) arguments" }
    return "\(least) \(most == least + 1 ? "or" : "to") \(most) arguments"
  }

  private static func short(_ number: Double) -> String {
    let text = "\(number)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
