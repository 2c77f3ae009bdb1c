/// The lines of a tree without their look: one walk serves all printers.
///
/// A shared node is expanded once, at its first place above the depth limit, and later is a `repeated` line.
/// So the number of lines is at most nodes + edges, also for `x = x + x`. Nodes below the depth limit are
/// counted once.
struct TreeWalk {
  /// A line in 16 bytes, since trees have millions of them.
  struct Line {
    enum Content: UInt8 {
      case node
      /// A node whose operands are listed below another line.
      case repeated
      /// A number of nodes below the depth limit that have no line of their own.
      case cut
    }

    private var place: Int32
    private var number: Int32
    private var level: Int32
    /// Bits from the lowest on: for this line and those above it, true for the last of its siblings; the
    /// content is in the highest bits.
    private var bits: UInt32

    private static let contentShift: UInt32 = 30
    /// The number of levels for which ``isLast(above:)`` is known.
    static let knownLevels = 30

    /// - Parameter above: the line of the parent in the tree; `nil` for a root.
    init(node: Int, edge: Int?, below above: Line?, isLast: Bool, content: Content = .node) {
      (place, number, level) = (Int32(node), Int32(edge ?? -1), (above?.level ?? -1) + 1)
      let lasts = (above?.bits ?? 0) &<< 1 | (isLast ? 1 : 0)
      bits = lasts & (1 &<< Self.contentShift &- 1) | UInt32(content.rawValue) &<< Self.contentShift
    }

    var content: Content { Content(rawValue: UInt8(bits &>> Self.contentShift)) ?? .node }

    /// This line for a node whose operands are listed elsewhere.
    var repeated: Line {
      var line = self
      line.bits |= UInt32(Content.repeated.rawValue) &<< Self.contentShift
      return line
    }

    /// True if this line, or the one `levels` above it, is the last of its siblings.
    @inline(__always)
    func isLast(above levels: Int = 0) -> Bool { bits &>> UInt32(truncatingIfNeeded: levels) & 1 == 1 }

    /// The position of the node; for a cut, of the node that is cut.
    var node: Int { Int(place) }
    /// The edge to the line above; `nil` for a root and for a cut.
    var edge: Int? { content == .cut || number < 0 ? nil : Int(number) }
    /// The depth below the root, from 0.
    var depth: Int { Int(level) }

    /// The number of nodes that a cut hides.
    var hidden: Int {
      get { Int(number) }
      set { number = Int32(newValue) }
    }
  }

  private(set) var lines: [Line] = []
  /// The number of nodes and edges in a full tree, and of the nodes with more than one line.
  private(set) var nodeCount = 0
  private(set) var edgeCount = 0
  private(set) var sharedCount = 0
  /// For each node, true if it has a line.
  private(set) var isShown: [Bool]
  /// For each node, true if it has more than one use in the tree.
  private(set) var isShared: [Bool]

  /// For each node, true if a line has its operands below it.
  private var isExpanded: [Bool]

  private let diagram: Diagram
  private let isInverted: Bool
  private let depth: Int?
  /// Edges by the node above them: its operands, or its users in an inverted tree.
  private let children: Buckets

  init(_ diagram: Diagram, depth: Int? = nil, isInverted: Bool = false) {
    self.diagram = diagram
    self.depth = depth
    self.isInverted = isInverted
    let edges = diagram.edges
    children = Buckets(diagram.nodes.count, edges.count) { isInverted ? edges[$0].from : edges[$0].to }
    isShown = Array(repeating: false, count: diagram.nodes.count)
    isShared = isShown
    isExpanded = isShown
    let roots = Self.roots(diagram, isInverted)
    if depth != nil { count(from: roots) }
    lines.reserveCapacity(roots.count + edges.count)
    for (index, root) in roots.enumerated() { walk(from: root, isLast: index == roots.count - 1) }
    if depth == nil {
      // Every edge has one line.
      edgeCount = lines.count - roots.count
    } else {
      countHidden()
    }
  }

  private static func roots(_ diagram: Diagram, _ isInverted: Bool) -> [Int] {
    guard isInverted else {
      if let output = diagram.output { return [output] }
      // A part without the output has as roots all nodes that nothing in it uses.
      var isUsed = Array(repeating: false, count: diagram.nodes.count)
      for edge in diagram.edges { isUsed[edge.from] = true }
      return diagram.nodes.indices.filter { !isUsed[$0] }
    }
    guard diagram.whole != nil else {
      return diagram.nodes.indices.filter { diagram.nodes[$0].kind == .variable }
    }
    // In a part, a node without operands is a source even if it is an operation.
    var hasOperands = Array(repeating: false, count: diagram.nodes.count)
    for edge in diagram.edges { hasOperands[edge.to] = true }
    return diagram.nodes.indices.filter { diagram.nodes[$0].kind != .constant && !hasOperands[$0] }
  }

  private func below(_ edge: Int) -> Int { isInverted ? diagram.edges[edge].to : diagram.edges[edge].from }

  private func edges(of node: Int) -> ArraySlice<Int> { children[node] }

  /// Counts the nodes and edges of a full tree if a limit hides some of them.
  private mutating func count(from roots: [Int]) {
    var uses = Array(repeating: 0, count: diagram.nodes.count)
    var pending = roots
    for root in roots { uses[root] = 1 }
    nodeCount = roots.count
    while let node = pending.popLast() {
      for edge in edges(of: node) {
        edgeCount += 1
        let next = below(edge)
        uses[next] += 1
        if uses[next] == 1 {
          nodeCount += 1
          pending.append(next)
        }
      }
    }
    for node in diagram.nodes.indices where uses[node] > 1 {
      isShared[node] = true
      sharedCount += 1
    }
  }

  private mutating func walk(from root: Int, isLast: Bool) {
    let isWhole = depth == nil
    var pending = [Line(node: root, edge: nil, below: nil, isLast: isLast)]
    while let line = pending.popLast() {
      guard line.content == .node else {
        lines.append(line)
        continue
      }
      if isExpanded[line.node] {
        lines.append(line.repeated)
        if isWhole && !isShared[line.node] {
          isShared[line.node] = true
          sharedCount += 1
        }
        continue
      }
      isShown[line.node] = true
      if isWhole { nodeCount += 1 }
      lines.append(line)
      let below = edges(of: line.node)
      if below.isEmpty { isExpanded[line.node] = true }
      if let depth, line.depth >= depth {
        if !below.isEmpty {
          pending.append(Line(node: line.node, edge: nil, below: line, isLast: true, content: .cut))
        }
        continue
      }
      isExpanded[line.node] = true
      for index in below.indices.reversed() {
        pending.append(
          Line(
            node: self.below(below[index]), edge: below[index], below: line,
            isLast: index == below.endIndex - 1))
      }
    }
  }

  /// For each cut, counts the nodes below that have no line and belong to no earlier cut.
  private mutating func countHidden() {
    var isCounted = isShown
    for index in lines.indices {
      guard lines[index].content == .cut else { continue }
      var hidden = 0
      var pending = [lines[index].node]
      while let node = pending.popLast() {
        for edge in edges(of: node) where !isCounted[below(edge)] {
          isCounted[below(edge)] = true
          hidden += 1
          pending.append(below(edge))
        }
      }
      lines[index].hidden = hidden
    }
  }
}
