/// What a box is called, as numbers: texts are made for the few that are shown.
struct FoldTitle {
  enum Form: UInt8 {
    /// A node, or several equal ones.
    case node
    case group
    /// One after the other, each the only user of the one before.
    case chain
    /// The same of groups whose names differ in numbers only.
    case groupChain
    /// Nested sums or products.
    case sum
    /// An expression, all of which only its root uses.
    case expression
    /// What adds least.
    case rest
    /// Variables and constants among the rest.
    case leaves
    /// What the output does not depend on.
    case unused
  }

  /// The most links that name a chain.
  static let mostLinks: Int32 = 4

  /// The title of what the output does not depend on, which stands apart: it would have edges from everywhere.
  static let unused = "not used by the output"

  var form: Form
  /// A position in the diagram's nodes, in its groups where the form is a group or a chain of groups, or in
  /// ``FoldGraph/links`` where it is a chain or an expression.
  var representative: Int32
  /// How many equal ones there are.
  var times: Int32 = 1
  /// The members of a chain. The number of a group's part, from 1; 0 when it has one only.
  var length: Int32 = 0
  /// How many members of a chain name it, since they are all or come again and again; 0 when it has no such name.
  var links: Int32 = 0
}

/// The groups of a diagram: parents, depths, and which may not be folded.
struct FoldGroups {
  let parents: [Int32]
  /// From 1.
  let depths: [Int32]
  var isOpen: [Bool]
  /// Equal for brothers whose names differ in numbers only.
  let patterns: [UInt64]
  /// Equal for names that differ in numbers only, wherever they are.
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

  /// The innermost group that holds both; -1 for none.
  func common(_ a: Int32, _ b: Int32) -> Int32 {
    var (a, b) = (a, b)
    while a != b {
      if a < 0 || b < 0 { return -1 }
      if depths[Int(a)] >= depths[Int(b)] { a = parents[Int(a)] } else { b = parents[Int(b)] }
    }
    return a
  }

  /// For each group the outermost one from this depth on that holds it and may be folded, or -1.
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
  /// The last part of the path. A path that does not begin with its parent's is not of this program's making; it is
  /// its own name.
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
