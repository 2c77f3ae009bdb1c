/// The role of a scalar beyond ASCII in a formula.
enum CharacterClass: UInt8 {
  case other
  /// A letter: it begins a name and goes on with one.
  case letter
  /// A digit, a subscript or a combining mark: it goes on with a name.
  case continuing
  /// A space of any width, such as the no-break space of copied text.
  case space
}

/// The classes of the scalars that a text has: each is looked up in Unicode's tables once.
///
/// The tables are slow, and a text uses few scalars: a small table by the scalar's last bits remembers them, so that a
/// name of any script is read about as fast as one in ASCII.
struct CharacterClasses {
  /// The scalar and its class in the lowest two bits; 0 is no scalar beyond ASCII. Empty until it is needed.
  private var known: [UInt32] = []
  private static let size = 1024

  /// - Complexity: O(1).
  @inline(__always)
  mutating func of(_ scalar: Unicode.Scalar) -> CharacterClass {
    let place = Int(scalar.value) & (Self.size - 1)
    if !known.isEmpty, known[place] >> 2 == scalar.value {
      return CharacterClass(rawValue: UInt8(known[place] & 3)) ?? .other
    }
    return lookUp(scalar, place)
  }

  @inline(never)
  private mutating func lookUp(_ scalar: Unicode.Scalar, _ place: Int) -> CharacterClass {
    if known.isEmpty { known = Array(repeating: 0, count: Self.size) }
    let found = Self.classify(scalar)
    known[place] = scalar.value << 2 | UInt32(found.rawValue)
    return found
  }

  /// The class by Unicode's properties; superscripts are no letters here, because they are powers.
  private static func classify(_ scalar: Unicode.Scalar) -> CharacterClass {
    if Typography.isSuperscript(scalar) { return .other }
    if scalar.properties.isAlphabetic { return .letter }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .spacingMark, .decimalNumber: return .continuing
    case .spaceSeparator: return .space
    default: return (0x2080...0x2089).contains(scalar.value) ? .continuing : .other
    }
  }
}
