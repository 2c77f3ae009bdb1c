import DisplayText

/// Makes any text safe inside DOT.
///
/// Graphviz decodes entities in labels, expands `\N`, `\G` and the like, ends a string at an unescaped quote, and
/// passes control characters and U+FFFE through to an SVG that is then not XML. It refuses runs of more than 16,381
/// characters in a string: longer texts are cut, visibly. Replacing is by byte.
enum DOTQuoting {
  /// A quoted string for exactly this text, as an identifier or as an attribute with escapes.
  static func quoted(_ text: String) -> String { "\"" + escaped(visible(text)) + "\"" }

  /// The part of a quoted string between its quotes.
  static func quotedPart(_ text: String) -> String { escaped(visible(text)) }

  /// True if a quick test finds that ``quotedPart(_:)`` returns the text unchanged.
  static func isPlain(_ text: String) -> Bool {
    text.utf8.count <= longest / 2
      && text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x26 && $0 != 0x5C }
  }

  /// A quoted string of several lines.
  static func quoted(lines: [String]) -> String {
    "\"" + lines.map { escaped(visible($0)) }.joined(separator: "\\n") + "\""
  }

  /// A label of several left-aligned lines.
  static func quoted(leftAligned lines: [String]) -> String {
    guard lines.count > 1 else { return quoted(lines: lines) }
    return "\"" + lines.map { escaped(visible($0)) + "\\l" }.joined() + "\""
  }

  /// Text inside an HTML-like label. In a text run of its own, a backslash has no letter to form `\N` or `\G` with.
  static func html(_ text: String) -> String {
    XMLText.element(visible(text)).replacingEach([("\\", "<font>\\</font>")])
  }

  /// A name as an identifier, which may appear in the SVG; `nil` if Graphviz would change it.
  static func identifier(_ name: String) -> String? {
    let shown = visible(name)
    return shown.contains("\\") || shown.hasPrefix("#") ? nil : quoted(name)
  }

  /// The most scalars of a text; longer texts are cut, visibly.
  private static let longest = 2000

  private static func visible(_ text: String) -> String {
    // Counting bytes is fast, and a text has at least as many bytes as scalars.
    guard text.utf8.count > longest, text.unicodeScalars.count > longest else { return VisibleText.of(text) }
    let kept = String(String.UnicodeScalarView(text.unicodeScalars.prefix(longest)))
    return VisibleText.of(kept) + "… (\(text.unicodeScalars.count) characters)"
  }

  private static let stringEscapes: [UInt8: String] = [0x22: #"\""#, 0x26: "&amp;", 0x5C: #"\\"#]

  private static func escaped(_ text: String) -> String {
    replacing(stringEscapes, in: text)
  }

  /// Replaces ASCII characters; most texts have none of them and are returned as they are.
  private static func replacing(_ replacements: [UInt8: String], in text: String) -> String {
    guard text.utf8.contains(where: { replacements[$0] != nil }) else { return text }
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      if let replacement = replacements[byte] {
        bytes.append(contentsOf: replacement.utf8)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
