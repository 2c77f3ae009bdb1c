import Autodiff

/// Expressions, by Dijkstra's shunting-yard algorithm with two states: an operand is
/// expected, or an operator.
extension Parser {
  /// An operator or an opened parenthesis or bracket that waits for its right side.
  struct Pending {
    enum Kind: UInt8 { case binary, matrixProduct, negate, root, parenthesis, call, bracket }
    var kind: Kind
    var operation = Operation.add
    var precedence: UInt8 = 0
    var name = NameID.none
    var firstArgument: Int32 = 0
    /// The number of complete elements of a vector.
    var elements: Int32 = 0
    /// The parenthesis or bracket, or the name of the function.
    var range: Range<Int>
  }

  /// An argument of a call: where its steps begin, and its place in the source.
  struct Argument {
    var step: Int
    var range: Range<Int>
  }

  private enum Precedence {
    static let sum: UInt8 = 1
    static let product: UInt8 = 2
    static let negation: UInt8 = 3
    static let power: UInt8 = 4
    static let root: UInt8 = 5
  }

  /// Reads an expression up to the end of its statement; false after a syntax error, which is noted.
  ///
  /// - Parameter first: a name that was already read.
  mutating func parseExpression(first: Token?) -> Bool {
    pending.removeAll(keepingCapacity: true)
    arguments.removeAll(keepingCapacity: true)
    depth = 0
    hasFailed = false
    var expectsOperand = true
    if let first { expectsOperand = takeName(first) }
    while !hasFailed {
      if token.startsLine, isAtDefinition { return failUnclosed() }
      if expectsOperand {
        switch token.kind {
        case .number:
          append(.literal(Int32(truncatingIfNeeded: tree.numbers.count)), at: token.range)
          tree.numbers.append(lexer.value)
          advance()
          expectsOperand = false
        case .name:
          let name = token
          advance()
          expectsOperand = takeName(name)
        case .minus:
          if pending.last?.kind == .root { return failOperand() }
          pending.append(Pending(kind: .negate, precedence: Precedence.negation, range: token.range))
          advance()
        case .plus: advance()
        case .leftParenthesis:
          open(Pending(kind: .parenthesis, range: token.range))
        case .rightParenthesis:
          guard isAtEmptyCall else { return failOperand() }
          arguments.removeLast()
          close()
          expectsOperand = false
        case .leftBracket:
          open(Pending(kind: .bracket, range: token.range))
        case .squareRoot: root(.sqrt)
        case .cubeRoot: root(.cbrt)
        case .lineEnd:
          guard goesOnAfterOperator() else { return failOperand() }
        default: return failOperand()
        }
        continue
      }
      expectsOperand = true
      switch token.kind {
      case .plus: binary(.add, Precedence.sum)
      case .minus: binary(.subtract, Precedence.sum)
      case .star: binary(.multiply, Precedence.product)
      case .slash: binary(.divide, Precedence.product)
      case .power:
        if pending.last?.kind == .root || previous.kind == .superscript { return failPower() }
        binary(.power, Precedence.power)
      case .superscript:
        guard raise() else { return false }
        expectsOperand = false
      case .transposed:
        transpose(at: token.range)
        advance()
        expectsOperand = false
      case .dot:
        guard takeMember() else { return false }
        expectsOperand = false
      case .at:
        tree.hasVectors = true
        binary(.multiply, Precedence.product, kind: .matrixProduct)
      case .comma:
        guard takeComma() else { return false }
      case .rightParenthesis:
        guard depth > 0 else { return fail(.strayParenthesis, at: token.range) }
        popOperators()
        guard pending.last?.kind != .bracket else { return failMismatch(expected: "]") }
        close()
        expectsOperand = false
      case .leftBracket:
        guard takeIndex() else { return false }
        expectsOperand = false
      case .rightBracket:
        guard closeVector() else { return false }
        expectsOperand = false
      case .lineEnd:
        switch isContinued() {
        case true:
          repeat { advance() } while token.kind == .lineEnd
          expectsOperand = false
        case nil: return failIndentation()
        default:
          popOperators()
          return pending.isEmpty || failUnclosed()
        }
      case .semicolon, .end, .rightBrace:
        popOperators()
        return pending.isEmpty || failUnclosed()
      default: return failOperator()
      }
    }
    return false
  }

  /// A name as an operand or, before a parenthesis, as a function; true if an operand is still expected.
  private mutating func takeName(_ name: Token) -> Bool {
    var name = name
    if token.kind == .dot, isModule(name) {
      guard let member = dropModule(name) else { return false }
      name = member
    }
    guard token.kind == .leftParenthesis else {
      if token.kind == .superscript, isFunction(name) {
        hasFailed = true
        return fail(.functionPower(function: text(name), exponent: "\(Int(lexer.value))"), at: name.range)
      }
      if !lacksParenthesis(name) { use(name) }
      return false
    }
    open(
      Pending(
        kind: .call, name: name.name, firstArgument: Int32(truncatingIfNeeded: arguments.count),
        range: name.range))
    beginArgument()
    return true
  }

  private mutating func binary(
    _ operation: Operation, _ precedence: UInt8, kind: Pending.Kind = .binary
  ) {
    let popsEqual = precedence != Precedence.power
    while let top = pending.last, top.precedence > precedence || popsEqual && top.precedence == precedence {
      emit(top)
    }
    pending.append(Pending(kind: kind, operation: operation, precedence: precedence, range: token.range))
    advance()
  }

  /// Applies the operators since the last opened parenthesis or bracket.
  mutating func popOperators() {
    while let top = pending.last, top.precedence > 0 { emit(top) }
  }

  @inline(__always)
  private mutating func emit(_ top: Pending) {
    let step: Step =
      switch top.kind {
      case .negate: .negate
      case .matrixProduct: .matrixProduct
      case .root: .apply(operands: 1, top.operation, parameters: 0)
      default: .apply(operands: 2, top.operation, parameters: 0)
      }
    append(step, at: top.range)
    pending.removeLast()
  }

  private mutating func root(_ operation: Operation) {
    pending.append(
      Pending(kind: .root, operation: operation, precedence: Precedence.root, range: token.range))
    advance()
  }

  private mutating func open(_ parenthesis: Pending) {
    pending.append(parenthesis)
    depth += 1
    advance()
  }

  /// Closes the parenthesis on top of the stack, and makes the call if it is one.
  private mutating func close() {
    guard let top = pending.popLast() else { return }
    if top.kind == .call {
      endArgument()
      call(top)
    }
    depth -= 1
    advance()
  }

  private mutating func takeComma() -> Bool {
    popOperators()
    guard let top = pending.indices.last else {
      return fail(.commaOutsideCall, at: token.range)
    }
    switch pending[top].kind {
    case .call:
      endArgument()
      advance()
      beginArgument()
    case .bracket:
      pending[top].elements += 1
      advance()
    default: return fail(.commaOutsideCall, at: token.range)
    }
    return true
  }

  private mutating func beginArgument() {
    arguments.append(Argument(step: tree.steps.count, range: token.range))
  }

  private mutating func endArgument() {
    guard let last = arguments.indices.last else { return }
    let start = arguments[last].range.lowerBound
    arguments[last].range = start..<max(previous.end, start)
  }

  /// `f()`: right after the parenthesis of a call comes the closing one.
  private var isAtEmptyCall: Bool {
    guard let top = pending.last, top.kind == .call else { return false }
    return previous.kind == .leftParenthesis && arguments.count == Int(top.firstArgument) + 1
  }
}
