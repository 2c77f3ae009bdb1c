import DisplayText

/// The directories below which the blocks of documents read and write: those that were named, and those of the files that
/// were named. All links are followed before a path is compared with them.
struct DocumentScope {
  /// Absolute, without links; `nil` for anywhere.
  private let roots: [[String]]?

  /// - Parameter paths: the documents and directories that the run is about.
  init(of paths: [String], allowsOutside: Bool) {
    roots =
      allowsOutside
      ? nil
      : paths.compactMap { path in
        let isDirectory =
          SystemPath.status(path).map { OutputError.Kind(mode: $0.st_mode) == .directory } ?? false
        let directory = isDirectory ? path : PathText.directory(of: path)
        return SystemPath.resolved(directory.isEmpty ? "." : directory).map(PathText.parts)
      }
  }

  /// The reason why a block may not use a path, in words; `nil` when it may. The file is not read.
  func objection(to path: String) -> String? {
    guard let roots else { return nil }
    if let place = Self.place(of: path).map(PathText.parts), roots.contains(where: { place.starts(with: $0) })
    {
      return nil
    }
    return
      "'\(VisibleText.of(path))' leads out of the directory that gradgraph docs was given; name one that holds both, or allow it with --allow-outside"
  }

  /// The target of a path, absolute and without links, also for a file that does not exist yet; `nil` when a link on the way
  /// leads nowhere.
  private static func place(of path: String) -> String? {
    if let place = SystemPath.resolved(path) { return place }
    var missing: [String] = []
    var rest = PathText.parts(of: PathText.normal(path))
    let start = PathText.isAbsolute(path) ? "/" : ""
    while let name = rest.popLast() {
      let whole = start + (rest + [name]).joined(separator: "/")
      guard SystemPath.status(whole, followingLinks: false) == nil else { return nil }
      missing.append(name)
      let directory = start + rest.joined(separator: "/")
      if let place = SystemPath.resolved(directory.isEmpty ? "." : directory) {
        return (PathText.parts(of: place) + missing.reversed()).reduce("") { $0 + "/" + $1 }
      }
    }
    return nil
  }
}
