import ArgumentParser

/// Why a command ends without success: what to say on standard error, and the exit code.
struct CommandFailure: Error {
  var message: String
  var code: ExitCode

  /// The user has to change what was typed or written: exit code 64.
  static func usage(_ message: String) -> CommandFailure {
    CommandFailure(message: "gradgraph: error: \(message)", code: .validationFailure)
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
  do {
    try await work()
  } catch let failure as CommandFailure {
    StandardError.write(failure.message)
    throw failure.code
  } catch OutputError.closedPipe {
    throw ExitCode.success  // the reader has seen enough
  } catch let error as OutputError {
    StandardError.write("gradgraph: error: \(error)")
    throw ExitCode.failure
  }
}

/// The stream for diagnostics. When it can't be written there is nowhere to say so.
enum StandardError {
  static func write(_ line: String) { show(line + "\n") }

  /// Writes a text as it is, such as a part of a line.
  static func show(_ text: String) {
    try? StandardOutput.write(Array(text.utf8), to: 2)
  }

  static func warn(_ message: String) { write("gradgraph: warning: \(message)") }

  /// Says what is worth knowing and nobody's mistake.
  static func note(_ message: String) { write("gradgraph: note: \(message)") }
}
