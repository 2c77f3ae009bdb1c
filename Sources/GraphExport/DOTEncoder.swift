import DisplayText

/// Encodes a diagram as DOT for Graphviz.
///
/// ```swift
/// let text = DOTEncoder(PictureOptions(direction: .topToBottom)).encode(Diagram(graph))
/// ```
/// One box per value with the operation inside; edges follow the data. The text depends on nothing but the diagram
/// and the options, so that the same input gives the same bytes on every machine.
/// - Complexity: O(nodes + edges).
public struct DOTEncoder: Sendable {
  public var options: PictureOptions

  public init(_ options: PictureOptions = PictureOptions()) { self.options = options }

  public func encode(_ diagram: Diagram) -> [UInt8] { encode(diagram, room: nil) }

  /// - Parameter room: for pictures that are made by editing this one.
  func encode(_ diagram: Diagram, room: DOTRoom?) -> [UInt8] {
    var writer = DOTWriter(diagram, options, room)
    return writer.write()
  }
}

/// What a layout must have room for besides the diagram; and its elements get ids: `n0` for the first node, `e0` for
/// the first edge.
struct DOTRoom {
  /// The line that stands above the caption.
  var headline: String
  /// For each node, the columns of its gradient, and of the sum below; 0 where what is there is enough.
  var grad: [Int]
  var sum: [Int]
}

/// One run of the encoder.
private struct DOTWriter {
  private let diagram: Diagram
  private let options: PictureOptions
  private let identifiers: [String]
  private let boxes: DOTBox
  private let numbers: NumberText
  private let room: DOTRoom?
  private let out = TextBuffer()

  init(_ diagram: Diagram, _ options: PictureOptions, _ room: DOTRoom?) {
    self.diagram = diagram
    self.options = options
    self.room = room
    identifiers = DOTIdentifiers.all(of: diagram.nodes)
    boxes = DOTBox(diagram, options, room)
    numbers = NumberText(precision: options.precision)
  }

  mutating func write() -> [UInt8] {
    writeHeader()
    writeNodes()
    for (index, edge) in diagram.edges.enumerated() { write(edge, id: room == nil ? nil : "e\(index)") }
    out.append("}\n")
    return out.bytes
  }

  private mutating func writeHeader() {
    let colors = options.theme.palette
    let caption = (room.map { [$0.headline] } ?? []) + diagram.caption(options)
    out.append(
      """
      digraph gradgraph {
      graph [rankdir=\(options.direction.rawValue), newrank=true, bgcolor="\(colors.background)", pad=0.2, \
      nodesep=0.3, ranksep=0.5, fontname="\(Self.sans)", fontsize=10, fontcolor="\(colors.muted)", \
      labelloc=b, labeljust=l\(diagram.nodes.count > Self.manyNodes ? ", nslimit=0.5" : "")]
      node [shape=plain, fontname="\(Self.sans)", fontsize=11, fontcolor="\(colors.text)"]
      edge [fontname="\(Self.mono)", fontsize=9, color="\(colors.line)", fontcolor="\(colors.gradient)", \
      arrowsize=0.6]
      label=\(DOTQuoting.quoted(leftAligned: caption))

      """)
  }

  /// The simplex search of `dot` is cut short above this; pictures of small graphs do not change.
  private static let manyNodes = 2000
  private static let sans = "DejaVu Sans,Verdana,sans-serif"
  private static let mono = DOTBox.mono

  // MARK: Nodes and groups

  /// Writes the nodes without a group, then group by group, inner groups inside outer ones.
  private mutating func writeNodes() {
    var members: [[Int]] = Array(repeating: [], count: diagram.groups.count)
    var children: [[Int]] = Array(repeating: [], count: diagram.groups.count)
    for (index, node) in diagram.nodes.enumerated() {
      if let group = node.group { members[group].append(index) } else { write(node: index) }
    }
    for (index, group) in diagram.groups.enumerated() {
      if let parent = group.parent { children[parent].append(index) }
    }

    enum Step { case open(Int), close }
    var steps = diagram.groups.indices.reversed().filter { diagram.groups[$0].parent == nil }.map {
      Step.open($0)
    }
    while let step = steps.popLast() {
      switch step {
      case .open(let group):
        open(group)
        for member in members[group] { write(node: member) }
        steps.append(.close)
        steps.append(contentsOf: children[group].reversed().map { .open($0) })
      case .close: out.append("}\n")
      }
    }
  }

  private mutating func open(_ index: Int) {
    let group = diagram.groups[index]
    let parent = group.parent.map { Array("\(diagram.groups[$0].path).".utf8) } ?? []
    // A path that does not begin with its parent's is not of this program's making; it is shown whole.
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

  private mutating func write(node index: Int) {
    out.append(identifiers[index])
    out.append(room == nil ? " [label=<" : " [id=\"n\(index)\", label=<")
    out.append(boxes.label(of: index))
    out.append(">, tooltip=")
    out.append(DOTQuoting.quoted(lines: diagram.tooltip(of: diagram.nodes[index])))
    out.append("]\n")
  }

  // MARK: Edges

  private mutating func write(_ edge: Diagram.Edge, id: String?) {
    out.append(identifiers[edge.from])
    out.append(" -> ")
    out.append(identifiers[edge.to])
    out.append(id.map { " [id=\"\($0)\", " } ?? " [")
    let label = label(of: edge)
    if !label.isEmpty { out.append("label=<\(label)>, ") }
    let tooltip = DOTQuoting.quoted(lines: diagram.tooltip(of: edge))
    out.append("tooltip=\(tooltip), labeltooltip=\(tooltip)]\n")
  }

  /// The operand's number where order matters, and the number that was asked for.
  private func label(of edge: Diagram.Edge) -> String {
    let colors = options.theme.palette
    var parts: [String] = []
    if diagram.nodes[edge.to].operation?.isCommutative == false {
      parts.append("<font color=\"\(colors.muted)\">\(Diagram.circled(edge.operand + 1))</font>")
    }
    if edge.count > 1 { parts.append("<font color=\"\(colors.muted)\">×\(edge.count)</font>") }
    if let number = shown(edge) {
      let text = numbers.text(number)
      parts.append(number.isFinite ? text : "<font color=\"\(colors.warning)\">\(text)</font>")
    }
    // A label beside a vertical edge starts right at the line.
    let isVertical = [.topToBottom, .bottomToTop].contains(options.direction)
    return (isVertical && !parts.isEmpty ? "\u{A0}" : "") + parts.joined(separator: " ")
  }

  private func shown(_ edge: Diagram.Edge) -> Double? {
    switch options.edges {
    case .none: nil
    case .local: edge.local
    case .contribution: edge.contribution
    }
  }
}

/// Names of nodes in DOT: a node's own name where it is the only one of that name, else `#7`.
enum DOTIdentifiers {
  static func all(of nodes: [Diagram.Node]) -> [String] {
    var taken: Set<String> = []
    return nodes.map { node in
      // `#` is kept for ids, so that no name can merge with one.
      if let own = node.name.flatMap(DOTQuoting.identifier), taken.insert(own).inserted { return own }
      return "\"#\(node.id)\""
    }
  }
}
