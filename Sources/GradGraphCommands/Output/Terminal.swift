#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The abilities of standard output and standard error.
enum Terminal {
  static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

  /// The columns of the terminal, or of `COLUMNS`; `nil` when the output is not a terminal.
  static var width: Int? { width(of: STDOUT_FILENO) }

  /// The columns of standard error, if it is a terminal on which a line can be written again.
  static var errorWidth: Int? { environment("TERM") == "dumb" ? nil : width(of: STDERR_FILENO) }

  private static func width(of descriptor: Int32) -> Int? {
    guard isatty(descriptor) == 1 else { return nil }
    var size = winsize()
    if ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 { return Int(size.ws_col) }
    return environment("COLUMNS").flatMap(Int.init)
  }

  /// `true` if colours are welcome: on a terminal, unless `NO_COLOR` is set or the terminal is dumb.
  static var usesColor: Bool {
    isTerminal && (environment("NO_COLOR") ?? "").isEmpty && environment("TERM") != "dumb"
  }

  /// `true` if the locale's characters are UTF-8.
  static var isUTF8: Bool {
    // The first that is set and not empty counts, as in setlocale(3).
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap(environment).first { !$0.isEmpty } ?? ""
    let name = locale.lowercased()
    return name.contains("utf-8") || name.contains("utf8")
  }

  private static func environment(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
}
