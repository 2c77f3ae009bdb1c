/// The texts on an edge: the operand's number in a circle, and the number that the options select.
struct TikZLabel {
  private let operand: Int?
  private let text: TikZText?

  /// Fails if the edge has no text.
  init?(_ label: Diagram.EdgeText, _ numbers: NumberText) {
    operand = label.operand
    var parts: [TikZText] = []
    if let count = label.count {
      parts.append(TikZText(tex: "\\textcolor{ggmuted}{$\\times \(count)$}", width: 13))
    }
    if let number = label.number {
      let text = TikZText(number: number, numbers)
      let tex = number.isFinite ? "$\(text.tex)$" : "\\textcolor{ggwarning}{$\(text.tex)$}"
      parts.append(TikZText(tex: tex, width: text.width * 7 / 8))
    }
    text = parts.first.map { first in
      parts.dropFirst().reduce(first) { $0 + TikZText(tex: "~", width: 3) + $1 }
    }
    if operand == nil && text == nil { return nil }
  }

  private static let circle = 9.0

  var width: Double { (operand == nil ? 0 : Self.circle) + (text?.width ?? 0) }

  /// - Parameters:
  ///   - place: gives the coordinates of the label's middle, shifted to the right by `side`.
  ///   - side: a shift to the right, in points.
  func nodes(at place: (_ side: Double) -> String) -> String {
    guard let text else { return operand.map { "\\node[gg operand] at \(place(0)) {\($0)};\n" } ?? "" }
    guard let operand else { return "\\node[gg label] at \(place(0)) {\(text.tex)};\n" }
    return "\\node[gg operand] at \(place(-text.width / 2 - 1)) {\(operand)};\n"
      + "\\node[gg label] at \(place(Self.circle / 2)) {\(text.tex)};\n"
  }
}
