/// Vectors and indices.
extension Parser {
  /// The largest index that is read.
  private static let indexLimit = 1e9

  /// The bracket that ends a vector; false after a mistake, which is noted.
  mutating func closeVector() -> Bool {
    guard depth > 0 else { return fail(.strayBracket, at: token.range) }
    popOperators()
    guard let top = pending.last, top.kind == .bracket else { return failMismatch(expected: ")") }
    pending.removeLast()
    tree.hasVectors = true
    append(.vector(top.elements + 1), at: top.range.lowerBound..<token.end)
    depth -= 1
    advance()
    return true
  }

  /// `[1]` or `[1, 0]` after an operand; false after a mistake, which is noted.
  mutating func takeIndex() -> Bool {
    let bracket = token
    tree.hasVectors = true
    depth += 1
    repeat {
      advance()
      let number = lexer.value
      guard token.kind == .number, number <= Self.indexLimit, number == number.rounded()
      else {
        return failIndex(after: bracket)
      }
      let index = Int32(number)
      advance()
      let end = token.kind == .rightBracket ? token.end : previous.end
      append(.index(index), at: bracket.start..<end)
    } while token.kind == .comma
    guard token.kind == .rightBracket else { return failIndex(after: bracket) }
    depth -= 1
    advance()
    return true
  }

  private mutating func failIndex(after bracket: Token) -> Bool {
    switch token.kind {
    case .end: fail(.unclosedBracket, at: bracket.range)
    case .invalid: fail(lexer.invalid, at: token.range)
    case _ where token.startsLine && isAtDefinition: fail(.unclosedBracket, at: bracket.range)
    case _ where previous.kind == .number:
      fail(.mismatchedClosing(expected: "]", found: text(token)), at: token.range)
    default: fail(.notAnIndex(text(token)), at: token.range)
    }
  }

  /// Applies a function of vectors; the label of `cross_entropy` becomes a part of the step.
  mutating func apply(_ function: VectorFunction, _ call: Pending) {
    var label: Int32 = 0
    if function == .crossEntropy {
      guard let argument = arguments.last else { return }
      guard argument.step == tree.steps.count - 1, case .literal(let place) = tree.steps[argument.step],
        case let number = tree.numbers[Int(place)], number <= Self.indexLimit, number == number.rounded()
      else {
        lexer.log.append(.labelNotLiteral(function: function.name), at: argument.range)
        append(.broken(2), at: call.range)
        return
      }
      label = Int32(number)
      removeSteps(from: argument.step)
    }
    tree.hasVectors = true
    append(.call(label: label, function), at: call.range)
  }
}
