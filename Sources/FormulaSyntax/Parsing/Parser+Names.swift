import Autodiff

/// Definitions and uses of names, and the functions behind them.
extension Parser {
  /// Notes that the current statement defines a name.
  mutating func define(_ name: Token) {
    let entry = lexer.names[name.name]
    if entry.definition >= 0 {
      lexer.log.append(.duplicateDefinition(text(name), first: entry.definition), at: name.range)
      return
    }
    lexer.names[name.name].definition = name.start
    defining = name.name
    if entry.firstUse >= 0 {
      lexer.log.append(
        .useBeforeDefinition(text(name), definition: name.start),
        at: entry.firstUse..<(entry.firstUse + entry.range.count))
    }
  }

  /// Notes that a name is used as a variable.
  mutating func use(_ name: Token) {
    let id = name.name
    append(.name(id), at: name.range)
    if id == defining {
      lexer.log.append(.useInOwnDefinition(text(name)), at: name.range)
      defining = .none
    }
    guard lexer.names[id].firstUse < 0 else { return }
    lexer.names[id].firstUse = name.start
    if lexer.names[id].definition < 0 { tree.usedUndefined.append(id) }
  }

  /// `tanh x`: a function's name right before an operand, which is a mistake and not a variable.
  @inline(__always)
  func lacksParenthesis(_ name: Token) -> Bool {
    guard name.kind == .name, token.kind == .name || token.kind == .number else { return false }
    return isFunction(name)
  }

  /// The name is that of a function, and nothing else has it.
  func isFunction(_ name: Token) -> Bool {
    name.kind == .name && lexer.names[name.name].definition < 0 && FunctionNames.contains(text(name))
  }

  /// Applies a function to the arguments since its parenthesis.
  mutating func call(_ call: Pending) {
    let first = Int(call.firstArgument)
    let given = arguments.count - first
    defer { arguments.removeLast(given) }
    guard let callable = callable(call) else {
      append(.broken(Int32(truncatingIfNeeded: given)), at: call.range)
      return
    }
    guard let operands = callable.operandCount(ofArguments: given) else {
      let mistake = Mistake.argumentCount(
        function: tree.source.text(call.range), signature: callable.signature, given: given)
      lexer.log.append(mistake, at: call.range)
      append(.broken(Int32(truncatingIfNeeded: given)), at: call.range)
      return
    }
    switch callable.target {
    case .vector(let function): apply(function, call)
    case .operation(let operation):
      for index in operands..<given {
        checkParameter(
          arguments[first + index],
          end: index + 1 < given ? arguments[first + index + 1].step : tree.steps.count,
          index: index - operands, of: operation)
      }
      append(
        .apply(
          operands: Int32(truncatingIfNeeded: operands), operation,
          parameters: UInt8(truncatingIfNeeded: given - operands)),
        at: call.range)
    }
  }

  private mutating func callable(_ call: Pending) -> Callable? {
    let known = lexer.names[call.name].function
    if known >= 0 { return callables[Int(known)] }
    let name = tree.source.text(call.range)
    if known == NameTable.Entry.functionNotLookedUp,
      let callable = Operation.named(name).map(Callable.init) ?? VectorFunction.named(name).map(Callable.init)
    {
      lexer.names[call.name].function = Int16(truncatingIfNeeded: callables.count)
      callables.append(callable)
      return callable
    }
    lexer.names[call.name].function = NameTable.Entry.noFunction
    if lexer.names[call.name].definition >= 0 || lexer.names[call.name].firstUse >= 0 {
      lexer.log.append(.notAFunction(name), at: call.range)
    } else {
      hasUnknownFunctions = true
      let advice = lexer.log.isFull ? nil : speller.functionAdvice(for: name)
      lexer.log.append(.unknownFunction(name, advice), at: call.range)
    }
    return nil
  }

  /// An unknown function that turns out to be a variable further on was a product.
  mutating func reviewUnknownFunctions() {
    guard hasUnknownFunctions else { return }
    let (names, source) = (lexer.names, tree.source)
    lexer.log.replace { mistake in
      guard case .unknownFunction(let name, _) = mistake, let id = names.find(name, in: source),
        names[id].definition >= 0 || names[id].firstUse >= 0
      else { return nil }
      return .notAFunction(name)
    }
  }

  /// A parameter is a number or the name of one, possibly signed.
  private mutating func checkParameter(_ argument: Argument, end: Int, index: Int, of operation: Operation) {
    let steps = tree.steps[argument.step..<end]
    let definition = operation.definition
    if let first = steps.first, steps.dropFirst().allSatisfy({ $0 == .negate }) {
      if case .literal = first { return }
      if case .name(let id) = first, NamedConstant.value(of: tree.source.text(lexer.names[id].range)) != nil {
        tree.parameterNames.append(
          SyntaxTree.ParameterName(
            name: id, range: argument.range, function: definition.name,
            parameter: definition.parameters[index].name))
        return
      }
    }
    lexer.log.append(
      .parameterNotLiteral(function: definition.name, parameter: definition.parameters[index].name),
      at: argument.range)
  }
}
