#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

extension Graphviz {
  /// The path of the program to run.
  ///
  /// `PATH` is searched here rather than by the library that starts processes, so that the error distinguishes programs
  /// that are missing, forbidden or broken. Relative directories in `PATH` are skipped, as that library skips them.
  ///
  /// - Throws: `notInstalled` or `notExecutable`.
  func findExecutable() throws(GraphvizError) -> String {
    let name = executable ?? "dot"
    if name.contains("/") {
      if let obstacle = Self.obstacle(at: name) {
        throw obstacle.missing ? .notInstalled(searched: name) : obstacle.error(name)
      }
      return name
    }
    let searched = getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin"
    var firstForbidden: GraphvizError?
    for directory in searched.split(separator: ":") where directory.hasPrefix("/") {
      let path = "\(directory)/\(name)"
      guard let obstacle = Self.obstacle(at: path) else { return path }
      // A directory called `dot`, or one in `PATH` that may not be entered, is not a broken installation.
      if obstacle == .forbidden, firstForbidden == nil { firstForbidden = obstacle.error(path) }
    }
    throw firstForbidden ?? .notInstalled(searched: searched)
  }

  private enum Obstacle {
    case missing, directory, forbidden
    /// A directory on the way may not be entered, so that nothing is known about the file.
    case unreachable

    var missing: Bool { self == .missing }

    func error(_ path: String) -> GraphvizError {
      .notExecutable(path: path, obstacle: self == .directory ? .notAFile : .noPermission)
    }
  }

  /// The reason why the file at `path` cannot be run, as far as it is visible without running it.
  private static func obstacle(at path: String) -> Obstacle? {
    var status = stat()
    guard stat(path, &status) == 0 else { return errno == EACCES ? .unreachable : .missing }
    guard status.st_mode & S_IFMT == S_IFREG else { return .directory }
    return access(path, X_OK) == 0 ? nil : .forbidden
  }
}
