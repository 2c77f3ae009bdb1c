import DisplayText
import FormulaSyntax

/// The names of a graph's values, and the nodes of each: one resolver for all options that take a name.
///
/// A name is that of a value (`a`), of an element (`x[1]`, `W[1][0]`, `W[1, 0]`), of a row (`W[1]`), of a whole vector or
/// matrix (`W`), or `#7`, the node with this id.
struct NodeNames {
  /// The names of all values in the order of their definition, those of vectors element by element.
  private let elements: () -> [String]
  private let find: (String) -> [Int]?

  /// The names of a formula.
  init(_ recording: Recording) {
    elements = { recording.names }
    find = { recording.values(named: $0)?.map { $0.id } }
  }

  /// The names that nodes have, such as those of a graph in JSON; where several nodes have one name, it finds the first.
  init(_ names: [(name: String, id: Int)]) {
    var ids: [String: Int] = [:]
    var unique: [(name: String, id: Int)] = []
    for (name, id) in names where ids[name] == nil {
      ids[name] = id
      unique.append((name, id))
    }
    let (known, listed) = (ids, unique)
    elements = { listed.map { $0.name } }
    find = { text in
      if let id = known[text] { return [id] }
      let name = Self.canonical(text)
      if let id = known[name] { return [id] }
      let parts = listed.filter { Self.isElement($0.name, of: name) }.map { $0.id }
      return parts.isEmpty ? nil : parts
    }
  }

  /// The ids of the nodes, of an array in the order of its elements; nil where there is no such name.
  func ids(of name: String) -> [Int]? { find(name) }

  /// The names for a message: vectors and matrices as wholes.
  var shown: [String] {
    var names: [String] = []
    for element in elements() {
      let name = String(element.prefix { $0 != "[" })
      if names.last != name || name == element { names.append(name.isEmpty ? element : name) }
    }
    return names
  }

  /// The candidates for a misspelt name of a value or an array: all names, also those of arrays' rows and elements.
  var candidates: [String] { shown + elements().filter { $0.hasSuffix("]") } }

  /// `W[1, 0]` as elements are named, `W[1][0]`.
  private static func canonical(_ text: String) -> String {
    guard let start = text.firstIndex(of: "[") else { return text }
    var name = String(text[..<start])
    for character in text[start...] where character != " " {
      if character == "," { name += "][" } else { name.append(character) }
    }
    return name
  }

  /// `true` if a name is that of an array and indices behind it.
  private static func isElement(_ name: String, of array: String) -> Bool {
    guard name.utf8.count > array.utf8.count + 2, name.hasPrefix(array) else { return false }
    let indices = name.utf8.dropFirst(array.utf8.count)
    return indices.first == UInt8(ascii: "[") && indices.last == UInt8(ascii: "]")
      && indices.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x5B || $0 == 0x5D }
  }
}

extension CommandFailure {
  /// An option that takes one value names a vector or a matrix.
  static func severalValues(_ name: String, count: Int, for option: String, example: String) -> CommandFailure
  {
    .usage(
      "\(option): '\(VisibleText.of(name))' stands for \(count) values; name one of them, such as \(VisibleText.of(example))"
    )
  }
}
