/// Pictures: tables with numbers, and tooltips in full precision.
struct DOTDetailedForm: DOTForm {
  private let diagram: Diagram
  private let options: PictureOptions
  private let room: DOTRoom?
  private let boxes: DOTBox
  private let label: DOTEdgeLabel
  /// For each group, indicates whether its path needs no escapes in a tooltip.
  private let isPlainGroup: [Bool]

  let nodeDefaults = "shape=plain"
  let caption: [String] = []

  init(_ diagram: Diagram, _ options: PictureOptions, _ room: DOTRoom?) {
    (self.diagram, self.options, self.room) = (diagram, options, room)
    boxes = DOTBox(diagram, options, room)
    label = DOTEdgeLabel(options, isHTML: true)
    isPlainGroup = diagram.groups.map { DOTQuoting.isPlain($0.path) }
  }

  func write(node index: Int, to out: TextBuffer) {
    let node = diagram.nodes[index]
    out.append(room == nil ? " [label=<" : " [id=\"n\(index)\", label=<")
    boxes.write(index, to: out)
    out.append(">, tooltip=" as StaticString)
    let isPlain =
      isPlainName(node) && (node.operation.map { $0.place != nil } ?? true)
      && (node.group.map { isPlainGroup[$0] } ?? true)
    writeTooltip(isPlain, to: out) { diagram.writeTooltip(of: node, to: out, newLine: $0) }
    out.append("]" as StaticString)
  }

  func write(edge index: Int, to out: TextBuffer) {
    let edge = diagram.edges[index]
    out.append(room == nil ? " [" : " [id=\"e\(index)\", ")
    let text = diagram.text(of: edge, options.edges)
    if !text.isEmpty {
      out.append("label=<" as StaticString)
      label.write(text, to: out)
      out.append(">, " as StaticString)
    }
    out.append("tooltip=" as StaticString)
    let start = out.count
    let isPlain = isPlainName(diagram.nodes[edge.from]) && isPlainName(diagram.nodes[edge.to])
    writeTooltip(isPlain, to: out) { diagram.writeTooltip(of: edge, to: out, newLine: $0) }
    let end = out.count
    out.append(", labeltooltip=" as StaticString)
    out.repeatText(from: start, to: end)
    out.append("]" as StaticString)
  }

  private func isPlainName(_ node: Diagram.Node) -> Bool {
    node.folded == nil && node.name.map(DOTQuoting.isPlain) ?? true
  }

  /// Writes a quoted string of several lines; escapes them in the buffer unless `isPlain`.
  private func writeTooltip(_ isPlain: Bool, to out: TextBuffer, _ write: (() -> Void) -> Void) {
    out.append("\"" as StaticString)
    var start = out.count
    func endLine() {
      if isPlain { return }
      let line = DOTQuoting.quotedPart(out.text(from: start))
      out.removeAll(from: start)
      out.append(line)
    }
    write {
      endLine()
      out.append("\\n" as StaticString)
      start = out.count
    }
    endLine()
    out.append("\"" as StaticString)
  }
}
