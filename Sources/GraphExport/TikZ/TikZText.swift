import DisplayText

/// A text for LaTeX and its approximate width, in points.
struct TikZText {
  var tex: String
  var width: Double

  static func + (a: TikZText, b: TikZText) -> TikZText {
    TikZText(tex: a.tex + b.tex, width: a.width + b.width)
  }

  /// The font size of all texts in boxes, in points.
  static let size = 8.0

  /// A name in mathematics mode, without dollar signs; a name that is cut also has the node's number.
  init(name: String, id: Int) {
    let longest = Diagram.Node.longestLabel
    tex = TeXText.name(name, longest: longest)
    width = Self.width(of: VisibleText.of(VisibleText.fitted(name, to: longest)))
    if VisibleText.fitted(name, to: longest, mark: "").utf8.count < name.utf8.count {
      tex += "_{\\#\(id)}"
      width += Self.width(of: "#\(id)") * 0.7
    }
  }

  /// A number in mathematics mode, without dollar signs.
  init(number: Double, _ numbers: NumberText) {
    tex = numbers.tex(number)
    width = Self.width(of: numbers.text(number)) + (tex.holds("cdot") ? 14 : 0)
  }

  /// Words, numbers and signs of this program.
  init(words: String, _ numbers: NumberText, scale: Double = 1) {
    var parts: [String] = []
    width = 0
    for word in words.split(separator: " ") {
      let isLast = word.hasSuffix(",") ? "," : ""
      let core = String(isLast.isEmpty ? word : word.dropLast())
      parts.append(Self.word(core) + isLast)
      width += (Self.width(of: String(word)) + 2.8) * scale
    }
    tex = parts.joined(separator: " ")
  }

  init(tex: String, width: Double) {
    self.tex = tex
    self.width = width
  }

  /// The sign of an operation: `$\times$`, `$\tanh$`, `$(\cdot)^{2}$`.
  init(_ operation: Diagram.Operation, _ numbers: NumberText) {
    let constants = operation.parameters.map { TikZText(number: $0, numbers) }
    let list = constants.map { $0.tex }.joined(separator: ", ")
    let more = constants.reduce(0) { $0 + $1.width + 4 }
    if operation.text == "**" {
      self.init(
        tex: "(\\cdot)^{\(list.isEmpty ? "(\\cdot)" : list)}", width: 12 + (list.isEmpty ? 8 : more * 0.75))
      return
    }
    let name =
      Self.signs[operation.symbol]
      ?? TeXText.function(VisibleText.fitted(operation.symbol, to: Diagram.Node.longestLabel))
    let width = Self.signs[operation.symbol] == nil ? Self.width(of: VisibleText.of(operation.symbol)) : 7
    self.init(tex: name + (list.isEmpty ? "" : "(\(list))"), width: width + (list.isEmpty ? 0 : more + 6))
  }

  private static let signs = [
    "+": "+", "−": "-", "-": "-", "×": "\\times", "*": "\\times", "/": "/", "σ": "\\sigma", "Σ": "\\Sigma",
    "Π": "\\Pi", "→": "\\to",
  ]

  private static func word(_ word: String) -> String {
    if let sign = signs[word]
      ?? ["=": "=", "…": "\\dots", "nan": "\\mathrm{NaN}", "inf": "\\infty", "-inf": "-\\infty"][word]
    {
      return "$\(sign)$"
    }
    if let number = Double(word), number.isFinite {
      let parts = word.split(separator: "e")
      return parts.count == 2 ? "$\(parts[0]) \\cdot 10^{\(parts[1])}$" : "$\(word)$"
    }
    if word.hasPrefix("×"), Int(word.dropFirst()) != nil { return "$\\times \(word.dropFirst())$" }
    switch word {
    case "—": return "---"
    case "⚠": return "$\\triangle$"
    default: return TeXText.text(word)
    }
  }

  /// The width in Computer Modern at ``size``, by classes of letters; an upper estimate.
  static func width(of text: String) -> Double {
    text.utf8.reduce(0) { width, byte in
      switch byte {
      case UInt8(ascii: "i"), UInt8(ascii: "j"), UInt8(ascii: "l"), UInt8(ascii: "."), UInt8(ascii: ","),
        UInt8(ascii: ":"), UInt8(ascii: ";"), UInt8(ascii: " "):
        width + 2.8
      case UInt8(ascii: "m"), UInt8(ascii: "w"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "="):
        width + 6.8
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "%"), UInt8(ascii: "@"), UInt8(ascii: "_"):
        width + 6.4
      // The bytes after the first of a multi-byte sign add nothing.
      case 0x80..<0xC0: width
      case 0xC0...: width + 7
      default: width + 4.5
      }
    }
  }
}
