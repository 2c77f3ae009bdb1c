import Autodiff
import DisplayText
import GraphExport

/// A recorded input: the graph, what it computes, and its values by name.
struct InputGraph {
  let graph: Graph
  /// What is differentiated, with the names that were asked for.
  var outputs: [(name: String, value: Value)]
  /// All names, in the order of their definition.
  let names: [String]
  let find: (String) -> Value?
  /// What a file in JSON says that is not so.
  var discrepancies: [Discrepancy] = []
  /// The file's graph, in which ``discrepancies`` have their positions.
  var file = Diagram()

  init(graph: Graph, output: Value, names: [String], find: @escaping (String) -> Value?) {
    self.graph = graph
    outputs = [(output.name ?? "output", output)]
    self.names = names
    self.find = find
  }

  var output: Value { outputs[0].value }

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

  /// The values of several names; all that are unknown are told together.
  func values(
    named names: [String], for option: String
  ) throws(CommandFailure) -> [(name: String, value: Value)] {
    var found: [(name: String, value: Value)] = []
    var unknown: [CommandFailure] = []
    for name in names {
      do {
        found.append((name, try value(named: name, for: option)))
      } catch {
        unknown.append(error)
      }
    }
    if let failure = CommandFailure.several(unknown) { throw failure }
    return found
  }

  /// Data and gradient of a name, or of `#7`.
  ///
  /// - Parameter outputs: what the gradient is of; there is none of several.
  func numbers(of name: String, in outputs: [Value]) throws(CommandFailure) -> (data: Double?, grad: Double?)
  {
    let value = try value(named: name, for: "--expect")
    return (value.data, outputs.count == 1 ? Jacobian(of: outputs, by: [value]).rows[0][0] : nil)
  }
}

extension InputGraph {
  /// Computes a diagram again on a graph; where several nodes have one name, the name finds the first.
  ///
  /// - Parameter checking: whether data that its operations do not give is an error.
  init(_ diagram: Diagram, on graph: Graph, checking: Bool) throws(RecomputationError) {
    let values = try diagram.record(on: graph, checking: checking)
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
    file = diagram
  }
}
