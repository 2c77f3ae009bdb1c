#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

import DisplayText
import GraphExport

/// A directory of numbered pictures: `000.svg`, `001.svg` and so on.
///
/// Only frames that this program wrote are overwritten or removed; everything else in the directory stays.
struct FrameDirectory {
  private let path: String
  /// The frames of an earlier run.
  private let earlier: [String]

  /// Checks the directory and its files; writes nothing.
  ///
  /// - Throws: an error if the directory can't be made or written to, or holds a numbered picture of another program.
  init(_ path: String) throws {
    self.path = path
    guard !path.isEmpty else { throw CommandFailure.usage("--frames needs the name of a directory") }
    guard let status = SystemPath.status(path) else {
      // Making a directory needs the same rights as making a file.
      try OutputFile.checkWritable(Self.withoutSlashes(path))
      earlier = []
      return
    }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      throw CommandFailure.failed(
        "\(VisibleText.of(path)): is not a directory; name another one for --frames")
    }
    let place = path.hasSuffix("/") ? path : path + "/"
    try OutputFile.checkWritable(place + Self.name(of: 0, of: 1))
    do {
      earlier = try Directory.names(in: path).filter(Self.isNumbered).sorted()
    } catch {
      throw CommandFailure.failed("\(error)")
    }
    for name in earlier where !Self.isFrame(place + name) {
      throw CommandFailure.failed(
        "\(VisibleText.of(place + name)): is no frame of this program and stays as it is; "
          + "name another directory for --frames, or move the file away")
    }
  }

  /// Writes the frames, and removes those of an earlier run that are not among them.
  func write(_ pictures: some RandomAccessCollection<[UInt8]>) throws {
    if SystemPath.with(path, { mkdir($0, 0o777) }) != 0, errno != EEXIST { throw OutputError(errno, path) }
    let place = path.hasSuffix("/") ? path : path + "/"
    var written: Set<String> = []
    for (number, picture) in pictures.enumerated() {
      let name = Self.name(of: number, of: pictures.count)
      do {
        try OutputFile.write(picture, to: place + name)
      } catch {
        throw CommandFailure.failed("\(error)\n\(number) of \(pictures.count) frames were written.")
      }
      written.insert(name)
    }
    let stale = earlier.filter { !written.contains($0) }
    for name in stale {
      if let code = Directory.remove(place + name) { throw OutputError(code, place + name) }
    }
    if !stale.isEmpty {
      let frames = stale.count == 1 ? "1 frame" : "\(stale.count) frames"
      StandardError.note("removed \(frames) of an earlier run from \(VisibleText.of(path))")
    }
  }

  /// As many digits as all numbers need, at least three.
  private static func name(of number: Int, of count: Int) -> String {
    let digits = String(number)
    let width = max(3, String(count - 1).count)
    return String(repeating: "0", count: width - digits.count) + digits + ".svg"
  }

  private static func isNumbered(_ name: String) -> Bool {
    let digits = name.utf8.dropLast(4)
    return name.hasSuffix(".svg") && digits.count >= 3
      && digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }

  /// `true` if the root of the picture, which is near its start, has the mark of a frame.
  private static func isFrame(_ path: String) -> Bool {
    let file = SystemPath.with(path) { open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
    guard file >= 0 else { return false }
    defer { close(file) }
    var head = [UInt8](repeating: 0, count: 4096)
    let count = read(file, &head, head.count)
    return count > 0
      && String(decoding: head[..<count], as: UTF8.self).contains("class=\"\(BackwardFrames.mark)\"")
  }

  private static func withoutSlashes(_ path: String) -> String {
    let kept = path.lastIndex { $0 != "/" }.map { path[...$0] } ?? path[...]
    return String(kept)
  }
}
