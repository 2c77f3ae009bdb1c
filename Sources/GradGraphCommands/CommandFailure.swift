import ArgumentParser
import DisplayText

/// A command's failure: the message for standard error, and the exit code.
struct CommandFailure: Error {
  /// The error, without the program's name before it.
  var reason: String
  /// The option that it is about, such as `--path`; it goes before the reason.
  var option: String?
  /// The wrong words as the user wrote them, such as `a=three`; a caller that has their place reports it.
  var subject: String?
  var code: ExitCode
  /// `true` if the reason carries its own place, such as `seed.formula:3:7: error: …`.
  private var isLocated = false
  /// More of the same kind.
  private var others: [CommandFailure] = []

  private init(_ reason: String, option: String? = nil, about subject: String? = nil, code: ExitCode) {
    (self.reason, self.option, self.subject, self.code) = (reason, option, subject, code)
  }

  /// An error that the user has to mend in the arguments or in a file: exit code 64. The message is one line.
  ///
  /// - Parameters:
  ///   - message: the error and the remedy.
  ///   - option: the option with the error, if it is one.
  ///   - subject: the wrong words, as given.
  static func usage(_ message: String, for option: String? = nil, about subject: String? = nil)
    -> CommandFailure
  {
    CommandFailure(TerminalText.line(message), option: option, about: subject, code: .validationFailure)
  }

  /// Something outside failed: exit code 1.
  static func failed(_ message: String) -> CommandFailure { CommandFailure(message, code: .failure) }

  /// Messages that carry their own place, such as `seed.formula:3:7: error: …`.
  static func located(_ text: String) -> CommandFailure {
    var failure = CommandFailure(text, code: .validationFailure)
    failure.isLocated = true
    return failure
  }

  /// Several failures as one, with the code of the first; `nil` for none.
  static func several(_ failures: [CommandFailure]) -> CommandFailure? {
    guard var first = failures.first else { return nil }
    first.others += failures.dropFirst().flatMap(\.all)
    return first
  }

  /// This failure and those that were joined with it, each alone.
  var all: [CommandFailure] {
    var first = self
    first.others = []
    return [first] + others
  }

  /// The reason with the option before it.
  var words: String { option.map { "\($0): \(reason)" } ?? reason }

  /// As it is printed, without a line end after it.
  var message: String {
    all.map { $0.isLocated ? $0.words : "gradgraph: error: \($0.words)" }.joined(separator: "\n")
  }
}

/// Runs a command's work, and turns a thrown error into one message and an exit code.
func reporting(_ work: () async throws -> Void) async throws {
  do { try await work() } catch { throw told(error) }
}

/// Reports on standard error why a command fails.
///
/// - Returns: the exit code to end with; other errors as they are.
private func told(_ error: any Error) -> any Error {
  switch error {
  case let failure as CommandFailure:
    StandardError.write(failure.message)
    return failure.code
  case OutputError.closedPipe: return ExitCode.success  // the reader has seen enough
  case let error as OutputError:
    StandardError.write("gradgraph: error: \(error)")
    return ExitCode.failure
  default: return error
  }
}

/// The stream for diagnostics. An error of writing to it is ignored: no other stream could report it.
///
/// All text passes ``TerminalText`` here, so that no name, file or option can send an escape sequence to the terminal.
enum StandardError {
  /// Writes a message of one or several lines.
  static func write(_ message: String) { show(TerminalText.lines(message) + "\n") }

  /// Writes a line in place of the last one that this wrote; the cursor stays behind it.
  static func rewrite(_ line: String) { show("\r\u{1B}[K" + TerminalText.line(line)) }

  private static func show(_ text: String) {
    try? StandardOutput.write(Array(text.utf8), to: 2)
  }

  static func warn(_ message: String) { write("gradgraph: warning: \(TerminalText.line(message))") }

  /// Writes a note: neither a warning nor an error.
  static func note(_ message: String) { write("gradgraph: note: \(TerminalText.line(message))") }
}
