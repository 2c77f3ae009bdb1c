import DisplayText

/// Short lines of plain text, for graphs that are too large to draw and that programs read.
///
/// ```
/// "d" [label="d = tanh\ndata -0.9640\ngrad 1", color="#1b5e3a", fillcolor="#eff8f2", peripheries=2]
/// "c" -> "d" [label="0.07065"]
/// ```
/// Words, numbers and roles are those of the detailed form. Tables, tooltips, bold type and the sums of
/// gradients are left out; they make the text eight times as long.
struct DOTPlainForm: DOTForm {
  private let diagram: Diagram
  private let options: PictureOptions
  private let nodes: UnsafeBufferPointer<Diagram.Node>
  private let edges: UnsafeBufferPointer<Diagram.Edge>
  private let looks: DOTLook.Texts
  private let unusual: String
  private let operations: OperationTexts
  private let label: DOTEdgeLabel
  /// The texts of the few boxes that have more than a head and two numbers.
  private let boxes: BoxTexts

  let nodeDefaults: String
  let caption: [String]

  /// - Parameters:
  ///   - nodes: the nodes of the diagram, in memory that outlives this value.
  ///   - edges: the edges of the diagram, likewise.
  init(
    _ diagram: Diagram, _ nodes: UnsafeBufferPointer<Diagram.Node>,
    _ edges: UnsafeBufferPointer<Diagram.Edge>, _ options: PictureOptions
  ) {
    let colors = options.theme.palette
    (self.diagram, self.nodes, self.edges, self.options) = (diagram, nodes, edges, options)
    unusual = ", fontcolor=\"\(colors.warning)\""
    operations = OperationTexts(diagram.nodes) {
      DOTQuoting.quotedPart(VisibleText.fitted($0.picture, to: Diagram.Node.longestLabel))
    }
    label = DOTEdgeLabel(options, isHTML: false)
    boxes = BoxTexts(diagram, NumberText(precision: options.precision), hasSums: false)
    nodeDefaults =
      "shape=box, style=\"rounded,filled\", color=\"\(colors.line)\", fillcolor=\"\(colors.operationFill)\", "
      + "margin=\"0.08,0.04\", height=0.1, width=0.1"
    caption = [
      "more than \(Diagram.Folded.grouped(options.mostDetailed)) boxes: plain ones, without tooltips and sums of gradients"
    ]
    looks = DOTLook.Texts(colors) { look, isOutput in
      var text = "\""
      if look.style != "rounded" {
        text += ", style=\"filled,\(look.style)\""
      }
      if look.line != colors.line { text += ", color=\"\(look.line)\", fillcolor=\"\(look.fill)\"" }
      if look.border != "1" { text += ", penwidth=\(look.border)" }
      if isOutput { text += ", peripheries=2" }
      return text
    }
  }

  func write(node index: Int, to out: TextBuffer) {
    out.append(" [label=\"" as StaticString)
    let isOrigin = boxes.isOrigin(index)
    if nodes[index].folded == nil { writeHead(of: index, to: out) }
    if nodes[index].folded != nil || isOrigin {
      writeLines(of: index, to: out)
    } else if nodes[index].kind != .constant {
      out.append("\\ndata " as StaticString)
      write(nodes[index].data, to: out)
      out.append("\\ngrad " as StaticString)
      write(nodes[index].grad, to: out)
    }
    looks.write(
      nodes[index].kind, isOutput: index == diagram.output,
      isOrigin: isOrigin || (nodes[index].folded?.nonFinite ?? 0) > 0, isFolded: nodes[index].folded != nil,
      to: out)
    if !(nodes[index].data ?? 0).isFinite || !(nodes[index].grad ?? 0).isFinite { out.append(unusual) }
    out.append("]" as StaticString)
  }

  @inline(__always)
  private func writeHead(of index: Int, to out: TextBuffer) {
    let isNamed = nodes[index].name?.isEmpty == false
    if isNamed {
      let name = VisibleText.fitted(nodes[index].name ?? "", to: Diagram.Node.longestLabel)
      out.append(DOTQuoting.quotedPart(name))
      if nodes[index].kind != .variable { out.append(" = " as StaticString) }
    }
    switch nodes[index].kind {
    case .variable:
      if isNamed { return }
      out.append("#" as StaticString)
      out.append(nodes[index].id)
    case .constant: write(nodes[index].data, to: out)
    case .operation:
      if let operation = nodes[index].operation {
        operations.write(operation, to: out)
      } else {
        out.append("?" as StaticString)
      }
    }
  }

  private func writeLines(of index: Int, to out: TextBuffer) {
    let box = boxes[index]
    if nodes[index].folded != nil { out.append(DOTQuoting.quotedPart(box.name ?? "")) }
    for line in box.lines {
      out.append("\\n" as StaticString)
      let text = line.word.isEmpty ? line.text : "\(line.word) \(line.text)"
      for (index, part) in VisibleText.wrapped(text, to: Diagram.Node.longestLabel).enumerated() {
        if index > 0 { out.append("\\n" as StaticString) }
        out.append(DOTQuoting.quotedPart(part))
      }
    }
  }

  @inline(__always)
  private func write(_ number: Double?, to out: TextBuffer) {
    guard let number else { return out.append("—" as StaticString) }
    out.append(number, precision: options.precision)
  }

  @inline(__always)
  func write(edge index: Int, to out: TextBuffer) {
    let text = Diagram.EdgeText(edges[index], options.edges, isOrdered: nodes[edges[index].to].isOrdered)
    guard !text.isEmpty else { return }
    out.append(" [label=\"" as StaticString)
    label.write(text, to: out)
    out.append("\"" as StaticString)
    if let number = text.number, !number.isFinite { out.append(unusual) }
    out.append("]" as StaticString)
  }
}
