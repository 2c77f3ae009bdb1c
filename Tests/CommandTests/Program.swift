import Foundation
import Testing

/// The built `gradgraph`, run as a process of its own, as a user runs it.
enum Program {
  struct Outcome {
    var status: Int32
    var out: String
    var err: String
  }

  /// Beside the test bundle, where the package manager puts both.
  static let path: String = {
    #if os(macOS)
      let directory = Bundle(for: Marker.self).bundleURL.deletingLastPathComponent()
    #else
      let directory = Bundle.main.bundleURL
    #endif
    return directory.appendingPathComponent("gradgraph").path
  }()

  private final class Marker {}

  /// Programs that may run at once: each takes descriptors, and Foundation's processes wait with select(2), which has
  /// room for 1024 of them and does not look.
  private static let places = DispatchSemaphore(value: 8)

  /// - Parameters:
  ///   - environment: on top of a plain one with a UTF-8 locale.
  ///   - program: another program, such as `/bin/sh`.
  static func run(
    _ arguments: [String], input: String = "", environment: [String: String] = [:],
    directory: URL? = nil, program: String = path
  ) async throws -> Outcome {
    try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread {
        continuation.resume(
          with: Result {
            try wait(for: arguments, input, environment, directory, program)
          })
      }
    }
  }

  private static func wait(
    for arguments: [String], _ input: String, _ environment: [String: String], _ directory: URL?,
    _ program: String
  ) throws -> Outcome {
    places.wait()
    defer { places.signal() }
    // A file and not a pipe: a program that does not read its input breaks no pipe of this process.
    let inputFile = FileManager.default.temporaryDirectory.appendingPathComponent(
      "input-\(UUID().uuidString)")
    try input.write(to: inputFile, atomically: false, encoding: .utf8)
    defer { try? FileManager.default.removeItem(at: inputFile) }

    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.currentDirectoryURL = directory
    let own = ProcessInfo.processInfo.environment
    process.environment = ["PATH": own["PATH"] ?? "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "COLUMNS": "80"]
      .merging(environment) { $1 }
    let (out, err) = (Pipe(), Pipe())
    process.standardInput = try FileHandle(forReadingFrom: inputFile)
    process.standardOutput = out
    process.standardError = err
    let ended = DispatchSemaphore(value: 0)
    process.terminationHandler = { _ in ended.signal() }
    try process.run()

    // Both at the same time: a pipe that nobody reads stops the program after 64 KiB.
    let errors = Drain(err.fileHandleForReading)
    let output = Drain(out.fileHandleForReading).text()
    let messages = errors.text()
    ended.wait()
    let signal = process.terminationReason == .uncaughtSignal
    return Outcome(
      status: signal ? -process.terminationStatus : process.terminationStatus, out: output, err: messages)
  }

  /// Reads a pipe to its end on a thread of its own.
  private final class Drain: @unchecked Sendable {
    private var bytes = Data()
    private let isDone = DispatchSemaphore(value: 0)

    init(_ file: FileHandle) {
      Thread.detachNewThread {
        self.bytes = file.readDataToEndOfFile()
        self.isDone.signal()
      }
    }

    func text() -> String {
      isDone.wait()
      return String(decoding: bytes, as: UTF8.self)
    }
  }
}

extension Program.Outcome {
  /// The exit code and the whole of standard error, with nothing on standard output.
  func expectMistake(
    _ message: String, status expected: Int32 = 64, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(err == message + "\n", sourceLocation: sourceLocation)
    #expect(status == expected, sourceLocation: sourceLocation)
    #expect(out == "", sourceLocation: sourceLocation)
  }

  func expectSuccessStatus(sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(status == 0, "\(err)", sourceLocation: sourceLocation)
  }

  /// Success without a word on standard error.
  func expectSuccess(_ output: String? = nil, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(err == "", sourceLocation: sourceLocation)
    #expect(status == 0, sourceLocation: sourceLocation)
    if let output { #expect(out == output + "\n", sourceLocation: sourceLocation) }
  }
}
