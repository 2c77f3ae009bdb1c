/// Letters that mathematics mode has commands for.
enum TeXLetters {
  /// `\alpha`; letters of the Greek alphabet that look like Latin ones are these, upright.
  static func greek(_ scalar: Unicode.Scalar) -> String? {
    let name: String? =
      switch scalar {
      case "α": "alpha"
      case "β": "beta"
      case "γ": "gamma"
      case "δ": "delta"
      case "ε": "varepsilon"
      case "ϵ": "epsilon"
      case "ζ": "zeta"
      case "η": "eta"
      case "θ": "theta"
      case "ϑ": "vartheta"
      case "ι": "iota"
      case "κ": "kappa"
      case "λ": "lambda"
      case "μ": "mu"
      case "ν": "nu"
      case "ξ": "xi"
      case "ο": "mathrm{o}"
      case "π": "pi"
      case "ϖ": "varpi"
      case "ρ": "rho"
      case "ϱ": "varrho"
      case "σ": "sigma"
      case "ς": "varsigma"
      case "τ": "tau"
      case "υ": "upsilon"
      case "φ": "varphi"
      case "ϕ": "phi"
      case "χ": "chi"
      case "ψ": "psi"
      case "ω": "omega"
      default: capital(scalar)
      }
    return name.map { "\\\($0)" }
  }

  private static func capital(_ scalar: Unicode.Scalar) -> String? {
    switch scalar {
    case "Γ": "Gamma"
    case "Δ": "Delta"
    case "Θ": "Theta"
    case "Λ": "Lambda"
    case "Ξ": "Xi"
    case "Π": "Pi"
    case "Σ": "Sigma"
    case "Υ": "Upsilon"
    case "Φ": "Phi"
    case "Ψ": "Psi"
    case "Ω": "Omega"
    case "Α": "mathrm{A}"
    case "Β": "mathrm{B}"
    case "Ε": "mathrm{E}"
    case "Ζ": "mathrm{Z}"
    case "Η": "mathrm{H}"
    case "Ι": "mathrm{I}"
    case "Κ": "mathrm{K}"
    case "Μ": "mathrm{M}"
    case "Ν": "mathrm{N}"
    case "Ο": "mathrm{O}"
    case "Ρ": "mathrm{P}"
    case "Τ": "mathrm{T}"
    case "Χ": "mathrm{X}"
    case "∂": "partial"
    case "∇": "nabla"
    case "ℓ": "ell"
    case "ℏ": "hbar"
    case "∞": "infty"
    default: nil
    }
  }

  /// A Latin or Greek letter with accents: `\hat{y}`, whether it is one scalar or several.
  static func accented(_ scalars: Character.UnicodeScalarView) -> String? {
    guard let first = scalars.first else { return nil }
    var rest = scalars.dropFirst().makeIterator()
    var accents: [String] = []
    var base: String
    if let composed = composed(first) {
      base = composed.letter
      accents.append(composed.accent)
    } else if first.isASCII, first.properties.isAlphabetic {
      base = String(first)
    } else if let command = greek(first) {
      base = command
    } else {
      return nil
    }
    while let mark = rest.next() {
      // More are no mathematics.
      guard let accent = accent(mark), accents.count < 3 else { return nil }
      accents.append(accent)
    }
    return accents.isEmpty ? nil : accents.reduce(base) { "\\\($1){\($0)}" }
  }

  private static func accent(_ mark: Unicode.Scalar) -> String? {
    switch mark.value {
    case 0x300: "grave"
    case 0x301: "acute"
    case 0x302: "hat"
    case 0x303: "tilde"
    case 0x304: "bar"
    case 0x306: "breve"
    case 0x307: "dot"
    case 0x308: "ddot"
    case 0x30A: "mathring"
    case 0x30C: "check"
    case 0x20D7: "vec"
    default: nil
    }
  }

  private static func composed(_ scalar: Unicode.Scalar) -> (letter: String, accent: String)? {
    guard (0xC0..<0x250).contains(scalar.value) || (0x1E00..<0x1F00).contains(scalar.value) else {
      return nil
    }
    return table[scalar]
  }

  /// From lines of letters, each followed by the same letter with the accent of the line.
  private static let table: [Unicode.Scalar: (letter: String, accent: String)] = {
    let lines: [(accent: String, pairs: String)] = [
      ("hat", "AÂaâCĈcĉEÊeêGĜgĝHĤhĥIÎiîJĴjĵOÔoôSŜsŝUÛuûWŴwŵYŶyŷZẐzẑ"),
      ("tilde", "AÃaãEẼeẽIĨiĩNÑnñOÕoõUŨuũVṼvṽYỸyỹ"),
      ("bar", "AĀaāEĒeēGḠgḡIĪiīOŌoōUŪuūYȲyȳ"),
      ("dot", "AȦaȧBḂbḃCĊcċDḊdḋEĖeėFḞfḟGĠgġHḢhḣIİMṀmṁNṄnṅOȮoȯPṖpṗRṘrṙSṠsṡTṪtṫWẆwẇXẊxẋYẎyẏZŻzż"),
      ("ddot", "AÄaäEËeëHḦhḧIÏiïOÖoötẗUÜuüWẄwẅXẌxẍYŸyÿ"),
      ("acute", "AÁaáCĆcćEÉeéGǴgǵIÍiíKḰkḱLĹlĺMḾmḿNŃnńOÓoóPṔpṕRŔrŕSŚsśUÚuúWẂwẃYÝyýZŹzź"),
      ("grave", "AÀaàEÈeèIÌiìNǸnǹOÒoòUÙuùWẀwẁYỲyỳ"),
      ("check", "AǍaǎCČcčDĎdďEĚeěGǦgǧHȞhȟIǏiǐjǰKǨkǩLĽlľNŇnňOǑoǒRŘrřSŠsšTŤtťUǓuǔZŽzž"),
      ("breve", "AĂaăEĔeĕGĞgğIĬiĭOŎoŏUŬuŭ"),
      ("mathring", "AÅaåUŮuůwẘyẙ"),
    ]
    var table: [Unicode.Scalar: (letter: String, accent: String)] = [:]
    for line in lines {
      var letter = Unicode.Scalar(" ")
      for scalar in line.pairs.unicodeScalars {
        if scalar.isASCII { letter = scalar } else { table[scalar] = (String(letter), line.accent) }
      }
    }
    return table
  }()
}
