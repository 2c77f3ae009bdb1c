/// Names of nodes in DOT: a node's own name where it is the only one of that name, else `#7`.
enum DOTIdentifiers {
  static func all(of nodes: UnsafeBufferPointer<Diagram.Node>) -> TextTable {
    var taken: Set<String> = []
    return TextTable(nodes.count, expected: nodes.count * 16) { index, out in
      // `#` is kept for ids, so that no name can merge with one.
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
