/// The tokens that are longer than a sign: names, numbers, and invalid text.
extension Lexer {
  mutating func name() -> Token {
    let start = position
    var end = start
    var isASCII = true
    while true {
      if Characters.continuesName(text[end]) {
        end += 1
      } else if text[end] >= 0x80, let (scalar, length) = Characters.decode(text, at: end),
        case let found = classes.of(scalar), found == .letter || found == .continuing
      {
        isASCII = false
        end += length
      } else {
        break
      }
    }
    position = end
    let id = names.intern(start..<end, of: text, isASCII: isASCII)
    return Token(kind: .name, start: start, end: end, name: id)
  }

  /// Digits, a point, digits, and an exponent.
  mutating func number() -> Token {
    let start = position
    var mantissa = Mantissa()
    while Characters.isDigit(peek(0)) { mantissa.append(takeByte()) }
    if peek(0) == UInt8(ascii: ".") {
      position += 1
      mantissa.isFraction = true
      while Characters.isDigit(peek(0)) { mantissa.append(takeByte()) }
      if peek(0) == UInt8(ascii: ".") { return severalPoints(from: start) }
    }
    if peek(0) | 0x20 == UInt8(ascii: "e") {
      let hasSign = peek(1) == UInt8(ascii: "+") || peek(1) == UInt8(ascii: "-")
      if Characters.isDigit(peek(hasSign ? 2 : 1)) {
        position += hasSign ? 2 : 1
        while Characters.isDigit(peek(0)) { position += 1 }
        mantissa.isExact = false
      } else if hasSign || !Characters.startsName(peek(1)) && peek(1) < 0x80 {
        position += hasSign ? 2 : 1
        return malformed(from: start) { .exponentWithoutDigits($0) }
      }
    }
    if let exact = mantissa.exactValue {
      value = exact
      return Token(kind: .number, start: start, end: position)
    }
    value = Double(text.string(start..<position)) ?? .infinity
    guard value.isFinite else { return malformed(from: start) { .numberOverflow($0) } }
    return Token(kind: .number, start: start, end: position)
  }

  /// A quote: a prime right behind an operand (`W'`), else the beginning of a string.
  ///
  /// The words in a string are names of the formula, so that messages about them do not call them unknown.
  mutating func string(quote: UInt8) -> Token {
    if quote == UInt8(ascii: "'"), position > 0, isEndOfOperand(text[position - 1]) {
      var length = 1
      while peek(length) == quote { length += 1 }
      return invalid(.prime, length: length)
    }
    let start = position
    position += 1
    while position < text.count, peek(0) != quote, peek(0) != 0x0A, peek(0) != 0x0D {
      if Characters.startsName(peek(0)) { _ = name() } else { position += 1 }
    }
    if peek(0) == quote { position += 1 }
    invalid = .string
    return Token(kind: .invalid, start: start, end: position)
  }

  private func isEndOfOperand(_ byte: UInt8) -> Bool {
    Characters.continuesName(byte) || byte >= 0x80 || byte == UInt8(ascii: ")") || byte == UInt8(ascii: "]")
  }

