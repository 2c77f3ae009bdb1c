#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

import DisplayText

/// Lists and creates directories, and removes files.
enum Directory {
  /// The reason why the names in a directory can't be read.
  struct Unreadable: Error, CustomStringConvertible {
    let path: String
    let code: Int32

    var description: String {
      "\(VisibleText.of(path)): the directory can't be read: \(InputFile.reason(code))"
    }
  }

  /// The names in a directory, in no order.
  static func names(in path: String) throws(Unreadable) -> [String] {
    guard let directory = SystemPath.with(path, { opendir($0) }) else {
      throw Unreadable(path: path, code: errno)
    }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let size = MemoryLayout.size(ofValue: entry.pointee.d_name)
      names.append(
        withUnsafePointer(to: &entry.pointee.d_name) {
          $0.withMemoryRebound(to: CChar.self, capacity: size) { SystemPath.text($0) }
        })
    }
    return names
  }

  /// Creates the missing directories of a file's path.
  static func create(for path: String) throws(OutputError) {
    var place = path.hasPrefix("/") ? "/" : ""
    for part in PathText.parts(of: path).dropLast() {
      place += part
      if SystemPath.with(place, { mkdir($0, 0o777) }) != 0, errno != EEXIST {
        throw OutputError(errno, place)
      }
      place += "/"
    }
  }

  /// Removes a file.
  ///
  /// - Returns: the `errno`, if it could not be removed.
  static func remove(_ path: String) -> Int32? { SystemPath.with(path) { unlink($0) } == 0 ? nil : errno }
}
