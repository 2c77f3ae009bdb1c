#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

import DisplayText
import Graphviz

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
/// A signal that ends the program in the middle of ``write(_:to:replacing:)`` leaves the target as it was, and removes the
/// hidden file (`.gradgraph-….tmp`); only SIGKILL leaves it.
struct OutputFile {
  /// Replaces the file at `path`, or creates it.
  ///
  /// - Parameter expected: the contents that the file must still have; with any other, it stays as it is. The names of both files
  ///   are exchanged in one step where the file system can do that, and exchanged back if the old file is another than expected.
  /// - Throws: every case of ``OutputError`` but `closedPipe`; the old file, if any, is then as it was.
  static func write(
    _ bytes: [UInt8], to path: String, replacing expected: FileVersion? = nil
  ) throws(OutputError) {
    let target = try Target(path)
    let unique = String(UInt64.random(in: .min ... .max), radix: 16)
    let temporary = "\(target.directory)/.gradgraph-\(getpid())-\(unique).tmp"
    let interruption = SystemPath.with(temporary) { Interruption.begin(removing: $0) }
    defer { Interruption.end(interruption) }
    // A file that may be secret is not readable by others for a moment.
    let mode: mode_t = target.existing == nil ? 0o666 : 0o600
    let file = SystemPath.with(temporary) { open($0, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode) }
    guard file >= 0 else { throw OutputError(errno, path) }
    var code = ByteWriting.write(bytes, to: file)
    if code == 0, let existing = target.existing { code = keepAttributes(of: existing, on: file) }
    if code == 0, fsync(file) != 0, errno != EINVAL, errno != ENOTSUP { code = errno }
    // Full quotas and network drives may report a failed write only now.
    if close(file) != 0, code == 0, errno != EINTR { code = errno }
    defer { _ = SystemPath.with(temporary) { unlink($0) } }
    guard code == 0 else { throw OutputError(code, path) }
    if let expected {
      try replace(target.path, with: temporary, expected, named: path)
    } else {
      code = rename(temporary, to: target.path)
      guard code == 0 else { throw OutputError(code, path) }
    }
  }

  /// Gives a file the name of another whose contents are still the expected ones.
  private static func replace(
    _ path: String, with temporary: String, _ expected: FileVersion, named name: String
  ) throws(OutputError) {
    guard FileVersion(ofFile: path) == expected else { throw .changed(path: name) }
    let isNew = expected == .absent
    switch isNew ? FileNames.renameToFreeName(temporary, path) : FileNames.exchange(temporary, path) {
    case 0 where isNew: return
    case 0:
      // The old file has the temporary name now. What was saved between the look at it and the exchange is in it.
      guard FileVersion(ofFile: temporary) != expected else { return }
      _ = FileNames.exchange(temporary, path)
      throw .changed(path: name)
    case EEXIST, ENOENT: throw .changed(path: name)
    case EINVAL, ENOSYS, ENOTSUP:
      // A file system that has no such step.
      let code = rename(temporary, to: path)
      guard code == 0 else { throw OutputError(code, name) }
    case let code: throw OutputError(code, name)
    }
  }

  private static func rename(_ old: String, to new: String) -> Int32 {
    SystemPath.with(old) { old in
      SystemPath.with(new) { new in
        #if canImport(Darwin)
          Darwin.rename(old, new) == 0 ? 0 : errno
        #else
          Glibc.rename(old, new) == 0 ? 0 : errno
        #endif
      }
    }
  }

  /// Throws the errors of ``write(_:to:replacing:)`` for this path, except for a disk that is full; writes nothing.
  ///
  /// - Returns: the absolute path without links, the same for every way to name one file.
  /// - Throws: every case of ``OutputError`` but `closedPipe`, `diskFull` and `changed`.
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

/// Two steps of the system that POSIX does not have.
private enum FileNames {
  #if !canImport(Darwin)
    private typealias Rename =
      @convention(c) (
        Int32, UnsafePointer<CChar>, Int32, UnsafePointer<CChar>, UInt32
      ) -> Int32

    /// glibc's `renameat2`, which its header shows to programs of GNU only; `nil` before glibc 2.28.
    private static let renameat2 = dlsym(nil, "renameat2").map { unsafeBitCast($0, to: Rename.self) }

    private static func rename(
      _ old: UnsafePointer<CChar>, _ new: UnsafePointer<CChar>, _ flags: UInt32
    ) -> Int32 {
      guard let renameat2 else { return ENOSYS }
      return renameat2(AT_FDCWD, old, AT_FDCWD, new, flags) == 0 ? 0 : errno
    }
  #endif

  /// Exchanges the names of two files: 0, or the `errno`.
  static func exchange(_ left: String, _ right: String) -> Int32 {
    SystemPath.with(left) { left in
      SystemPath.with(right) { right in
        #if canImport(Darwin)
          renamex_np(left, right, UInt32(RENAME_SWAP)) == 0 ? 0 : errno
        #else
          rename(left, right, 2)  // RENAME_EXCHANGE
        #endif
      }
    }
  }

  /// Renames a file, unless another has the name: 0, or the `errno`.
  static func renameToFreeName(_ old: String, _ new: String) -> Int32 {
    SystemPath.with(old) { old in
      SystemPath.with(new) { new in
        #if canImport(Darwin)
          renamex_np(old, new, UInt32(RENAME_EXCL)) == 0 ? 0 : errno
        #else
          rename(old, new, 1)  // RENAME_NOREPLACE
        #endif
      }
    }
  }
}

/// The final place of a file: all links followed, and all checks made that are possible before writing.
private struct Target {
  let path: String
  let directory: String
  let existing: stat?

  init(_ given: String) throws(OutputError) {
    guard !given.isEmpty, !given.utf8.contains(0) else { throw .notAPath(given) }
    if let status = SystemPath.status(given) {
      if let kind = OutputError.Kind(mode: status.st_mode) { throw .notAFile(path: given, kind: kind) }
      guard let resolved = SystemPath.resolved(given) else { throw OutputError(errno, given) }
      path = resolved
      existing = status
      guard SystemPath.with(path, { access($0, W_OK) }) == 0 else { throw OutputError(errno, given) }
    } else {
      let code = errno
      guard code == ENOENT || code == ENOTDIR else { throw OutputError(code, given) }
      if SystemPath.status(given, followingLinks: false) != nil {
        throw .notAFile(path: given, kind: .brokenLink)
      }
      path = given
      existing = nil
    }
    directory = Self.directory(of: path)
    guard let status = SystemPath.status(directory), status.st_mode & S_IFMT == S_IFDIR,
      path.utf8.last != UInt8(ascii: "/")
    else { throw .noDirectory(path: given, directory: directory) }
    guard SystemPath.with(directory, { access($0, W_OK | X_OK) }) == 0 else {
      throw errno == EACCES
        ? .forbiddenDirectory(path: given, directory: directory) : OutputError(errno, given)
    }
  }

  /// Also for a file that does not exist yet.
  func place() throws(OutputError) -> String {
    guard let resolved = SystemPath.resolved(directory) else { throw OutputError(errno, path) }
    return resolved + "/" + PathText.name(of: path)
  }

  private static func directory(of path: String) -> String {
    let directory = PathText.directory(of: path)
    return directory.isEmpty ? "." : PathText.withoutSlashes(directory)
  }
}
