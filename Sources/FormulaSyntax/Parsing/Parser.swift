/// Makes a syntax tree of a source, and notes every mistake that can be known without values.
///
/// Statements and groups are read here, expressions in `Parser+Expressions.swift`. Nothing
/// recurses: open groups, parentheses and operators wait on stacks of their own. After a mistake the
/// rest of the statement is skipped (`Parser+Recovery.swift`). Whether shapes fit is known later (`ShapeCheck.swift`).
///
/// - Complexity: O(length of the source).
struct Parser {
  static let groupLimit = 1000

  var lexer: Lexer
  var tree: SyntaxTree
  var token: Token
  var previous: Token
  var speller = Speller()

  /// The offset of the current statement.
  var statementStart = 0
  /// The name that the current statement defines.
  var defining = NameID.none
  var groups: [OpenGroup] = []

  // The state of the current expression.
  var pending: [Pending] = []
  var arguments: [Argument] = []
  var depth = 0
  var callables: [Callable] = []
  /// An operator at the end of a line after which no operand comes.
  var operandBefore: Token?
  /// A mistake was noted where an operand was taken.
  var hasFailed = false

  var hasUnknownFunctions = false

  // The previous statement, for remarks about a statement that looks like its continuation.
  /// The offset and the name of the previous statement; nil after a group's brace and after a mistake.
  var statementBefore: (start: Int, name: NameID)?
  /// The indentation of the line of the current statement, once it was asked for.
  var knownIndentation: (statement: Int, indentation: Indentation)?
  /// The place of a `return` that was skipped.
  var returned: Range<Int>?

  /// The place of every step, if asked for.
  var ranges: [Range<Int>] = []
  private var keepsRanges = false

  struct OpenGroup {
    /// Nil for a brace that was itself a mistake.
    var name: Token?
  }

  private init(_ source: Source, _ text: SourceText) {
    lexer = Lexer(text, from: source.contentStart)
    tree = SyntaxTree(source: source)
    // About the size of a dense formula: memory that is not used costs nothing, growing costs copies.
    tree.steps.reserveCapacity(text.count / 4)
    tree.statements.reserveCapacity(text.count / 16)
    token = Token(kind: .end, start: 0, end: 0)
    previous = token
  }

  /// The place of every step of a source, for mistakes that are found after parsing.
  ///
  /// Only mistakes need it, so the source is parsed again.
  static func ranges(of source: Source) -> [Range<Int>] {
    source.withText { text in
      var parser = Parser(source, text)
      parser.keepsRanges = true
      parser.parseStatements()
      return parser.ranges
    }
  }

  /// The tree of a source and the mistakes in it.
  static func parse(_ source: Source) -> (tree: SyntaxTree, log: MistakeLog) {
    source.withText { text in
      var parser = Parser(source, text)
      if text.count > Int32.max {
        parser.lexer.log.append(.tooLarge, at: nil)
      } else {
        parser.parseStatements()
      }
      parser.tree.names = parser.lexer.names
      return (parser.tree, parser.lexer.log)
    }
  }

  private mutating func parseStatements() {
    advance()
    while true {
      statementStart = token.start
      defining = .none
      switch token.kind {
      case .lineEnd, .semicolon: advance()
      case .rightBrace: closeGroup()
      case .name: parseNamed()
      case .end:
        finish()
        return
      default:
        noteUnusedStatement(at: token)
        parseExpressionStatement(name: nil, first: nil)
      }
    }
  }

  /// A statement that begins with a name: a definition, a group or an expression.
  private mutating func parseNamed() {
    var name = token
    advance()
    if token.kind == .name {
      switch takeForeignWord(name) {
      case .none: break
      case .dropped where lexer.isAtDefinition():
        name = token
        advance()
      case .dropped:
        parseExpressionStatement(name: nil, first: nil)
        return
      case .refused:
        statementBefore = nil
        recover()
        return
      }
    } else if returnsValue(name) {
      parseExpressionStatement(name: nil, first: nil)
      return
    }
    switch token.kind {
    case .equals:
      advance()
      define(name)
      parseExpressionStatement(name: name, first: nil)
    case .leftBrace: openGroup(name)
    default:
      noteUnusedStatement(at: name)
      parseExpressionStatement(name: nil, first: name)
    }
  }

  private mutating func parseExpressionStatement(name: Token?, first: Token?) {
    let start = tree.steps.count
    if let returned, returned.upperBound <= statementStart {
      lexer.log.append(.statementsAfterReturn, at: returned)
      self.returned = nil
    }
    guard parseExpression(first: first) else {
      removeSteps(from: start)
      statementBefore = nil
      recover()
      return
    }
    let id = name?.name ?? .none
    if let name, lexer.names[id].definition == name.start {
      lexer.names[id].statement = Int32(truncatingIfNeeded: tree.statements.count)
    }
    tree.statements.append(Statement(kind: .expression, name: id, steps: start..<tree.steps.count))
    statementBefore = (statementStart, id)
  }

  private mutating func openGroup(_ name: Token) {
    tree.statements.append(Statement(kind: .beginGroup, name: name.name))
    statementBefore = nil
    groups.append(OpenGroup(name: name))
    if groups.count == Self.groupLimit + 1 {
      lexer.log.append(.groupsTooDeep(limit: Self.groupLimit), at: name.range)
    }
    advance()
  }

  private mutating func closeGroup() {
    statementBefore = nil
    if groups.popLast() == nil {
      lexer.log.append(.strayBrace, at: token.range)
    } else {
      tree.statements.append(Statement(kind: .endGroup))
    }
    advance()
    if !token.endsStatement {
      lexer.log.append(.missingSeparator(found: text(token)), at: token.range)
      recover()
    }
  }

  private mutating func finish() {
    reviewUnknownFunctions()
    let names = lexer.names
    tree.remarks.removeAll { $0.unused != .none && names[$0.unused].firstUse >= 0 }
    for group in groups {
      guard let name = group.name else { continue }
      lexer.log.append(.unclosedGroup(text(name)), at: name.range)
    }
    if lexer.log.isEmpty, !tree.statements.contains(where: { $0.kind == .expression }) {
      lexer.log.append(.emptyFormula, at: nil)
    }
  }

  /// Adds a step and its place `range`: a name, an operator, a function's name, a pair of brackets.
  @inline(__always)
  mutating func append(_ step: Step, at range: Range<Int>) {
    tree.steps.append(step)
    if keepsRanges { ranges.append(range) }
  }

  mutating func removeSteps(from start: Int) {
    tree.steps.removeSubrange(start...)
    while let last = tree.raised.last, last >= start { tree.raised.removeLast() }
    if keepsRanges { ranges.removeSubrange(start...) }
  }

  /// Goes on to the next token; inside parentheses and brackets a line end is white space.
  mutating func advance() {
    previous = token
    token = lexer.next()
    while depth > 0, token.kind == .lineEnd {
      token = lexer.next()
      token.startsLine = true
    }
  }

  func text(_ token: Token) -> String { tree.source.text(token.range) }
}
