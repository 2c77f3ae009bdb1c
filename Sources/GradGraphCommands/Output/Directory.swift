#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// What a directory holds.
enum Directory {
  /// The names in a directory, in no order.
  static func names(in path: String) throws(OutputError) -> [String] {
    guard let directory = opendir(path) else { throw OutputError(errno, path) }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let size = MemoryLayout.size(ofValue: entry.pointee.d_name)
      names.append(
        withUnsafePointer(to: &entry.pointee.d_name) {
          $0.withMemoryRebound(to: CChar.self, capacity: size) { String(cString: $0) }
        })
    }
    return names
  }

  /// Creates the directories that a file stands in.
  static func create(for path: String) throws(OutputError) {
    var place = path.hasPrefix("/") ? "/" : ""
    for part in path.split(separator: "/").dropLast() {
      place += part
      if mkdir(place, 0o777) != 0, errno != EEXIST { throw OutputError(errno, place) }
      place += "/"
    }
  }

  /// Removes a file.
  ///
  /// - Returns: the `errno`, if it could not be removed.
  static func remove(_ path: String) -> Int32? { unlink(path) == 0 ? nil : errno }
}
