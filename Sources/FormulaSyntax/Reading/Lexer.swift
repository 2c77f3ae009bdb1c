/// Reads a source from its start to its end, token by token, over bytes.
///
/// - Complexity: O(length of the source) for all tokens together.
struct Lexer {
  let text: SourceText
  var position: Int
  var names = NameTable()
  var classes = CharacterClasses()
  var log = MistakeLog()
  /// The value of the last `.number` or `.superscript`.
  var value = 0.0
  /// The mistake of the last `.invalid` token.
  var invalid = Mistake.invalidUTF8

  /// - Parameter start: where the text begins.
  init(_ text: SourceText, from start: Int) {
    self.text = text
    position = start
  }

  /// The next token; at the end of the source it is `.end`, again and again.
  mutating func next() -> Token {
    skipBlanks()
    guard position < text.count else { return Token(kind: .end, start: position, end: position) }
    let byte = text[position]
    if Characters.startsName(byte) { return name() }
    if Characters.isDigit(byte) { return number() }
    switch byte {
    case UInt8(ascii: "+"): return token(.plus)
    case UInt8(ascii: "-"): return token(.minus)
    case UInt8(ascii: "*"): return peek(1) == byte ? token(.power, length: 2) : token(.star)
    case UInt8(ascii: "^"): return token(.power)
    case UInt8(ascii: "/"): return peek(1) == byte ? invalid(.slashComment, length: 2) : token(.slash)
    case UInt8(ascii: "@"): return token(.at)
    case UInt8(ascii: "("): return token(.leftParenthesis)
    case UInt8(ascii: ")"): return token(.rightParenthesis)
    case UInt8(ascii: "["): return token(.leftBracket)
    case UInt8(ascii: "]"): return token(.rightBracket)
    case UInt8(ascii: ","): return token(.comma)
    case UInt8(ascii: "="):
      return peek(1) == byte ? invalid(.comparison, length: 2) : token(.equals)
    case UInt8(ascii: "{"): return token(.leftBrace)
    case UInt8(ascii: "}"): return token(.rightBrace)
    case UInt8(ascii: ";"): return token(.semicolon)
    case 0x0A: return token(.lineEnd)
    case 0x0D: return token(.lineEnd, length: peek(1) == 0x0A ? 2 : 1)
    case UInt8(ascii: "."):
      if Characters.isDigit(peek(1)) { return number() }
      return Characters.startsName(peek(1)) ? token(.dot) : invalid(.unexpectedCharacter("."), length: 1)
    case UInt8(ascii: ":") where peek(1) == UInt8(ascii: "="): return token(.equals, length: 2)
    case UInt8(ascii: "\""), UInt8(ascii: "'"): return string(quote: byte)
    default: return byte < 0x80 ? foreignSign(byte) : otherCharacter()
    }
  }

  /// `true` if `=`, `:=` or `{` follows, so that the name before it begins a statement.
  func isAtDefinition() -> Bool {
    var index = position
    while text[index] == 0x20 || text[index] == 0x09 { index += 1 }
    let byte = text[index]
    if byte == UInt8(ascii: ":") { return text[index + 1] == UInt8(ascii: "=") }
    return byte == UInt8(ascii: "{") || byte == UInt8(ascii: "=") && text[index + 1] != byte
  }

  /// The byte `distance` after the position, or 0 after the end.
  func peek(_ distance: Int) -> UInt8 { text[position + distance] }

  mutating func token(_ kind: Token.Kind, length: Int = 1) -> Token {
    let start = position
    position += length
    return Token(kind: kind, start: start, end: position)
  }

  mutating func invalid(_ mistake: Mistake, length: Int) -> Token {
    invalid = mistake
    return token(.invalid, length: length)
  }

  private mutating func skipBlanks() {
    while true {
      let byte = peek(0)
      if byte == 0x20 || byte == 0x09 {
        position += 1
      } else if byte == UInt8(ascii: "#") {
        skipComment()
      } else if byte >= 0x80, let (scalar, length) = Characters.decode(text, at: position),
        classes.of(scalar) == .space
      {
        position += length
      } else {
        return
      }
    }
  }

  private mutating func skipComment() {
    var isValid = true
    while position < text.count, peek(0) != 0x0A, peek(0) != 0x0D {
      if peek(0) < 0x80 {
        position += 1
      } else if let decoded = Characters.decode(text, at: position) {
        position += decoded.length
      } else {
        if isValid { log.append(.invalidUTF8, at: position..<(position + 1)) }
        isValid = false
        position += 1
      }
    }
  }
}
