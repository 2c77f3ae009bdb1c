import ArgumentParser
import DisplayText
import GradGraphPlatform

extension GradGraph {
  /// Runs the command that the arguments name, and ends the program with its exit code.
  ///
  /// If no thread can be started, or the descriptors for managing threads are missing, the command runs on this
  /// thread.
  ///
  /// - Parameter arguments: by default those of the program, of which each may hold any bytes.
  public static func run(_ arguments: [String]? = nil) -> Never {
    let arguments = arguments ?? SystemPath.arguments
    let loop = CommandLoop()
    if Threads.areAvailable {
      Task { loop.end(await ending(arguments)) }
    } else {
      Task(executorPreference: loop) { loop.end(await ending(arguments)) }
    }
    exit(withError: ExitCode(loop.run()))
  }

  private static func ending(_ arguments: [String]) async -> Int32 {
    do {
      if arguments.isEmpty {
        try await reporting { try StandardOutput.write(Array(FirstScreen.text.utf8)) }
        return ExitCode.success.rawValue
      }
      var command = try Arguments(arguments).command()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
      return ExitCode.success.rawValue
    } catch {
      return told(error, arguments)
    }
  }

  /// Prints the argument parser's message: help on standard output, errors on standard error.
  ///
  /// - Returns: the exit code.
  private static func told(_ error: any Error, _ arguments: [String]) -> Int32 {
    let code = exitCode(for: error)
    let message = fullMessage(for: error)
    if message.isEmpty { return code.rawValue }
    guard code.isSuccess else {
      StandardError.write(quoting(arguments, in: errorText(error)))
      return code.rawValue
    }
    do {
      try StandardOutput.write(Array((message + "\n").utf8))
    } catch .closedPipe {
      return code.rawValue
    } catch {
      StandardError.write("gradgraph: error: \(error)")
      return ExitCode.failure.rawValue
    }
    return code.rawValue
  }

  /// The parser's message; line ends in the arguments that it quotes are visible, so that they begin no line.
  private static func quoting(_ arguments: [String], in message: String) -> String {
    var message = message
    for argument in arguments where argument.utf8.contains(UInt8(ascii: "\n")) {
      // It quotes the argument, or its value behind the sign.
      let value = argument.firstIndex(of: "=").map { String(argument[argument.index(after: $0)...]) }
      for text in [argument, value].compactMap({ $0 }) where !text.isEmpty {
        message = message.replacing(text, with: TerminalText.line(text))
      }
    }
    return message
  }
}
