extension MarkdownText {
  /// Which Markdown a text is for: they differ in what a backslash escapes.
  public enum Dialect: Sendable {
    case commonMark
    /// Python-Markdown, where only some signs can be escaped, and the others are entities.
    case python
  }

  /// A text within a paragraph or between the brackets of an image, with nothing in it that Markdown would read.
  public static func inline(_ text: String, dialect: Dialect = .commonMark) -> String {
    var result = ""
    for scalar in VisibleText.of(text).unicodeScalars {
      switch scalar {
      case "[", "]", "\\", "`", "*", "_", "!": result += "\\"
      case "<", ">", "&", "$":
        if dialect == .python, let entity = entity(scalar) {
          result += entity
          continue
        }
        result += "\\"
      default: break
      }
      result.unicodeScalars.append(scalar)
    }
    return result
  }

  private static func entity(_ scalar: Unicode.Scalar) -> String? {
    switch scalar {
    case "<": "&lt;"
    case ">": "&gt;"
    case "&": "&amp;"
    case "$": "&#36;"
    default: nil
    }
  }

  /// The destination of a link, in `<>` where it holds more than plain signs.
  public static func destination(_ path: String) -> String {
    let isPlain = path.unicodeScalars.allSatisfy {
      $0.isASCII && $0.value > 0x20 && $0.value < 0x7F && !"()<>\\&`*_[]\"'".unicodeScalars.contains($0)
    }
    // A name with an underscore is common, and needs no more.
    let isName = path.unicodeScalars.allSatisfy {
      ($0.isASCII && $0.properties.isAlphabetic) || ("0"..."9").contains($0)
        || "-_./~".unicodeScalars.contains($0)
    }
    if isPlain || isName { return path }
    var result = "<"
    for scalar in VisibleText.of(path).unicodeScalars {
      if "<>\\&".unicodeScalars.contains(scalar) { result += "\\" }
      result.unicodeScalars.append(scalar)
    }
    return result + ">"
  }
}
