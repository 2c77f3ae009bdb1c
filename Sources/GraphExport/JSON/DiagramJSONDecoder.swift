/// Reads a diagram from the output of ``DiagramJSONEncoder``, or from any JSON of that form.
///
/// Decoding and encoding again gives the same bytes. Unknown members are skipped.
public struct DiagramJSONDecoder: Sendable {
  /// Creates a decoder, which has no options.
  public init() {}

  /// The diagram of a JSON text.
  ///
  /// - Throws: ``JSONError`` with line and column: malformed JSON, missing or wrong members, repeated ids,
  ///   edges to nodes that do not exist or that come later, missing operands.
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
    var seen = JSONMembers()
    try reader.object("the graph") { reader, name throws(JSONError) in
      switch name {
      case "version":
        try seen.note(0, name, reader)
        version = try reader.integer("\"version\"")
      case "output":
        try seen.note(1, name, reader)
        document.output = try reader.optional { r throws(JSONError) in try r.integer("\"output\"") }
      case "whole":
        try seen.note(2, name, reader)
        document.whole = try reader.optional { r throws(JSONError) in try Diagram.Whole(&r) }
      case "nodes":
        try seen.note(3, name, reader)
        try document.readNodes(&reader)
      case "edges":
        try seen.note(4, name, reader)
        try document.readEdges(&reader)
      case "groups":
        try seen.note(5, name, reader)
        try document.readGroups(&reader)
      default: try reader.skip()
      }
    }
    try document.readEarlyEdges(reader)
    guard version == DiagramJSONEncoder.version else {
      let found = version.map { "has version \($0)" } ?? "has no \"version\""
      throw reader.error(
        "the graph \(found); this program reads version \(DiagramJSONEncoder.version)", at: 0)
    }
    try reader.end()
    return try (consume document).diagram(reader)
  }
}

/// A partly decoded document; references are resolved once their target was read.
struct DiagramDocument {
  var output: Int?
  var whole: Diagram.Whole?
  /// The group of a node is a number in ``groupNames`` until ``groups`` are known.
  var nodes: [Diagram.Node] = []
  var groupNames = JSONStringTable()
  var edges: [Diagram.Edge] = []
  var groups: [(path: String, parent: String?, place: Int)] = []

  var positions = PositionTable([])
  /// True if nodes represent several nodes: their ids have no order.
  var isFolded = false
  /// The position in the text at which an array begins.
  var nodesStart: Int?
  var edgesStart: Int?
  /// For each element, its number in the text; `nil` if that is its position.
  var nodeOrder: [Int]?
  var edgeOrder: [Int]?

  private var operationNames = JSONStringTable()
  /// Operations by their number in ``operationNames``; of those with constants, the last.
  private var operations: [Diagram.Operation] = []

  /// The members of a node besides its own fields.
  private struct NodeMembers {
    var kind: Diagram.Kind?
    var operation: Int?
    var parameters: [Double] = []
  }

  mutating func readNodes(_ reader: inout JSONReader) throws(JSONError) {
    nodesStart = reader.position
    nodes.reserveCapacity((reader.bytes.count - reader.position) / Self.bytesPerNode)
    try reader.array("\"nodes\"") { r throws(JSONError) in
      _ = r.peek()
      let place = r.position
      var node = Diagram.Node(id: -1, kind: .variable, data: nil, grad: nil)
      var members = NodeMembers()
      var seen = JSONMembers()
      try r.object("a node") { r, name throws(JSONError) in
        switch name {
        case "id":
          try seen.note(0, name, r)
          node.id = try r.integer("\"id\"")
        case "name":
          try seen.note(1, name, r)
          node.name = try r.optional { r throws(JSONError) in try r.string() }
        case "op":
          try seen.note(2, name, r)
          members.operation = r.null() ? nil : operationNames.number(of: try r.word())
        case "kind":
          try seen.note(3, name, r)
          members.kind = Diagram.Kind(try r.word())
        case "data":
          try seen.note(4, name, r)
          node.data = try r.optional { r throws(JSONError) in try r.double("\"data\"") }
        case "grad":
          try seen.note(5, name, r)
          node.grad = try r.optional { r throws(JSONError) in try r.double("\"grad\"") }
        case "group":
          try seen.note(6, name, r)
          node.group = r.null() ? nil : groupNames.number(of: try r.word())
        case "parameters":
          try seen.note(7, name, r)
          try r.array("\"parameters\"") { r throws(JSONError) in
            members.parameters.append(try r.double("a parameter"))
          }
        case "folded":
          try seen.note(8, name, r)
          node.folded = try r.optional { r throws(JSONError) in try Diagram.Folded(&r) }
        default: try r.skip()
        }
      }
      try finish(&node, members, r, place)
      nodes.append(node)
    }
    try resolveNodes(reader)
  }

  /// Texts are rarely shorter per element; reserved memory that is not used is not touched.
  private static let (bytesPerNode, bytesPerEdge) = (100, 80)

