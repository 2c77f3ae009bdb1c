/// The text of a constant in a formula: `π`, `e`, `1e-8`; it reads back to the same double.
package enum ConstantText {
  /// The name of a mathematical constant of the formula language; `nil` for other numbers.
  package static func name(of number: Double) -> String? {
    if number == .pi { return "pi" }
    return number == 2.718281828459045 ? "e" : nil
  }

  /// The number as written in a formula.
  package static func of(_ number: Double) -> String {
    if let name = name(of: number.magnitude) { return (number < 0 ? "-" : "") + (name == "pi" ? "π" : name) }
    return short(NumberText.exact(number))
  }

  /// The number with the digits of `numbers`; mathematical constants have their names.
  static func of(_ number: Double, _ numbers: NumberText) -> String {
    name(of: number.magnitude) == nil ? numbers.text(number) : of(number)
  }

  /// Removes the zero and the plus of `1e-08` and `1e+20`.
  private static func short(_ text: String) -> String {
    guard let place = text.utf8.firstIndex(of: UInt8(ascii: "e")) else { return text }
    var exponent = text.utf8[text.utf8.index(after: place)...]
    var sign = ""
    if let first = exponent.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
      if first == UInt8(ascii: "-") { sign = "-" }
      exponent = exponent.dropFirst()
    }
    while exponent.count > 1, exponent.first == UInt8(ascii: "0") { exponent = exponent.dropFirst() }
    return String(text[..<place]) + "e" + sign + String(decoding: Array(exponent), as: UTF8.self)
  }
}
