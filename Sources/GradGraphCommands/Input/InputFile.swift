#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

import DisplayText

/// Reads the files that the user or a document names.
enum InputFile {
  /// More than this is no input (2 GiB).
  static let limit = 2 << 30
  /// The largest accepted amount of bytes (16 MiB) from a device named on the command line: some have no end.
  static let deviceLimit = 16 << 20
  /// More than this is no document and no picture of one (1 GiB).
  static let documentLimit = 1 << 30

  /// The reason why a file can't be read.
  struct Unreadable: Error {
    var path: String
    /// In words, such as `no such file`.
    var reason: String

    /// The whole sentence.
    var message: String {
      "\(path == "-" ? "standard input" : "'\(VisibleText.of(path))'") can't be read: \(reason)"
    }
  }

  /// All bytes of a file, or of standard input for `-`. A pipe is read to its end, as the shell's `<(…)` gives one.
  static func read(_ path: String) throws(CommandFailure) -> [UInt8] {
    do {
      return try contents(path)
    } catch {
      throw .usage(error.message)
    }
  }

  private static func contents(_ path: String) throws(Unreadable) -> [UInt8] {
    if path == "-" { return try bytes(of: STDIN_FILENO, path) }
    let file = SystemPath.with(path) { open($0, O_RDONLY | O_CLOEXEC | O_NOCTTY) }
    guard file >= 0 else { throw Unreadable(path: path, reason: reason(errno)) }
    defer { close(file) }
    return try bytes(of: file, path)
  }

  /// All bytes of a regular file. Anything else is refused, because the user did not name it on the command line: a pipe
  /// may never give a byte, and a device may have no end.
  static func readRegular(_ path: String) throws(Unreadable) -> [UInt8] {
    // Opening a pipe would wait for its writer.
    let file = SystemPath.with(path) { open($0, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK) }
    guard file >= 0 else {
      let code = errno
      let kind = SystemPath.status(path).flatMap { OutputError.Kind(mode: $0.st_mode) }
      throw Unreadable(path: path, reason: kind.map(Self.unusual) ?? reason(code))
    }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0 else { throw Unreadable(path: path, reason: reason(errno)) }
    if let kind = OutputError.Kind(mode: status.st_mode) {
      throw Unreadable(path: path, reason: kind == .directory ? reason(EISDIR) : unusual(kind))
    }
    return try bytes(of: file, path, documentLimit)
  }

  private static func unusual(_ kind: OutputError.Kind) -> String {
    "it is \(kind.rawValue); documents and what they name are regular files"
  }

  private static func bytes(of file: Int32, _ path: String, _ most: Int? = nil) throws(Unreadable) -> [UInt8]
  {
    var bytes: [UInt8] = []
    var limit = most ?? Self.limit
    var status = stat()
    if fstat(file, &status) == 0 {
      switch status.st_mode & S_IFMT {
      case S_IFREG:
        guard status.st_size <= limit else { throw tooLarge(path, limit) }
        // Read one byte past the reported size, so that the end of the file shows without a larger buffer.
        bytes = try chunk(Int(status.st_size) + 1, from: file, path)
      case S_IFCHR, S_IFBLK: limit = min(limit, Self.deviceLimit)
      default: break
      }
    }
    while true {
      let more = try chunk(1 << 16, from: file, path)
      if more.isEmpty { return bytes }
      bytes += more
      guard bytes.count <= limit else { throw tooLarge(path, limit) }
    }
  }

  private static func tooLarge(_ path: String, _ limit: Int) -> Unreadable {
    let size = limit >= 1 << 30 ? "\(limit >> 30) GiB" : "\(limit >> 20) MiB"
    return Unreadable(path: path, reason: "it gives more than \(size)")
  }

  /// Reads up to `most` bytes into the result's own storage; fewer at the end of the file.
  private static func chunk(_ most: Int, from file: Int32, _ path: String) throws(Unreadable) -> [UInt8] {
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
    guard code == 0 else { throw Unreadable(path: path, reason: reason(code)) }
    return bytes
  }

  /// `true` if a file or directory exists at this path.
  static func exists(_ path: String) -> Bool { SystemPath.with(path) { access($0, F_OK) } == 0 }

  /// An `errno` in words.
  static func reason(_ code: Int32) -> String {
    switch code {
    case ENOENT: "no such file"
    case EISDIR: "it is a directory"
    case EACCES: "permission denied"
    default: String(cString: strerror(code))
    }
  }
}