  private mutating func finish(
    _ node: inout Diagram.Node, _ members: NodeMembers, _ reader: JSONReader, _ place: Int
  ) throws(JSONError) {
    guard node.id >= 0 else { throw reader.error("the node has no \"id\"", at: place) }
    guard let kind = members.kind else {
      throw reader.error(
        "\"kind\" of node \(node.id) must be \"variable\", \"constant\" or \"operation\"", at: place)
    }
    node.kind = kind
    let isFolded = node.folded != nil
    guard (kind == .operation && !isFolded) == (members.operation != nil) else {
      let fault =
        isFolded
        ? "is folded and has an \"op\""
        : kind == .operation ? "is an operation without \"op\"" : "is a \(kind.rawValue) with an \"op\""
      throw reader.error("node \(node.id) \(fault)", at: place)
    }
    guard let number = members.operation else { return }
    while operations.count <= number {
      operations.append(Diagram.Operation(named: operationNames.texts[operations.count], parameters: []))
    }
    if !members.parameters.isEmpty || !operations[number].parameters.isEmpty {
      operations[number] = operations[number].with(members.parameters)
    }
    node.operation = operations[number]
  }

  /// Reads edges; those before the nodes are kept for ``readEarlyEdges(_:)``.
  mutating func readEdges(_ reader: inout JSONReader) throws(JSONError) {
    edgesStart = reader.position
    if nodesStart == nil { try reader.skip() } else { try readElements(&reader) }
  }

  mutating func readEarlyEdges(_ reader: JSONReader) throws(JSONError) {
    guard let edgesStart, edgesStart < nodesStart ?? .max else { return }
    var reader = reader
    reader.position = edgesStart
    try readElements(&reader)
  }

  private mutating func readElements(_ reader: inout JSONReader) throws(JSONError) {
    edges.reserveCapacity((reader.bytes.count - reader.position) / Self.bytesPerEdge)
    let ends = EdgeEnds(nodes: nodes, places: positions, isFolded: isFolded)
    try reader.array("\"edges\"") { r throws(JSONError) in
      _ = r.peek()
      let place = r.position
      var (from, to, operand, count) = (-1, -1, -1, 1)
      var local: Double?
      var contribution: Double?
      var seen = JSONMembers()
      try r.object("an edge") { r, name throws(JSONError) in
        switch name {
        case "from":
          try seen.note(0, name, r)
          from = try r.integer("\"from\"")
        case "to":
          try seen.note(1, name, r)
          to = try r.integer("\"to\"")
        case "operand":
          try seen.note(2, name, r)
          operand = try r.integer("\"operand\"")
        case "local":
          try seen.note(3, name, r)
          local = try r.optional { r throws(JSONError) in try r.double("\"local\"") }
        case "contribution":
          try seen.note(4, name, r)
          contribution = try r.optional { r throws(JSONError) in try r.double("\"contribution\"") }
        case "count":
          try seen.note(5, name, r)
          count = try r.integer("\"count\"")
        default: try r.skip()
        }
      }
      guard from >= 0, to >= 0, operand >= 0, count > 0 else {
        throw r.error("an edge needs \"from\", \"to\" and \"operand\"", at: place)
      }
      guard Int64(max(operand, count)) <= Int64(Int32.max) else {
        throw r.error("\"operand\" and \"count\" are at most \(Int32.max)", at: place)
      }
      let ends = try ends.positions(from, to, r, place)
      edges.append(
        Diagram.Edge(
          from: ends.from, to: ends.to, operand: operand, local: local, contribution: contribution,
          count: count))
    }
  }

  mutating func readGroups(_ reader: inout JSONReader) throws(JSONError) {
    try reader.array("\"groups\"") { r throws(JSONError) in
      _ = r.peek()
      let place = r.position
      var path: String?
      var parent: String?
      var seen = JSONMembers()
      try r.object("a group") { r, name throws(JSONError) in
        switch name {
        case "path":
          try seen.note(0, name, r)
          path = try r.string()
        case "parent":
          try seen.note(1, name, r)
          parent = try r.optional { r throws(JSONError) in try r.string() }
        default: try r.skip()
        }
      }
      guard let path else { throw r.error("a group needs a \"path\"", at: place) }
      groups.append((path, parent, place))
    }
  }
}

extension Diagram.Kind {
  fileprivate init?(_ word: JSONString) {
    switch word {
    case "variable": self = .variable
    case "constant": self = .constant
    case "operation": self = .operation
    default: return nil
    }
  }
}

extension Diagram.Whole {
  fileprivate init(_ reader: inout JSONReader) throws(JSONError) {
    self.init(nodes: -1, edges: -1)
    _ = reader.peek()
    let position = reader.position
    var seen = JSONMembers()
    try reader.object("\"whole\"") { r, name throws(JSONError) in
      switch name {
      case "nodes":
        try seen.note(0, name, r)
        nodes = try r.integer("\"nodes\" of \"whole\"")
      case "edges":
        try seen.note(1, name, r)
        edges = try r.integer("\"edges\" of \"whole\"")
      case "output":
        try seen.note(2, name, r)
        output = try r.optional { r throws(JSONError) in try r.string() }
      case "nonFinite":
        try seen.note(3, name, r)
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
