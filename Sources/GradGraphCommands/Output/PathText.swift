import DisplayText

/// Paths as text, byte by byte: a slash that a mark combines with is a slash to the system.
enum PathText {
  private static let slash = UInt8(ascii: "/")

  /// The names between the slashes.
  static func parts(of path: String) -> [String] {
    path.utf8.split(separator: slash).map { String(decoding: $0, as: UTF8.self) }
  }

  static func isAbsolute(_ path: String) -> Bool { path.utf8.first == slash }

  /// The directory of a file, with a slash at its end; empty for the current one.
  static func directory(of path: String) -> String {
    path.utf8.lastIndex(of: slash).map { String(decoding: path.utf8[...$0], as: UTF8.self) } ?? ""
  }

  static func name(of path: String) -> String {
    path.utf8.lastIndex(of: slash).map { String(decoding: path.utf8[$0...].dropFirst(), as: UTF8.self) }
      ?? path
  }

  /// Without slashes at the end, but for `/` itself.
  static func withoutSlashes(_ path: String) -> String {
    guard let last = path.utf8.lastIndex(where: { $0 != slash }) else { return path.isEmpty ? "" : "/" }
    return String(decoding: path.utf8[...last], as: UTF8.self)
  }

  /// A path relative to a file's directory, from the current one.
  static func path(_ path: String, from file: String) -> String {
    isAbsolute(path) ? path : normal(directory(of: file) + path)
  }

  /// Without `.` and, where they end something, `..`.
  static func normal(_ path: String) -> String {
    var parts: [String] = []
    for part in Self.parts(of: path) {
      if part == "." { continue }
      if part == "..", let last = parts.last, last != ".." { parts.removeLast() } else { parts.append(part) }
    }
    return (isAbsolute(path) ? "/" : "") + parts.joined(separator: "/")
  }

  /// A path as it is written in a file's directory.
  static func path(of path: String, from file: String) -> String {
    let target = parts(of: normal(path))
    let base = parts(of: normal(directory(of: file)))
    guard isAbsolute(path) == isAbsolute(file) else { return path }
    let shared = zip(target, base).prefix { $0 == $1 }.count
    return (base.dropFirst(shared).map { _ in ".." } + target.dropFirst(shared)).joined(separator: "/")
  }
}
