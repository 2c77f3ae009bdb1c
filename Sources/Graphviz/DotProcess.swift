import Subprocess

/// One run of `dot`, from start to end: the only place that starts a process.
struct DotProcess: Sendable {
  /// More than this on standard output is no picture (2 GiB).
  static let outputLimit = 2 << 30
  /// The largest kept part of standard error (64 KiB); the rest is read and dropped.
  static let messageLimit = 64 << 10

  let program: String
  let arguments: [String]
  let timeout: Duration

  /// The end of a run, and all its output.
  struct Ending: Sendable {
    var status: TerminationStatus
    var output: [UInt8]
    var messageBytes: [UInt8]
  }

  private enum Event: Sendable {
    case ended(Ending)
    case failed(GraphvizError)
    case timeIsUp
    case cancelled
  }

  /// Runs `dot` and reads both of its streams at the same time.
  ///
  /// The child leads a session of its own, so that ending it ends all its processes, too. It is ended with SIGKILL:
  /// `dot` has nothing to tidy up, and a gentler signal would let a grandchild outlive a leader that obeys.
  ///
  /// - Throws: `notExecutable`, `tooSlow`, `failed` or `cancelled`. An exit code is no error here.
  func run(_ interruption: Interruption.Slot?) async throws(GraphvizError) -> Ending {
    let event = await withTaskGroup(of: Event.self) { group in
      group.addTask { await start(interruption) }
      group.addTask {
        do {
          try await Task.sleep(for: timeout)
          return .timeIsUp
        } catch {
          return .cancelled
        }
      }
      let first = await group.next() ?? .cancelled
      group.cancelAll()  // ends the clock or the child, whichever is left
      await group.waitForAll()
      return first
    }
    // A cancelled run ends as a killed child, which must not be taken for a crash.
    if Task.isCancelled { throw .cancelled }
    switch event {
    case .ended(let ending): return ending
    case .failed(let error): throw error
    case .timeIsUp: throw .tooSlow(limit: timeout)
    case .cancelled: throw .cancelled
    }
  }

  private func start(_ interruption: Interruption.Slot?) async -> Event {
    var options = PlatformOptions()
    options.createSession = true
    options.teardownSequence = [
      .send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .zero)
    ]
    do {
      Interruption.willStart(interruption)
      let result = try await Subprocess.run(
        .path(.init(program)), arguments: Arguments(arguments), platformOptions: options,
        input: .none, output: .sequence, error: .sequence
      ) { execution in
        Interruption.started(interruption, group: execution.processIdentifier.value)
        async let messages = Self.head(of: execution.standardError)
        let output = try await Self.all(of: execution.standardOutput)
        return (output, try await messages)
      }
      let (output, messages) = result.closureResult
      return .ended(
        Ending(status: result.terminationStatus, output: output, messageBytes: messages))
    } catch let error as GraphvizError {
      return .failed(error)
    } catch let error as SubprocessError {
      return .failed(explain(error))
    } catch {
      return .failed(.failed("running \(program) failed: \(error)"))
    }
  }

  /// The path was looked at before, so a file that is "not found" now lacks its interpreter.
  private func explain(_ error: SubprocessError) -> GraphvizError {
    switch error.code {
    case .executableNotFound, .spawnFailed: .notExecutable(path: program, obstacle: .notAProgram)
    default: .failed("running \(program) failed: \(error)")
    }
  }

  private static func all(of stream: SubprocessOutputSequence) async throws -> [UInt8] {
    var bytes: [UInt8] = []
    for try await chunk in stream {
      guard bytes.count + chunk.count <= outputLimit else {
        throw GraphvizError.failed("dot wrote more than 2 GiB; draw fewer nodes")
      }
      chunk.withUnsafeBytes { bytes.append(contentsOf: $0) }
    }
    return bytes
  }

  private static func head(of stream: SubprocessOutputSequence) async throws -> [UInt8] {
    var bytes: [UInt8] = []
    for try await chunk in stream where bytes.count < messageLimit {
      chunk.withUnsafeBytes { bytes.append(contentsOf: $0.prefix(messageLimit - bytes.count)) }
    }
    return bytes
  }
}

extension DotProcess.Ending {
  /// The lines on standard error, without empty ones.
  var messages: [String] {
    String(decoding: messageBytes, as: UTF8.self).split(whereSeparator: \.isNewline).map(String.init)
  }

  /// - Throws: `crashed` after a signal, `refused` after an exit code other than 0.
  func requireSuccess(_ messages: [String]) throws(GraphvizError) {
    let stderr = messages.joined(separator: "\n")
    switch status {
    case .exited(0): return
    case .exited(let code): throw .refused(exitCode: code, stderr: stderr)
    case .signaled(let signal): throw .crashed(signal: signal, stderr: stderr)
    }
  }
}
