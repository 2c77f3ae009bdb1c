/// Encodes a diagram as JSON: a contract, with keys and elements in a fixed order.
///
/// ```json
/// {"version": 1, "output": 2,
///  "nodes": [
///   {"id": 0, "name": "a", "op": null, "kind": "variable", "data": 2, "grad": -3, "group": null},
///   …],
///  "edges": [{"from": 0, "to": 2, "operand": 0, "local": -3, "contribution": -3}],
///  "groups": [{"path": "hidden", "parent": null}]}
/// ```
/// Numbers are the shortest text that reads back to the same double; NaN and infinities are the strings `"nan"`,
/// `"inf"`, `"-inf"`; a missing number is `null`. An operation with constants has `"parameters": [2]`. A part of
/// a graph has `"whole": {"nodes": 6, "edges": 6, "nonFinite": []}` after the output: how large the graph is, and the
/// ids of the nodes where numbers that are not finite arise in it; and the name of the `"output"` that it lacks. A folded box
/// is a node with `"folded"`: the title, numbers of nodes, operations by kind, ranges as `[least, largest]`. Boxes stand
/// before those that use them, whatever their ids; an edge that stands for several has their `"count"`.
public struct DiagramJSONEncoder: Sendable {
  public static let version = 1

  public init() {}

  /// - Complexity: O(nodes + edges).
  public func encode(_ diagram: Diagram) -> [UInt8] {
    let out = TextBuffer()
    out.append("{\"version\": \(Self.version), \"output\": ")
    out.append(diagram.output.map { String(diagram.nodes[$0].id) } ?? "null")
    if let whole = diagram.whole {
      let origins = whole.nonFinite.map(String.init).joined(separator: ", ")
      out.append(
        ", \"whole\": {\"nodes\": \(whole.nodes), \"edges\": \(whole.edges), \"nonFinite\": [\(origins)]")
      if let name = whole.output {
        out.append(", \"output\": ")
        append(name, out)
      }
      out.append("}")
    }
    list("nodes", diagram.nodes, out) { node, out in append(node, of: diagram, out) }
    list("edges", diagram.edges, out) { edge, out in append(edge, of: diagram, out) }
    list("groups", diagram.groups, out) { group, out in
      out.append("{\"path\": ")
      append(group.path, out)
      out.append(", \"parent\": ")
      append(group.parent.map { diagram.groups[$0].path }, out)
      out.append("}")
    }
    out.append("}\n")
    return out.bytes
  }

  private func list<Element>(
    _ key: String, _ elements: [Element], _ out: TextBuffer,
    _ append: (Element, TextBuffer) -> Void
  ) {
    out.append(",\n \"\(key)\": [")
    for (index, element) in elements.enumerated() {
      out.append(index == 0 ? "\n  " : ",\n  ")
      append(element, out)
    }
    out.append("]")
  }

  private func append(_ node: Diagram.Node, of diagram: Diagram, _ out: TextBuffer) {
    out.append("{\"id\": ")
    out.append(node.id)
    out.append(", \"name\": ")
    append(node.name, out)
    out.append(", \"op\": ")
    append(node.operation?.name, out)
    if let parameters = node.operation?.parameters, !parameters.isEmpty {
      out.append(", \"parameters\": [")
      for (index, parameter) in parameters.enumerated() {
        if index > 0 { out.append(", ") }
        append(parameter, out)
      }
      out.append("]")
    }
    out.append(", \"kind\": \"")
    out.append(node.kind.rawValue)
    out.append("\", \"data\": ")
    append(node.data, out)
    out.append(", \"grad\": ")
    append(node.grad, out)
    out.append(", \"group\": ")
    append(node.group.map { diagram.groups[$0].path }, out)
    if let folded = node.folded { append(folded, out) }
    out.append("}")
  }

  private func append(_ edge: Diagram.Edge, of diagram: Diagram, _ out: TextBuffer) {
    out.append("{\"from\": ")
    out.append(diagram.nodes[edge.from].id)
    out.append(", \"to\": ")
    out.append(diagram.nodes[edge.to].id)
    out.append(", \"operand\": ")
    out.append(edge.operand)
    out.append(", \"local\": ")
    append(edge.local, out)
    out.append(", \"contribution\": ")
    append(edge.contribution, out)
    if edge.count > 1 {
      out.append(", \"count\": ")
      out.append(edge.count)
    }
    out.append("}")
  }

  func append(_ number: Double?, _ out: TextBuffer) {
    guard let number else { return out.append("null") }
    if number.isFinite { return out.append(exact: number) }
    out.append(JSONText.number(number))
  }

  func append(_ text: String?, _ out: TextBuffer) {
    guard let text else { return out.append("null") }
    out.append(JSONText.quoted(text))
  }
}
