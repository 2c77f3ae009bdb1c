/// Which characters stand where in a formula, and how they are read from UTF-8.
///
/// What is asked of ASCII only is a comparison or two; the tables of Unicode stay out of line, so that the lexer's loops
/// are short.
enum Characters {
  static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

  /// ASCII letters and `_`.
  static func startsName(_ byte: UInt8) -> Bool {
    (byte | 0x20) &- 0x61 < 26 || byte == 0x5F
  }

  static func continuesName(_ byte: UInt8) -> Bool { startsName(byte) || isDigit(byte) }

  /// Any letter of Unicode.
  @inline(never)
  static func startsName(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic && superscript(scalar) == nil
  }

  /// A letter, a digit (subscripts too, as in x₁) or a combining mark.
  @inline(never)
  static func continuesName(_ scalar: Unicode.Scalar) -> Bool {
    if startsName(scalar) { return true }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .spacingMark, .decimalNumber: return true
    default: return (0x2080...0x2089).contains(scalar.value)
    }
  }

  /// A space of any width, such as the no-break space of copied text.
  @inline(never)
  static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.generalCategory == .spaceSeparator
  }

  /// The digit of `²`, which is written `**2` here.
  static func superscript(_ scalar: Unicode.Scalar) -> Int? {
    switch scalar.value {
    case 0xB9: 1
    case 0xB2: 2
    case 0xB3: 3
    case 0x2070, 0x2074...0x2079: Int(scalar.value - 0x2070)
    default: nil
    }
  }

  /// The scalar at `index` and its length, or nil where the bytes are not UTF-8.
  static func decode(_ text: SourceText, at index: Int) -> (scalar: Unicode.Scalar, length: Int)? {
    let first = text[index]
    guard first >= 0x80 else { return (Unicode.Scalar(first), 1) }
    let length: Int
    var value: UInt32
    let least: UInt32
    switch first {
    case 0xC2...0xDF: (length, value, least) = (2, UInt32(first & 0x1F), 0x80)
    case 0xE0...0xEF: (length, value, least) = (3, UInt32(first & 0x0F), 0x800)
    case 0xF0...0xF4: (length, value, least) = (4, UInt32(first & 0x07), 0x10000)
    default: return nil
    }
    for place in index + 1..<index + length {
      // After the end comes 0, which continues nothing.
      let next = text[place]
      guard next & 0xC0 == 0x80 else { return nil }
      value = value << 6 | UInt32(next & 0x3F)
    }
    guard value >= least, let scalar = Unicode.Scalar(value) else { return nil }
    return (scalar, length)
  }
}
