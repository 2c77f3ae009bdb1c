/// The positions of nodes by their ids: empty if ids are positions, a table if they are dense.
struct PositionTable {
  private var count = 0
  private var dense: [Int32] = []
  private var sparse: [Int: Int] = [:]
  /// The position of the first node whose id an earlier node has.
  private(set) var repetition: Int?

  init(_ nodes: [Diagram.Node]) {
    if nodes.indices.allSatisfy({ nodes[$0].id == $0 }) {
      count = nodes.count
      return
    }
    let largest = nodes.indices.reduce(-1) { max($0, nodes[$1].id) }
    if largest < 4 * nodes.count + 64 { dense = Array(repeating: -1, count: largest + 1) }
    for position in nodes.indices.reversed() {
      let id = nodes[position].id
      if let later = self[id] { repetition = min(later, repetition ?? later) }
      if dense.isEmpty { sparse[id] = position } else { dense[id] = Int32(position) }
    }
  }

  @inline(__always)
  subscript(id: Int) -> Int? {
    if id < count { return id }
    if dense.isEmpty { return sparse.isEmpty ? nil : sparse[id] }
    return id < dense.count && dense[id] >= 0 ? Int(dense[id]) : nil
  }
}

/// The nodes that edges refer to.
struct EdgeEnds {
  let nodes: [Diagram.Node]
  let places: PositionTable
  let isFolded: Bool

  /// The positions of the nodes at the ends of an edge.
  ///
  /// - Parameter place: the position of the edge in the text.
  @inline(__always)
  func positions(
    _ from: Int, _ to: Int, _ reader: JSONReader, _ place: Int
  ) throws(JSONError) -> (from: Int, to: Int) {
    guard let first = places[from], let second = places[to], first < second,
      nodes[second].kind == .operation
    else { throw error(from, to, reader, place) }
    return (first, second)
  }

  @inline(never)
  private func error(_ from: Int, _ to: Int, _ reader: JSONReader, _ place: Int) -> JSONError {
    guard let first = places[from], let second = places[to] else {
      let missing = places[from] == nil ? from : to
      return reader.error("an edge names the node \(missing), which does not exist", at: place)
    }
    guard first < second else {
      let rule = isFolded ? "come first" : "have smaller ids"
      return reader.error("operands \(rule): the edge \(from) → \(to) goes back", at: place)
    }
    return reader.error("node \(to) is a \(nodes[second].kind.rawValue) and has no operands", at: place)
  }
}

extension DiagramDocument {
  /// Sorts the nodes by their ids; they usually are sorted already.
  mutating func resolveNodes(_ reader: JSONReader) throws(JSONError) {
    isFolded = nodes.indices.contains { nodes[$0].folded != nil }
    let isSorted = isFolded || nodes.indices.dropFirst().allSatisfy { nodes[$0 - 1].id <= nodes[$0].id }
    if !isSorted {
      let order = nodes.indices.sorted { (nodes[$0].id, $0) < (nodes[$1].id, $1) }
      nodes = order.map { nodes[$0] }
      nodeOrder = order
    }
    positions = PositionTable(nodes)
    if let repetition = positions.repetition {
      throw reader.error(
        "the id \(nodes[repetition].id) is there twice", at: place(ofNode: repetition, reader))
    }
  }

  /// Returns the finished diagram after all was read; checks everything that the encoders rely on.
  consuming func diagram(_ reader: JSONReader) throws(JSONError) -> Diagram {
    try checkSizes(reader)
    try checkOrigins(reader)
    if isFolded, whole == nil {
      throw reader.error("a graph with folded nodes needs \"whole\"", at: 0)
    }
    var diagram = Diagram(whole: whole)
    diagram.isRead = true
    try resolveGroups(&diagram, reader)
    if let output {
      guard let index = positions[output] else {
        throw reader.error("the output \(output) is not among the nodes", at: 0)
      }
      diagram.output = index
    } else if whole == nil, let last = nodes.indices.last {
      diagram.output = last
    }
    sortEdges()
    try checkOperands(reader)
    swap(&diagram.nodes, &nodes)
    swap(&diagram.edges, &edges)
    return diagram
  }

