extension Graph {
  /// Records an operation on `operands` and computes its value.
  ///
  /// - Parameters:
  ///   - operation: any but a leaf.
  ///   - operands: as many as the operation's row takes, in its order.
  ///   - parameters: the operation's constants; those that are left out take their default.
  /// - Precondition: the operands belong to this graph, and their number and that of the parameters fit the row.
  public func apply(_ operation: Operation, to operands: [Value], parameters: [Double] = []) -> Value {
    let row = operation.definition
    precondition(!operation.isLeaf, "\(row.name) is a leaf; record it with graph.\(row.name)(…)")
    precondition(
      row.arity.accepts(operands.count),
      "\(row.name) takes \(row.arity) operands, \(operands.count) were given")
    let constants = row.parameters.enumerated().map { index, parameter -> Double in
      guard index < parameters.count else {
        guard let value = parameter.defaultValue else {
          preconditionFailure("\(row.name) needs its parameter '\(parameter.name)'")
        }
        return value
      }
      return parameters[index]
    }
    precondition(
      parameters.count <= constants.count,
      "\(row.name) takes \(constants.count) parameters, not \(parameters.count)")
    if let first = operands.first,
      first.uncheckedTape != tape || first.generation != tape.generation
    {
      _ = first.tape
      preconditionFailure(
        "'\(first.label)' (node \(first.id)) belongs to another graph than the one it is used in")
    }

    switch Kernel.all[Int(operation.code)].shape {
    case .leaf: preconditionFailure("a leaf has no operands")
    case .unary: return operands[0].recorded(operation, constants)
    case .binary: return operands[0].recorded(operation, with: operands[1])
    case .nary: return operands[0].recorded(operation, list: operands)
    }
  }
}

// Operations of one or two operands, which are almost all, need none of the arrays.
extension Graph {
  /// Records an operation on one operand; parameters take their defaults.
  package func apply(_ operation: Operation, to operand: Value) -> Value {
    let kernel = Kernel.all + Int(operation.code)
    guard kernel.pointee.shape == .unary, kernel.pointee.parameterCount == 0 else {
      return apply(operation, to: [operand])
    }
    return operand.recorded(operation)
  }

  /// Records an operation on two operands.
  package func apply(_ operation: Operation, to left: Value, _ right: Value) -> Value {
    guard Kernel.all[Int(operation.code)].shape == .binary else {
      return apply(operation, to: [left, right])
    }
    return left.recorded(operation, with: right)
  }
}

/// Records an operation on a list that is not empty, in the graph of its first value.
func combined(_ operation: Operation, _ values: some Collection<Value>) -> Value {
  guard let first = values.first else { preconditionFailure("\(operation.name) needs at least one value") }
  return first.recorded(operation, list: Array(values))
}

// MARK: In place, also in other modules

extension Value {
  /// Records a unary operation on this value, with its rule in place.
  @inlinable @inline(__always)
  func recorded<R: UnaryValue>(_: R.Type) -> Value {
    let tape = tape
    return appended(Node(R.operation, id, data: R.value(tape.nodes[id].data)), to: tape)
  }

  /// Records a binary operation on this value and another, with its rule in place.
  @inlinable @inline(__always)
  func recorded<R: BinaryValue>(_: R.Type, with other: Value) -> Value {
    let tape = tape
    checkSameGraph(as: other)
    let data = R.value(tape.nodes[id].data, tape.nodes[other.id].data)
    return appended(Node(R.operation, id, other.id, data: data), to: tape)
  }

  /// Records xᶜ.
  @inlinable @inline(__always)
  func power(_ exponent: Double) -> Value {
    let tape = tape
    let parameter = tape.header.pointee.parameters.count
    tape.header.pointee.parameters.append(exponent)
    let data = PowerConstant.value(tape.nodes[id].data, exponent)
    return appended(Node(.powerConstant, id, parameter, data: data), to: tape)
  }

  /// Records a literal as a constant of this value's graph.
  @inlinable @inline(__always)
  func literal(_ data: Double) -> Value { appended(Node(.constant, data: data), to: tape) }

  @inlinable @inline(__always)
  func appended(_ node: Node, to tape: Tape) -> Value {
    Value(tape: tape, generation: generation, id: tape.append(node))
  }

  @inlinable @inline(__always)
  func checkSameGraph(as other: Value) {
    if !isOfSameGraph(as: other) { stopMixed(with: other) }
  }

  @usableFromInline @inline(never)
  func stopMixed(with other: Value) -> Never {
    _ = other.tape
    preconditionFailure(
      "'\(label)' (node \(id)) and '\(other.label)' (node \(other.id)) belong to different graphs")
  }
}

// MARK: By the operation's row

extension Value {
  /// Records a unary operation on this value.
  func recorded(_ operation: Operation, _ constants: [Double] = []) -> Value {
    let tape = tape
    let start = constants.isEmpty ? 0 : tape.header.pointee.parameters.count
    tape.header.pointee.parameters.append(contentsOf: constants)
    return evaluated(Node(operation, id, start, data: .nan), on: tape)
  }

  /// Records a binary operation on this value and another.
  func recorded(_ operation: Operation, with other: Value) -> Value {
    let tape = tape
    checkSameGraph(as: other)
    return evaluated(Node(operation, id, other.id, data: .nan), on: tape)
  }

  /// Records an n-ary operation; `list` starts with this value.
  func recorded(_ operation: Operation, list: [Value]) -> Value {
    let tape = tape
    let start = tape.header.pointee.operandLists.count
    for operand in list {
      checkSameGraph(as: operand)
      tape.header.pointee.operandLists.append(UInt32(truncatingIfNeeded: operand.id))
    }
    return evaluated(Node(operation, start, list.count, data: .nan), on: tape)
  }

  private func evaluated(_ node: Node, on tape: Tape) -> Value {
    let id = tape.append(node)
    tape.evaluate(id)
    return Value(tape: tape, generation: generation, id: id)
  }
}
