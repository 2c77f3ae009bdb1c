/// Searches for parts of a text, byte for byte, by the standard library alone: it has no such search where Swift is
/// embedded.
extension StringProtocol {
  /// Whether `part` is in the text; the empty text is in every text.
  ///
  /// - Complexity: O(length · length of the part).
  package func holds(_ part: String) -> Bool {
    Substring(self).range(of: Array(part.utf8)) != nil
  }

  /// The text with the first of each pair replaced by the second; what was put in is not searched again.
  ///
  /// - Precondition: no pair begins with an empty text.
  /// - Complexity: O(length · pairs · length of a pair).
  package func replacingEach(_ pairs: [(part: String, replacement: String)]) -> String {
    var bytes: [UInt8] = []
    var rest = Substring(self).utf8
    search: while let byte = rest.first {
      for (part, replacement) in pairs where rest.starts(with: part.utf8) {
        bytes.append(contentsOf: replacement.utf8)
        rest = rest.dropFirst(part.utf8.count)
        continue search
      }
      bytes.append(byte)
      rest = rest.dropFirst()
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The texts between the places where `separator` is, without empty ones.
  ///
  /// - Precondition: the separator is not empty.
  package func pieces(between separator: String) -> [Substring] {
    let separator = Array(separator.utf8)
    var pieces: [Substring] = []
    var rest = Substring(self)
    while let found = rest.range(of: separator) {
      pieces.append(rest[..<found.lowerBound])
      rest = rest[found.upperBound...]
    }
    pieces.append(rest)
    return pieces.filter { !$0.isEmpty }
  }
}

extension Substring {
  /// Where these bytes are first.
  fileprivate func range(of bytes: [UInt8]) -> Range<Index>? {
    var rest = utf8
    while true {
      if rest.starts(with: bytes) {
        return rest.startIndex..<rest.index(rest.startIndex, offsetBy: bytes.count)
      }
      if rest.popFirst() == nil { return nil }
    }
  }
}
