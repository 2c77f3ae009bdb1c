import GraphExport

/// The contents of a file when it was read; a later change is then found before the file is replaced.
enum FileVersion: Equatable, Sendable {
  /// No file was there.
  case absent
  /// SHA-256 of all bytes.
  case content(String)

  init(_ bytes: [UInt8]) { self = .content(SHA256.hex(of: bytes)) }

  /// The present contents at a path; `nil` if it is no regular file that can be read.
  init?(ofFile path: String) {
    guard InputFile.exists(path) else {
      self = .absent
      return
    }
    guard let bytes = try? InputFile.readRegular(path) else { return nil }
    self.init(bytes)
  }
}
