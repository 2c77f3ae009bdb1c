import DisplayText

/// Makes any text safe inside a quoted text of Mermaid.
///
/// A quote ends the text, and `%%{` starts a directive at any place. `#35;` represents `#`; Mermaid converts
/// it by way of signs (`ﬂ°°35
/// ß`) that a text may contain, too. So each sign is written as its number unless it is known to be safe.
/// Mermaid 11 decodes these numbers before it reads the text as Markdown; the only way to keep a sign from
/// that in all versions is a space of no or hardly any width beside it.
enum MermaidText {
  /// A name cut to its length in a picture; not yet escaped.
  static func fitted(_ name: String) -> String {
    VisibleText.fitted(cut(name, to: 120), to: Diagram.Node.longestLabel)
  }

  /// Cuts by scalars, since combining marks take no columns.
  private static func cut(_ text: String, to count: Int) -> String {
    guard text.utf8.count > count, text.unicodeScalars.count > count else { return text }
    return String(String.UnicodeScalarView(text.unicodeScalars.prefix(count))) + "…"
  }

  /// The text of a comment, up to the end of its line; even in a comment, `%%{` would start a directive.
  static func comment(_ text: String) -> String {
    VisibleText.of(text).unicodeScalars.reduce(into: "") { comment, scalar in
      if scalar == "{" { comment += "#123;" } else { comment.unicodeScalars.append(scalar) }
    }
  }

  /// The text of `accTitle` and `accDescr`, up to the end of the line; cut if it has thousands of characters.
  static func description(_ text: String) -> String {
    cut(VisibleText.of(text), to: 4000).unicodeScalars.map {
      if isPlain($0) || ",.;()[]*+-=/ ".unicodeScalars.contains($0) { return String($0) }
      return decodedTwice.contains($0) ? String($0) + joiner : "#\($0.value);"
    }.joined()
  }

  /// The text of a box or a frame.
  ///
  /// - Parameter isFirst: true if the text begins a Markdown block, where `- a` and `1. a` are lists and `#
  ///   a` is a heading.
  static func escaped(_ text: String, isFirst: Bool) -> String {
    let scalars = Array(VisibleText.of(text).unicodeScalars)
    if scalars.isEmpty { return "" }
    var result = isFirst && scalars.contains(" ") && !scalars[0].properties.isAlphabetic ? joiner : ""
    for (index, scalar) in scalars.enumerated() {
      let before = index > 0 ? scalars[index - 1] : nil
      let after = index + 1 < scalars.count ? scalars[index + 1] : nil
      result += escaped(scalar, before, after)
    }
    return result
  }

  private static func escaped(
    _ scalar: Unicode.Scalar, _ before: Unicode.Scalar?, _ after: Unicode.Scalar?
  ) -> String {
    if isPlain(scalar) { return String(scalar) }
    let number = "#\(scalar.value);"
    switch scalar {
    // At either end, or after another space, a plain space has no width.
    case " ": return before == nil || before == " " || after == nil ? "#160;" : " "
    case ",", "=", "[", "]", "+", "-", "/": return String(scalar)
    case "_" where isAlphanumeric(before) && isAlphanumeric(after): return "_"
    case "." where isDigit(before) && isDigit(after): return "."
    // `**a**` is emphasis, `** a **` is not.
    case "*", "_", "~":
      return (before == scalar ? "" : hair) + String(scalar) + (after == scalar ? "" : hair)
    // A backtick begins code; only another sign prevents that.
    case "`": return "\u{2CB}"
    // Prevents `\*`, `http://`, `fa:fa-car`, `$$x$$`, `a@b.c`.
    case "\\", ":", "$", "@": return number + joiner
    // Prevents `[a](b)`, `www.a`.
    case "(", ".": return joiner + number
    case _ where decodedTwice.contains(scalar): return String(scalar) + joiner
    default: return number
    }
  }

  /// The signs that Mermaid itself uses to represent numbers, the first and the third of those above.
  private static let decodedTwice: Set<Unicode.Scalar> = ["ﬂ", "¶"]

  /// A word joiner, which has no width.
  private static let joiner = "\u{2060}"
  /// A hair space.
  private static let hair = "\u{200A}"

  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return isAlphanumeric(scalar) }
    return !decodedTwice.contains(scalar) && !scalar.properties.isWhitespace
  }

  private static func isDigit(_ scalar: Unicode.Scalar?) -> Bool {
    scalar.map { ("0"..."9").contains($0) } ?? false
  }

  private static func isAlphanumeric(_ scalar: Unicode.Scalar?) -> Bool {
    guard let scalar else { return false }
    return isDigit(scalar) || ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
  }
}
