/// Makes any text safe inside HTML, scalar by scalar: a quote that a mark combines with is another character to a person, and
/// the end of an attribute to a reader of HTML.
public enum HTMLText {
  /// The value of an attribute, without the quotes around it; control characters appear as `\u{1B}`.
  public static func attribute(_ text: String) -> String { content(text) }

  /// Text between tags, on one line.
  public static func content(_ text: String) -> String { escaped(VisibleText.of(text)) }

  /// Text between `<pre>` and `</pre>`: lines stay lines.
  public static func preformatted(_ text: String) -> String { escaped(VisibleText.lines(of: text)) }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
