/// The attributes of each node and each edge in a DOT text.
protocol DOTForm {
  /// The attributes that nodes have in common.
  var nodeDefaults: String { get }
  /// Lines below the picture that explain this form.
  var caption: [String] { get }

  /// Writes the attributes of a node, from the space after its identifier on.
  func write(node index: Int, to out: TextBuffer)

  /// Writes the attributes of an edge, from the space after its ends on; writes nothing for an edge without
  /// attributes.
  func write(edge index: Int, to out: TextBuffer)
}

/// The text on an edge: the operand's number where order matters, and the number that the options select.
struct DOTEdgeLabel {
  private let isHTML: Bool
  /// The opening tag of small print; `warning` is that of numbers that are not finite.
  private let muted: String
  private let warning: String
  private let precision: Int
  private let isVertical: Bool
  /// The signs of operands, by their number.
  private let signs = TextTable((0..<10).map(Diagram.circled))

  init(_ options: PictureOptions, isHTML: Bool) {
    let colors = options.theme.palette
    self.isHTML = isHTML
    muted = "<font color=\"\(colors.muted)\">"
    warning = "<font color=\"\(colors.warning)\">"
    precision = options.precision
    isVertical = [.topToBottom, .bottomToTop].contains(options.direction)
  }

  /// Inlined into the loop over edges: a call would count references that several threads share.
  @inline(__always)
  func write(_ text: Diagram.EdgeText, to out: TextBuffer) {
    // A label beside a vertical edge starts right at the line.
    if isVertical { out.append("\u{A0}" as StaticString) }
    if let operand = text.operand {
      open(muted, to: out)
      if operand < signs.count { signs.write(operand, to: out) } else { out.append(Diagram.circled(operand)) }
      close(to: out)
    }
    if let count = text.count {
      if text.operand != nil { out.append(" " as StaticString) }
      open(muted, to: out)
      out.append("×" as StaticString)
      out.append(count)
      close(to: out)
    }
    guard let number = text.number else { return }
    if text.operand != nil || text.count != nil { out.append(" " as StaticString) }
    if number.isFinite { return out.append(number, precision: precision) }
    open(warning, to: out)
    out.append(number, precision: precision)
    close(to: out)
  }

  @inline(__always)
  private func open(_ font: String, to out: TextBuffer) { if isHTML { out.append(font) } }

  @inline(__always)
  private func close(to out: TextBuffer) { if isHTML { out.append("</font>" as StaticString) } }
}
