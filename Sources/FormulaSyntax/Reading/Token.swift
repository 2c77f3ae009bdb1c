/// A word of the formula language, as a range of bytes of its source.
///
/// It fits two registers: the parser refuses sources whose offsets need more than 32 bits.
struct Token {
  enum Kind: UInt8 {
    case number, name
    case plus, minus, star, slash, power, at
    case leftParenthesis, rightParenthesis, leftBracket, rightBracket, comma
    case equals, leftBrace, rightBrace
    /// A point between a name and a name: `np.exp`, `W.T`.
    case dot
    /// A raised number such as `²`, whose value the lexer has.
    case superscript
    /// `ᵀ` behind a matrix.
    case transposed
    /// `√` and `∛` before an operand.
    case squareRoot, cubeRoot
    case semicolon, lineEnd, end
    /// Not a word of the language; the lexer's `invalid` has the reason.
    case invalid
  }

  private let startOffset: UInt32
  private let endOffset: UInt32
  /// The interned name, for `.name`.
  let name: NameID
  let kind: Kind
  /// A line end inside parentheses or brackets was skipped before this token.
  var startsLine = false

  init(kind: Kind, start: Int, end: Int, name: NameID = .none) {
    self.kind = kind
    startOffset = UInt32(truncatingIfNeeded: start)
    endOffset = UInt32(truncatingIfNeeded: end)
    self.name = name
  }

  var start: Int { Int(startOffset) }
  var end: Int { Int(endOffset) }
  var range: Range<Int> { start..<end }

  /// `true` if an operand must follow: `+`, `*`, `√`.
  var isOperator: Bool {
    switch kind {
    case .plus, .minus, .star, .slash, .power, .at, .squareRoot, .cubeRoot: true
    default: false
    }
  }

  /// A statement cannot go on past this token.
  var endsStatement: Bool {
    switch kind {
    case .lineEnd, .semicolon, .end, .rightBrace: true
    default: false
    }
  }
}
