/// Makes any text safe inside LaTeX; in mathematics mode it needs `amsmath`.
///
/// The output is for pdflatex, XeLaTeX, LuaLaTeX, MathJax and KaTeX alike. Letters that are neither Latin nor Greek stand
/// as they are in `\text{…}`: MathJax, KaTeX and the two newer engines show them; pdflatex needs ``fallbacks(for:)`` or a
/// package such as `CJKutf8`.
public enum TeXText {
  /// A name in mathematics mode, readable, and different for different names.
  ///
  /// A letter stands as it is, a word in italics, `α` is `\alpha`, `ŷ` is `\hat{y}`, `x₁` is `x_{1}`, `x²` is `x^{2}`, `x'`
  /// is `x'`, `重み` is `\text{重み}`; an underscore stays one (`x_1` is another name than `x₁`). Any other name is
  /// text.
  ///
  /// - Parameters:
  ///   - name: any text.
  ///   - longest: columns; longer ones are cut, as ``VisibleText/fitted(_:to:mark:)`` cuts them, and then end with `\dots`.
  public static func name(_ name: String, longest: Int) -> String {
    let shown = VisibleText.fitted(name, to: longest, mark: "")
    let isCut = shown.utf8.count < name.utf8.count
    return (TeXName(shown)?.tex ?? "\\text{\(text(shown))}") + (isCut ? "\\dots" : "")
  }

  /// Whether a name in mathematics mode ends with a subscript or a superscript, so that another needs braces around it.
  public static func endsWithScript(_ tex: String) -> Bool {
    tex.utf8.last == UInt8(ascii: "'") || tex.utf8.contains(UInt8(ascii: "^")) || contains("_{", tex)
  }

  private static func contains(_ pair: StaticString, _ text: String) -> Bool {
    var last: UInt8 = 0
    for byte in text.utf8 {
      if last == pair.utf8Start[0], byte == pair.utf8Start[1] { return true }
      // `\_` is a letter.
      last = last == UInt8(ascii: "\\") ? 0 : byte
    }
    return false
  }

  /// The name of a function in mathematics mode, upright.
  public static func function(_ name: String) -> String {
    functions.contains(name) ? "\\\(name)" : "\\operatorname{\(text(name))}"
  }

  private static let functions: Set<String> = [
    "exp", "log", "sin", "cos", "tan", "sinh", "cosh", "tanh", "min", "max",
  ]

  /// Any text, as text of LaTeX; what no target can carry is visible, and what is not ASCII stands as it is.
  public static func text(_ text: String) -> String { escaped(VisibleText.of(text)) }

  /// Visible text, as text of LaTeX.
  public static func escaped(_ text: String) -> String {
    var (tex, last) = ("", Unicode.Scalar(" "))
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": tex += "\\textbackslash{}"
      case "{", "}", "#", "%", "&", "_":
        tex += "\\"
        tex.unicodeScalars.append(scalar)
      // As text it comes from a font that small installations have to make first.
      case "$": tex += "\\ensuremath{\\mathdollar}"
      case "~": tex += "\\textasciitilde{}"
      case "^": tex += "\\textasciicircum{}"
      case "<": tex += "\\textless{}"
      case ">": tex += "\\textgreater{}"
      case "|": tex += "\\textbar{}"
      case "\"": tex += "{''}"
      // Two of them would be one sign.
      case "-", "`", "'":
        tex += "{"
        tex.unicodeScalars.append(scalar)
        tex += "}"
      // Several would be one, and one at an end none.
      case " ": tex += last == " " ? "\\ " : " "
      default: tex.unicodeScalars.append(scalar)
      }
      last = scalar
    }
    // A backslash before the last space: it is `\ ` already.
    let kept = tex.utf8.dropLast()
    guard last == " ", kept.last != UInt8(ascii: "\\") else { return tex }
    return text.isEmpty ? tex : String(Substring(kept)) + "\\ "
  }

  /// Definitions for pdflatex of the signs in a text that it does not know: each is then shown as `U+91CD`.
  ///
  /// They change nothing where a font or a package has the sign, nor in XeLaTeX and LuaLaTeX. In LaTeX, a sign of several
  /// bytes is the macro whose name is `u8:` and these bytes.
  ///
  /// - Returns: a line for each sign, in the order of their appearance.
  public static func fallbacks(for tex: [UInt8]) -> String {
    var (known, lines): (Set<Unicode.Scalar>, String) = ([], "")
    guard tex.contains(where: { $0 >= 0x80 }) else { return lines }
    for scalar in String(decoding: tex, as: UTF8.self).unicodeScalars
    where !scalar.isASCII && known.insert(scalar).inserted {
      let digits = String(scalar.value, radix: 16, uppercase: true)
      let code = String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
      let isMark =
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: true
        default: false
        }
      lines +=
        "\\expandafter\\providecommand\\csname u8:\\detokenize{\(String(Character(scalar)))}\\endcsname"
      lines += isMark ? "{}%\n" : "{U+\(code)}%\n"
    }
    return lines
  }
}
