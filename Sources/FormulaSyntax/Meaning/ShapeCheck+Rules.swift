import Autodiff

/// The rules of shapes, step by step.
extension ShapeCheck {
  private static let arities = Operation.allCases.map { $0.definition.arity }

  mutating func check(_ index: Int) {
    switch tree.steps[index] {
    case .literal:
      demand.nodes += 1
      push(.scalar, index)
    case .name(let name): push(self[name], index)
    case .negate:
      let operand = pop().shape
      count(nodes: operand?.count ?? 1)
      push(operand, index)
    case .apply(let operands, let operation, let parameters):
      drop(Int(parameters))
      push(shape(of: operation, operands: Int(operands), index), index)
    case .vector(let count): push(vector(of: Int(count), index), index)
    case .index(let position): push(element(Int(position), index), index)
    case .matrixProduct:
      let right = pop()
      push(product(pop(), right, index), index)
    case .call(let label, let function): push(shape(of: function, label: Int(label), index), index)
    case .broken(let count):
      drop(Int(count))
      push(nil, index)
    }
  }

  // MARK: The stack

  private mutating func push(_ shape: Shape?, _ step: Int) { stack.append(Entry(shape: shape, step: step)) }

  private mutating func pop() -> Entry { stack.popLast() ?? Entry(shape: nil, step: 0) }

  /// The description of an operand in a message.
  private func described(_ entry: Entry) -> Mistake.Operand {
    guard case .name(let name) = tree.steps[entry.step] else {
      return Mistake.Operand(shape: entry.shape ?? .scalar, name: nil)
    }
    return Mistake.Operand(shape: entry.shape ?? .scalar, name: tree.text(name))
  }

  private mutating func misfit(_ operation: String, _ left: Entry, _ right: Entry, at step: Int) {
    note(.shapesDoNotFit(operation, described(left), described(right)), at: step)
  }

  private mutating func drop(_ count: Int) { stack.removeLast(min(count, stack.count)) }

  /// The places of the last entries. A view of the stack that lives on would copy the stack.
  private func top(_ count: Int) -> Range<Int> { max(stack.count - count, 0)..<stack.count }

  private func firstShape(of count: Int, where fits: (Shape) -> Bool) -> Shape? {
    for place in top(count) {
      if let shape = stack[place].shape, fits(shape) { return shape }
    }
    return nil
  }

  // MARK: Operations

  private mutating func shape(of operation: Operation, operands: Int, _ step: Int) -> Shape? {
    switch Self.arities[Int(operation.rawValue)] {
    case .exactly: return elementwise(operation.writtenName, operands, step)
    case .atLeast: return reduction(operation, operands, step)
    case .pairs:
      let right = pop()
      return dot(operation.name, pop(), right, step)
    }
  }

  /// All operands have one shape, or are numbers.
  private mutating func elementwise(
    _ name: @autoclosure () -> String, _ operands: Int, _ step: Int
  ) -> Shape? {
    defer { drop(operands) }
    var result = Entry(shape: .scalar, step: step)
    for place in top(operands) {
      let operand = stack[place]
      if operand.shape == .scalar || operand.shape == result.shape { continue }
      guard operand.shape != nil, let known = result.shape, known != .scalar else {
        if operand.shape != nil || result.shape == .scalar { result = operand }
        continue
      }
      misfit(name(), result, operand, at: step)
      return nil
    }
    count(nodes: result.shape?.count ?? 1)
    if case .matrix? = result.shape, isRaised(step), let shape = result.shape {
      note(.matrixPower(shape), at: step)
    }
    return result.shape
  }

  /// `true` if a step is the power of a raised number, `W²`.
  private func isRaised(_ step: Int) -> Bool {
    var (low, high) = (0, tree.raised.count)
    while low < high {
      let middle = (low + high) / 2
      if Int(tree.raised[middle]) < step { low = middle + 1 } else { high = middle }
    }
    return low < tree.raised.count && Int(tree.raised[low]) == step
  }

  /// One vector or matrix, or any number of numbers.
  private mutating func reduction(_ operation: Operation, _ operands: Int, _ step: Int) -> Shape {
    if operands > 1, let shape = firstShape(of: operands, where: { $0 != .scalar }) {
      note(.vectorAmongArguments(operation.name, shape), at: step)
    }
    count(nodes: 1, operands: operands == 1 ? stack.last?.shape?.count ?? 1 : operands)
    drop(operands)
    return .scalar
  }

