#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The file that `dot` reads its graph from.
///
/// A pipe would not do: a child that exits before it has read everything takes its parent along (SIGPIPE).
enum TemporaryDOT {
  /// A path in `$TMPDIR`, or else `/tmp`, that no other file has.
  ///
  /// - Throws: `failed` when the directory does not exist or may not be written to.
  static func freshPath() throws(GraphvizError) -> String {
    var directory = "/tmp"
    if let chosen = getenv("TMPDIR"), chosen.pointee != 0 { directory = String(cString: chosen) }
    // A relative one might start with a hyphen, which `dot` would read as an option.
    if !directory.hasPrefix("/") { directory = "./" + directory }
    guard access(directory, W_OK | X_OK) == 0 else { throw unusable(directory, errno) }
    let unique = String(UInt64.random(in: .min ... .max), radix: 16)
    return "\(directory)/gradgraph-\(getpid())-\(unique).dot"
  }

  /// Creates the file, readable by its owner only, and fills it.
  ///
  /// - Throws: `failed` when the file exists or can't be written; a part of it may be left.
  static func write(_ bytes: [UInt8], to path: String) throws(GraphvizError) {
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw unusable(path, errno) }
    defer { close(file) }
    var written = 0
    while written < bytes.count {
      let (count, code) = bytes.withUnsafeBytes { buffer in
        let rest = UnsafeRawBufferPointer(rebasing: buffer[written...].prefix(1 << 30))  // macOS: below 2 GiB
        #if canImport(Darwin)
          let count = Darwin.write(file, rest.baseAddress, rest.count)
        #else
          let count = Glibc.write(file, rest.baseAddress, rest.count)
        #endif
        return (count, errno)
      }
      if count >= 0 {
        written += count
      } else if code != EINTR {
        throw unusable(path, code)
      }
    }
  }

  /// Removes the file, if there is one.
  static func remove(_ path: String) { unlink(path) }

  private static func unusable(_ path: String, _ code: Int32) -> GraphvizError {
    .failed(
      "\(path): \(String(cString: strerror(code))); dot reads its graph from a temporary file: "
        + "set TMPDIR to a directory with free space that you may write to")
  }
}
