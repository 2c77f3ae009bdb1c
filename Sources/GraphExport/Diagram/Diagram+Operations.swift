import Autodiff

// The facts that a diagram's operations take from the engine's table.

extension Diagram.Operation {
  init(_ operation: Operation) { form = .known(UInt8(operation.rawValue)) }

  static let hasParameters = signatures.map { $0.parameters > 0 }

  /// The number of operands, if all operations of this name have the same number; otherwise `nil`.
  var operandCount: Int? {
    if case .exactly(let count) = Operation.named(name)?.definition.arity { count } else { nil }
  }

  /// The operation as a formula writes it.
  func expression(_ operands: [Expression]) -> Expression {
    let constants = parameters.map { ConstantText.of($0) }
    switch Operation.named(name)?.definition.notation {
    case .infix(let sign) where operands.count == 2:
      let level = Expression.level(ofInfix: sign)
      let space = level == 1 ? " " : ""
      return Expression(
        text: operands[0].operand(of: level, isFirst: true) + space + sign + space
          + operands[1].operand(of: level, isFirst: false), level: level)
    case .prefix(let sign) where operands.count == 1:
      return Expression(text: sign + operands[0].operand(of: 2, isFirst: false), level: 0)
    case .postfix(let sign) where operands.count == 1:
      let level = Expression.level(ofInfix: sign)
      let exponent = constants.map { $0.hasPrefix("-") ? "(\($0))" : $0 }.joined(separator: ", ")
      return Expression(text: operands[0].operand(of: level, isFirst: true) + sign + exponent, level: level)
    case .call where name == "dot" && operands.count > 2:
      // Elements without a common name are written as two vectors in brackets.
      let half = operands.count / 2
      let vectors = [operands.prefix(half), operands.dropFirst(half)].map { part in
        "[" + part.map { $0.text }.joined(separator: ", ") + "]"
      }
      return Expression(text: "dot(\(vectors.joined(separator: ", ")))")
    default:
      return Expression(text: "\(text)(\((operands.map { $0.text } + constants).joined(separator: ", ")))")
    }
  }

  /// True if this number of operands, and the parameters, fit the operation of this name; always true for
  /// names that the table lacks.
  ///
  /// - Parameter isPart: true if operands may be missing, as in a part of a graph.
  func accepts(operands: Int, isPart: Bool = false) -> Bool {
    guard let place else { return true }
    let signature = Self.signatures[place]
    guard signature.parameters == parameters.count else { return false }
    if isPart, case .exactly(let count) = signature.arity { return operands <= count }
    return isPart || signature.arity.accepts(operands)
  }

  private static let signatures = Operation.allCases.map {
    (arity: $0.definition.arity, parameters: $0.definition.parameters.count)
  }

  /// The operation of this name in the table; a name that the table lacks is its own symbol.
  init(named name: String, parameters: [Double]) {
    let operation = Operation.named(name).map { Self($0) }
    self =
      (operation ?? Self(form: .other(Row(name: name, symbol: name, text: name, isCommutative: false))))
      .with(parameters)
  }
}

extension Diagram.Operation.Row {
  /// All operations of the table, by the raw value of the engine's operation.
  static let table = Operation.allCases.map { Diagram.Operation.Row($0) }
  /// A copy for the loop over edges: a row that several threads share would be retained each time.
  static let commutative = table.map { $0.isCommutative }

  private convenience init(_ operation: Operation) {
    let row = operation.definition
    let text =
      switch row.notation {
      case .infix(let text), .postfix(let text): text
      case .prefix, .call, .leaf: row.name
      }
    self.init(
      name: row.name, symbol: row.symbol, text: text, isCommutative: row.isCommutative,
      place: Int(operation.rawValue))
  }
}
