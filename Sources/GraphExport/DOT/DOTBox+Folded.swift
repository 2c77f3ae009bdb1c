import DisplayText

extension DOTBox {
  /// The rows of a folded box: `neuron ×16`, its contents by kind, the range of data and gradients, and
  /// warnings.
  ///
  /// - Parameter node: the node of the box; if it is the output, it has numbers of its own.
  func rows(of folded: Diagram.Folded, _ node: Diagram.Node) -> String {
    // Graphviz measures text narrower than browsers do; no-break spaces keep it off the border.
    var text = row("<b>\u{A0}\(Self.shortened(folded.title))\u{A0}</b>")
    let kinds = folded.operations.count + (folded.variables > 0 ? 1 : 0) + (folded.constants > 0 ? 1 : 0)
    // A title that counts nodes of a single kind needs no list of kinds.
    if kinds > 1 || !folded.title.hasSuffix(" ×\(folded.nodes)") {
      text += small(Diagram.Folded.counted(folded.nodes, "node"))
    }
    if kinds > 1 {
      let contents = folded.contents(most: 4) { Diagram.Operation(named: $0, parameters: []).symbol }
      for line in VisibleText.wrapped(contents, to: Self.columns).prefix(3) { text += small(line) }
    }
    text += "<hr/>"
    text += row("data", node.data.map(numbers.text) ?? folded.data.map(range) ?? "—", colors.data)
    if folded.constants < folded.nodes {
      text += row("grad", node.grad.map(numbers.text) ?? folded.grad.map(range) ?? "—", colors.gradient)
      if node.grad == nil, let norm = folded.gradNorm {
        text += row("‖grad‖", numbers.text(norm), colors.gradient)
      }
    }
    if let warnings = folded.warnings {
      let isWrong = folded.nonFinite > 0
      let words = "\(isWrong ? "⚠ " : "")\(warnings)"
      text += row(
        "<font point-size=\"9\" color=\"\(isWrong ? colors.warning : colors.muted)\">\(DOTQuoting.html(words))</font>"
      )
    }
    return text
  }

  private func range(_ numbers: ClosedRange<Double>) -> String { self.numbers.text(numbers) }

  private func small(_ words: String) -> String {
    row("<font point-size=\"9\" color=\"\(colors.muted)\">\(DOTQuoting.html(words))</font>")
  }

  private func row(_ word: String, _ text: String, _ color: String) -> String {
    """
    <tr><td align="left"><font point-size="9" color="\(colors.muted)">\(word)</font></td>\
    <td align="right"><font face="\(DOTFont.mono)" point-size="9" color="\(color)">\(text)\u{A0}</font></td></tr>
    """
  }

  private static let columns = 28
}
