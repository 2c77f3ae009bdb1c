import DisplayText

/// Makes any text safe inside a quoted text of Mermaid.
///
/// A quote ends the text; `%%{` starts a directive wherever it stands; `#35;` stands for `#`, by way of signs
/// (`ﬂ°°35¶ß`) that a text may have, too. So a sign becomes such a number, unless it is known to be taken as it is. Those
/// numbers are decoded before Mermaid 11 reads the text as Markdown, which has no other way to take a sign as it is in
/// all versions than to put a space of no or hardly any width beside it.
enum MermaidText {
  /// A name, as long as it may be in a picture; still to be escaped.
  static func fitted(_ name: String) -> String {
    VisibleText.fitted(cut(name, to: 120), to: Diagram.Node.longestLabel)
  }

  /// By characters: marks that combine take no columns.
  private static func cut(_ text: String, to count: Int) -> String {
    guard text.utf8.count > count, text.unicodeScalars.count > count else { return text }
    return String(String.UnicodeScalarView(text.unicodeScalars.prefix(count))) + "…"
  }

  /// What a comment says, up to the end of its line; even there, `%%{` would start a directive.
  static func comment(_ text: String) -> String {
    VisibleText.of(text).unicodeScalars.reduce(into: "") { comment, scalar in
      if scalar == "{" { comment += "#123;" } else { comment.unicodeScalars.append(scalar) }
    }
  }

  /// What `accTitle` and `accDescr` say, up to the end of the line; it is cut where it takes thousands of characters.
  static func description(_ text: String) -> String {
    cut(VisibleText.of(text), to: 4000).unicodeScalars.map {
      if isPlain($0) || ",.;()[]*+-=/ ".unicodeScalars.contains($0) { return String($0) }
      return decodedTwice.contains($0) ? String($0) + joiner : "#\($0.value);"
    }.joined()
  }

  /// What a box or a frame says.
  ///
  /// - Parameter isFirst: whether Markdown begins with it, where `- a` and `1. a` are lists and `# a` is a heading.
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
    // At an end, or after another one, it would have no width.
    case " ": return before == nil || before == " " || after == nil ? "#160;" : " "
    case ",", "=", "[", "]", "+", "-", "/": return String(scalar)
    case "_" where isAlphanumeric(before) && isAlphanumeric(after): return "_"
    case "." where isDigit(before) && isDigit(after): return "."
    // Emphasis: `**a**` is, `** a **` is not.
    case "*", "_", "~":
      return (before == scalar ? "" : hair) + String(scalar) + (after == scalar ? "" : hair)
    // Code, which nothing but another sign keeps from being code.
    case "`": return "\u{2CB}"
    // `\*`, `http://`, `fa:fa-car`, `$$x$$`, `a@b.c`
    case "\\", ":", "$", "@": return number + joiner
    // `[a](b)`, `www.a`
    case "(", ".": return joiner + number
    case _ where decodedTwice.contains(scalar): return String(scalar) + joiner
    default: return number
    }
  }

  /// The first and the third of the signs above.
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
