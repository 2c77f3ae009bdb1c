import ArgumentParser

/// A command whose input may be a formula.
protocol InputCommand {
  var input: InputOptions { get }
}

/// The words typed behind the program's name, prepared for the argument parser.
///
/// - A formula may begin with a minus, as in `gradgraph '-x**2' x=3`: it is marked, so that the parser takes it for no
///   option. A word in the form of an option stays one, so that the message for a misspelt option names it as such.
/// - `-o` without a subcommand is that of `render`.
struct Arguments {
  private let words: [String]

  init(_ words: [String]) {
    let hasOutput = words.contains {
      $0 == "-o" || $0 == "--out" || $0.hasPrefix("--out=") || $0.hasPrefix("-o=")
    }
    self.words = hasOutput && !Self.beginsWithSubcommand(words) ? ["render"] + words : words
  }

  private static func beginsWithSubcommand(_ words: [String]) -> Bool {
    guard let first = words.first else { return false }
    return first == "help" || GradGraph.configuration.subcommands.contains { $0._commandName == first }
  }

  /// The command, ready to run.
  func command() throws -> any ParsableCommand {
    do {
      return try GradGraph.parseAsRoot(words)
    } catch {
      let marked = words.map { isFormula($0) ? Self.mark + $0 : $0 }
      let message = GradGraph.message(for: error)
      guard marked != words, Self.isAboutOption(message) else { throw error }
      let command = try GradGraph.parseAsRoot(marked)
      // The marked word may have become the value of an option.
      guard let input = (command as? any InputCommand)?.input.input, marked.contains(Self.mark + input) else {
        throw error
      }
      return command
    }
  }

  private static func isAboutOption(_ message: String) -> Bool {
    message.hasPrefix("Unknown option") || message.hasPrefix("Missing")
  }

  // MARK: Formulas that begin with a minus

  /// No argument of a process holds this character.
  private static let mark = "\0"

  /// A word without the mark.
  static func unmarked(_ word: String) -> String { word.hasPrefix(mark) ? String(word.dropFirst()) : word }

  /// `true` if a word that begins with a minus is a formula: it has not the form of an option, or it is the negative of a
  /// variable that is given.
  private func isFormula(_ word: String) -> Bool {
    guard word.utf8.first == UInt8(ascii: "-"), word != "-" else { return false }
    let dashes = word.utf8.prefix { $0 == UInt8(ascii: "-") }.count
    let name = word.utf8.dropFirst(dashes).prefix { byte in
      byte | 0x20 &- 0x61 < 26 || byte &- 0x30 < 10 || (byte == UInt8(ascii: "-") && dashes == 2)
    }
    let rest = word.utf8.dropFirst(dashes + name.count)
    guard let first = name.first, first | 0x20 &- 0x61 < 26, dashes <= 2 else {
      return word.utf8.count > dashes
    }
    if !rest.isEmpty { return rest.first != UInt8(ascii: "=") }
    let variable = String(decoding: Array(name), as: UTF8.self)
    return variable != "o" && variable != "h" && words.contains { $0.hasPrefix(variable + "=") }
  }
}

extension GradGraph {
  /// An error of the argument parser as all errors are written.
  static func errorText(_ error: any Error) -> String {
    let text = fullMessage(for: error).filter { $0 != "\0" }
    return text.hasPrefix("Error: ") ? "gradgraph: error: \(text.dropFirst("Error: ".count))" : text
  }
}
