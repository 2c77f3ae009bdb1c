/// Any text as a reader can see it without harm: escaped, never interpreted.
///
/// This is the first step for every target: what no target can carry (control characters, line ends, U+FEFF, signs that
/// turn the direction of text) becomes visible. What a target itself would take as its own follows in the target's place:
/// ``TerminalText``, ``XMLText``, ``TeXText``, ``MarkdownText``, and for DOT and Mermaid the places in `GraphExport`.
public enum VisibleText {
  /// The text with control characters and the like as `\u{1B}`.
  public static func of(_ text: String) -> String {
    isPlain(text) ? text : text.map(visible).joined()
  }

  /// A tab has no width of its own inside a name.
  private static func visible(_ character: Character) -> String {
    character == "\t" ? "\\u{9}" : VisibleCharacter(character).text
  }

  /// The text in 7 bits: whatever is not printable ASCII appears as `\u{E9}`.
  public static func ascii(_ text: String) -> String {
    if isPlain(text) { return text }
    return text.unicodeScalars.map {
      (0x20..<0x7F).contains($0.value) ? String($0) : VisibleCharacter.escaped($0)
    }.joined()
  }

  /// The columns that a text, made visible, takes in a terminal.
  public static func width(_ text: String) -> Int {
    isPlain(text) ? text.utf8.count : text.reduce(0) { $0 + VisibleCharacter($1).width }
  }

  /// The text cut to so many columns, with `…` (or `...`) where something is missing.
  ///
  /// Marks that combine take no columns; so a text of more than ``scalarsPerColumn`` scalars for each column is cut, too.
  /// - Complexity: O(columns).
  public static func fitted(_ text: String, to columns: Int, mark: String = "…") -> String {
    if text.utf8.count <= columns, isPlain(text) { return text }
    let most = scalarsPerColumn * (max(columns, 0) + 1)
    // What is longer does not fit, however much longer it is.
    let start = String(String.UnicodeScalarView(text.unicodeScalars.prefix(most + 1)))
    if start.utf8.count == text.utf8.count, start.unicodeScalars.count <= most, width(start) <= columns {
      return text
    }
    let room = columns - width(mark)
    var kept = ""
    var (used, scalars) = (0, 0)
    for character in start {
      used += VisibleCharacter(character).width
      if used > room { break }
      kept.unicodeScalars.append(contentsOf: character.unicodeScalars.prefix(most - scalars))
      scalars += character.unicodeScalars.count
    }
    return room < 0 ? String(mark.prefix(max(0, columns))) : kept + mark
  }

  /// A family of emoji has 3.5 scalars for each of its columns, a letter of Vietnamese or Devanagari up to 4.
  private static let scalarsPerColumn = 8

  /// The words of a text in lines of at most so many columns; a longer word has a line of its own.
  public static func wrapped(_ text: String, to columns: Int) -> [String] {
    var lines: [String] = []
    for word in text.split(separator: " ") {
      if let line = lines.last, width(line) + 1 + width(String(word)) <= columns {
        lines[lines.count - 1] += " " + word
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }

  private static func isPlain(_ text: String) -> Bool { text.utf8.allSatisfy { (0x20..<0x7F).contains($0) } }
}
