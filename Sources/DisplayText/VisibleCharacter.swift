/// A character as a terminal can show it without harm, and how many columns it takes there.
///
/// Control characters, line separators and the invisible characters that change the direction of
/// text appear as `\u{1B}`; a tab takes one column. What is safe is judged by scalar, not by character: a line end of
/// two scalars (`\r\n`) is one character, and so is a quote with a combining mark.
/// - Complexity: O(scalars).
public struct VisibleCharacter: Sendable {
  /// The text to print: the character itself, or its escape.
  public let text: String
  /// The columns of ``text`` in a terminal.
  public let width: Int

  /// Judges a character by its scalars.
  public init(_ character: Character) {
    let scalars = character.unicodeScalars
    let first = scalars.first ?? " "
    let isAlone = scalars.index(after: scalars.startIndex) == scalars.endIndex
    if isAlone, first.isASCII {
      switch first.value {
      case 0x09: (text, width) = (" ", 1)
      case 0x20..<0x7F: (text, width) = (String(character), 1)
      default:
        text = Self.escaped(first)
        width = text.utf8.count
      }
    } else if scalars.contains(where: { Self.isUnsafe($0, isAlone: isAlone) }) {
      text = scalars.reduce(into: "") { $0 += Self.escaped($1) }
      width = text.utf8.count
    } else {
      text = String(character)
      width = Self.width(scalars)
    }
  }

  static func escaped(_ scalar: Unicode.Scalar) -> String {
    if let byte = RawBytes.byte(of: scalar) { return "\\x" + String(byte, radix: 16, uppercase: true) }
    return "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
  }

  private static func isUnsafe(_ scalar: Unicode.Scalar, isAlone: Bool) -> Bool {
    // The marks of Latin letters, which may be very many.
    if (0x300..<0x370).contains(scalar.value) { return false }
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: return true
    case .privateUse: return RawBytes.byte(of: scalar) != nil
    case .unassigned: return scalar.value & 0xFFFE == 0xFFFE || (0xFDD0...0xFDEF).contains(scalar.value)
    // Joiners and tags inside an emoji are part of it.
    case .format: return isAlone || !(scalar.value == 0x200D || scalar.value >= 0xE0000)
    default: return false
    }
  }

  private static func width(_ scalars: Character.UnicodeScalarView) -> Int {
    if scalars.contains(where: isWide) { return 2 }
    switch scalars.first?.properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return 0
    default: return 1
    }
  }

  /// East Asian wide characters and emoji (Unicode Standard Annex 11, by blocks).
  private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3,
      0xF900...0xFAFF, 0xFE0F, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x20000...0x3FFFD:
      true
    default: scalar.value > 0x2000 && scalar.properties.isEmojiPresentation
    }
  }
}
