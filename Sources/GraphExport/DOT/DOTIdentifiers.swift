/// Names of nodes in DOT: the node's own name if it is unique, otherwise `#7`.
enum DOTIdentifiers {
  static func all(of nodes: UnsafeBufferPointer<Diagram.Node>) -> TextTable {
    var taken: Set<String> = []
    return TextTable(nodes.count, expected: nodes.count * 16) { index, out in
      // `#` is reserved for ids, so that no name can equal one.
      if let own = nodes[index].name.flatMap(DOTQuoting.identifier), taken.insert(own).inserted {
        out.append(own)
      } else {
        out.append("\"#" as StaticString)
        out.append(nodes[index].id)
        out.append("\"" as StaticString)
      }
    }
  }
}
