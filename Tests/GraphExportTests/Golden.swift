import Foundation
import Testing

/// Files that say what a format looks like: `Tests/Goldens/CASE/FILE`.
///
/// `RECORD_GOLDENS=1 swift test` writes them anew, and fails, so that nobody takes a recording for a passed test.
enum Golden {
  static func expect(
    _ bytes: [UInt8], _ path: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Goldens/\(path)")
    if ProcessInfo.processInfo.environment["RECORD_GOLDENS"] == "1" {
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(bytes).write(to: file)
      Issue.record("recorded \(path); run again without RECORD_GOLDENS", sourceLocation: sourceLocation)
      return
    }
    let golden = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    #expect(text(bytes) == golden, "differs from Tests/Goldens/\(path)", sourceLocation: sourceLocation)
  }
}
