/// Numbers and texts as JSON has them in all outputs.
package enum JSONText {
  /// The shortest text that reads back to the same double; `"nan"`, `"inf"` and `"-inf"` as strings.
  package static func number(_ number: Double) -> String {
    let text = NumberText.exact(number)
    return number.isFinite ? text : "\"\(text)\""
  }

  /// Whether a text needs no escapes.
  static func isPlain(_ text: String) -> Bool {
    text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x22 && $0 != 0x5C && $0 != 0x7F }
  }

  /// A quoted string.
  package static func quoted(_ text: String) -> String {
    if isPlain(text) { return "\"\(text)\"" }
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
