/// Encodes a diagram as a flowchart for Mermaid, which GitHub, GitLab and many documentation tools render.
///
/// ```
/// flowchart LR
/// n0("a<br/>data 2<br/>grad 0.07065<br/>= -0.2120 + 0.2826"):::variable
/// n2["×<br/>data -6<br/>grad 0.07065"]:::operation
/// n0 -->|"-3"| n2
/// ```
/// One box per value, one edge per operand, groups as subgraphs. The text is for Mermaid 10 and newer; its
/// boxes are legible on light and dark pages.
public struct MermaidEncoder: Sendable {
  /// The options that every call of ``encode(_:)`` uses.
  public var options: PictureOptions

  /// The maximum numbers of edges and UTF-16 code units that Mermaid draws by default; GitHub keeps these
  /// limits.
  public static let (mostEdges, mostCharacters) = (500, 50_000)

  /// The maximum nesting of frames; Mermaid takes minutes for hundreds.
  private static let mostFrames = 40

  /// Creates an encoder.
  public init(_ options: PictureOptions = PictureOptions()) { self.options = options }

  /// The diagram as a flowchart, in UTF-8; a diagram that is too large is folded by ``fitted(_:folding:)``.
  ///
  /// - Complexity: O(nodes + edges), unless it has to be folded.
  public func encode(_ diagram: Diagram) -> [UInt8] { write(fitted(diagram)) }

  /// The diagram as ``encode(_:)`` writes it: folded if Mermaid would show an error instead of a picture.
  ///
  /// - Parameters:
  ///   - diagram: the diagram to encode.
  ///   - folding: the folding that made the diagram; `nil` if it was not folded.
  public func fitted(_ diagram: Diagram, folding: Folding? = nil) -> Diagram {
    // A node takes 30 characters or more.
    diagram.folded(by: folding, atMost: Self.mostCharacters / 30) { candidate in
      candidate.edges.count <= Self.mostEdges && candidate.groupDepth <= Self.mostFrames
        && String(decoding: write(candidate), as: UTF8.self).utf16.count <= Self.mostCharacters
    }
  }

  private func write(_ diagram: Diagram) -> [UInt8] {
    let writer = MermaidWriter(diagram, options)
    return writer.write()
  }
}

/// One run of the encoder.
private struct MermaidWriter {
  private let diagram: Diagram
  private let options: PictureOptions
  private let boxes: BoxTexts
  private let numbers: NumberText
  private let out = TextBuffer()

  init(_ diagram: Diagram, _ options: PictureOptions) {
    self.diagram = diagram
    self.options = options
    numbers = NumberText(precision: options.precision)
    boxes = BoxTexts(diagram, numbers)
  }

  func write() -> [UInt8] {
    writeFrontMatter()
    out.append("flowchart \(options.direction.rawValue)\n")
    for line in diagram.caption(options) { out.append("%% \(MermaidText.comment(line))\n") }
    out.append("accTitle: \(MermaidText.description(diagram.title))\n")
    let words = diagram.spokenDescription(precision: options.precision)
    out.append("accDescr: \(MermaidText.description(words))\n")
    var roles: Set<BoxText.Role> = []
    for step in diagram.nesting {
      switch step {
      case .open(let group):
        let name = MermaidText.escaped(
          MermaidText.fitted(diagram.groups[group].ownName(in: diagram.groups)), isFirst: true)
        out.append("subgraph g\(group)[\"\(name)\"]\n")
      case .close(let group): out.append("end\nclass g\(group) group\n")
      case .node(let index):
        let box = boxes[index]
        roles.insert(box.role)
        write(box, id: diagram.nodes[index].id)
      }
    }
    for edge in diagram.edges { write(edge) }
    writeClasses(roles)
    return out.bytes
  }

  /// Writes the omission above the picture.
  private func writeFrontMatter() {
    var lines: [String] = []
    if let omission = diagram.omission { lines.append("title: \"\(omission)\"") }
    switch options.theme {
    case .auto: break
    case .light: lines.append("config: {theme: default}")
    case .dark: lines.append("config: {theme: dark}")
    }
    if lines.isEmpty { return }
    out.append("---\n\(lines.joined(separator: "\n"))\n---\n")
  }

  // MARK: Nodes and edges

  private func write(_ box: BoxText, id: Int) {
    let (opener, closer) =
      switch box.role {
      case .variable, .constant: ("(", ")")
      case .output: ("[[", "]]")
      case .operation, .folded, .warning: ("[", "]")
      }
    let lines = [head(of: box)] + box.lines.map { $0.word.isEmpty ? $0.text : "\($0.word) \($0.text)" }
    let text = lines.enumerated().map { MermaidText.escaped($1, isFirst: $0 == 0) }.joined(separator: "<br/>")
    out.append("n\(id)\(opener)\"\(text)\"\(closer):::\(box.role.rawValue)\n")
  }

  private func head(of box: BoxText) -> String {
    let what = box.operation.map { MermaidText.fitted($0.picture) } ?? box.number
    return [box.name.map(MermaidText.fitted), what].compactMap { $0 }.joined(separator: " = ")
  }

  private func write(_ edge: Diagram.Edge) {
    let label = diagram.text(of: edge, options.edges)
    var parts: [String] = []
    if let operand = label.operand { parts.append(Diagram.circled(operand)) }
    if let count = label.count { parts.append("×\(count)") }
    if let value = label.number { parts.append(numbers.text(value)) }
    let text = parts.joined(separator: " ")
    out.append("n\(diagram.nodes[edge.from].id) -->")
    if !text.isEmpty { out.append("|\"\(text)\"|") }
    out.append(" n\(diagram.nodes[edge.to].id)\n")
  }

  // MARK: Colours

  /// Fill and text colours are set together, so that boxes are legible on every page. Texts outside boxes
  /// have Mermaid's own colours, which follow the page.
  private func writeClasses(_ roles: Set<BoxText.Role>) {
    let colors = options.theme.palette
    for role in BoxText.Role.allCases where roles.contains(role) {
      let (fill, line, more) =
        switch role {
        case .variable: (colors.variableFill, colors.variableLine, ",stroke-width:1.5px")
        case .constant: (colors.constantFill, colors.constantLine, ",stroke-dasharray:2 2")
        case .operation: (colors.operationFill, colors.line, "")
        case .folded: (colors.operationFill, colors.line, ",stroke-dasharray:5 3")
        case .output: (colors.outputFill, colors.outputLine, "")
        case .warning: (colors.warningFill, colors.warning, ",stroke-width:2px")
        }
      out.append("classDef \(role.rawValue) fill:\(fill),stroke:\(line),color:\(colors.text)\(more)\n")
    }
    if diagram.nodes.contains(where: { $0.group != nil }) {
      out.append("classDef group fill:\(colors.groupLine)1a,stroke:\(colors.groupLine)\n")
    }
    if !diagram.edges.isEmpty { out.append("linkStyle default stroke:\(colors.line)\n") }
  }
}
