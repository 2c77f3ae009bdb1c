/// Makes any text safe for a terminal and for a log: nothing in it moves the cursor, changes colours, rings, turns the
/// direction of text or begins a line of its own.
///
/// All that a program writes to standard error passes here; what of it comes from users was made visible before, where it
/// must not end a line.
public enum TerminalText {
  /// A text of one line: line ends, too, are visible.
  public static func line(_ text: String) -> String { VisibleText.of(text) }

  /// A text of several lines, which only a line feed ends; a carriage return is visible.
  /// - Complexity: O(bytes).
  public static func lines(_ text: String) -> String {
    var (safe, rest) = ("", text.utf8[...])
    while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
      safe += VisibleText.of(String(Substring(rest[..<end])))
      safe += "\n"
      rest = rest[rest.index(after: end)...]
    }
    return safe + VisibleText.of(String(Substring(rest)))
  }
}
