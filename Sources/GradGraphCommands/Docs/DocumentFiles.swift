#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

import DisplayText

/// The files below some paths.
enum DocumentFiles {
  private static let endings = ["md", "markdown", "qmd", "Rmd"]

  /// The Markdown files among the paths and below the directories among them, and the directories' SVG files; each
  /// once, in order of their names.
  ///
  /// Directories that are hidden, linked to, or called `node_modules` are passed over.
  static func find(_ paths: [String]) throws(CommandFailure) -> (documents: [String], pictures: [String]) {
    var documents: [String] = []
    var pictures: [String] = []
    for path in paths {
      switch kind(of: path, followsLinks: true) {
      case .directory: try walk(path, &documents, &pictures)
      case .file: documents.append(path)
      case .none: throw .usage("'\(VisibleText.of(path))' can't be read: no such file or directory")
      }
    }
    return (unique(documents), unique(pictures))
  }

  private static func unique(_ paths: [String]) -> [String] {
    var places: Set<String> = []
    return paths.filter { places.insert(absolute($0) ?? $0).inserted }
  }

  /// The path without links and dots; `nil` where nothing is.
  static func absolute(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  private enum Kind { case file, directory }

  private static func kind(of path: String, followsLinks: Bool) -> Kind? {
    var status = stat()
    guard (followsLinks ? stat(path, &status) : lstat(path, &status)) == 0 else { return nil }
    return switch status.st_mode & S_IFMT {
    case S_IFDIR: .directory
    case S_IFREG: .file
    default: followsLinks ? .file : nil
    }
  }

  private static func walk(
    _ root: String, _ documents: inout [String], _ pictures: inout [String]
  ) throws(CommandFailure) {
    var pending = [root]
    while let directory = pending.popLast() {
      let names: [String]
      do { names = try Directory.names(in: directory) } catch { throw .failed("\(error)") }
      var below: [String] = []
      let place = directory == "." ? "" : directory.hasSuffix("/") ? directory : directory + "/"
      for name in names.sorted() where !name.hasPrefix(".") && name != "node_modules" {
        let path = place + name
        let ending = name.split(separator: ".").last.map(String.init) ?? ""
        switch kind(of: path, followsLinks: false) {
        case .directory: below.append(path)
        case .file where endings.contains(ending): documents.append(path)
        case .file where ending == "svg": pictures.append(path)
        case .file, .none: break
        }
      }
      pending += below.reversed()
    }
  }
}

/// Paths as text.
enum PathText {
  /// The directory of a file, with a slash at its end; empty for the current one.
  static func directory(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
  }

  /// A path that is meant from a file's directory.
  static func path(_ path: String, from file: String) -> String {
    path.hasPrefix("/") ? path : normal(directory(of: file) + path)
  }

  /// Without `.` and, where they end something, `..`.
  static func normal(_ path: String) -> String {
    var parts: [Substring] = []
    for part in path.split(separator: "/") {
      if part == "." { continue }
      if part == "..", let last = parts.last, last != ".." { parts.removeLast() } else { parts.append(part) }
    }
    return (path.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
  }

  /// A path as it is written in a file's directory.
  static func path(of path: String, from file: String) -> String {
    let target = normal(path).split(separator: "/")
    let base = normal(directory(of: file)).split(separator: "/")
    guard path.hasPrefix("/") == file.hasPrefix("/") else { return path }
    let shared = zip(target, base).prefix { $0 == $1 }.count
    return (base.dropFirst(shared).map { _ in ".." } + target.dropFirst(shared)).joined(separator: "/")
  }

  static func name(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
  }
}
