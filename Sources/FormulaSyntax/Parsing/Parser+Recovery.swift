/// Reports of mistakes in expressions, and the places where parsing goes on after them.
extension Parser {
  /// Notes a mistake; always false, for `return fail(…)`.
  mutating func fail(_ mistake: Mistake, at range: Range<Int>) -> Bool {
    lexer.log.append(mistake, at: range)
    return false
  }

  /// The token cannot begin an operand.
  mutating func failOperand() -> Bool {
    if token.kind == .invalid { return fail(lexer.invalid, at: token.range) }
    if let sign = operandBefore {
      operandBefore = nil
      let isFirst = sign.start == statementStart
      return fail(.missingOperand(after: isFirst ? nil : text(sign), found: .lineEnd), at: sign.range)
    }
    let isFirst = token.start == statementStart
    switch token.kind {
    case .rightParenthesis where isFirst: return fail(.strayParenthesis, at: token.range)
    case .rightBracket where isFirst: return fail(.strayBracket, at: token.range)
    case .rightBracket where previous.kind == .leftBracket:
      return fail(.emptyVector, at: previous.start..<token.end)
    case .equals where isFirst: return fail(.missingNameBeforeEquals, at: token.range)
    case .leftBrace where isFirst: return fail(.missingGroupName, at: token.range)
    case .comma where isFirst: return fail(.commaOutsideCall, at: token.range)
    case .star, .slash, .power, .at:
      // The operator begins a line that is not indented enough to go on with the statement before.
      if isFirst, statementBefore != nil, lexer.beginsLine(token.start) {
        return fail(.operatorBeginsLine(text(token)), at: token.range)
      }
    default: break
    }
    let isAtEnd = token.kind == .lineEnd || token.kind == .end
    return fail(
      .missingOperand(after: isFirst ? nil : text(previous), found: found),
      at: isAtEnd ? previous.range : token.range)
  }

  /// The token cannot follow an operand.
  mutating func failOperator() -> Bool {
    switch token.kind {
    case .invalid: fail(lexer.invalid, at: token.range)
    case .equals: fail(.assignmentToExpression, at: token.range)
    case .leftBrace: fail(.missingGroupName, at: token.range)
    case _ where lacksParenthesis(previous):
      fail(.missingArguments(function: text(previous)), at: token.range)
    default:
      fail(
        .missingOperator(left: text(previous), right: text(token), isProduct: isProduct), at: token.range)
    }
  }

  /// `2 x`, `2(x + 1)`: the previous token and this one are factors. Two numbers are rather a forgotten comma.
  private var isProduct: Bool {
    let isFactor =
      switch previous.kind {
      case .number, .name, .rightParenthesis, .rightBracket, .superscript, .transposed: true
      default: false
      }
    switch token.kind {
    case .name, .leftParenthesis, .squareRoot, .cubeRoot: return isFactor
    case .number: return isFactor && previous.kind != .number
    default: return false
    }
  }

  /// The statement ends, or the next one begins, inside parentheses or brackets.
  mutating func failUnclosed() -> Bool {
    let open = pending.last { $0.precedence == 0 }
    let range = open.map { $0.kind == .call ? $0.range.upperBound..<$0.range.upperBound : $0.range }
    return fail(open?.kind == .bracket ? .unclosedBracket : .unclosedParenthesis, at: range ?? token.range)
  }

  /// A parenthesis closes a bracket, or the other way round.
  mutating func failMismatch(expected: String) -> Bool {
    fail(.mismatchedClosing(expected: expected, found: text(token)), at: token.range)
  }

  /// The token is a name and begins a definition or a group.
  var isAtDefinition: Bool { token.kind == .name && lexer.isAtDefinition() }

  /// Skips the rest of a broken statement, so that the next mistake is one of its own.
  ///
  /// Parentheses and brackets that are open when the statement breaks may go on over several lines, but not past
  /// a line that begins a definition.
  mutating func recover() {
    var open = depth
    var braces = 0
    depth = 0
    var isAtLineStart = token.startsLine
    skipping: while !(isAtLineStart && isAtDefinition) {
      isAtLineStart = false
      switch token.kind {
      case .end, .semicolon: break skipping
      case .rightBrace:
        if braces == 0 { break skipping }
        braces -= 1
      case .leftBrace: braces += 1
      case .lineEnd:
        if open == 0, braces == 0, isContinued() != false {
          repeat { advance() } while token.kind == .lineEnd
          continue skipping
        }
        if open == 0 || braces > 0 { break skipping }
        isAtLineStart = true
      case .leftParenthesis, .leftBracket: open += 1
      case .rightParenthesis, .rightBracket: open = max(open - 1, 0)
      default: break
      }
      advance()
    }
    // Braces that were opened by mistake take their closing ones with them.
    groups.append(contentsOf: repeatElement(OpenGroup(name: nil), count: braces))
  }

  private var found: Mistake.Found {
    switch token.kind {
    case .lineEnd: .lineEnd
    case .end: .end
    default: .text(text(token))
    }
  }
}
