/// Where nodes with some ids stand: a table where ids are dense, as those of whole graphs are.
private struct PositionTable {
  private var dense: [Int]
  private var sparse: [Int: Int] = [:]

  init(_ nodes: [Diagram.Node]) {
    let largest = nodes.indices.reduce(-1) { max($0, nodes[$1].id) }
    dense = Array(repeating: -1, count: largest < 4 * nodes.count + 64 ? largest + 1 : 0)
  }

  subscript(id: Int) -> Int? {
    if dense.isEmpty { return sparse[id] }
    return dense.indices.contains(id) && dense[id] >= 0 ? dense[id] : nil
  }

  /// - Returns: whether the id is new.
  mutating func insert(_ id: Int, at position: Int) -> Bool {
    if dense.isEmpty { return sparse.updateValue(position, forKey: id) == nil }
    defer { dense[id] = position }
    return dense[id] < 0
  }
}

extension DiagramDocument {
  /// Resolves ids and paths to positions, and checks what the encoders rely on.
  ///
  /// What was read moves into the diagram.
  consuming func diagram(_ reader: JSONReader) throws(JSONError) -> Diagram {
    var diagram = Diagram(whole: whole)
    if let whole, whole.nodes < nodes.count || whole.edges < edges.count {
      throw reader.error(
        "\"whole\" has \(whole.nodes) nodes and \(whole.edges) edges, fewer than this part of it", at: 0)
    }
    let groupOfPath = try resolveGroups(&diagram, reader)
    // Boxes have no order of ids: the file's counts.
    let isFolded = nodes.indices.contains { nodes[$0].folded != nil }
    if isFolded, whole == nil {
      throw reader.error("a graph with folded nodes needs \"whole\"", at: 0)
    }
    let positions = try resolveNodes(&diagram, groupOfPath, isFolded, reader)
    if let output {
      guard let index = positions[output] else {
        throw reader.error("the output \(output) is not among the nodes", at: 0)
      }
      diagram.output = index
    } else if whole == nil, let last = diagram.nodes.indices.last {
      diagram.output = last
    }
    try resolveEdges(&diagram, positions, isFolded, reader)
    try checkOperations(of: diagram, reader)
    return diagram
  }

  private func resolveGroups(
    _ diagram: inout Diagram, _ reader: JSONReader
  ) throws(JSONError) -> [String: Int] {
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
    return groupOfPath
  }

  /// Nodes in the order of their ids, as they mostly are already.
  private mutating func resolveNodes(
    _ diagram: inout Diagram, _ groupOfPath: [String: Int], _ isFolded: Bool, _ reader: JSONReader
  ) throws(JSONError) -> PositionTable {
    let isSorted = isFolded || nodes.indices.dropFirst().allSatisfy { nodes[$0 - 1].id <= nodes[$0].id }
    if !isSorted {
      let order = nodes.indices.sorted { nodes[$0].id < nodes[$1].id }
      nodes = order.map { nodes[$0] }
      nodePlaces = order.map { nodePlaces[$0] }
      nodeGroups = order.map { nodeGroups[$0] }
    }
    swap(&diagram.nodes, &nodes)
    let groupOfName = groupNames.texts.map { groupOfPath[$0] }
    var positions = PositionTable(diagram.nodes)
    for position in diagram.nodes.indices {
      let id = diagram.nodes[position].id
      guard positions.insert(id, at: position) else {
        throw reader.error("the id \(id) is there twice", at: nodePlaces[position])
      }
      let name = nodeGroups[position]
      if name < 0 { continue }
      guard let group = groupOfName[name] else {
        throw reader.error(
          "node \(id) is in the group \"\(groupNames.texts[name])\", which is not in \"groups\"",
          at: nodePlaces[position])
      }
      diagram.nodes[position].group = group
    }
    return positions
  }

  private mutating func resolveEdges(
    _ diagram: inout Diagram, _ positions: PositionTable, _ isFolded: Bool, _ reader: JSONReader
  ) throws(JSONError) {
    func isBefore(_ a: Diagram.Edge, _ b: Diagram.Edge) -> Bool {
      func place(_ id: Int) -> Int { isFolded ? positions[id] ?? .max : id }
      return (place(a.to), a.operand) < (place(b.to), b.operand)
    }
    let isSorted = edges.indices.dropFirst().allSatisfy { !isBefore(edges[$0], edges[$0 - 1]) }
    if !isSorted {
      let order = edges.indices.sorted { isBefore(edges[$0], edges[$1]) }
      edges = order.map { edges[$0] }
      edgePlaces = order.map { edgePlaces[$0] }
    }
    swap(&diagram.edges, &edges)
    let places = edgePlaces
    var last = (to: -1, operand: -1)
    for position in diagram.edges.indices {
      let edge = diagram.edges[position]
      func error(_ message: String) -> JSONError {
        reader.error(message, at: places[position])
      }
      guard let from = positions[edge.from], let to = positions[edge.to] else {
        let missing = positions[edge.from] == nil ? edge.from : edge.to
        throw error("an edge names the node \(missing), which does not exist")
      }
      guard from < to else {
        let rule = isFolded ? "come first" : "have smaller ids"
        throw error("operands \(rule): the edge \(edge.from) → \(edge.to) goes back")
      }
      let kind = diagram.nodes[to].kind
      guard kind == .operation else {
        throw error("node \(edge.to) is a \(kind.rawValue) and has no operands")
      }
      let expected = last.to == to ? last.operand + 1 : 0
      guard edge.operand == expected || (whole != nil && edge.operand > expected) else {
        throw error("node \(edge.to) needs its operand \(expected) before operand \(edge.operand), each once")
      }
      last = (to, edge.operand)
      diagram.edges[position].from = from
      diagram.edges[position].to = to
    }
  }

  /// An operation of the table needs its operands and parameters; in a part, operands may be missing.
  private func checkOperations(
    of diagram: Diagram, _ reader: JSONReader
  ) throws(JSONError) {
    var operands = Array(repeating: 0, count: diagram.nodes.count)
    for edge in diagram.edges { operands[edge.to] = edge.operand + 1 }
    let refused = diagram.nodes.indices.filter { position in
      guard let operation = diagram.nodes[position].operation else { return false }
      return !operation.accepts(operands: operands[position], isPart: whole != nil)
    }
    guard let first = refused.min(by: { nodePlaces[$0] < nodePlaces[$1] }) else { return }
    let parameters = diagram.nodes[first].operation?.parameters.count ?? 0
    throw reader.error(
      "node \(diagram.nodes[first].id) has \(operands[first]) operands and \(parameters) parameters, "
        + "which do not fit '\(diagram.nodes[first].operation?.name ?? "")'", at: nodePlaces[first])
  }
}
