#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

extension GraphvizError: CustomStringConvertible {
  /// The place, the error and the remedy on one line, then the output of `dot`, indented.
  public var description: String {
    switch self {
    case .notInstalled(let searched):
      "dot: not found in \(Self.printable(searched)); pictures need Graphviz: \(Self.installation)"
    case .notExecutable(let path, let obstacle):
      "\(Self.printable(path)): \(Self.words(for: obstacle))"
    case .tooSlow(let limit):
      "dot: no picture after \(limit), so it was ended; draw fewer nodes, "
        + "allow more time, or print the tree instead"
    case .crashed(let signal, let stderr):
      "dot: crashed (\(Self.name(of: signal))); \(Self.advice(for: signal))" + Self.quoted(stderr)
    case .refused(let exitCode, let stderr):
      "dot: refused the graph (exit code \(exitCode)); write the DOT file instead of a picture to look at it"
        + Self.quoted(stderr)
    case .invalidOutput(let reason, let stderr):
      "dot: wrote no valid picture: \(reason); try another format, or install Graphviz anew"
        + Self.quoted(stderr)
    case .scaledDown(let message):
      "dot: the bitmap is too large, and would be scaled down until it can't be read; "
        + "render an SVG or a PDF, or draw fewer nodes" + Self.quoted(message)
    case .cancelled:
      "dot: cancelled before the picture was complete"
    case .failed(let message):
      Self.printable(message)
    }
  }

  private static let installation =
    "`sudo apt install graphviz` (Debian, Ubuntu), `sudo dnf install graphviz` (Fedora), "
    + "`brew install graphviz` (macOS)"

  private static func words(for obstacle: Obstacle) -> String {
    switch obstacle {
    case .notAFile: "is not a program; name the path of Graphviz's dot"
    case .noPermission: "may not be run; allow it with `chmod +x`, or install Graphviz: \(installation)"
    case .notAProgram:
      "can't be started: its interpreter is missing, or it was made for another system; "
        + "install Graphviz: \(installation)"
    }
  }

  private static func name(of signal: Int32) -> String {
    guard let words = strsignal(signal) else { return "signal \(signal)" }
    return "signal \(signal), \(String(cString: words))"
  }

  private static func advice(for signal: Int32) -> String {
    signal == SIGKILL
      ? "the system may have run out of memory: draw fewer nodes"
      : "a very deep graph overflows its stack: draw fewer nodes, or print the tree instead"
  }

  /// Up to ten lines of the output of `dot`, each on a line of its own.
  private static func quoted(_ stderr: String) -> String {
    let lines = stderr.split(whereSeparator: \.isNewline)
    let shown = lines.prefix(10).map { "\n  " + printable(String($0.prefix(400))) }.joined()
    return lines.count > 10 ? shown + "\n  … \(lines.count - 10) more lines" : shown
  }

  /// Names in a graph come from users: a control character must not reach the terminal.
  private static func printable(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      let isControl = scalar.properties.generalCategory == .control
      result.append(isControl && scalar != "\t" ? "\u{FFFD}" : scalar)
    }
    return String(result)
  }
}
