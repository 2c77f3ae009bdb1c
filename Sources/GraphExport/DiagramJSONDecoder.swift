/// Reads a diagram from what ``DiagramJSONEncoder`` wrote, or from any JSON of that form.
///
/// Reading back and writing again gives the same bytes. Members that are not known are skipped.
public struct DiagramJSONDecoder: Sendable {
  public init() {}

  /// - Throws: ``JSONError`` with line and column: malformed JSON, missing or wrong members, ids that occur twice,
  ///   edges to nodes that do not exist or that come later, operands that are missing.
  /// - Complexity: O(bytes).
  public func decode(_ bytes: [UInt8]) throws(JSONError) -> Diagram {
    try bytes.withUnsafeBufferPointer { bytes throws(JSONError) in
      var reader = JSONReader(bytes)
      return try decode(&reader)
    }
  }

  private func decode(_ reader: inout JSONReader) throws(JSONError) -> Diagram {
    var document = DiagramDocument()
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
    return try (consume document).diagram(reader)
  }
}

/// What was read, before references are resolved.
struct DiagramDocument {
  var output: Int?
  var whole: Diagram.Whole?
  /// In the order of the text; the position in the text of each, for messages.
  var nodes: [Diagram.Node] = []
  var nodePlaces: [Int] = []
  /// The group's number in ``groupNames``, or -1.
  var nodeGroups: [Int] = []
  var groupNames = JSONStringTable()
  var edges: [Diagram.Edge] = []
  var edgePlaces: [Int] = []
  var groups: [(path: String, parent: String?, place: Int)] = []

  private var operationNames = JSONStringTable()
  /// By their number in ``operationNames``.
  private var operations: [Diagram.Operation] = []

  /// What is read of a node besides its own fields.
  private struct NodeMembers {
    var kind: JSONString?
    var operation: Int?
    var parameters: [Double] = []
    var group = -1
  }

  mutating func readNodes(_ reader: inout JSONReader) throws(JSONError) {
    try reader.array("\"nodes\"") { r throws(JSONError) in
      _ = r.peek()
      let place = r.position
      var node = Diagram.Node(id: -1, kind: .variable, data: nil, grad: nil)
      var members = NodeMembers()
      try r.object("a node") { r, name throws(JSONError) in
        switch name {
        case "id": node.id = try r.integer("\"id\"")
        case "name": node.name = try r.optional { r throws(JSONError) in try r.string() }
        case "op": members.operation = r.null() ? nil : operationNames.number(of: try r.word())
        case "kind": members.kind = try r.word()
        case "data": node.data = try r.optional { r throws(JSONError) in try r.double("\"data\"") }
        case "grad": node.grad = try r.optional { r throws(JSONError) in try r.double("\"grad\"") }
        case "group": members.group = r.null() ? -1 : groupNames.number(of: try r.word())
        case "parameters":
          try r.array("\"parameters\"") { r throws(JSONError) in
            members.parameters.append(try r.double("a parameter"))
          }
        case "folded":
          node.folded = try r.optional { r throws(JSONError) in try Diagram.Folded(&r) }
        default: try r.skip()
        }
      }
      try finish(&node, members, r, place)
      nodes.append(node)
      nodePlaces.append(place)
      nodeGroups.append(members.group)
    }
  }

  private mutating func finish(
    _ node: inout Diagram.Node, _ members: NodeMembers, _ reader: JSONReader, _ place: Int
  ) throws(JSONError) {
    guard node.id >= 0 else { throw reader.error("the node has no \"id\"", at: place) }
    switch members.kind {
    case .some("variable"): node.kind = .variable
    case .some("constant"): node.kind = .constant
    case .some("operation"): node.kind = .operation
    default:
      throw reader.error(
        "\"kind\" of node \(node.id) must be \"variable\", \"constant\" or \"operation\"", at: place)
    }
    let isFolded = node.folded != nil
    guard (node.kind == .operation && !isFolded) == (members.operation != nil) else {
      let fault =
        isFolded
        ? "is folded and has an \"op\""
        : node.kind == .operation
          ? "is an operation without \"op\"" : "is a \(node.kind.rawValue) with an \"op\""
      throw reader.error("node \(node.id) \(fault)", at: place)
    }
    guard let number = members.operation else { return }
    while operations.count <= number {
      operations.append(Diagram.Operation(named: operationNames.texts[operations.count], parameters: []))
    }
    node.operation = operations[number]
    if !members.parameters.isEmpty { node.operation?.parameters = members.parameters }
  }

  mutating func readEdges(_ reader: inout JSONReader) throws(JSONError) {
    try reader.array("\"edges\"") { r throws(JSONError) in
      _ = r.peek()
      let place = r.position
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
        throw r.error("an edge needs \"from\", \"to\" and \"operand\"", at: place)
      }
      edges.append(edge)
      edgePlaces.append(place)
    }
  }

  mutating func readGroups(_ reader: inout JSONReader) throws(JSONError) {
    try reader.array("\"groups\"") { r throws(JSONError) in
      _ = r.peek()
      let place = r.position
      var path: String?
      var parent: String?
      try r.object("a group") { r, name throws(JSONError) in
        switch name {
        case "path": path = try r.string()
        case "parent": parent = try r.optional { r throws(JSONError) in try r.string() }
        default: try r.skip()
        }
      }
      guard let path else { throw r.error("a group needs a \"path\"", at: place) }
      groups.append((path, parent, place))
    }
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
