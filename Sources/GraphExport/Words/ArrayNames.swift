/// The vectors and matrices of a graph, recognized by the names of their elements: `x[0]`, `W[1][0]`.
package struct ArrayNames {
  /// The number of elements, by the part of the name before the last index, and by the part before all
  /// indices.
  private var counts: [Substring: Int] = [:]

  /// - Parameter names: the names of all nodes.
  /// - Complexity: O(names).
  package init(_ names: some Sequence<String>) {
    for name in names {
      guard let (prefix, base) = Self.prefixes(of: name) else { continue }
      counts[prefix, default: 0] += 1
      if base != prefix { counts[base, default: 0] += 1 }
    }
  }

  /// The vector, row or matrix that consists of exactly these elements in order; `nil` for other names.
  ///
  /// - Complexity: O(names).
  package func whole(_ names: [String]) -> String? {
    guard let first = names.first, let (prefix, base) = Self.prefixes(of: first) else { return nil }
    if counts[prefix] == names.count {
      for (index, name) in names.enumerated() where name != "\(prefix)[\(index)]" { return nil }
      return String(prefix)
    }
    guard base != prefix, counts[base] == names.count else { return nil }
    var (row, column) = (0, 0)
    for name in names {
      if name != "\(base)[\(row)][\(column)]" {
        (row, column) = (row + 1, 0)
        if name != "\(base)[\(row)][\(column)]" { return nil }
      }
      column += 1
    }
    return String(base)
  }

  /// The two vectors of a `dot`, or the array of a sum, as in a formula; `nil` if the operands have another
  /// form.
  package func arguments(of operation: String, _ operands: [String]) -> [String]? {
    switch operation {
    case "dot":
      let half = operands.count / 2
      guard let left = whole(Array(operands.prefix(half))), let right = whole(Array(operands.dropFirst(half)))
      else { return nil }
      return [left, right]
    case "sum", "mean", "product", "logsumexp": return whole(operands).map { [$0] }
    default: return nil
    }
  }

  /// `W[1]` and `W` for `W[1][0]`; `x` twice for `x[1]`; `nil` for names of no element.
  private static func prefixes(of name: String) -> (prefix: Substring, base: Substring)? {
    let bytes = name.utf8
    guard bytes.last == UInt8(ascii: "]"), let end = bytes.lastIndex(of: UInt8(ascii: "[")),
      let start = bytes.firstIndex(of: UInt8(ascii: "[")), start > bytes.startIndex
    else { return nil }
    return (name[..<end], name[..<start])
  }
}

extension Diagram {
  /// The operations that take whole vectors.
  static let takesArrays: Set<String> = ["dot", "sum", "mean", "product", "logsumexp"]

  /// The arrays whose elements are all present, if an operation takes arrays; otherwise `nil`.
  var arrayNames: ArrayNames? {
    guard whole == nil,
      nodes.contains(where: { node in node.operation.map { Self.takesArrays.contains($0.name) } ?? false })
    else { return nil }
    return ArrayNames(nodes.lazy.compactMap { $0.name })
  }
}
