#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

import DisplayText

/// The files below some paths.
struct DocumentFiles {
  /// The Markdown files, each once, in order of their names.
  private(set) var documents: [String] = []
  /// The SVG files of the directories.
  private(set) var pictures: [String] = []
  /// The findings for paths that could not be read.
  private(set) var findings: [Finding] = []

  private static let endings: Set<String> = ["md", "markdown", "qmd", "Rmd"]

  /// Finds the Markdown files among the paths and below the directories among them.
  ///
  /// Directories that are hidden, linked to, or called `node_modules` are passed over. One that can't be read is a finding, and
  /// the others are searched.
  ///
  /// - Parameter isWatching: `true` to wait for a path that does not exist, as an editor may be replacing it.
  /// - Throws: an error if a path does not exist.
  init(_ paths: [String], isWatching: Bool = false) throws(CommandFailure) {
    for path in paths {
      switch Self.kind(of: path, followsLinks: true) {
      case .directory: walk(path)
      case .file: documents.append(path)
      case .none where isWatching: continue
      case .none:
        let code = errno
        let reason = code == ENOENT ? "no such file or directory" : InputFile.reason(code)
        throw .usage("'\(VisibleText.of(path))' can't be read: \(reason)")
      }
    }
    documents = Self.unique(documents)
    pictures = Self.unique(pictures)
  }

  private static func unique(_ paths: [String]) -> [String] {
    // By bytes: names that look alike may be two files.
    var places: Set<[UInt8]> = []
    return paths.filter { places.insert(Array((SystemPath.resolved($0) ?? $0).utf8)).inserted }
  }

  private enum Kind { case file, directory }

  private static func kind(of path: String, followsLinks: Bool) -> Kind? {
    guard let status = SystemPath.status(path, followingLinks: followsLinks) else { return nil }
    return switch status.st_mode & S_IFMT {
    case S_IFDIR: .directory
    case S_IFREG: .file
    default: followsLinks ? .file : nil
    }
  }

  private mutating func walk(_ root: String) {
    var pending = [root]
    while let directory = pending.popLast() {
      let names: [String]
      do {
        names = try Directory.names(in: directory)
      } catch {
        findings.append(
          Finding(.error, "the directory can't be read: \(InputFile.reason(error.code))", in: directory))
        continue
      }
      var below: [String] = []
      let place = directory == "." ? "" : PathText.withoutSlashes(directory) + (directory == "/" ? "" : "/")
      for name in names.sorted() where !name.hasPrefix(".") && name != "node_modules" {
        let path = place + name
        let ending = name.split(separator: ".").last.map(String.init) ?? ""
        switch Self.kind(of: path, followsLinks: false) {
        case .directory: below.append(path)
        case .file where Self.endings.contains(ending): documents.append(path)
        case .file where ending == "svg": pictures.append(path)
        case .file, .none: break
        }
      }
      pending += below.reversed()
    }
  }
}
