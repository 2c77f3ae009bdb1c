import Foundation

/// A directory for one test, in which the program runs; it is gone with this object.
final class Scratch {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent("gradgraph-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// The formula of the first example, as `seed.formula`.
  static func withSeed() throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write("a = 2\nb = -3\nc = a*b + a**2\nd = tanh(c)\n", to: "seed.formula")
    return scratch
  }

  func write(_ text: String, to name: String) throws { try write(Array(text.utf8), to: name) }

  func write(_ bytes: [UInt8], to name: String) throws {
    try Data(bytes).write(to: url.appendingPathComponent(name))
  }

  /// A shell script that stands in for `dot`; `$1` is `-Tsvg`, the last argument the path of the graph.
  func fakeDot(_ script: String) throws {
    try writeProgram("#!/bin/sh\n\(script)\n", to: url.appendingPathComponent("fake").path)
  }

  func makeDirectory(_ name: String) throws {
    try FileManager.default.createDirectory(
      at: url.appendingPathComponent(name), withIntermediateDirectories: false)
  }

  func bytes(of name: String) throws -> [UInt8] {
    try [UInt8](Data(contentsOf: url.appendingPathComponent(name)))
  }

  func text(of name: String) throws -> String { String(decoding: try bytes(of: name), as: UTF8.self) }

  /// Everything in the directory, hidden files too.
  func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: url.path).sorted() }

  func run(_ arguments: String..., input: String = "", environment: [String: String] = [:]) async throws
    -> Program.Outcome
  {
    try await Program.run(arguments, input: input, environment: environment, directory: url)
  }

  /// Runs a line of the shell in which `$G` is the program.
  func shell(_ line: String, environment: [String: String] = [:]) async throws -> Program.Outcome {
    try await Program.run(
      ["-c", line], environment: environment.merging(["G": Program.path]) { $1 }, directory: url,
      program: "/bin/sh")
  }
}

/// Writes a program by a child, so that no process which another test starts at that moment inherits it open for
/// writing: Linux would refuse to run it (ETXTBSY).
func writeProgram(_ text: String, to path: String) throws {
  let draft = URL(fileURLWithPath: path + ".draft")
  try text.write(to: draft, atomically: false, encoding: .utf8)
  defer { try? FileManager.default.removeItem(at: draft) }
  let words: [String] = ["cp", draft.path, path]
  var arguments = words.map { strdup($0) } + [nil]
  defer { arguments.forEach { free($0) } }
  var child = pid_t()
  var status: Int32 = 0
  guard posix_spawn(&child, "/bin/cp", nil, nil, &arguments, environ) == 0,
    waitpid(child, &status, 0) == child,
    status == 0, chmod(path, 0o755) == 0
  else { throw CocoaError(.fileWriteUnknown) }
}
