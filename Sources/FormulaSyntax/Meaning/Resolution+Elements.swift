/// Values for single elements of vectors and matrices: `x[0]=3`.
extension Resolution {
  /// Puts given numbers into given arrays, or in the place of numbers in the text.
  mutating func overrideElements(_ given: [Given]) {
    var definitions: [Int32: VectorText] = [:]
    for value in given where !value.indices.isEmpty {
      guard case .number(let number) = value.value else {
        log.append(.givenRow(value.text), at: nil)
        continue
      }
      let name = value.name.index
      switch self[value.name] {
      case .givenArray: setElement(of: name, value, to: number)
      case .given, .constant: log.append(.givenOutOfRange(value.text, .scalar), at: nil)
      case .unused: break
      case .defined:
        let statement = Int(tree.names[value.name].statement)
        // A broken definition has been reported already.
        guard statement >= 0 else { continue }
        let text = definitions[name] ?? VectorText(tree, tree.statements[statement].steps)
        definitions[name] = text
        override(value, in: text, to: number)
      }
    }
  }

  private mutating func setElement(of name: Int32, _ given: Given, to number: Double) {
    guard let shape = arrays[name]?.shape else { return }
    guard let selected = shape.selection(given.indices) else {
      log.append(.givenOutOfRange(given.text, shape), at: nil)
      return
    }
    guard selected.shape == .scalar else {
      log.append(.givenRow(given.text), at: nil)
      return
    }
    arrays[name]?.numbers[selected.start] = number
  }

  private mutating func override(_ given: Given, in text: VectorText, to number: Double) {
    switch text.element(given.indices) {
    case .outOfRange(let shape): log.append(.givenOutOfRange(given.text, shape), at: nil)
    case .row: log.append(.givenRow(given.text), at: nil)
    case .computed: log.append(.givenComputed(given.text), at: tree.definition(given.name))
    case .steps(let steps, let position):
      if isLiteral(tree.steps[steps]) || isNumeral(steps) && isNumeral(text.steps) {
        elements[given.name.index, default: [:]][position] = number
      } else if steps.count == 1 {
        log.append(.givenAlias(given.text), at: tree.definition(given.name))
      } else {
        log.append(.givenComputed(given.text), at: tree.definition(given.name))
      }
    }
  }
}

/// A statement seen as a vector or a matrix in brackets: which steps make which element.
struct VectorText {
  enum Element {
    case steps(Range<Int>, position: Int)
    case row
    case computed
    case outOfRange(Shape)
  }

  private let tree: SyntaxTree
  let steps: Range<Int>
  /// The offsets of the vectors' elements, by the step that makes the vector.
  private var starts: [Int: [Int]] = [:]

  init(_ tree: SyntaxTree, _ steps: Range<Int>) {
    self.tree = tree
    self.steps = steps
    var stack: [Int] = []
    for index in steps {
      let taken = tree.steps[index].operandCount
      if case .vector = tree.steps[index] { starts[index] = Array(stack.suffix(taken)) }
      let start = taken == 0 ? index : stack[stack.count - taken]
      stack.removeLast(taken)
      stack.append(start)
    }
  }

  func element(_ indices: [Int]) -> Element {
    var range = unsigned(steps)
    var position = 0
    for index in indices {
      guard let starts = starts[range.upperBound - 1] else {
        return tree.steps[range].contains(where: isComputation) ? .computed : .outOfRange(shape)
      }
      guard index < starts.count else { return .outOfRange(shape) }
      position = position * starts.count + index
      let end = index + 1 < starts.count ? starts[index + 1] : range.upperBound - 1
      range = unsigned(starts[index]..<end)
    }
    if starts[range.upperBound - 1] != nil { return .row }
    return .steps(range, position: position)
  }

  /// Without the signs before a vector or a number.
  private func unsigned(_ range: Range<Int>) -> Range<Int> {
    var range = range
    while range.count > 1, tree.steps[range.upperBound - 1] == .negate { range = range.dropLast() }
    return range
  }

  var shape: Shape {
    let end = unsigned(steps).upperBound - 1
    guard let rows = starts[end] else { return .scalar }
    let first = unsigned(rows[0]..<(rows.count > 1 ? rows[1] : end))
    guard let columns = starts[first.upperBound - 1] else { return .vector(rows.count) }
    return .matrix(rows: rows.count, columns: columns.count)
  }

  private func isComputation(_ step: Step) -> Bool {
    switch step {
    case .literal, .negate, .vector: false
    default: true
    }
  }
}
