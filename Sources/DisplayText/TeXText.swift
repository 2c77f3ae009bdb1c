/// Makes any text safe inside LaTeX; in mathematics mode it needs `amsmath`.
public enum TeXText {
  /// A name in mathematics mode: a letter as it is, a word in italics, anything else as text.
  ///
  /// - Parameters:
  ///   - name: any text.
  ///   - longest: columns; longer ones are cut.
  public static func name(_ name: String, longest: Int) -> String {
    if let command = greek[name] { return "\\\(command)" }
    let isWord = name.utf8.allSatisfy { byte in
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || (0x30...0x39).contains(byte)
        || byte == UInt8(ascii: "_")
    }
    let visible = VisibleText.fitted(VisibleText.ascii(name), to: longest, mark: "...")
    if isWord { return name.utf8.count == 1 ? name : "\\mathit{\(escaped(visible))}" }
    return "\\text{\(escaped(visible))}"
  }

  /// The name of a function in mathematics mode, upright.
  public static func function(_ name: String) -> String {
    functions.contains(name) ? "\\\(name)" : "\\operatorname{\(escaped(VisibleText.ascii(name)))}"
  }

  private static let functions: Set<String> = [
    "exp", "log", "sin", "cos", "tan", "sinh", "cosh", "tanh", "min", "max",
  ]

  private static let greek: [String: String] = [
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "varepsilon", "ζ": "zeta", "η": "eta",
    "θ": "theta", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi", "ρ": "rho", "σ": "sigma",
    "τ": "tau", "φ": "varphi", "χ": "chi", "ψ": "psi", "ω": "omega",
  ]

  /// Printable ASCII, as text of LaTeX.
  public static func escaped(_ text: String) -> String {
    text.map { character in
      switch character {
      case "\\": "\\textbackslash{}"
      case "{", "}", "#", "%", "&", "_": "\\\(character)"
      // As text it comes from a font that small installations have to make first.
      case "$": "\\ensuremath{\\mathdollar}"
      case "~": "\\textasciitilde{}"
      case "^": "\\textasciicircum{}"
      case "<": "\\textless{}"
      case ">": "\\textgreater{}"
      case "|": "\\textbar{}"
      case "\"": "{''}"
      // Two of them would be one sign.
      case "-", "`", "'": "{\(character)}"
      default: String(character)
      }
    }.joined()
  }
}
