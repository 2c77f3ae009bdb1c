import Autodiff
import DisplayText
import GraphExport

/// A recorded input: the graph, its outputs, and its values by name.
struct InputGraph {
  let graph: Graph
  /// The differentiated values, with the names that were asked for.
  var outputs: [(name: String, value: Value)]
  let names: NodeNames
  /// The numbers of a JSON file that differ from the computed ones.
  var discrepancies: [Discrepancy] = []
  /// The file's graph, in which ``discrepancies`` have their positions.
  var file = Diagram()

  init(graph: Graph, output: Value, names: NodeNames) {
    self.graph = graph
    outputs = [(output.name ?? "output", output)]
    self.names = names
  }

  var output: Value { outputs[0].value }

  /// The value of a name that has one, or of `#7`, the node with this id.
  ///
  /// - Parameter option: the option with the name, for the message.
  func value(named name: String, for option: String) throws(CommandFailure) -> Value {
    let values = try values(named: name, for: option)
    guard values.count == 1 else {
      throw .severalValues(
        name, count: values.count, for: option, example: values[0].name ?? "#\(values[0].id)")
    }
    return values[0]
  }

  /// The values of a name, which may be that of a vector or a matrix, or of `#7`.
  ///
  /// - Returns: at least one value.
  func values(named name: String, for option: String) throws(CommandFailure) -> [Value] {
    if let ids = names.ids(of: name), !ids.isEmpty { return ids.map { graph[$0] } }
    if name.hasPrefix("#"), let id = Int(name.dropFirst()), (0..<graph.count).contains(id) {
      return [graph[id]]
    }
    throw .unknownName(name, for: option, among: names, numbers: "#0 to #\(graph.count - 1)")
  }

  /// The values of several names, those of vectors element by element; all unknown names are reported together.
  func values(
    named names: [String], for option: String
  ) throws(CommandFailure) -> [(name: String, value: Value)] {
    var found: [(name: String, value: Value)] = []
    var unknown: [CommandFailure] = []
    for name in names {
      do {
        let values = try values(named: name, for: option)
        for value in values { found.append((values.count == 1 ? name : value.name ?? name, value)) }
      } catch {
        unknown.append(error)
      }
    }
    if let failure = CommandFailure.several(unknown) { throw failure }
    return found
  }

  /// Data and gradient of a name, or of `#7`.
  ///
  /// - Parameter outputs: the differentiated values; with several there is no gradient.
  func numbers(of name: String, in outputs: [Value]) throws(CommandFailure) -> (data: Double?, grad: Double?)
  {
    let value = try value(named: name, for: "--expect")
    return (value.data, outputs.count == 1 ? Jacobian(of: outputs, by: [value]).rows[0][0] : nil)
  }
}

extension InputGraph {
  /// Computes a diagram again on a graph; where several nodes have one name, the name finds the first.
  ///
  /// - Parameter checking: `true` to throw an error for data that its operations do not give.
  init(_ diagram: Diagram, on graph: Graph, checking: Bool) throws(RecomputationError) {
    let values = try diagram.record(on: graph, checking: checking)
    guard let output = diagram.output else { throw RecomputationError("the graph is empty") }
    let names = zip(diagram.nodes, values).compactMap { node, value in node.name.map { ($0, value.id) } }
    self.init(graph: graph, output: values[output], names: NodeNames(names))
    file = diagram
  }
}
