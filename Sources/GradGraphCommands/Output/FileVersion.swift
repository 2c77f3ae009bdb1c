import GraphExport

/// What a file held when it was read, so that nothing is written over what came after.
enum FileVersion: Equatable, Sendable {
  /// No file was there.
  case absent
  /// SHA-256 of all bytes.
  case content(String)

  init(_ bytes: [UInt8]) { self = .content(SHA256.hex(of: bytes)) }

  /// What is at a path now; `nil` when it is no regular file that can be read.
  init?(ofFile path: String) {
    guard InputFile.exists(path) else {
      self = .absent
      return
    }
    guard let bytes = try? InputFile.readRegular(path) else { return nil }
    self.init(bytes)
  }
}
