import DisplayText

/// One run of the encoder.
struct DOTWriter<Form: DOTForm> {
  let diagram: Diagram
  let options: PictureOptions
  /// The lines of the caption.
  let caption: [String]
  let form: Form
  let out: TextBuffer

  func write() {
    writeHeader()
    let identifiers = diagram.nodes.withUnsafeBufferPointer(DOTIdentifiers.all)
    writeNodes(identifiers)
    diagram.edges.withUnsafeBufferPointer { edges in
      out.append(parts: edges.count) { range, out in
        for index in range {
          identifiers.write(edges[index].from, to: out)
          out.append(" -> " as StaticString)
          identifiers.write(edges[index].to, to: out)
          form.write(edge: index, to: out)
          out.append("\n" as StaticString)
        }
      }
    }
    out.append("}\n" as StaticString)
  }

  private func writeHeader() {
    let colors = options.theme.palette
    out.append(
      """
      digraph gradgraph {
      graph [rankdir=\(options.direction.rawValue), newrank=true, bgcolor="\(colors.background)", pad=0.2, \
      nodesep=0.3, ranksep=0.5, fontname="\(DOTFont.sans)", fontsize=10, fontcolor="\(colors.muted)", \
      labelloc=b, labeljust=l\(diagram.nodes.count > DOTEncoder.manyNodes ? ", nslimit=0.5" : "")]
      node [\(form.nodeDefaults), fontname="\(DOTFont.sans)", fontsize=11, fontcolor="\(colors.text)"]
      edge [fontname="\(DOTFont.mono)", fontsize=9, color="\(colors.line)", fontcolor="\(colors.gradient)", \
      arrowsize=0.6]
      label=\(DOTQuoting.quoted(leftAligned: caption + form.caption))

      """)
  }

  /// Writes the nodes without a group, then group by group, inner groups inside outer ones.
  private func writeNodes(_ identifiers: TextTable) {
    func write(_ nodes: some RandomAccessCollection<Int>) {
      out.append(parts: nodes.count) { range, out in
        for index in nodes.dropFirst(range.lowerBound).prefix(range.count) {
          identifiers.write(index, to: out)
          form.write(node: index, to: out)
          out.append("\n" as StaticString)
        }
      }
    }
    guard !diagram.groups.isEmpty else { return write(diagram.nodes.indices) }

    // The nodes of group 0, then of group 1, … and at last those without a group; all in their own order.
    let count = diagram.groups.count
    let members = Buckets(count + 1, diagram.nodes.count) { diagram.nodes[$0].group ?? count }
    let children = Buckets(count + 1, count) { diagram.groups[$0].parent ?? count }
    write(members[count])
    var steps = children[count].reversed().map { DOTStep.open($0) }
    while let step = steps.popLast() {
      switch step {
      case .open(let group):
        open(group)
        write(members[group])
        steps.append(.close)
        steps.append(contentsOf: children[group].reversed().map { .open($0) })
      case .close: out.append("}\n" as StaticString)
      }
    }
  }

  private func open(_ index: Int) {
    let group = diagram.groups[index]
    let parent = group.parent.map { Array("\(diagram.groups[$0].path).".utf8) } ?? []
    // A path that does not begin with its parent's path comes from other programs; it is shown whole.
    let own =
      group.path.utf8.starts(with: parent) ? group.path.utf8.dropFirst(parent.count) : group.path.utf8[...]
    let name = VisibleText.fitted(String(Substring(own)), to: Diagram.Node.longestLabel)
    let colors = options.theme.palette
    out.append(
      """
      subgraph cluster_\(index) {
      graph [label=\(DOTQuoting.quoted(name)), tooltip=\(DOTQuoting.quoted(group.path)), labelloc=t, labeljust=l, \
      style=rounded, color="\(colors.groupLine)"]

      """)
  }
}

private enum DOTStep { case open(Int), close }

enum DOTFont {
  static let sans = "DejaVu Sans,Verdana,sans-serif"
  static let mono = "DejaVu Sans Mono,Menlo,Consolas,monospace"
}
