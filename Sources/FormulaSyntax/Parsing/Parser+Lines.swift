/// Statements over several lines.
///
/// A statement goes on in the next line where a bracket is open, where the line ends with an operator, or where the next
/// line is indented deeper than the line the statement begins in and begins with an operator. Empty lines and comments
/// in between do not count.
extension Parser {
  /// `true` if the statement goes on in the next line, which begins with an operator; nil where tabs make that unclear.
  ///
  /// The token is the end of a line outside brackets.
  mutating func isContinued() -> Bool? {
    guard let next = lexer.nextLine(), lexer.isOperator(at: next.start) else { return false }
    return next.indentation.isDeeper(than: indentation)
  }

  /// The indentation of the line in which the current statement begins.
  private var indentation: Indentation {
    mutating get {
      if let known = knownIndentation, known.statement == statementStart { return known.indentation }
      let found = lexer.line(of: statementStart).indentation
      knownIndentation = (statementStart, found)
      return found
    }
  }

  /// Goes on to the operand in a later line after an operator at the end of this one; false where none comes.
  mutating func goesOnAfterOperator() -> Bool {
    guard previous.isOperator else { return false }
    let sign = previous
    while token.kind == .lineEnd { advance() }
    let hasOperand: Bool
    switch token.kind {
    case .end, .semicolon, .rightBrace: hasOperand = false
    default: hasOperand = !isAtDefinition
    }
    if hasOperand { return true }
    // The next line is a statement of its own; the mistake is the end of this line.
    token.startsLine = true
    operandBefore = sign
    return false
  }

  /// Reports that tabs leave unclear whether the next line goes on with the statement.
  mutating func failIndentation() -> Bool {
    let start = lexer.nextLine()?.start ?? token.start
    return fail(.mixedIndentation, at: start..<start + 1)
  }

  /// Notes that the statement before is not used, where the one that begins here may have been meant to go on with it.
  mutating func noteUnusedStatement(at first: Token) {
    guard let before = statementBefore else { return }
    guard lexer.beginsLine(first.start) else { return }
    let name = before.name == .none ? nil : tree.source.text(lexer.names[before.name].range)
    if name != nil, lexer.names[before.name].firstUse >= 0 { return }
    if first.kind == .minus || first.kind == .plus {
      tree.remark(
        .unusedBeforeSign(name: name, sign: text(first)), at: first.range, unless: before.name)
    } else if lexer.line(of: first.start).indentation
      .isDeeper(than: lexer.line(of: before.start).indentation) == true
    {
      tree.remark(.unusedBeforeIndented(name: name), at: first.range, unless: before.name)
    }
  }
}
