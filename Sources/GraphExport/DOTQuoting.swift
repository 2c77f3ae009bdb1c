import DisplayText

/// Makes any text safe inside DOT.
///
/// Graphviz decodes entities in labels, expands `\N`, `\G` and the like, ends a string at an unescaped quote, and
/// passes control characters and U+FFFE through to an SVG that is then not XML. It refuses runs of more than 16,381
/// characters in a string.
enum DOTQuoting {
  /// A quoted string that stands for exactly this text, as an identifier or as an attribute with escapes.
  static func quoted(_ text: String) -> String { "\"" + escaped(visible(text)) + "\"" }

  /// A quoted string of several lines.
  static func quoted(lines: [String]) -> String {
    "\"" + lines.map { escaped(visible($0)) }.joined(separator: "\\n") + "\""
  }

  /// Text inside an HTML-like label.
  static func html(_ text: String) -> String { entities(visible(text)) }

  /// No node's name needs more; longer ones are cut, visibly.
  private static let longest = 2000

  private static func visible(_ text: String) -> String {
    guard text.unicodeScalars.count > longest else { return VisibleText.of(text) }
    let kept = String(String.UnicodeScalarView(text.unicodeScalars.prefix(longest)))
    return VisibleText.of(kept) + "… (\(text.unicodeScalars.count) characters)"
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": result += "\\\\"
      case "\"": result += "\\\""
      case "&": result += "&amp;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  private static func entities(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
