/// Reads a diagram from what ``DiagramJSONEncoder`` wrote, or from any JSON of that form.
///
/// Reading back and writing again gives the same bytes. Members that are not known are skipped.
public struct DiagramJSONDecoder: Sendable {
  public init() {}

  /// - Throws: ``JSONError`` with line and column: malformed JSON, missing or wrong members, ids that occur twice,
  ///   edges to nodes that do not exist or that come later, operands that are missing.
  /// - Complexity: O(bytes).
  public func decode(_ bytes: [UInt8]) throws(JSONError) -> Diagram {
    var reader = JSONReader(bytes)
    var document = Document()
    var version: Int?
    try reader.object("the graph") { reader, name throws(JSONError) in
      switch name {
      case "version": version = try reader.integer("\"version\"")
      case "output":
        document.output = try reader.optional { r throws(JSONError) in try r.integer("\"output\"") }
      case "whole":
        document.whole = try reader.optional { r throws(JSONError) in try Diagram.Whole(&r) }
      case "nodes": try document.readNodes(&reader)
      case "edges": try document.readEdges(&reader)
      case "groups": try document.readGroups(&reader)
      default: try reader.skip()
      }
    }
    guard version == DiagramJSONEncoder.version else {
      let found = version.map { "has version \($0)" } ?? "has no \"version\""
      throw reader.error(
        "the graph \(found); this program reads version \(DiagramJSONEncoder.version)", at: 0)
    }
    try reader.end()
    return try document.diagram(reader)
  }
}

/// What was read, before references are resolved.
private struct Document {
  var output: Int?
  var whole: Diagram.Whole?
  private var nodes: [(node: Diagram.Node, group: String?, position: Int)] = []
  private var edges: [(edge: Diagram.Edge, position: Int)] = []
  private var groups: [(path: String, parent: String?, position: Int)] = []

  mutating func readNodes(_ reader: inout JSONReader) throws(JSONError) {
    try reader.array("\"nodes\"") { r throws(JSONError) in
      _ = r.peek()
      let position = r.position
      var node = Diagram.Node(id: -1, kind: .variable, data: nil, grad: nil)
      var kind: String?
      var group: String?
      var operation: String?
      var parameters: [Double] = []
      var folded: Diagram.Folded?
      try r.object("a node") { r, name throws(JSONError) in
        switch name {
        case "id": node.id = try r.integer("\"id\"")
        case "name": node.name = try r.optional { r throws(JSONError) in try r.string() }
        case "op": operation = try r.optional { r throws(JSONError) in try r.string() }
        case "parameters":
          try r.array("\"parameters\"") { r throws(JSONError) in
            parameters.append(try r.double("a parameter"))
          }
        case "kind": kind = try r.string()
        case "data": node.data = try r.optional { r throws(JSONError) in try r.double("\"data\"") }
        case "grad": node.grad = try r.optional { r throws(JSONError) in try r.double("\"grad\"") }
        case "folded":
          folded = try r.optional { r throws(JSONError) in try Diagram.Folded(&r) }
        case "group": group = try r.optional { r throws(JSONError) in try r.string() }
        default: try r.skip()
        }
      }
      guard node.id >= 0 else { throw r.error("the node has no \"id\"", at: position) }
      guard let known = kind.flatMap(Diagram.Kind.init) else {
        throw r.error(
          "\"kind\" of node \(node.id) must be \"variable\", \"constant\" or \"operation\"", at: position)
      }
      guard (known == .operation && folded == nil) == (operation != nil) else {
        let fault =
          folded != nil
          ? "is folded and has an \"op\""
          : known == .operation ? "is an operation without \"op\"" : "is a \(known.rawValue) with an \"op\""
        throw r.error("node \(node.id) \(fault)", at: position)
      }
      node.kind = known
      node.folded = folded
      node.operation = operation.map { Diagram.Operation(named: $0, parameters: parameters) }
      nodes.append((node, group, position))
    }
  }

  mutating func readEdges(_ reader: inout JSONReader) throws(JSONError) {
    try reader.array("\"edges\"") { r throws(JSONError) in
      _ = r.peek()
      let position = r.position
      var edge = Diagram.Edge(from: -1, to: -1, operand: -1, local: nil, contribution: nil)
      try r.object("an edge") { r, name throws(JSONError) in
        switch name {
        case "from": edge.from = try r.integer("\"from\"")
        case "to": edge.to = try r.integer("\"to\"")
        case "operand": edge.operand = try r.integer("\"operand\"")
        case "local": edge.local = try r.optional { r throws(JSONError) in try r.double("\"local\"") }
        case "contribution":
          edge.contribution = try r.optional { r throws(JSONError) in try r.double("\"contribution\"") }
        case "count": edge.count = try r.integer("\"count\"")
        default: try r.skip()
        }
      }
      guard edge.from >= 0, edge.to >= 0, edge.operand >= 0, edge.count > 0 else {
        throw r.error("an edge needs \"from\", \"to\" and \"operand\"", at: position)
      }
      edges.append((edge, position))
    }
  }

  mutating func readGroups(_ reader: inout JSONReader) throws(JSONError) {
    try reader.array("\"groups\"") { r throws(JSONError) in
      _ = r.peek()
      let position = r.position
      var path: String?
      var parent: String?
      try r.object("a group") { r, name throws(JSONError) in
        switch name {
        case "path": path = try r.string()
        case "parent": parent = try r.optional { r throws(JSONError) in try r.string() }
        default: try r.skip()
        }
      }
      guard let path else { throw r.error("a group needs a \"path\"", at: position) }
      groups.append((path, parent, position))
    }
  }

