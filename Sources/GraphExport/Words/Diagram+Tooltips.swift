import DisplayText

// The tooltips of nodes and edges, in full precision.

extension Diagram {
  /// The lines of a node's tooltip.
  ///
  /// - Parameter grad: the text of the gradient; by default the number.
  func tooltip(of node: Node, grad: String? = nil) -> [String] {
    TextBuffer.lines { writeTooltip(of: node, grad: grad, to: $0, newLine: $1) }
  }

  func tooltip(of edge: Edge) -> [String] { TextBuffer.lines { writeTooltip(of: edge, to: $0, newLine: $1) } }

  /// Writes the lines of a node's tooltip without escapes; calls `newLine` between them.
  func writeTooltip(of node: Node, grad: String? = nil, to out: TextBuffer, newLine: () -> Void) {
    if let folded = node.folded {
      for (index, line) in folded.details.enumerated() {
        if index > 0 { newLine() }
        out.append(line)
      }
    } else {
      if let name = node.shownName { out.append(name) } else { out.append(idOf: node) }
      if let operation = node.operation {
        out.append(" = " as StaticString)
        out.append(operation.picture)
      }
      newLine()
      out.append("data " as StaticString)
      out.append(exact: node.data)
      newLine()
      out.append("grad " as StaticString)
      if let grad { out.append(grad) } else { out.append(exact: node.grad) }
    }
    if let group = node.group {
      newLine()
      out.append("in " as StaticString)
      out.append(groups[group].path)
    }
  }

  /// Writes the lines of an edge's tooltip without escapes; calls `newLine` between them.
  func writeTooltip(of edge: Edge, to out: TextBuffer, newLine: () -> Void) {
    if nodes[edge.from].folded != nil || nodes[edge.to].folded != nil {
      out.append("\(Folded.counted(edge.count, "edge")) from ")
      write(shortLabelOf: edge.from, to: out)
      out.append(" to " as StaticString)
      write(shortLabelOf: edge.to, to: out)
    } else {
      out.append("∂" as StaticString)
      write(shortLabelOf: edge.to, to: out)
      out.append("/∂" as StaticString)
      write(shortLabelOf: edge.from, to: out)
      out.append(" = " as StaticString)
      out.append(exact: edge.local)
    }
    guard let contribution = edge.contribution else { return }
    newLine()
    out.append("adds " as StaticString)
    out.append(exact: contribution)
    out.append(" to the grad of " as StaticString)
    write(shortLabelOf: edge.from, to: out)
  }

  private func write(shortLabelOf index: Int, to out: TextBuffer) {
    let isNumbered = nodes[index].kind != .constant && nodes[index].folded == nil
    if isNumbered, nodes[index].name?.isEmpty ?? true {
      out.append(idOf: nodes[index])
    } else {
      out.append(nodes[index].shortLabel)
    }
  }
}

extension TextBuffer {
  fileprivate func append(exact number: Double?) {
    if let number { append(exact: number) } else { append("—" as StaticString) }
  }

  /// Appends the id, such as `#7`.
  fileprivate func append(idOf node: Diagram.Node) {
    append("#" as StaticString)
    append(node.id)
  }

  /// The lines that `write` writes; its second argument ends a line.
  fileprivate static func lines(_ write: (TextBuffer, () -> Void) -> Void) -> [String] {
    let out = TextBuffer(capacity: 256)
    var lines: [String] = []
    func endLine() {
      lines.append(out.text(from: 0))
      out.removeAll(from: 0)
    }
    write(out, endLine)
    endLine()
    return lines
  }
}
