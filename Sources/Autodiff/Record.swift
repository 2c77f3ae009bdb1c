extension Graph {
  /// Records an operation on `operands` and computes its value.
  ///
  /// - Parameter parameters: the operation's constants; those that are left out take their default.
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
      first.tape != tape || first.generation != generation
    {
      _ = first.tape
      preconditionFailure(
        "'\(first.label)' (node \(first.id)) belongs to another graph than the one it is used in")
    }

    switch Kernel.all[Int(operation.rawValue)].shape {
    case .leaf: preconditionFailure("a leaf has no operands")
    case .unary: return operands[0].recorded(operation, constants)
    case .binary: return operands[0].recorded(operation, with: operands[1])
    case .nary: return operands[0].recorded(operation, list: operands)
    }
  }
}

/// Records an operation on a list that is not empty, in the graph of its first value.
func combined(_ operation: Operation, _ values: some Collection<Value>) -> Value {
  guard let first = values.first else { preconditionFailure("\(operation.name) needs at least one value") }
  return first.recorded(operation, list: Array(values))
}

extension Value {
  /// Records a unary operation on this value.
  func recorded(_ operation: Operation, _ constants: [Double] = []) -> Value {
    let tape = tape
    let start = tape.tables.parameters.count
    if !constants.isEmpty {
      precondition(start < Node.limit, "the parameters of a graph hold at most \(Node.limit) entries")
      tape.tables.parameters.append(contentsOf: constants)
    }
    let id = tape.append(Node(operation, self.id, constants.isEmpty ? 0 : start, data: .nan))
    tape.evaluate(id)
    return Value(tape: tape, generation: generation, id: id)
  }

  /// Records a binary operation on this value and another.
  func recorded(_ operation: Operation, with other: Value) -> Value {
    let tape = tape
    checkSameGraph(as: other)
    let id = tape.append(Node(operation, self.id, other.id, data: .nan))
    tape.evaluate(id)
    return Value(tape: tape, generation: generation, id: id)
  }

  /// Records an n-ary operation; `list` starts with this value.
  func recorded(_ operation: Operation, list: [Value]) -> Value {
    let tape = tape
    let start = tape.tables.operandLists.count
    precondition(start + list.count < Node.limit, "operand lists hold at most \(Node.limit) entries")
    for operand in list {
      checkSameGraph(as: operand)
      tape.tables.operandLists.append(UInt32(operand.id))
    }
    let id = tape.append(Node(operation, start, list.count, data: .nan))
    tape.evaluate(id)
    return Value(tape: tape, generation: generation, id: id)
  }

  /// Records a literal as a constant of this value's graph.
  func literal(_ data: Double) -> Value {
    Value(tape: tape, generation: generation, id: tape.append(Node(.constant, data: data)))
  }

  @inline(__always)
  private func checkSameGraph(as other: Value) {
    if other.tape != tape || other.generation != generation {
      stopMixed(with: other)
    }
  }

  @inline(never)
  private func stopMixed(with other: Value) -> Never {
    _ = other.tape
    preconditionFailure(
      "'\(label)' (node \(id)) and '\(other.label)' (node \(other.id)) belong to different graphs")
  }
}
