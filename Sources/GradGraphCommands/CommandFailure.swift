import ArgumentParser
import DisplayText

/// Why a command ends without success: what to say on standard error, and the exit code.
struct CommandFailure: Error {
  var message: String
  var code: ExitCode

  /// The user has to change what was typed or written: exit code 64. The message is one line.
  static func usage(_ message: String) -> CommandFailure {
    CommandFailure(message: "gradgraph: error: \(TerminalText.line(message))", code: .validationFailure)
  }

  /// Something outside failed: exit code 1.
  static func failed(_ message: String) -> CommandFailure {
    CommandFailure(message: "gradgraph: error: \(message)", code: .failure)
  }

  /// Messages that carry their own place, such as `seed.formula:3:7: error: …`.
  static func located(_ text: String) -> CommandFailure {
    CommandFailure(message: text, code: .validationFailure)
  }
}

/// Runs a command's work, and turns what it throws into one message and an exit code.
func reporting(_ work: () async throws -> Void) async throws {
  do { try await work() } catch { throw told(error) }
}

/// Says on standard error why a command fails.
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

/// The stream for diagnostics. When it can't be written there is nowhere to say so.
///
/// All text passes ``TerminalText`` here: whatever a name, a file or an option holds, the terminal sees no escape sequence.
enum StandardError {
  /// Writes a message of one or several lines.
  static func write(_ message: String) { show(TerminalText.lines(message) + "\n") }

  /// Writes a line in place of the last one that this wrote; the cursor stays behind it.
  static func rewrite(_ line: String) { show("\r\u{1B}[K" + TerminalText.line(line)) }

  private static func show(_ text: String) {
    try? StandardOutput.write(Array(text.utf8), to: 2)
  }

  static func warn(_ message: String) { write("gradgraph: warning: \(TerminalText.line(message))") }

  /// Says what is worth knowing and nobody's mistake.
  static func note(_ message: String) { write("gradgraph: note: \(TerminalText.line(message))") }
}