  /// A sign of other languages.
  mutating func foreignSign(_ byte: UInt8) -> Token {
    let next = peek(1)
    switch byte {
    case UInt8(ascii: "&"), UInt8(ascii: "|"):
      return next == byte ? invalid(.condition(sign(2)), length: 2) : unexpectedCharacter()
    case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "!"):
      let length = next == UInt8(ascii: "=") ? 2 : 1
      return invalid(.condition(sign(length)), length: length)
    default: return unexpectedCharacter()
    }
  }

  private func sign(_ length: Int) -> String {
    text.string(position..<min(position + length, text.count))
  }

  /// Whatever no other rule has taken: mostly characters beyond ASCII.
  mutating func otherCharacter() -> Token {
    guard let (scalar, length) = Characters.decode(text, at: position) else {
      var length = 1
      while position + length < text.count, Characters.decode(text, at: position + length) == nil {
        length += 1
      }
      return invalid(.invalidUTF8, length: length)
    }
    switch Typography.sign(scalar) {
    case .star: return token(.star, length: length)
    case .slash: return token(.slash, length: length)
    case .minus: return token(.minus, length: length)
    case .plus: return token(.plus, length: length)
    case .squareRoot: return token(.squareRoot, length: length)
    case .cubeRoot: return token(.cubeRoot, length: length)
    case .transposed: return token(.transposed, length: length)
    case .wide(let byte):
      if let token = wide(byte) { return token }
    case nil: break
    }
    if classes.of(scalar) == .letter { return name() }
    if let token = superscript() { return token }
    if let letter = Typography.superscriptLetter(scalar) {
      return invalid(.superscriptLetter(letter), length: length)
    }
    if let advice = Typography.advice(scalar) {
      return invalid(.foreignSign(text.string(position..<position + length), advice: advice), length: length)
    }
    return unexpectedCharacter()
  }

  /// `²`, `⁻¹²`: a raised whole number.
  private mutating func superscript() -> Token? {
    var end = position
    var sign = 1.0
    var isSigned = false
    var number = 0.0
    var digits = 0
    while let (scalar, length) = Characters.decode(text, at: end), end < text.count {
      if let digit = Typography.superscriptDigit(scalar) {
        number = number * 10 + Double(digit)
        digits += 1
      } else if digits == 0, !isSigned, let found = Typography.superscriptSign(scalar) {
        sign = found
        isSigned = true
      } else {
        break
      }
      end += length
    }
    guard digits > 0 else { return nil }
    // Whole numbers of up to 15 digits are read exactly.
    guard digits <= 15 else {
      return invalid(.numberOverflow(text.string(position..<end)), length: end - position)
    }
    value = sign * number
    return token(.superscript, length: end - position)
  }

  /// A sign or a number in full width; nil for letters, which are names as they are.
  private mutating func wide(_ byte: UInt8) -> Token? {
    if Characters.isDigit(byte) { return wideNumber() }
    let kind: Token.Kind
    switch byte {
    case UInt8(ascii: "+"): kind = .plus
    case UInt8(ascii: "-"): kind = .minus
    case UInt8(ascii: "*"):
      // U+FF0A twice.
      let isPower = peek(3) == 0xEF && peek(4) == 0xBC && peek(5) == 0x8A
      return token(isPower ? .power : .star, length: isPower ? 6 : 3)
    case UInt8(ascii: "^"): kind = .power
    case UInt8(ascii: "/"): kind = .slash
    case UInt8(ascii: "@"): kind = .at
    case UInt8(ascii: "("): kind = .leftParenthesis
    case UInt8(ascii: ")"): kind = .rightParenthesis
    case UInt8(ascii: "["): kind = .leftBracket
    case UInt8(ascii: "]"): kind = .rightBracket
    case UInt8(ascii: "{"): kind = .leftBrace
    case UInt8(ascii: "}"): kind = .rightBrace
    case UInt8(ascii: ","): kind = .comma
    case UInt8(ascii: ";"): kind = .semicolon
    case UInt8(ascii: "="): kind = .equals
    default: return nil
    }
    return token(kind, length: 3)
  }

  /// Digits and points in full width.
  private mutating func wideNumber() -> Token {
    let start = position
    var digits = ""
    while position < text.count, let (scalar, length) = Characters.decode(text, at: position),
      case .wide(let byte) = Typography.sign(scalar), Characters.isDigit(byte) || byte == UInt8(ascii: ".")
    {
      digits.unicodeScalars.append(Unicode.Scalar(byte))
      position += length
    }
    guard let number = Double(digits) else { return malformed(from: start) { .severalPoints($0) } }
    value = number
    guard value.isFinite else { return malformed(from: start) { .numberOverflow($0) } }
    return Token(kind: .number, start: start, end: position)
  }

  /// The whole character as people see it: an emoji may consist of many scalars.
  private mutating func unexpectedCharacter() -> Token {
    let following = position..<min(position + 64, text.count)
    let character = text.string(following).prefix(1)
    return invalid(
      .unexpectedCharacter(String(character)), length: min(character.utf8.count, following.count))
  }

  private mutating func takeByte() -> UInt8 {
    position += 1
    return text[position - 1]
  }

  private mutating func severalPoints(from start: Int) -> Token {
    while Characters.isDigit(peek(0)) || peek(0) == UInt8(ascii: ".") { position += 1 }
    return malformed(from: start) { .severalPoints($0) }
  }

  private mutating func malformed(from start: Int, _ mistake: (String) -> Mistake) -> Token {
    invalid = mistake(text.string(start..<position))
    return Token(kind: .invalid, start: start, end: position)
  }
}
