/// A name that mathematics mode can show as mathematics: runs of letters, Greek letters, letters with an accent,
/// subscripts, superscripts and primes.
struct TeXName {
  private(set) var tex = ""

  private enum Script { case sub, sup }
  private var word = ""
  private var wordLetters = 0
  private var text = ""
  /// The scripts that the last letter has, and the one that is open.
  private var (hasSub, hasSup) = (false, false)
  private var open: Script?
  /// Whether ``tex`` ends with a command, which a letter would lengthen.
  private var endsInCommand = false

  /// - Returns: `nil` where a sign is none of these, and for an empty name.
  init?(_ name: String) {
    var isFirst = true
    for character in name {
      guard add(character, isFirst: isFirst) else { return nil }
      isFirst = false
    }
    if isFirst { return nil }
    closeAll()
  }

  private mutating func add(_ character: Character, isFirst: Bool) -> Bool {
    let scalars = character.unicodeScalars
    guard let first = scalars.first else { return false }
    let isAlone = scalars.index(after: scalars.startIndex) == scalars.endIndex
    if isAlone {
      if Self.isWordSign(first) {
        letter(String(first))
        return true
      }
      if let script = Self.script(first) {
        if isFirst { return false }
        add(script.text, script.isSub ? .sub : .sup)
        return true
      }
      if first == "'" || first == "′" {
        if isFirst { return false }
        prime(first == "'")
        return true
      }
      if let command = TeXLetters.greek(first) {
        closeAll()
        append(command)
        endsInCommand = command.utf8.last != UInt8(ascii: "}")
        startLetter()
        return true
      }
    }
    if let accented = TeXLetters.accented(scalars) {
      letter(accented)
      return true
    }
    guard scalars.allSatisfy(Self.isLetter) else { return false }
    closeWord()
    closeScript()
    if text.isEmpty { startLetter() }
    text += String(character)
    return true
  }

  private static func isWordSign(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x30...0x39, 0x41...0x5A, 0x5F, 0x61...0x7A: true
    default: false
    }
  }

  /// Letters, numbers and marks of any script.
  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return isWordSign(scalar) }
    return switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
      .letterNumber, .nonspacingMark, .spacingMark:
      true
    default: false
    }
  }

  // MARK: Parts

  private mutating func append(_ more: String) {
    if endsInCommand, let first = more.utf8.first, first | 0x20 >= 0x61, first | 0x20 <= 0x7A { tex += " " }
    tex += more
    endsInCommand = false
  }

  private mutating func letter(_ tex: String) {
    closeText()
    closeScript()
    word += tex == "_" ? "\\_" : tex
    wordLetters += 1
    startLetter()
  }

  private mutating func startLetter() { (hasSub, hasSup) = (false, false) }

  private mutating func add(_ script: String, _ kind: Script) {
    closeWord()
    closeText()
    if open != kind {
      closeScript()
      // A letter has one subscript and one superscript.
      if kind == .sub ? hasSub : hasSup {
        append("{}")
        startLetter()
      }
      append(kind == .sub ? "_{" : "^{")
      if kind == .sub { hasSub = true } else { hasSup = true }
      open = kind
    }
    tex += script
  }

  private mutating func prime(_ isASCII: Bool) {
    closeWord()
    closeText()
    closeScript()
    guard isASCII else {
      append("\\prime")
      endsInCommand = true
      return startLetter()
    }
    // Behind a superscript it would be a second one; several primes are one.
    if hasSup, tex.utf8.last != UInt8(ascii: "'") {
      tex += "{}"
      startLetter()
    }
    append("'")
    hasSup = true
  }

  private mutating func closeAll() {
    closeWord()
    closeText()
    closeScript()
  }

  private mutating func closeScript() {
    if open != nil { tex += "}" }
    open = nil
  }

  private mutating func closeWord() {
    if word.isEmpty { return }
    let isLetter = wordLetters == 1 && word != "\\_"
    append(isLetter ? word : "\\mathit{\(word)}")
    (word, wordLetters) = ("", 0)
  }

  private mutating func closeText() {
    if text.isEmpty { return }
    append("\\text{\(TeXText.escaped(VisibleText.of(text)))}")
    text = ""
  }

  // MARK: Scripts

  private static func script(_ scalar: Unicode.Scalar) -> (text: String, isSub: Bool)? {
    switch scalar.value {
    case 0x2080...0x2089: return (String(scalar.value - 0x2080), true)
    case 0x2070, 0x2074...0x2079: return (String(scalar.value - 0x2070), false)
    case 0xB9: return ("1", false)
    case 0xB2, 0xB3: return (String(scalar.value - 0xB0), false)
    default: break
    }
    let letter: String? =
      switch scalar {
      case "ₐ": "a"
      case "ₑ": "e"
      case "ₕ": "h"
      case "ᵢ": "i"
      case "ⱼ": "j"
      case "ₖ": "k"
      case "ₗ": "l"
      case "ₘ": "m"
      case "ₙ": "n"
      case "ₒ": "o"
      case "ₚ": "p"
      case "ᵣ": "r"
      case "ₛ": "s"
      case "ₜ": "t"
      case "ᵤ": "u"
      case "ᵥ": "v"
      case "ₓ": "x"
      case "ᵦ": "\\beta "
      case "ᵧ": "\\gamma "
      case "ᵨ": "\\rho "
      case "ᵩ": "\\varphi "
      case "ᵪ": "\\chi "
      case "₊": "+"
      case "₋": "-"
      default: nil
      }
    if let letter { return (letter, true) }
    return switch scalar {
    case "ⁿ": ("n", false)
    case "ⁱ": ("i", false)
    case "ᵀ": ("T", false)
    case "⁺": ("+", false)
    case "⁻": ("-", false)
    default: nil
    }
  }
}
