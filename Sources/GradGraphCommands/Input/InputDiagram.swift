import DisplayText
import GraphExport

/// The snapshot of an input, and the ids of its nodes by name.
struct InputDiagram {
  let diagram: Diagram
  let find: (String) -> Int?
  /// All names, in the order of their definition.
  private let names: () -> [String]

  init(_ diagram: Diagram, names: @autoclosure @escaping () -> [String], find: @escaping (String) -> Int?) {
    self.diagram = diagram
    self.names = names
    self.find = find
  }

  /// The names that the nodes have; where several have one name, it finds the first.
  init(_ diagram: Diagram) {
    var ids: [String: Int] = [:]
    for node in diagram.nodes {
      if let name = node.name, ids[name] == nil { ids[name] = node.id }
    }
    let found = ids
    self.init(diagram, names: diagram.nodes.compactMap(\.name), find: { found[$0] })
  }

  /// Data and gradient of a name, or of `#7`.
  func numbers(of name: String) throws(CommandFailure) -> (data: Double?, grad: Double?) {
    let node = diagram.nodes[try position(of: name, in: diagram, for: "--expect")]
    return (node.data, node.grad)
  }

  /// The position of a name, or of `#7`, the node with this id, in a view of the diagram.
  ///
  /// - Parameter option: what asked for it, for the message.
  func position(of name: String, in view: Diagram, for option: String) throws(CommandFailure) -> Int {
    let id = find(name) ?? (name.hasPrefix("#") ? Int(name.dropFirst()) : nil)
    // A node of a whole graph has its place by its id.
    if let id, view.nodes.indices.contains(id), view.nodes[id].id == id { return id }
    if let id, let position = view.nodes.firstIndex(where: { $0.id == id }) { return position }
    if let id, diagram.nodes.contains(where: { $0.id == id }) {
      throw .usage(
        "'\(VisibleText.of(name))' is not in the part of the graph that is shown", for: option, about: name)
    }
    let ids = diagram.nodes.map { "#\($0.id)" }
    let isWhole = diagram.nodes.last?.id == diagram.nodes.count - 1
    let numbers =
      isWhole && ids.count > 1 ? "#0 to #\(ids.count - 1)" : ids.prefix(12).joined(separator: ", ")
    throw .unknownName(
      name, for: option, among: names(), numbers: numbers + (isWhole || ids.count <= 12 ? "" : ", …"))
  }
}
