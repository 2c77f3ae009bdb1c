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
/// Numbers are the shortest text that reads back to the same double; NaN and infinities are the strings
/// `"nan"`, `"inf"`, `"-inf"`; a missing number is `null`. An operation with constants has `"parameters":
/// [2]`.
///
/// A part of a graph has `"whole": {"nodes": 6, "edges": 6, "nonFinite": []}` after the output: the size of
/// the graph, the ids of the nodes at which non-finite numbers arise, and the name of the `"output"` if the
/// part lacks it. A folded box is a node with `"folded"`: the title, numbers of nodes, operations by kind,
/// ranges as `[least, largest]`. Boxes come before the nodes that use them, whatever their ids; an edge that
/// represents several has their `"count"`.
public struct DiagramJSONEncoder: Sendable {
  /// The version of the format, the value of the member `"version"`.
  public static let version = 1

  /// Creates an encoder, which has no options.
  public init() {}

  /// The diagram as JSON, in UTF-8.
  ///
  /// - Complexity: O(nodes + edges).
  public func encode(_ diagram: Diagram) -> [UInt8] {
    TextBuffer.text(expected: 4096 + diagram.nodes.count * 176 + diagram.edges.count * 136) {
      write(diagram, to: $0)
    }
  }

  private func write(_ diagram: Diagram, to out: TextBuffer) {
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
    // Fields are read in place: copying a node costs more than writing it.
    let operations = OperationTexts(diagram.nodes) { JSONText.quoted($0.name) }
    let groups = TextTable(diagram.groups.map { JSONText.quoted($0.path) })
    diagram.nodes.withUnsafeBufferPointer { nodes in
      list("nodes", nodes.count, out) { append(nodes, $0, operations, groups, $1) }
      diagram.edges.withUnsafeBufferPointer { edges in
        list("edges", edges.count, out) { append(edges, $0, nodes, $1) }
      }
    }
    list("groups", diagram.groups.count, out) { index, out in
      out.append("{\"path\": ")
      groups.write(index, to: out)
      out.append(", \"parent\": ")
      append(diagram.groups[index].parent, of: groups, out)
      out.append("}")
    }
    out.append("}\n")
  }

  private func list(
    _ key: String, _ count: Int, _ out: TextBuffer, _ append: (Int, TextBuffer) -> Void
  ) {
    out.append(",\n \"\(key)\": [")
    out.append(parts: count) { range, out in
      for index in range {
        out.append((index > 0 ? ",\n  " : "\n  ") as StaticString)
        append(index, out)
      }
    }
    out.append("]" as StaticString)
  }

  private func append(
    _ nodes: UnsafeBufferPointer<Diagram.Node>, _ index: Int, _ operations: OperationTexts,
    _ groups: TextTable, _ out: TextBuffer
  ) {
    out.append("{\"id\": " as StaticString)
    out.append(nodes[index].id)
    out.append(", \"name\": " as StaticString)
    append(nodes[index].name, out)
    out.append(", \"op\": " as StaticString)
    if let operation = nodes[index].operation {
      operations.write(operation, to: out)
      if case .other(let row) = operation.form, !row.parameters.isEmpty { append(row.parameters, out) }
    } else {
      out.append("null" as StaticString)
    }
    out.append(", \"kind\": \"" as StaticString)
    switch nodes[index].kind {
    case .variable: out.append("variable" as StaticString)
    case .constant: out.append("constant" as StaticString)
    case .operation: out.append("operation" as StaticString)
    }
    out.append("\", \"data\": " as StaticString)
    append(nodes[index].data, out)
    out.append(", \"grad\": " as StaticString)
    append(nodes[index].grad, out)
    out.append(", \"group\": " as StaticString)
    append(nodes[index].group, of: groups, out)
    if let folded = nodes[index].folded { append(folded, out) }
    out.append("}" as StaticString)
  }

  private func append(_ parameters: [Double], _ out: TextBuffer) {
    out.append(", \"parameters\": [" as StaticString)
    for (position, number) in parameters.enumerated() {
      if position > 0 { out.append(", " as StaticString) }
      append(number, out)
    }
    out.append("]" as StaticString)
  }

  private func append(_ index: Int?, of texts: TextTable, _ out: TextBuffer) {
    guard let index else { return out.append("null" as StaticString) }
    texts.write(index, to: out)
  }

  private func append(
    _ edges: UnsafeBufferPointer<Diagram.Edge>, _ index: Int, _ nodes: UnsafeBufferPointer<Diagram.Node>,
    _ out: TextBuffer
  ) {
    out.append("{\"from\": " as StaticString)
    out.append(nodes[edges[index].from].id)
    out.append(", \"to\": " as StaticString)
    out.append(nodes[edges[index].to].id)
    out.append(", \"operand\": " as StaticString)
    out.append(edges[index].operand)
    out.append(", \"local\": " as StaticString)
    append(edges[index].local, out)
    out.append(", \"contribution\": " as StaticString)
    append(edges[index].contribution, out)
    if edges[index].count > 1 {
      out.append(", \"count\": " as StaticString)
      out.append(edges[index].count)
    }
    out.append("}" as StaticString)
  }

  func append(_ number: Double?, _ out: TextBuffer) {
    guard let number else { return out.append("null" as StaticString) }
    if number.isFinite { return out.append(exact: number) }
    out.append(JSONText.number(number))
  }

  func append(_ text: String?, _ out: TextBuffer) {
    guard let text else { return out.append("null" as StaticString) }
    if JSONText.isPlain(text) {
      out.append("\"" as StaticString)
      out.append(text)
      out.append("\"" as StaticString)
    } else {
      out.append(JSONText.quoted(text))
    }
  }
}
