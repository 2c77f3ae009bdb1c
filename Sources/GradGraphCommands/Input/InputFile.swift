#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

import DisplayText

/// Reads what the user names.
enum InputFile {
  /// All bytes of a file, or of standard input for `-`.
  static func read(_ path: String) throws(CommandFailure) -> [UInt8] {
    let isStandardInput = path == "-"
    let name = isStandardInput ? "standard input" : "'\(VisibleText.of(path))'"
    let file = isStandardInput ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw .usage("\(name) can't be read: \(reason(errno))") }
    defer { if !isStandardInput { close(file) } }

    var bytes: [UInt8] = []
    var status = stat()
    if fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG {
      // One more, so that the end is seen without more room.
      bytes = try chunk(Int(status.st_size) + 1, from: file, name)
    }
    while true {
      let more = try chunk(1 << 16, from: file, name)
      if more.isEmpty { return bytes }
      bytes += more
    }
  }

  /// The next bytes, right where they stay: fewer at the end of the file, or where no more are there yet.
  private static func chunk(_ most: Int, from file: Int32, _ name: String) throws(CommandFailure) -> [UInt8] {
    var code: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: most) { memory, count in
      while count < most {
        #if canImport(Darwin)
          let more = Darwin.read(file, memory.baseAddress.unsafelyUnwrapped + count, most - count)
        #else
          let more = Glibc.read(file, memory.baseAddress.unsafelyUnwrapped + count, most - count)
        #endif
        if more > 0 { count += more }
        if more == 0 || (more < 0 && errno != EINTR) {
          code = more == 0 ? 0 : errno
          return
        }
      }
    }
    guard code == 0 else { throw .usage("\(name) can't be read: \(reason(code))") }
    return bytes
  }

  /// Whether something is at this path.
  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  private static func reason(_ code: Int32) -> String {
    switch code {
    case ENOENT: "no such file"
    case EISDIR: "it is a directory"
    case EACCES: "permission denied"
    default: String(cString: strerror(code))
    }
  }
}
