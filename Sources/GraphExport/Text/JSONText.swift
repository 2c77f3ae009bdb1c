/// Numbers and texts in the JSON of all outputs.
package enum JSONText {
  /// The shortest text that reads back to the same double; `"nan"`, `"inf"` and `"-inf"` are strings.
  package static func number(_ number: Double) -> String {
    let text = NumberText.exact(number)
    return number.isFinite ? text : "\"\(text)\""
  }

  /// True if a quick test finds that a text needs no escapes.
  static func isPlain(_ text: String) -> Bool { text.utf8.allSatisfy { isPlain($0) } }

  /// Excludes the first bytes of U+0080 to U+009F, U+061C, U+2000 to U+2FFF and U+F000 to U+FFFF, which
  /// contain control characters.
  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case ..<0x20, 0x22, 0x5C, 0x7F, 0xC2, 0xD8, 0xE2, 0xEF: false
    default: true
    }
  }

  /// True for a scalar that a terminal or an editor would act on; it is escaped.
  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case ..<0x20, 0x7F...0x9F, 0x61C, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF,
      0xFFFE...0xFFFF:
      true
    default: false
    }
  }

  /// A quoted string; quotes, backslashes, control characters, characters of text direction and U+FEFF are
  /// escaped.
  package static func quoted(_ text: String) -> String {
    if isPlain(text) { return "\"\(text)\"" }
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case _ where isControl(scalar):
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
