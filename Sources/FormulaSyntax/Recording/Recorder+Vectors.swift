import Autodiff

/// Vectors and matrices, whose shapes were checked. Literals in them stay numbers until an operation needs a node.
extension Recorder {
  // MARK: Statements

  func isArray(_ name: NameID) -> Bool { shapes?.isArray(name) ?? false }

  /// Records the statement of a named vector or matrix: its nodes are a group, and its elements have names.
  mutating func recordArray(_ statement: Statement) {
    let isGroup = shapes?.isGroup(statement.name) ?? false
    if isGroup { graph.beginGroup(tree.text(statement.name)) }
    defer { if isGroup { graph.endGroup() } }
    let first = graph.count
    isFolding = isNumeral(statement)
    for index in statement.steps {
      defer { watch?.step(index, nodes: graph.count) }
      // A statement that is one function makes one group, not one within another.
      if index == statement.steps.upperBound - 1, case .call(let label, let function) = tree.steps[index] {
        call(function, label: Int(label), group: nil)
      } else {
        record(tree.steps[index])
      }
    }
    let result = stack.popLast()
    if case .givenArray = resolution[statement.name], let given = resolution.arrays[statement.name.index] {
      arrays[statement.name] = array(given.numbers.map { .literal($0) }, given.shape)
    } else if case .array(let array) = result {
      arrays[statement.name] = array
    }
    nameElements(of: statement.name, from: first)
    watch?.step(statement.steps.upperBound - 1, nodes: graph.count)
  }

  /// Records a vector or a matrix that is given for a free name.
  mutating func recordGivenArray(_ name: NameID) {
    guard let given = resolution.arrays[name.index] else { return }
    arrays[name] = array(given.numbers.map { .literal($0) }, given.shape)
    graph.group(tree.text(name)) { nameElements(of: name, from: graph.count) }
  }

  /// Makes variables of the numbers, and names the nodes recorded from `first` on; others have their names.
  private mutating func nameElements(of name: NameID, from first: Int) {
    guard let array = arrays[name] else { return }
    let (text, shape) = (tree.text(name), array.shape)
    let given = resolution.elements[name.index] ?? [:]
    for (position, place) in array.range.enumerated() {
      switch arrays.elements[place] {
      case .literal(let number):
        let name = text + shape.suffix(ofElement: position)
        arrays.elements[place] = .node(graph.variable(given[position] ?? number, named: name))
      case .node(let value) where value.id >= first && value.name == nil:
        value.named(text + shape.suffix(ofElement: position))
      case .node, .array: break
      }
    }
  }

  // MARK: Making and taking apart

  /// Joins the values on top of the stack: numbers to a vector, rows to a matrix.
  mutating func makeArray(of count: Int) {
    let start = arrays.elements.count
    var shape = Shape.vector(count)
    for place in stack.count - count..<stack.count {
      guard case .array(let row) = stack[place] else {
        arrays.elements.append(stack[place])
        continue
      }
      shape = .matrix(rows: count, columns: row.shape.count)
      for place in row.range { arrays.elements.append(arrays.elements[place]) }
    }
    stack.removeLast(count)
    stack.append(.array(ElementArray(start: start, shape: shape)))
  }

  mutating func takeElement(_ index: Int) {
    guard case .array(let array) = stack.popLast(), let selected = array.shape.selection([index]) else {
      return
    }
    let start = array.start + selected.start
    stack.append(
      selected.shape == .scalar
        ? arrays.elements[start] : .array(ElementArray(start: start, shape: selected.shape)))
  }

  private mutating func array(_ elements: [Operand], _ shape: Shape) -> ElementArray {
    defer { arrays.elements += elements }
    return ElementArray(start: arrays.elements.count, shape: shape)
  }

  // MARK: Element by element

  mutating func negated(_ operand: ElementArray) -> ElementArray {
    array(
      arrays.elements[operand.range].map { element in
        switch element {
        case .literal(let number): .literal(-number)
        case .node, .array: .node(-element.node(on: graph))
        }
      }, operand.shape)
  }

  /// Applies an operation if there is an array among its operands; if not, nothing happens.
  mutating func applyToArrays(_ operation: Operation, _ operands: Int, _ parameters: Int) -> Bool {
    guard let shape = firstShape(in: stack.count - operands - parameters..<stack.count) else { return false }
    switch operation.definition.arity {
    case .exactly(2):
      let right = stack.removeLast()
      let left = stack.removeLast()
      stack.append(.array(combined(operation, left, right, shape)))
    case .exactly:
      let numbers = popNumbers(parameters)
      let results = nodes(stack.removeLast()).map { graph.apply(operation, to: [$0], parameters: numbers) }
      stack.append(.array(array(results.map { .node($0) }, shape)))
    case .atLeast, .pairs:
      var values: [Value] = []
      for operand in pop(operands) { values += nodes(operand) }
      stack.append(.node(graph.apply(operation, to: values)))
    }
    return true
  }

