/// The signs of typeset mathematics that can mean one thing only, and the sign of the language that each means.
enum Typography {
  enum Sign: Equatable {
    case plus, minus, star, slash
    case squareRoot, cubeRoot
    case transposed
    /// A character of ASCII in its full width, as Chinese and Japanese texts have it.
    case wide(UInt8)
  }

  static func sign(_ scalar: Unicode.Scalar) -> Sign? {
    switch scalar.value {
    // × · ⋅ ∗ ∙ • and the invisible times
    case 0xD7, 0xB7, 0x22C5, 0x2217, 0x2219, 0x2022, 0x2062: .star
    // ÷ ∕ ⁄
    case 0xF7, 0x2215, 0x2044: .slash
    // − and the hyphens and dashes that word processors make of it
    case 0x2212, 0x2010...0x2014, 0xFE58, 0xFE63: .minus
    case 0xFE62: .plus
    case 0x221A: .squareRoot
    case 0x221B: .cubeRoot
    case 0x1D40: .transposed
    case 0xFF01...0xFF5E: .wide(UInt8(scalar.value - 0xFEE0))
    default: nil
    }
  }

  /// The digit of `²`.
  static func superscriptDigit(_ scalar: Unicode.Scalar) -> Int? {
    switch scalar.value {
    case 0xB9: 1
    case 0xB2: 2
    case 0xB3: 3
    case 0x2070, 0x2074...0x2079: Int(scalar.value - 0x2070)
    default: nil
    }
  }

  /// The letter of `ⁿ`.
  static func superscriptLetter(_ scalar: Unicode.Scalar) -> String? {
    switch scalar.value {
    case 0x2071: "i"
    case 0x207F: "n"
    case 0x02E3: "x"
    case 0x02B8: "y"
    default: nil
    }
  }

  static func isSuperscript(_ scalar: Unicode.Scalar) -> Bool {
    superscriptDigit(scalar) != nil || superscriptLetter(scalar) != nil || scalar.value == 0x1D40
  }

  /// The sign before a superscript: `⁺` or `⁻`.
  static func superscriptSign(_ scalar: Unicode.Scalar) -> Double? {
    switch scalar.value {
    case 0x207A: 1
    case 0x207B: -1
    default: nil
    }
  }

  /// The replacement for a sign that the language does not have.
  static func advice(_ scalar: Unicode.Scalar) -> String? {
    switch scalar.value {
    case 0x2211: "a sum is written sum(x)"
    case 0x220F: "a product is written product(x)"
    case 0x221C: "a fourth root is written x**(1/4)"
    case 0x221E: "infinity is written inf"
    case 0x2032, 0x2019, 0x2018: "a name has no primes, and a transpose is written transpose(W)"
    case 0x2202, 0x2207: "gradients are computed without being asked for"
    case 0x222B: "there are no integrals"
    case 0xBD: "a half is written 1/2"
    case 0xBC: "a quarter is written 1/4"
    case 0xBE: "three quarters are written 3/4"
    case 0xB1: "'±' means two values; write one of them"
    case 0x2264, 0x2265, 0x2260, 0x2248: "a formula has no comparisons"
    case 0x2190, 0x2254: "a name is defined with '='"
    case 0xB0: "an angle in degrees is written x*pi/180"
    case 0x2016: "a norm is written sqrt(sum(x**2))"
    case 0x201C, 0x201D: "a formula has no strings"
    default: nil
    }
  }
}
