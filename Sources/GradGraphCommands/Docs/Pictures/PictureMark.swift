import DisplayText
import GraphExport

/// The last line of a document's picture: its document, the digest of its source, and that of its bytes.
///
/// ```
/// <!-- gradgraph docs: ../README.md sha256:2b7e… bytes:91ab… -->
/// ```
struct PictureMark: Equatable {
  /// The document, as a path from the picture's directory.
  var owner: String
  /// The digest of the graph, the options and the words.
  var digest: String
  /// The digest of all bytes before the mark, of the owner and of ``digest``; empty in marks of earlier versions.
  var seal: String

  private static let begin = Array("<!-- gradgraph docs: ".utf8)
  private static let end = Array(" -->".utf8)
  private static let bytesWord = " bytes:"

  /// - Parameter picture: the bytes before the mark.
  init(owner: String, digest: String, of picture: some Collection<UInt8>) {
    (self.owner, self.digest) = (owner, digest)
    seal = Self.seal(owner, digest, picture)
  }

  /// The whole line. Hyphens are escaped: a comment in XML holds no two of them.
  var text: String {
    let owner = RawBytes.bytes(of: owner).map { byte in
      let isPlain = byte > 0x20 && byte < 0x7F && byte != UInt8(ascii: "-") && byte != UInt8(ascii: "%")
      return isPlain ? String(UnicodeScalar(byte)) : Self.percent(byte)
    }.joined()
    return String(decoding: Self.begin, as: UTF8.self) + "\(owner) \(digest)\(Self.bytesWord)\(seal) -->\n"
  }

  private static func percent(_ byte: UInt8) -> String {
    "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
  }

  /// The mark at the end of a file; `nil` when there is none.
  ///
  /// - Returns: the mark, and the number of bytes before it.
  static func read(_ bytes: [UInt8]) -> (mark: PictureMark, length: Int)? {
    var end = bytes.count
    while end > 0, [0x0A, 0x0D, 0x20].contains(bytes[end - 1]) { end -= 1 }
    let start = (bytes[..<end].lastIndex(of: 0x0A) ?? -1) + 1
    let line = bytes[start..<end]
    guard line.starts(with: begin), line.reversed().starts(with: Self.end.reversed()),
      line.count >= begin.count + Self.end.count
    else { return nil }
    let words = line.dropFirst(begin.count).dropLast(Self.end.count).split(separator: 0x20)
      .map { String(decoding: $0, as: UTF8.self) }
    guard words.count >= 2 else { return nil }
    // The owner of a picture made in Swift is empty. Earlier versions wrote blanks of a path as they are.
    let hasSeal = words[words.count - 1].hasPrefix("bytes:")
    let digest = words[words.count - (hasSeal ? 2 : 1)]
    let owner = words[..<(words.count - (hasSeal ? 2 : 1))].joined(separator: " ")
    var mark = PictureMark(owner: decoded(owner), digest: digest, of: [])
    mark.seal = hasSeal ? String(words[words.count - 1].dropFirst(6)) : ""
    return (mark, start)
  }

  private static func decoded(_ text: String) -> String {
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
        let byte = UInt8(String(decoding: bytes[index + 1...index + 2], as: UTF8.self), radix: 16)
      {
        result.append(byte)
        index += 3
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return RawBytes.text(of: result)
  }

  /// `true` if a file is the one this mark was written for. Other line ends, as a checkout may make them, are no change.
  ///
  /// - Parameter picture: the bytes before the mark.
  func seals(_ picture: ArraySlice<UInt8>) -> Bool { seal == Self.seal(owner, digest, picture) }

  private static func seal(_ owner: String, _ digest: String, _ picture: some Collection<UInt8>) -> String {
    var bytes = Array("\(owner)\n\(digest)\n".utf8)
    bytes.reserveCapacity(bytes.count + picture.count)
    var isReturn = false
    for byte in picture {
      // CR LF is LF.
      if isReturn, byte != 0x0A { bytes.append(0x0D) }
      isReturn = byte == 0x0D
      if !isReturn { bytes.append(byte) }
    }
    if isReturn { bytes.append(0x0D) }
    return String(SHA256.hex(of: bytes).prefix(32))
  }
}

/// The file at the path of a picture.
struct PictureFile {
  enum State: Equatable {
    case absent
    /// A picture of a document, as it was written.
    case written
    /// A picture of this program that was changed since, or of a version that did not seal its files.
    case edited
    /// Something else, which this program did not write.
    case foreign
    /// No regular file that can be read; why not.
    case unusable(String)
  }

  let state: State
  let mark: PictureMark?
  /// The contents of the file when it was read; `nil` if it can't be read.
  let version: FileVersion?

  init(_ path: String) {
    guard SystemPath.status(path, followingLinks: false) != nil else {
      (state, mark, version) = (.absent, nil, .absent)
      return
    }
    let bytes: [UInt8]
    do {
      bytes = try InputFile.readRegular(path)
    } catch {
      (state, mark, version) = (.unusable(error.message), nil, nil)
      return
    }
    version = FileVersion(bytes)
    guard let (mark, length) = PictureMark.read(bytes) else {
      mark = nil
      // A picture of gradgraph render carries a digest of its own. Nothing is lost with an empty file.
      state = bytes.isEmpty ? .absent : SVGDocument.digest(in: bytes) == nil ? .foreign : .edited
      return
    }
    self.mark = mark
    state = mark.seals(bytes[..<length]) ? .written : .edited
  }
}
