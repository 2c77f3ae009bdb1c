/// The tokens that are longer than a sign: names, numbers, and what is neither.
extension Lexer {
  mutating func name() -> Token {
    let start = position
    var end = start
    var isASCII = true
    while true {
      if Characters.continuesName(text[end]) {
        end += 1
      } else if text[end] >= 0x80, let (scalar, length) = Characters.decode(text, at: end),
        Characters.continuesName(scalar)
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

  mutating func string(quote: UInt8) -> Token {
    var length = 1
    while position + length < text.count, peek(length) != quote, peek(length) != 0x0A, peek(length) != 0x0D {
      length += 1
    }
    if peek(length) == quote { length += 1 }
    return invalid(.string, length: length)
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
    switch scalar {
    case "×", "·": return token(.star, length: length)
    case "÷": return token(.slash, length: length)
    case "−": return token(.minus, length: length)
    default: break
    }
    if Characters.startsName(scalar) { return name() }
    if let digit = Characters.superscript(scalar) { return invalid(.superscript(digit), length: length) }
    return unexpectedCharacter()
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
