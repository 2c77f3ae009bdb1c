/// Any text as a reader can see it without harm: escaped, never interpreted.
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
  public static func fitted(_ text: String, to columns: Int, mark: String = "…") -> String {
    if width(text) <= columns { return text }
    let room = columns - width(mark)
    var kept = ""
    var used = 0
    for character in text {
      used += VisibleCharacter(character).width
      if used > room { break }
      kept.append(character)
    }
    return room < 0 ? String(mark.prefix(max(0, columns))) : kept + mark
  }

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
