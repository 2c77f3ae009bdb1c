import Autodiff
import GraphExport

/// A recorded input: the graph, what it computes, and its values by name.
struct InputGraph {
  let graph: Graph
  let output: Value
  /// All names, in the order of their definition.
  let names: [String]
  let find: (String) -> Value?
  /// The gradients that a file in JSON claims, by id.
  var recordedGradients: [Int: Double] = [:]

  /// The value of a name, or of `#7`, the node with this id.
  ///
  /// - Parameter option: what asked for it, for the message.
  func value(named name: String, for option: String) throws(CommandFailure) -> Value {
    if let value = find(name) { return value }
    if name.hasPrefix("#"), let id = Int(name.dropFirst()), (0..<graph.count).contains(id) {
      return graph[id]
    }
    throw .unknownName(name, for: option, among: names, numbers: "#0 to #\(graph.count - 1)")
  }

  /// Data and gradient of a name, or of `#7`.
  func numbers(of name: String) throws(CommandFailure) -> (data: Double?, grad: Double?) {
    let value = try value(named: name, for: "--expect")
    return (value.data, value.grad)
  }
}

extension InputGraph {
  /// Computes a diagram again on a graph; where several nodes have one name, the name finds the first.
  init(_ diagram: Diagram, on graph: Graph) throws(RecomputationError) {
    let values = try diagram.record(on: graph)
    guard let output = diagram.output else { throw RecomputationError("the graph is empty") }
    var byName: [String: Value] = [:]
    var names: [String] = []
    for (node, value) in zip(diagram.nodes, values) {
      guard let name = node.name, byName[name] == nil else { continue }
      byName[name] = value
      names.append(name)
    }
    let found = byName
    self.init(graph: graph, output: values[output], names: names, find: { found[$0] })
    for (node, value) in zip(diagram.nodes, values) { recordedGradients[value.id] = node.grad }
  }
}
