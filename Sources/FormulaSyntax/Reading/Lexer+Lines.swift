/// The indentation of a line, for tabs of eight columns and for tabs of one.
struct Indentation: Equatable {
  private var wide = 0
  private var narrow = 0

  mutating func addSpace() {
    wide += 1
    narrow += 1
  }

  mutating func addTab() {
    wide = wide / 8 * 8 + 8
    narrow += 1
  }

  /// `true` if this is deeper than another one, or nil where that depends on the width of a tab.
  func isDeeper(than other: Indentation) -> Bool? {
    switch (wide > other.wide, narrow > other.narrow) {
    case (true, true): true
    case (false, false): false
    default: nil
    }
  }
}

/// Lines as wholes: their beginnings, and the first tokens in them.
extension Lexer {
  /// The indentation of the next line that holds something, and where that begins; nil at the end of the text.
  ///
  /// The position is right behind a line end.
  ///
  /// - Complexity: O(length of the blank lines and comments in between).
  mutating func nextLine() -> (indentation: Indentation, start: Int)? {
    var index = position
    while index < text.count {
      let indentation = skipIndentation(&index)
      switch text[index] {
      case 0x0A, 0x0D: index += 1
      case UInt8(ascii: "#"):
        while index < text.count, text[index] != 0x0A, text[index] != 0x0D { index += 1 }
      default: return index < text.count ? (indentation, index) : nil
      }
    }
    return nil
  }

  /// The indentation of the line that holds an offset, and where its words begin.
  mutating func line(of offset: Int) -> (indentation: Indentation, start: Int) {
    var index = offset
    while index > 0, text[index - 1] != 0x0A, text[index - 1] != 0x0D { index -= 1 }
    if index == 0, text[0] == 0xEF, text[1] == 0xBB, text[2] == 0xBF { index = 3 }
    let indentation = skipIndentation(&index)
    return (indentation, index)
  }

  /// `true` if only blanks of ASCII precede an offset in its line.
  func beginsLine(_ offset: Int) -> Bool {
    var index = offset
    while index > 0, text[index - 1] == 0x20 || text[index - 1] == 0x09 { index -= 1 }
    return index == 0 || text[index - 1] == 0x0A || text[index - 1] == 0x0D
  }

  private mutating func skipIndentation(_ index: inout Int) -> Indentation {
    var indentation = Indentation()
    while true {
      let byte = text[index]
      if byte == 0x20 {
        indentation.addSpace()
        index += 1
      } else if byte == 0x09 {
        indentation.addTab()
        index += 1
      } else if byte >= 0x80, let (scalar, length) = Characters.decode(text, at: index),
        classes.of(scalar) == .space
      {
        indentation.addSpace()
        index += length
      } else {
        return indentation
      }
    }
  }

  /// `true` if an operator that takes two operands begins at an offset.
  func isOperator(at offset: Int) -> Bool {
    switch text[offset] {
    case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "@"), UInt8(ascii: "^"): true
    case UInt8(ascii: "/"): text[offset + 1] != UInt8(ascii: "/")
    case 0x80...0xFF: isTypesetOperator(at: offset)
    default: false
    }
  }

  private func isTypesetOperator(at offset: Int) -> Bool {
    guard let (scalar, _) = Characters.decode(text, at: offset) else { return false }
    switch Typography.sign(scalar) {
    case .plus, .minus, .star, .slash: return true
    case .wide(let byte):
      let isSign: Bool
      switch byte {
      case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "/"), UInt8(ascii: "@"),
        UInt8(ascii: "^"):
        isSign = true
      default: isSign = false
      }
      return isSign
    default: return false
    }
  }
}
