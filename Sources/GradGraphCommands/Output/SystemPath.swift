#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

import DisplayText

/// Paths as the system has them: any bytes, which a `String` holds as ``RawBytes`` does.
enum SystemPath {
  /// Calls the system with a path.
  static func with<Result>(_ path: String, _ body: (UnsafePointer<CChar>) -> Result) -> Result {
    var bytes = RawBytes.bytes(of: path).map { CChar(bitPattern: $0) }
    bytes.append(0)
    return bytes.withUnsafeBufferPointer { buffer in
      // Never nil: there is the zero at its end.
      withExtendedLifetime(buffer) { body(buffer.baseAddress.unsafelyUnwrapped) }
    }
  }

  /// The text of a path, up to its zero.
  static func text(_ path: UnsafePointer<CChar>) -> String {
    RawBytes.text(of: UnsafeBufferPointer(start: path, count: strlen(path)).map { UInt8(bitPattern: $0) })
  }

  /// The path without links and dots; `nil` where nothing is.
  static func resolved(_ path: String) -> String? {
    guard let resolved = with(path, { realpath($0, nil) }) else { return nil }
    defer { free(resolved) }
    return text(resolved)
  }

  /// The status of the file at a path; `nil` on an error, which `errno` holds.
  static func status(_ path: String, followingLinks: Bool = true) -> stat? {
    var status = stat()
    let code = with(path) { followingLinks ? stat($0, &status) : lstat($0, &status) }
    return code == 0 ? status : nil
  }

  /// The arguments of the program, also those that are not UTF-8.
  static var arguments: [String] {
    (1..<max(1, Int(CommandLine.argc))).compactMap { index in CommandLine.unsafeArgv[index].map { text($0) } }
  }
}