  private mutating func dot(_ name: String, _ left: Entry, _ right: Entry, _ step: Int) -> Shape {
    count(nodes: 1, operands: 2 * (left.shape?.count ?? 1))
    guard let shape = left.shape, right.shape != nil else { return .scalar }
    if shape != right.shape || shape.rank == 2 { misfit(name, left, right, at: step) }
    return .scalar
  }

  // MARK: Vectors

  private mutating func vector(of count: Int, _ step: Int) -> Shape? {
    defer { drop(count) }
    // An unknown shape may come from an error that is already reported.
    if top(count).contains(where: { stack[$0].shape == nil }) { return nil }
    guard let first = firstShape(of: count, where: { _ in true }) else { return nil }
    if case .matrix = first {
      note(.bracketsTooDeep, at: step)
      return nil
    }
    for place in top(count) {
      guard let shape = stack[place].shape, shape != first else { continue }
      note(.unevenElements(first: first, found: shape), at: stack[place].step)
      return nil
    }
    if case .vector(let columns) = first { return .matrix(rows: count, columns: columns) }
    return .vector(count)
  }

  private mutating func element(_ position: Int, _ step: Int) -> Shape? {
    let operand = pop()
    guard let shape = operand.shape else { return nil }
    guard let elements = shape.elements else {
      note(.indexOfNumber(name: described(operand).name), at: step)
      return nil
    }
    if position >= elements.count { note(.indexOutOfRange(position, described(operand)), at: step) }
    return elements.shape
  }

  // MARK: Products

  /// Rows times columns; a vector on the left is a row, one on the right a column.
  private mutating func product(_ left: Entry, _ right: Entry, _ step: Int) -> Shape? {
    if left.shape == .scalar || right.shape == .scalar {
      note(.numberInMatrixProduct, at: step)
      return nil
    }
    guard let rows = left.shape, let columns = right.shape else { return nil }
    let inner = columns.elements?.count ?? 0
    let result: Shape
    switch (rows, columns) {
    case (.vector(inner), .matrix(_, let count)): result = .vector(count)
    case (.vector(inner), _): result = .scalar
    case (.matrix(let count, inner), .matrix(_, let columns)): result = .matrix(rows: count, columns: columns)
    case (.matrix(let count, inner), _): result = .vector(count)
    default:
      misfit("@", left, right, at: step)
      return nil
    }
    count(nodes: result.count, operands: 2 * Double(inner) * Double(result.count))
    return result
  }

  // MARK: Functions

  private mutating func shape(of function: VectorFunction, label: Int, _ step: Int) -> Shape? {
    switch function {
    case .softmax, .logSoftmax: return softmax(function, step)
    case .meanSquaredError:
      for place in top(2) {
        count(nodes: stack[place].shape?.count ?? 1, operands: stack[place].shape?.count ?? 1)
      }
      _ = elementwise(function.name, 2, step)
      return .scalar
    case .crossEntropy:
      let scores = pop()
      count(nodes: 2, operands: scores.shape?.count ?? 1)
      guard let shape = scores.shape else { return .scalar }
      if shape.rank != 1 {
        note(.wrongArgument(function.name, expected: "a vector", found: shape), at: step)
      } else if label >= shape.count {
        note(.indexOutOfRange(label, described(scores)), at: step)
      }
      return .scalar
    case .transpose:
      guard let shape = pop().shape else { return nil }
      guard case .matrix(let rows, let columns) = shape else {
        note(.wrongArgument(function.name, expected: "a matrix", found: shape), at: step)
        return nil
      }
      return .matrix(rows: columns, columns: rows)
    }
  }

  private mutating func softmax(_ function: VectorFunction, _ step: Int) -> Shape? {
    guard let shape = pop().shape else { return nil }
    if shape == .scalar {
      note(.wrongArgument(function.name, expected: "a vector or a matrix", found: shape), at: step)
      return nil
    }
    count(nodes: 3 * shape.count, operands: shape.count)
    return shape
  }

  /// Adds to the demand of the formula.
  private mutating func count(nodes: Int = 0, operands: Int = 0) {
    count(nodes: nodes, operands: Double(operands))
  }

  private mutating func count(nodes: Int, operands: Double) {
    demand.nodes += Double(nodes)
    demand.operands += operands
  }
}

extension Operation {
  /// The operator, or the function's name.
  fileprivate var writtenName: String {
    switch definition.notation {
    case .infix(let sign), .prefix(let sign), .postfix(let sign): sign
    case .call, .leaf: name
    }
  }
}
