/// Terminal escape sequences, from the 16 colours that every theme adapts.
package enum TerminalColor: String {
  case bold = "\u{1B}[1m"
  case faint = "\u{1B}[2m"
  case blue = "\u{1B}[34m"
  case orange = "\u{1B}[33m"
  case green = "\u{1B}[32m"
  case magenta = "\u{1B}[35m"
  case cyan = "\u{1B}[36m"
  case red = "\u{1B}[1;31m"

  package static let reset = "\u{1B}[0m"

  /// The colour of a class; colours repeat after the last.
  package static func ofClass(_ label: Int) -> TerminalColor {
    let colors: [TerminalColor] = [.blue, .orange, .green, .magenta, .cyan]
    return colors[label % colors.count]
  }

  /// The text in this colour; unchanged if colours are not wanted or the text is empty.
  package func around(_ text: String, if isWanted: Bool) -> String {
    isWanted && !text.isEmpty ? rawValue + text + Self.reset : text
  }

  /// Writes the output of `write` in this colour; without colour if it is not wanted or nothing is written.
  @inline(__always)
  func around(if isWanted: Bool, in out: TextBuffer, _ write: () -> Void) {
    guard isWanted else { return write() }
    let start = out.count
    out.append(rawValue)
    let inner = out.count
    write()
    if out.count == inner { out.removeAll(from: start) } else { out.append(Self.reset) }
  }
}
