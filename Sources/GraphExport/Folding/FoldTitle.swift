/// The title of a box as numbers; texts are made only for the few boxes that are shown.
struct FoldTitle {
  enum Form: UInt8 {
    /// A node, or several equal nodes.
    case node
    case group
    /// A chain: each box is the only user of the one before.
    case chain
    /// A chain of groups whose names differ in numbers only.
    case groupChain
    /// Nested sums or products.
    case sum
    /// An expression whose parts only its root uses.
    case expression
    /// The boxes that add least to the output.
    case rest
    /// The variables and constants of the rest.
    case leaves
    /// The nodes that the output does not depend on.
    case unused
  }

  /// The largest number of links in a chain's title.
  static let mostLinks: Int32 = 4

  /// The title of the nodes that the output does not depend on. They form a box apart, which otherwise would
  /// have edges from everywhere.
  static let unused = "not used by the output"

  var form: Form
  /// A position in the diagram's nodes, in its groups where the form is a group or a chain of groups, or in
  /// ``FoldGraph/links`` where it is a chain or an expression.
  var representative: Int32
  /// The number of equal members.
  var times: Int32 = 1
  /// The number of members of a chain; for a part of a group, its number from 1, or 0 if the group is not
  /// split.
  var length: Int32 = 0
  /// The number of members that name a chain, because they are all of them or repeat; 0 for a chain without
  /// such a name.
  var links: Int32 = 0
}

/// The groups of a diagram: parents, depths, and the groups that may not be folded.
struct FoldGroups {
  let parents: [Int32]
  /// The depth of each group, from 1.
  let depths: [Int32]
  var isOpen: [Bool]
  /// Hashes that are equal for siblings whose names differ in numbers only.
  let patterns: [UInt64]
  /// Hashes that are equal for names that differ in numbers only, in any parent.
  let ownPatterns: [UInt64]

  init(_ groups: [Diagram.Group], open: [Bool]) {
    var parents: [Int32] = []
    var depths: [Int32] = []
    var patterns: [UInt64] = []
    var ownPatterns: [UInt64] = []
    for group in groups {
      let parent = group.parent ?? -1
      parents.append(Int32(parent))
      depths.append(parent < 0 ? 1 : depths[parent] + 1)
      let own = StableHash.ofPattern(group.ownName(in: groups))
      ownPatterns.append(own)
      patterns.append(StableHash.mix(own, UInt64(bitPattern: Int64(parent))))
    }
    (self.parents, self.depths, isOpen) = (parents, depths, open)
    (self.patterns, self.ownPatterns) = (patterns, ownPatterns)
  }

  /// The innermost group that holds both groups; -1 for none.
  func common(_ a: Int32, _ b: Int32) -> Int32 {
    var (a, b) = (a, b)
    while a != b {
      if a < 0 || b < 0 { return -1 }
      if depths[Int(a)] >= depths[Int(b)] { a = parents[Int(a)] } else { b = parents[Int(b)] }
    }
    return a
  }

  /// For each group, the outermost group from this depth on that holds it and may be folded, or -1.
  func ancestors(at depth: Int32) -> [Int32] {
    var result: [Int32] = []
    result.reserveCapacity(parents.count)
    for group in parents.indices {
      let outer = parents[group] < 0 ? -1 : result[Int(parents[group])]
      result.append(outer >= 0 ? outer : depths[group] < depth || isOpen[group] ? -1 : Int32(group))
    }
    return result
  }
}

extension Diagram.Group {
  /// The last part of the path. A path that does not begin with its parent's path comes from other programs;
  /// it is shown whole.
  func ownName(in groups: [Diagram.Group]) -> String {
    guard let parent else { return path }
    let head = groups[parent].path.utf8
    guard path.utf8.count > head.count, path.utf8.starts(with: head),
      path.utf8[path.utf8.index(path.utf8.startIndex, offsetBy: head.count)] == UInt8(ascii: ".")
    else { return path }
    return String(decoding: path.utf8.dropFirst(head.count + 1), as: UTF8.self)
  }
}

/// A binary heap.
struct Heap<Element> {
  private var elements: [Element] = []
  private let precedes: (Element, Element) -> Bool

  init(by precedes: @escaping (Element, Element) -> Bool) { self.precedes = precedes }

  mutating func insert(_ element: Element) {
    elements.append(element)
    var child = elements.count - 1
    while child > 0, precedes(elements[child], elements[(child - 1) / 2]) {
      elements.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  mutating func popFirst() -> Element? {
    guard elements.count > 1 else { return elements.popLast() }
    elements.swapAt(0, elements.count - 1)
    let first = elements.removeLast()
    var parent = 0
    while true {
      var least = parent
      for child in 2 * parent + 1...2 * parent + 2 where child < elements.count {
        if precedes(elements[child], elements[least]) { least = child }
      }
      if least == parent { return first }
      elements.swapAt(parent, least)
      parent = least
    }
  }
}
