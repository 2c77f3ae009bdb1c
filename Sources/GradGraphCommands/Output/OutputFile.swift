#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Files that are written whole or not at all.
///
/// ```swift
/// try OutputFile.checkWritable("d.svg")       // before the slow work
/// try OutputFile.write(bytes, to: "d.svg")
/// ```
///
/// The bytes go into a hidden file beside the target, which then takes its name: a reader sees the old file or
/// the new one. A file keeps its permissions and, where the system allows it, its owner; a symbolic link stays,
/// and the file it points to is replaced. Other hard links keep the old content.
///
/// A signal that ends the program in the middle of ``write(_:to:)`` leaves the target as it was, but may leave
/// the hidden file (`.gradgraph-….tmp`) too.
struct OutputFile {
  /// Replaces the file at `path`, or creates it.
  ///
  /// - Throws: every case of ``OutputError`` but `closedPipe`; the old file, if any, is then as it was.
  static func write(_ bytes: [UInt8], to path: String) throws(OutputError) {
    let target = try Target(path)
    let unique = String(UInt64.random(in: .min ... .max), radix: 16)
    let temporary = "\(target.directory)/.gradgraph-\(getpid())-\(unique).tmp"
    // A file that may be secret is not readable by others for a moment.
    let mode: mode_t = target.existing == nil ? 0o666 : 0o600
    let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
    guard file >= 0 else { throw OutputError(errno, path) }
    var code = ByteWriting.write(bytes, to: file)
    if code == 0, let existing = target.existing { code = keepAttributes(of: existing, on: file) }
    if code == 0, fsync(file) != 0, errno != EINVAL, errno != ENOTSUP { code = errno }
    // Full quotas and network drives may report a failed write only now.
    if close(file) != 0, code == 0, errno != EINTR { code = errno }
    if code == 0, rename(temporary, target.path) != 0 { code = errno }
    guard code == 0 else {
      unlink(temporary)
      throw OutputError(code, path)
    }
  }

  /// Throws what ``write(_:to:)`` would throw for this path, except for a disk that is full; writes nothing.
  ///
  /// - Returns: the absolute path without links, the same for every way to name one file.
  /// - Throws: every case of ``OutputError`` but `closedPipe` and `diskFull`.
  @discardableResult
  static func checkWritable(_ path: String) throws(OutputError) -> String {
    try Target(path).place()
  }

  private static func keepAttributes(of existing: stat, on file: Int32) -> Int32 {
    if existing.st_uid != geteuid() || existing.st_gid != getegid() {
      _ = fchown(file, existing.st_uid, existing.st_gid)  // only root may; the file is then the writer's
    }
    return fchmod(file, existing.st_mode & 0o777) == 0 ? 0 : errno
  }
}

/// Where a file will be: all links followed, and everything checked that can be checked before writing.
private struct Target {
  let path: String
  let directory: String
  let existing: stat?

  init(_ given: String) throws(OutputError) {
    guard !given.isEmpty, !given.utf8.contains(0) else { throw .notAPath(given) }
    var status = stat()
    if stat(given, &status) == 0 {
      if let kind = OutputError.Kind(mode: status.st_mode) { throw .notAFile(path: given, kind: kind) }
      guard let resolved = realpath(given, nil) else { throw OutputError(errno, given) }
      defer { free(resolved) }
      path = String(cString: resolved)
      existing = status
      guard access(path, W_OK) == 0 else { throw OutputError(errno, given) }
    } else {
      let code = errno
      guard code == ENOENT || code == ENOTDIR else { throw OutputError(code, given) }
      if lstat(given, &status) == 0 { throw .notAFile(path: given, kind: .brokenLink) }
      path = given
      existing = nil
    }
    directory = Self.directory(of: path)
    guard stat(directory, &status) == 0, status.st_mode & S_IFMT == S_IFDIR, path.last != "/" else {
      throw .noDirectory(path: given, directory: directory)
    }
    guard access(directory, W_OK | X_OK) == 0 else {
      throw errno == EACCES
        ? .forbiddenDirectory(path: given, directory: directory) : OutputError(errno, given)
    }
  }

  /// Also for a file that does not exist yet.
  func place() throws(OutputError) -> String {
    guard let resolved = realpath(directory, nil) else { throw OutputError(errno, path) }
    defer { free(resolved) }
    let name = path.lastIndex(of: "/").map { path[path.index(after: $0)...] } ?? path[...]
    return String(cString: resolved) + "/" + name
  }

  private static func directory(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}
