import DisplayText

/// The title and the description of a picture.
struct SVGWords {
  var title: String
  var description: String
}

/// The id that separates a picture from others on its page, and the digest that detects changes.
struct SVGIdentity {
  /// The id of the root.
  let id: String
  let digest: String

  init(name: String?, digest: String) {
    self.digest = digest
    id = "gg-" + (name.map(Self.letters) ?? String(digest.drop { $0 != ":" }.dropFirst().prefix(10)))
  }

  /// A name as a part of ids, in letters, digits and hyphens; different names have different results.
  private static func letters(of name: String) -> String {
    func isPlain(_ byte: UInt8) -> Bool {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"): true
      default: false
      }
    }
    let longest = 40
    if !name.isEmpty, name.utf8.count <= longest, name.utf8.allSatisfy(isPlain) { return name }
    let shown = name.utf8.prefix(longest).map { isPlain($0) ? $0 : UInt8(ascii: "-") }
    let digest = SHA256.hex(of: Array(name.utf8)).prefix(10)
    return "\(String(decoding: shown, as: UTF8.self))-\(digest)"
  }

  /// The id of a part of the picture. An encoded name has no underscore, so that no picture's id equals that
  /// of another's part.
  func id(of part: String) -> String { "\(id)_\(part)" }

  /// The attributes of the root.
  var attributes: String {
    """
    id="\(id)" aria-labelledby="\(id(of: "title"))" aria-describedby="\(id(of: "desc"))" data-digest="\(digest)"
    """
  }

  /// The first elements of the root.
  func head(_ words: SVGWords) -> String {
    """
    <title id="\(id(of: "title"))">\(XMLText.element(words.title))</title>
    <desc id="\(id(of: "desc"))">\(XMLText.element(words.description))</desc>

    """
  }
}