  /// Resolves ids and paths to positions, and checks what the encoders rely on.
  func diagram(_ reader: JSONReader) throws(JSONError) -> Diagram {
    var diagram = Diagram(whole: whole)
    if let whole, whole.nodes < nodes.count || whole.edges < edges.count {
      throw reader.error(
        "\"whole\" has \(whole.nodes) nodes and \(whole.edges) edges, fewer than this part of it", at: 0)
    }
    var groupOfPath: [String: Int] = [:]
    for (path, parent, position) in groups {
      if let parent, groupOfPath[parent] == nil {
        throw reader.error("the parent \"\(parent)\" must come before its group", at: position)
      }
      guard groupOfPath.updateValue(diagram.groups.count, forKey: path) == nil else {
        throw reader.error("the group \"\(path)\" is there twice", at: position)
      }
      diagram.groups.append(Diagram.Group(path: path, parent: parent.flatMap { groupOfPath[$0] }))
    }

    var positionOfID: [Int: Int] = [:]
    // Boxes have no order of ids: the file's counts.
    let isFolded = nodes.contains { $0.node.folded != nil }
    if isFolded, whole == nil {
      throw reader.error("a graph with folded nodes needs \"whole\"", at: 0)
    }
    for (node, group, position) in isFolded ? nodes : nodes.sorted(by: { $0.node.id < $1.node.id }) {
      guard positionOfID.updateValue(diagram.nodes.count, forKey: node.id) == nil else {
        throw reader.error("the id \(node.id) is there twice", at: position)
      }
      var node = node
      if let group {
        guard let index = groupOfPath[group] else {
          throw reader.error(
            "node \(node.id) is in the group \"\(group)\", which is not in \"groups\"", at: position)
        }
        node.group = index
      }
      diagram.nodes.append(node)
    }
    if let output {
      guard let index = positionOfID[output] else {
        throw reader.error("the output \(output) is not among the nodes", at: 0)
      }
      diagram.output = index
    } else if whole == nil, let last = diagram.nodes.indices.last {
      diagram.output = last
    }
    diagram.edges = try resolvedEdges(positionOfID, diagram.nodes, reader)
    try checkOperations(of: diagram, positionOfID, reader)
    return diagram
  }

  /// An operation of the table needs its operands and parameters; in a part, operands may be missing.
  private func checkOperations(
    of diagram: Diagram, _ positionOfID: [Int: Int], _ reader: JSONReader
  ) throws(JSONError) {
    var operands = Array(repeating: 0, count: diagram.nodes.count)
    for edge in diagram.edges { operands[edge.to] = edge.operand + 1 }
    for (node, _, position) in nodes {
      guard let operation = node.operation,
        let index = positionOfID[node.id],
        !Diagram.Operation.accepts(
          operation.name, operands: operands[index], parameters: operation.parameters.count,
          isPart: whole != nil)
      else { continue }
      throw reader.error(
        "node \(node.id) has \(operands[index]) operands and \(operation.parameters.count) parameters, "
          + "which do not fit '\(operation.name)'", at: position)
    }
  }

  private func resolvedEdges(
    _ positionOfID: [Int: Int], _ nodes: [Diagram.Node], _ reader: JSONReader
  ) throws(JSONError) -> [Diagram.Edge] {
    var resolved: [Diagram.Edge] = []
    resolved.reserveCapacity(edges.count)
    let isFolded = nodes.contains { $0.folded != nil }
    func place(_ id: Int) -> Int { isFolded ? positionOfID[id] ?? .max : id }
    for (edge, position) in edges.sorted(by: {
      (place($0.edge.to), $0.edge.operand) < (place($1.edge.to), $1.edge.operand)
    }) {
      var next = edge
      guard let from = positionOfID[edge.from], let to = positionOfID[edge.to] else {
        let missing = positionOfID[edge.from] == nil ? edge.from : edge.to
        throw reader.error("an edge names the node \(missing), which does not exist", at: position)
      }
      guard from < to else {
        throw reader.error(
          "operands \(isFolded ? "come first" : "have smaller ids"): the edge \(edge.from) → \(edge.to) goes back",
          at: position)
      }
      guard nodes[to].kind == .operation else {
        throw reader.error(
          "node \(edge.to) is a \(nodes[to].kind.rawValue) and has no operands", at: position)
      }
      next.from = from
      next.to = to
      let expected = resolved.last.map { $0.to == to ? $0.operand + 1 : 0 } ?? 0
      guard edge.operand == expected || (whole != nil && edge.operand > expected) else {
        throw reader.error(
          "node \(edge.to) needs its operand \(expected) before operand \(edge.operand), each once",
          at: position)
      }
      resolved.append(next)
    }
    return resolved
  }
}

extension Diagram.Whole {
  fileprivate init(_ reader: inout JSONReader) throws(JSONError) {
    self.init(nodes: -1, edges: -1)
    _ = reader.peek()
    let position = reader.position
    try reader.object("\"whole\"") { r, name throws(JSONError) in
      switch name {
      case "nodes": nodes = try r.integer("\"nodes\" of \"whole\"")
      case "edges": edges = try r.integer("\"edges\" of \"whole\"")
      case "output": output = try r.optional { r throws(JSONError) in try r.string() }
      case "nonFinite":
        try r.array("\"nonFinite\"") { r throws(JSONError) in
          nonFinite.append(try r.integer("an id in \"nonFinite\""))
        }
      default: try r.skip()
      }
    }
    guard nodes >= 0, edges >= 0 else {
      throw reader.error("\"whole\" needs \"nodes\" and \"edges\"", at: position)
    }
  }
}
