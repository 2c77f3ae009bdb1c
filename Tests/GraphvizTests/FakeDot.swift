import Foundation

/// A shell script in a directory of its own that stands in for `dot`.
///
/// `TMPDIR` can't be set per test, so the tests look for their temporary files by the process number in the
/// name; the suites run one after the other.
struct FakeDot {
  let directory: URL
  var path: String { directory.appendingPathComponent("dot").path }

  /// - Parameter script: lines for `/bin/sh`; `$1` is `-Tsvg`, the last argument the path of the graph.
  init(_ script: String, interpreter: String = "/bin/sh", permissions: Int = 0o755) throws {
    directory = FileManager.default.temporaryDirectory
      .appendingPathComponent("fake-dot-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    try writeProgram("#!\(interpreter)\n\(script)\n", to: path, permissions: mode_t(permissions))
  }

  func file(_ name: String) -> URL { directory.appendingPathComponent(name) }

  func text(of name: String) -> String? { try? String(contentsOf: file(name), encoding: .utf8) }

  func remove() { try? FileManager.default.removeItem(at: directory) }
}

/// Writes a program by a child, so that no process which another test starts at that moment inherits it open for
/// writing: Linux would refuse to run it (ETXTBSY).
func writeProgram(_ text: String, to path: String, permissions: mode_t = 0o755) throws {
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
    status == 0, chmod(path, permissions) == 0
  else { throw CocoaError(.fileWriteUnknown) }
}

/// The files in which runs of this process have left ``smallGraph``; other suites draw other graphs meanwhile.
func temporaryGraphs() throws -> [String] {
  let directory = ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp"
  let prefix = "gradgraph-\(ProcessInfo.processInfo.processIdentifier)-"
  return try FileManager.default.contentsOfDirectory(atPath: directory).filter {
    $0.hasPrefix(prefix)
      && FileManager.default.contents(atPath: "\(directory)/\($0)") == Data(smallGraph)
  }
}

/// Whether a process is there and is no zombie that only waits for its parent.
func isRunning(_ process: Int32) -> Bool {
  guard kill(process, 0) == 0 else { return false }
  guard let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8) else {
    return true
  }
  return status.split(separator: ")").last?.hasPrefix(" Z") == false
}
