/// Makes any text safe inside the workflow commands of GitHub, such as `::error file=a.md,line=3::message`.
///
/// The runner reads every line of standard output and of standard error, and takes one that begins with `::`, behind blanks
/// too, or that holds `##[`, for a command. Source: actions/runner, `ActionCommand.cs`.
public enum AnnotationText {
  /// The part of a command behind its second `::`; line ends stay line ends for the reader.
  public static func message(_ text: String) -> String { escaped(TerminalText.lines(text)) }

  /// The value of a property, such as that of `file=`.
  public static func property(_ text: String) -> String {
    var result = ""
    for scalar in escaped(VisibleText.of(text)).unicodeScalars {
      switch scalar {
      case ":": result += "%3A"
      case ",": result += "%2C"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// A line that is no command: a colon or a number sign that would begin one is written `\u{3A}` or `\u{23}`.
  public static func line(_ text: String) -> String {
    var result = ""
    var isStart = true
    let scalars = Array(text.unicodeScalars)
    for (index, scalar) in scalars.enumerated() {
      let next = index + 1 < scalars.count ? scalars[index + 1] : " "
      if isStart, scalar == ":", next == ":" {
        result += "\\u{3A}"
      } else if scalar == "#", next == "#", index + 2 < scalars.count, scalars[index + 2] == "[" {
        result += "\\u{23}"
      } else {
        result.unicodeScalars.append(scalar)
      }
      if !scalar.properties.isWhitespace { isStart = false }
    }
    return result
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "%": result += "%25"
      case "\r": result += "%0D"
      case "\n": result += "%0A"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

extension VisibleText {
  /// A line of a document, safe to print; tabs stay, so that what is printed can be applied as a patch.
  public static func line(_ text: String) -> String {
    var result = ""
    var part = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if scalar == "\t" {
        result += of(String(part)) + "\t"
        part = String.UnicodeScalarView()
      } else {
        part.append(scalar)
      }
    }
    return result + of(String(part))
  }
}
