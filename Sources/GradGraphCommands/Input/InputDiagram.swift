import DisplayText
import GraphExport

/// The snapshot of an input, and the ids of its nodes by name.
struct InputDiagram {
  let diagram: Diagram
  let names: NodeNames

  init(_ diagram: Diagram, names: NodeNames) {
    self.diagram = diagram
    self.names = names
  }

  /// The names that the nodes have; where several have one name, it finds the first.
  init(_ diagram: Diagram) {
    self.init(
      diagram, names: NodeNames(diagram.nodes.compactMap { node in node.name.map { ($0, node.id) } }))
  }

  /// Data and gradient of a name, or of `#7`.
  func numbers(of name: String) throws(CommandFailure) -> (data: Double?, grad: Double?) {
    let node = diagram.nodes[try position(of: name, in: diagram, for: "--expect")]
    return (node.data, node.grad)
  }

  /// The position of a name of one value, or of `#7`, the node with this id, in a view of the diagram.
  ///
  /// - Parameter option: the option with the name, for the message.
  func position(of name: String, in view: Diagram, for option: String) throws(CommandFailure) -> Int {
    let positions = try positions(of: name, in: view, for: option)
    guard positions.count == 1 else {
      throw .severalValues(
        name, count: positions.count, for: option, example: view.nodes[positions[0]].label)
    }
    return positions[0]
  }

  /// The positions of a name, which may be that of a vector or a matrix, or of `#7`, in a view of the diagram.
  ///
  /// - Returns: at least one position.
  /// - Complexity: O(nodes).
  func positions(of name: String, in view: Diagram, for option: String) throws(CommandFailure) -> [Int] {
    let ids = names.ids(of: name) ?? (name.hasPrefix("#") ? Int(name.dropFirst()).map { [$0] } : nil) ?? []
    // A node of a whole graph has its place by its id.
    if ids.allSatisfy({ view.nodes.indices.contains($0) && view.nodes[$0].id == $0 }), !ids.isEmpty {
      return ids
    }
    let wanted = Set(ids)
    let positions = ids.isEmpty ? [] : view.nodes.indices.filter { wanted.contains(view.nodes[$0].id) }
    if !positions.isEmpty { return positions }
    if !ids.isEmpty, diagram.nodes.contains(where: { wanted.contains($0.id) }) {
      throw .usage(
        "'\(VisibleText.of(name))' is not in the part of the graph that is shown", for: option, about: name)
    }
    let known = diagram.nodes.map { "#\($0.id)" }
    let isWhole = diagram.nodes.last?.id == diagram.nodes.count - 1
    let numbers =
      isWhole && known.count > 1 ? "#0 to #\(known.count - 1)" : known.prefix(12).joined(separator: ", ")
    throw .unknownName(
      name, for: option, among: names, numbers: numbers + (isWhole || known.count <= 12 ? "" : ", …"))
  }
}