  private func firstShape(in places: Range<Int>) -> Shape? {
    for place in places {
      if case .array(let array) = stack[place] { return array.shape }
    }
    return nil
  }

  /// Combines arrays of one shape, or an array and a number, which is one node for all elements.
  private mutating func combined(
    _ operation: Operation, _ left: Operand, _ right: Operand, _ shape: Shape
  ) -> ElementArray {
    let left = shared(left, keepsNumber: false)
    let right = shared(right, keepsNumber: operation == .power)
    return array(
      (0..<shape.count).map { index in
        .node(graph.apply(operation, to: element(index, of: left), element(index, of: right)))
      }, shape)
  }

  private func shared(_ operand: Operand, keepsNumber: Bool) -> Operand {
    if case .literal = operand, !keepsNumber { return .node(operand.node(on: graph)) }
    return operand
  }

  private func element(_ index: Int, of operand: Operand) -> Operand {
    if case .array(let array) = operand { arrays.elements[array.start + index] } else { operand }
  }

  // MARK: Products and functions

  /// Every row of the left operand with every column of the right one; a vector is one row, or one column.
  mutating func multiplyMatrices() {
    guard case .array(let right) = stack.popLast(), case .array(let left) = stack.popLast() else { return }
    let rows = rows(of: left)
    let columns = right.shape.rank == 1 ? self.rows(of: right) : transpose(self.rows(of: right))
    let products = rows.flatMap { row in columns.map { Operand.node(dot(row, $0)) } }
    switch (left.shape.rank, right.shape.rank) {
    case (1, 1): stack.append(products[0])
    case (2, 2): stack.append(.array(array(products, .matrix(rows: rows.count, columns: columns.count))))
    default: stack.append(.array(array(products, .vector(products.count))))
    }
  }

  /// - Parameter group: the name of the group of the function's nodes; nil for none.
  mutating func call(_ function: VectorFunction, label: Int, group: String?) {
    let operand = stack.removeLast()
    switch function {
    case .softmax: stack.append(.array(byRows(operand) { softmax($0, group: group) }))
    case .logSoftmax: stack.append(.array(byRows(operand) { logSoftmax($0, group: group) }))
    case .meanSquaredError:
      let (predictions, targets) = (nodes(stack.removeLast()), nodes(operand))
      let count = max(predictions.count, targets.count)
      stack.append(.node(meanSquaredError(repeated(predictions, count), repeated(targets, count))))
    case .crossEntropy: stack.append(.node(crossEntropy(nodes(operand), label: label)))
    case .transpose:
      guard case .array(let matrix) = operand, case .matrix(let rows, let columns) = matrix.shape else {
        return
      }
      let elements = (0..<matrix.shape.count).map { index in
        arrays.elements[matrix.start + index % rows * columns + index / rows]
      }
      stack.append(.array(array(elements, .matrix(rows: columns, columns: rows))))
    }
  }

  private mutating func byRows(_ operand: Operand, _ function: ([Value]) -> [Value]) -> ElementArray {
    guard case .array(let matrix) = operand else {
      preconditionFailure("a function of vectors needs a vector")
    }
    return array(rows(of: matrix).flatMap(function).map { .node($0) }, matrix.shape)
  }

  private func repeated(_ values: [Value], _ count: Int) -> [Value] {
    values.count == count ? values : Array(repeating: values[0], count: count)
  }

  // MARK: Nodes

  /// The nodes of an operand; numbers in arrays become constants, once.
  private mutating func nodes(_ operand: Operand) -> [Value] {
    guard case .array(let array) = operand else { return [operand.node(on: graph)] }
    return array.range.map { place in
      let value = arrays.elements[place].node(on: graph)
      arrays.elements[place] = .node(value)
      return value
    }
  }

  /// The rows of a matrix; a vector is one row.
  private mutating func rows(of array: ElementArray) -> [[Value]] {
    let values = nodes(.array(array))
    guard case .matrix(let rows, let columns) = array.shape else { return [values] }
    return (0..<rows).map { Array(values[$0 * columns..<($0 + 1) * columns]) }
  }
}
