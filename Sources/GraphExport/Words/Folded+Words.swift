import DisplayText

// The words of a folded box, the same in every format.

extension Diagram.Folded {
  /// `528 +, 512 ×, 16 tanh, 32 variables`
  ///
  /// - Parameters:
  ///   - most: the maximum number of kinds that are named; the others are counted.
  ///   - symbol: gives the sign of an operation from its name.
  func contents(most: Int = .max, _ symbol: (String) -> String) -> String {
    var kinds = operations.map { "\(Self.grouped($0.count)) \(symbol($0.name))" }
    if variables > 0 { kinds.append(Self.counted(variables, "variable")) }
    if constants > 0 { kinds.append(Self.counted(constants, "constant")) }
    var text = kinds.prefix(most).joined(separator: ", ")
    if kinds.count > most { text += ", …" }
    return text
  }

  /// `3 not finite, the first: x, 12 dead (grad 0)`; `nil` if there is nothing to warn of.
  var warnings: String? {
    var parts: [String] = []
    if nonFinite > 0 {
      let origin = origin.map { ", the first: \(VisibleText.fitted($0, to: 16))" } ?? ""
      parts.append("\(Self.grouped(nonFinite)) not finite\(origin)")
    }
    if dead > 0 { parts.append("\(Self.grouped(dead)) dead (grad 0)") }
    if stale > 0 { parts.append("\(Self.grouped(stale)) without a number") }
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }

  static func counted(_ count: Int, _ noun: String) -> String {
    "\(grouped(count)) \(noun)\(count == 1 ? "" : "s")"
  }

  /// `1,000,000`
  static func grouped(_ count: Int) -> String {
    var digits = Array(String(count))
    for place in stride(from: digits.count - 3, to: 0, by: -3) { digits.insert(",", at: place) }
    return String(digits)
  }

  /// The lines of a tooltip, in full precision.
  var details: [String] {
    func range(_ word: String, _ numbers: ClosedRange<Double>?) -> String {
      numbers.map { "\(word) from \(NumberText.exact($0.lowerBound)) to \(NumberText.exact($0.upperBound))" }
        ?? "\(word) —"
    }
    var lines = ["\(title): \(Self.counted(nodes, "node"))"]
    lines.append(contents { Diagram.Operation(named: $0, parameters: []).symbol })
    lines.append(range("data", data))
    lines.append(range("grad", grad) + (gradNorm.map { ", norm \(NumberText.exact($0))" } ?? ""))
    if let warnings { lines.append(warnings) }
    return lines
  }
}

extension NumberText {
  /// `-1.5 … 2`, or one number if both ends have the same text.
  func text(_ range: ClosedRange<Double>, dots: String = " … ") -> String {
    let (low, high) = (text(range.lowerBound), text(range.upperBound))
    return low == high ? low : low + dots + high
  }
}

extension Diagram.Folded {
  /// The line of a tree: `neuron ×16 [1,664: 528 +, 512 dot, 16 tanh, …]`
  var line: String {
    var text = "\(title) [\(Self.grouped(nodes)): "
    text += contents(most: 3) { Diagram.Operation(named: $0, parameters: []).text } + "]"
    return warnings.map { text + " " + $0 } ?? text
  }

  /// The words for screen readers.
  func spoken(_ numbers: NumberText) -> String {
    var text = "\(title) stands for \(Self.counted(nodes, "node")) ("
    text += contents { Diagram.Operation(named: $0, parameters: []).text } + ")"
    if let data { text += ", data \(numbers.text(data, dots: " to "))" }
    if let grad { text += ", gradients \(numbers.text(grad, dots: " to "))" }
    if let gradNorm { text += " of norm \(numbers.text(gradNorm))" }
    return warnings.map { text + ", " + $0 } ?? text
  }
}
