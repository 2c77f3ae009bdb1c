/// A word of the formula language, as a range of bytes of its source.
struct Token {
  enum Kind: UInt8 {
    case number, name
    case plus, minus, star, slash, power, at
    case leftParenthesis, rightParenthesis, leftBracket, rightBracket, comma
    case equals, leftBrace, rightBrace
    case semicolon, lineEnd, end
    /// Not a word of the language; the lexer's `invalid` says why.
    case invalid
  }

  var kind: Kind
  /// A line end inside parentheses or brackets was skipped before this token.
  var startsLine = false
  var start: Int
  var end: Int
  /// The value of a number.
  var number = 0.0
  /// The interned name, for `.name`.
  var name = NameID.none

  var range: Range<Int> { start..<end }

  /// A statement cannot go on past this token.
  var endsStatement: Bool {
    switch kind {
    case .lineEnd, .semicolon, .end, .rightBrace: true
    default: false
    }
  }
}
