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
      bytes.reserveCapacity(Int(status.st_size))
    }
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      #if canImport(Darwin)
        let count = Darwin.read(file, &chunk, chunk.count)
      #else
        let count = Glibc.read(file, &chunk, chunk.count)
      #endif
      if count == 0 { return bytes }
      if count > 0 {
        bytes.append(contentsOf: chunk[..<count])
      } else if errno != EINTR {
        throw .usage("\(name) can't be read: \(reason(errno))")
      }
    }
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
