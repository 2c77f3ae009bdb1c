extension DiagramJSONEncoder {
  func append(_ folded: Diagram.Folded, _ out: TextBuffer) {
    out.append(", \"folded\": {\"title\": ")
    append(folded.title, out)
    out.append(", \"path\": ")
    append(folded.path, out)
    out.append(
      ", \"nodes\": \(folded.nodes), \"variables\": \(folded.variables), \"constants\": \(folded.constants), "
    )
    out.append("\"operations\": [")
    for (index, operation) in folded.operations.enumerated() {
      out.append(index == 0 ? "{\"op\": " : ", {\"op\": ")
      append(operation.name, out)
      out.append(", \"count\": \(operation.count)}")
    }
    out.append("], \"data\": ")
    append(folded.data, out)
    out.append(", \"grad\": ")
    append(folded.grad, out)
    out.append(", \"gradNorm\": ")
    append(folded.gradNorm, out)
    out.append(", \"nonFinite\": \(folded.nonFinite)")
    if let origin = folded.origin {
      out.append(", \"origin\": ")
      append(origin, out)
    }
    out.append(", \"dead\": \(folded.dead), \"stale\": \(folded.stale)}")
  }

  private func append(_ range: ClosedRange<Double>?, _ out: TextBuffer) {
    guard let range else { return out.append("null") }
    out.append("[")
    append(range.lowerBound, out)
    out.append(", ")
    append(range.upperBound, out)
    out.append("]")
  }
}

extension Diagram.Folded {
  convenience init(_ reader: inout JSONReader) throws(JSONError) {
    _ = reader.peek()
    let position = reader.position
    var title: String?
    var path: String?
    var origin: String?
    var counts = ["nodes": 0, "variables": 0, "constants": 0, "nonFinite": 0, "dead": 0, "stale": 0]
    var given: Set<String> = []
    var operations: [OperationCount] = []
    var data: ClosedRange<Double>?
    var grad: ClosedRange<Double>?
    var norm: Double?
    var seen = JSONMembers()
    try reader.object("\"folded\"") { r, name throws(JSONError) in
      switch name {
      case "title":
        try seen.note(0, name, r)
        title = try r.string()
      case "path":
        try seen.note(1, name, r)
        path = try r.optional { r throws(JSONError) in try r.string() }
      case "origin":
        try seen.note(2, name, r)
        origin = try r.optional { r throws(JSONError) in try r.string() }
      case "operations":
        try seen.note(3, name, r)
        try r.array("\"operations\"") { r throws(JSONError) in operations.append(try OperationCount(&r)) }
      case "data":
        try seen.note(4, name, r)
        data = try r.optional { r throws(JSONError) in try Self.range(&r, "\"data\"") }
      case "grad":
        try seen.note(5, name, r)
        grad = try r.optional { r throws(JSONError) in try Self.range(&r, "\"grad\"") }
      case "gradNorm":
        try seen.note(6, name, r)
        norm = try r.optional { r throws(JSONError) in try r.double("\"gradNorm\"") }
      default:
        let key = name.text
        guard counts[key] != nil else {
          try r.skip()
          return
        }
        guard given.insert(key).inserted else { throw r.error("\"\(key)\" is there twice") }
        counts[key] = try r.integer("\"\(key)\"")
      }
    }
    let nodes = counts["nodes", default: 0]
    let isCounted =
      counts.values.allSatisfy { (0...nodes).contains($0) }
      && operations.lazy.map { $0.count }.reduce(0, Int.saturatingSum) <= nodes
    guard let title, nodes > 0, isCounted else {
      throw reader.error(
        "\"folded\" needs \"title\" and \"nodes\", and counts of 0 to as many as the nodes", at: position)
    }
    self.init(
      title: title, path: path, nodes: nodes,
      variables: counts["variables", default: 0],
      constants: counts["constants", default: 0], operations: operations, data: data, grad: grad,
      gradNorm: norm,
      nonFinite: counts["nonFinite", default: 0], origin: origin, dead: counts["dead", default: 0],
      stale: counts["stale", default: 0])
  }

  private static func range(_ reader: inout JSONReader, _ what: String) throws(JSONError)
    -> ClosedRange<Double>
  {
    let position = reader.position
    var ends: [Double] = []
    try reader.array(what) { r throws(JSONError) in ends.append(try r.double("an end of \(what)")) }
    guard ends.count == 2, ends[0] <= ends[1] else {
      throw reader.error("\(what) of \"folded\" is [least, largest]", at: position)
    }
    return ends[0]...ends[1]
  }
}

extension Diagram.Folded.OperationCount {
  fileprivate init(_ reader: inout JSONReader) throws(JSONError) {
    _ = reader.peek()
    let position = reader.position
    var name: String?
    var count = 0
    try reader.object("an operation's count") { r, key throws(JSONError) in
      switch key {
      case "op": name = try r.string()
      case "count": count = try r.integer("\"count\"")
      default: try r.skip()
      }
    }
    guard let name, count > 0 else {
      throw reader.error("an operation's count needs \"op\" and \"count\"", at: position)
    }
    self.init(name: name, count: count)
  }
}
