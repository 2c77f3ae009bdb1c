/// The text of a formula and the name under which its mistakes are reported.
///
///     let source = Source("a = 2\nb = a**2", name: "seed.formula")
///
/// The bytes need not be valid UTF-8: an invalid byte is reported with its line and column.
public struct Source: Equatable, Sendable {
  /// The text in UTF-8, possibly with a byte order mark at its start.
  public let bytes: [UInt8]
  /// The name of this text in diagnostics: a path, `<formula>` or `<stdin>`.
  public let name: String
  /// The line of its file in which the text begins, for messages that name a line; 1 for a whole file.
  public let firstLine: Int

  /// A formula given as text.
  public init(_ text: String, name: String = "<formula>") {
    self.init(bytes: Array(text.utf8), name: name)
  }

  /// A formula as it was read from a file or a pipe.
  ///
  /// - Parameter firstLine: the line of the file that the text begins in, where it is a part of one.
  public init(bytes: [UInt8], name: String, firstLine: Int = 1) {
    self.bytes = bytes
    self.name = name
    self.firstLine = firstLine
  }

  /// The offset of the text: after the byte order mark, if there is one.
  var contentStart: Int {
    bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }
}