  /// Checks that the whole graph is not smaller than the part, and that no sum of counts overflows.
  private func checkSizes(_ reader: JSONReader) throws(JSONError) {
    var (nodeCount, edgeCount) = (nodes.count, edges.count)
    if isFolded { nodeCount = nodes.lazy.map { $0.folded?.nodes ?? 1 }.reduce(0, Int.saturatingSum) }
    for edge in edges.indices { edgeCount += edges[edge].count - 1 }
    guard let whole else {
      if edgeCount == edges.count { return }
      throw reader.error("a graph whose edges have a \"count\" needs \"whole\"", at: 0)
    }
    guard whole.nodes >= nodeCount, whole.edges >= edgeCount else {
      throw reader.error(
        "\"whole\" has \(whole.nodes) nodes and \(whole.edges) edges, fewer than this part of it", at: 0)
    }
  }

  /// Checks that the nodes named as non-finite are so, as far as the diagram shows it, and are named once.
  private func checkOrigins(_ reader: JSONReader) throws(JSONError) {
    guard let whole else { return }
    var seen: Set<Int> = []
    for id in whole.nonFinite {
      guard seen.insert(id).inserted else {
        throw reader.error("\"nonFinite\" of \"whole\" names the node \(id) twice", at: 0)
      }
      guard let position = positions[id], nodes[position].folded == nil else { continue }
      let (data, grad) = (nodes[position].data, nodes[position].grad)
      guard (data ?? 0).isFinite, (grad ?? 0).isFinite, data != nil || grad != nil else { continue }
      throw reader.error(
        "\"nonFinite\" of \"whole\" names the node \(id), whose numbers are finite",
        at: place(ofNode: position, reader))
    }
  }

  private mutating func resolveGroups(_ diagram: inout Diagram, _ reader: JSONReader) throws(JSONError) {
    var groupOfPath: [String: Int] = [:]
    for (path, parent, place) in groups {
      if let parent, groupOfPath[parent] == nil {
        throw reader.error("the parent \"\(parent)\" must come before its group", at: place)
      }
      guard groupOfPath.updateValue(diagram.groups.count, forKey: path) == nil else {
        throw reader.error("the group \"\(path)\" is there twice", at: place)
      }
      diagram.groups.append(Diagram.Group(path: path, parent: parent.flatMap { groupOfPath[$0] }))
    }
    if groupNames.texts.isEmpty { return }
    let groupOfName = groupNames.texts.map { groupOfPath[$0] }
    for position in nodes.indices {
      guard let name = nodes[position].group else { continue }
      guard let group = groupOfName[name] else {
        throw reader.error(
          "node \(nodes[position].id) is in the group \"\(groupNames.texts[name])\", which is not in \"groups\"",
          at: place(ofNode: position, reader))
      }
      nodes[position].group = group
    }
  }

  /// Sorts edges by node and operand; they usually are sorted already.
  private mutating func sortEdges() {
    func isBefore(_ a: Int, _ b: Int) -> Bool {
      (edges[a].to, edges[a].operand, a) < (edges[b].to, edges[b].operand, b)
    }
    if edges.indices.dropFirst().allSatisfy({ isBefore($0 - 1, $0) }) { return }
    let order = edges.indices.sorted(by: isBefore)
    edges = order.map { edges[$0] }
    edgeOrder = order
  }

  /// Checks that every operand occurs once and in order, and that each operation has all of its operands; in
  /// a part, some may be missing.
  private func checkOperands(_ reader: JSONReader) throws(JSONError) {
    var edge = 0
    for position in nodes.indices {
      var operands = 0
      while edge < edges.count, edges[edge].to == position {
        let operand = edges[edge].operand
        guard operand == operands || (whole != nil && operand > operands) else {
          throw reader.error(
            "node \(nodes[position].id) needs its operand \(operands) before operand \(operand), each once",
            at: reader.place(ofElement: edgeOrder?[edge] ?? edge, in: edgesStart ?? 0))
        }
        operands = operand + 1
        edge += 1
      }
      guard let operation = nodes[position].operation,
        !operation.accepts(operands: operands, isPart: whole != nil)
      else { continue }
      throw reader.error(
        "node \(nodes[position].id) has \(operands) operands and \(operation.parameters.count) parameters, "
          + "which do not fit '\(operation.name)'", at: place(ofNode: position, reader))
    }
  }

  private func place(ofNode position: Int, _ reader: JSONReader) -> Int {
    reader.place(ofElement: nodeOrder?[position] ?? position, in: nodesStart ?? 0)
  }
}

extension Int {
  /// The sum of two numbers from 0; the largest number on overflow.
  static func saturatingSum(_ a: Int, _ b: Int) -> Int {
    let (sum, overflows) = a.addingReportingOverflow(b)
    return overflows ? .max : sum
  }
}
