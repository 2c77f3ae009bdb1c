/// The structure of a diagram during folding, without texts and numbers.
///
/// Boxes are in topological order; at first there is one for each node. Every step joins boxes by
/// ``merge(_:_:as:)``, the only function that makes the graph smaller, which refuses to make a cycle.
struct FoldGraph {
  struct Box {
    var title: FoldTitle
    /// A hash of the operation with its parameters, or of the kind of a leaf; of joined boxes, a hash of all
    /// of theirs.
    var signature: UInt64
    /// A hash of the name without its numbers.
    var pattern: UInt64
    /// A position in ``Diagram/groups``, or -1.
    var group: Int32
    /// The number of boxes of the first graph that this box represents.
    var size: Int32
    /// The first-order effect on the output: the largest |data · gradient|.
    var score: Double
    var family: Family
    var isConstant: Bool
    /// True if the order of the operands matters.
    var isOrdered: Bool
    /// True for the output, which is never folded.
    var isPinned: Bool
  }

  /// The families of operations that are flattened when nested.
  enum Family: UInt8 { case none, sum, product }

  private(set) var boxes: [Box] = []
  /// Distinct operands, box by box: those of box 3 are `operands[starts[3]..<starts[4]]`.
  private(set) var starts: [Int32] = [0]
  private(set) var operands: [Int32] = []
  /// For each node of the diagram, its box.
  private(set) var boxOf: [Int32]
  private(set) var groups: FoldGroups
  /// The links that name chains, chain after chain.
  var links: [FoldTitle] = []

  var count: Int { boxes.count }

  /// Keeps only these groups open, which are not folded from here on.
  mutating func open(_ groups: [Bool]) { self.groups.isOpen = groups }

  @inline(__always)
  func operands(of box: Int) -> ArraySlice<Int32> { operands[Int(starts[box])..<Int(starts[box + 1])] }

  func isLeaf(_ box: Int) -> Bool { starts[box] == starts[box + 1] }

  /// The operands of all boxes, for loops over all of them: reading them counts no references.
  struct Operands {
    fileprivate let starts: UnsafeBufferPointer<Int32>
    fileprivate let operands: UnsafeBufferPointer<Int32>

    @inline(__always)
    subscript(box: Int) -> UnsafeBufferPointer<Int32> {
      UnsafeBufferPointer(rebasing: operands[Int(starts[box])..<Int(starts[box + 1])])
    }
  }

  @inline(__always)
  func withLinks<Result>(_ body: (Operands) -> Result) -> Result {
    starts.withUnsafeBufferPointer { starts in
      operands.withUnsafeBufferPointer { body(Operands(starts: starts, operands: $0)) }
    }
  }

  /// - Parameter open: for each group, true if it may not be folded into a box.
  init(_ diagram: Diagram, open: [Bool]) {
    groups = FoldGroups(diagram.groups, open: open)
    boxOf = Array(0..<Int32(diagram.nodes.count))
    boxes.reserveCapacity(diagram.nodes.count)
    starts.reserveCapacity(diagram.nodes.count + 1)
    operands.reserveCapacity(diagram.edges.count)
    var operations = FoldOperations()
    diagram.nodes.withUnsafeBufferPointer { nodes in
      diagram.edges.withUnsafeBufferPointer { edges in
        var edge = 0
        for position in nodes.indices {
          let first = edge
          while edge < edges.count, edges[edge].to == position {
            let from = Int32(edges[edge].from)
            // A few operands are compared for repetition; many are usually distinct, and siblings and edges
            // allow repetitions.
            if edge == first || edge - first > 8 || !operands[Int(starts[position])...].contains(from) {
              operands.append(from)
            }
            edge += 1
          }
          starts.append(Int32(operands.count))
          boxes.append(
            Box(
              nodes, at: position, operands: edge - first, isPinned: position == diagram.output, &operations))
        }
      }
    }
  }

  /// For each box, its users, in the form of ``starts`` and ``operands``.
  func consumers() -> (starts: [Int32], list: [Int32]) {
    var first = Array(repeating: Int32(0), count: count + 1)
    for operand in operands { first[Int(operand) + 1] += 1 }
    for box in 0..<count { first[box + 1] += first[box] }
    var next = first
    var list = Array(repeating: Int32(0), count: operands.count)
    withLinks { links in
      for box in 0..<count {
        for operand in links[box] {
          list[Int(next[Int(operand)])] = Int32(box)
          next[Int(operand)] += 1
        }
      }
    }
    return (first, list)
  }

  /// Joins the boxes of each class into one.
  ///
  /// - Parameters:
  ///   - classOf: the class of each box.
  ///   - classCount: classes are numbered from 0 to one less than this.
  ///   - title: gives the title of a class of several boxes from its number, its first box and the sum of
  ///     their times.
  /// - Returns: false if joining would make a cycle; the graph is then unchanged.
  /// - Complexity: O(boxes + operands), times a logarithm where the order changes.
  mutating func merge(
    _ classOf: [Int32], _ classCount: Int, as title: (_ own: Int, _ first: Box, _ times: Int32) -> FoldTitle
  ) -> Bool {
    guard classCount < count else { return true }
    guard let newIndex = order(classOf, classCount) else { return false }
    let target = classOf.map { newIndex[Int($0)] }
    // Members, class by class.
    var memberStarts = Array(repeating: Int32(0), count: classCount + 1)
    for box in target { memberStarts[Int(box) + 1] += 1 }
    for box in 0..<classCount { memberStarts[box + 1] += memberStarts[box] }
    var next = memberStarts
    var members = Array(repeating: Int32(0), count: count)
    for (box, place) in target.enumerated() {
      members[Int(next[Int(place)])] = Int32(box)
      next[Int(place)] += 1
    }

    var merged: [Box] = []
    merged.reserveCapacity(classCount)
    var mergedStarts: [Int32] = [0]
    mergedStarts.reserveCapacity(classCount + 1)
    var mergedOperands: [Int32] = []
    var seen = Array(repeating: Int32(-1), count: classCount)
    withLinks { links in
      for place in 0..<classCount {
        let range = Int(memberStarts[place])..<Int(memberStarts[place + 1])
        merged.append(
          range.count == 1
            ? boxes[Int(members[range.lowerBound])]
            : joined(members[range]) { first, times in
              title(Int(classOf[Int(members[range.lowerBound])]), first, times)
            })
        for index in range {
          for operand in links[Int(members[index])] {
            let from = target[Int(operand)]
            if from == place || seen[Int(from)] == place { continue }
            seen[Int(from)] = Int32(place)
            mergedOperands.append(from)
          }
        }
        mergedStarts.append(Int32(mergedOperands.count))
      }
    }
    (boxes, starts, operands) = (merged, mergedStarts, mergedOperands)
    for node in boxOf.indices { boxOf[node] = target[Int(boxOf[node])] }
    return true
  }

  private func joined(_ members: ArraySlice<Int32>, _ title: (Box, Int32) -> FoldTitle) -> Box {
    guard let first = members.first, let last = members.last else { preconditionFailure("a class is empty") }
    var box = boxes[Int(last)]
    let times = members.reduce(Int32(0)) { $0 + boxes[Int($1)].title.times }
    box.title = title(boxes[Int(first)], times)
    var signatures: UInt64 = 0
    var isUniform = true
    for member in members.dropLast() {
      let other = boxes[Int(member)]
      box.size += other.size
      if !(box.score >= other.score) { box.score = other.score }
      if box.group != other.group { box.group = groups.common(box.group, other.group) }
      if other.pattern != box.pattern { box.pattern = 0 }
      isUniform = isUniform && other.signature == box.signature
      signatures &+= StableHash.mix(other.signature, 1)
      box.isConstant = box.isConstant && other.isConstant
      box.isPinned = box.isPinned || other.isPinned
    }
    if box.title.form == .group {
      let group = Int(box.title.representative)
      box.group = groups.parents[group]
      box.pattern = box.title.times > 1 && haveDifferentNames(members) ? 0 : groups.patterns[group]
    }
    if box.title.form != .node || !isUniform {
      // Siblings among folded boxes have the same contents.
      box.signature = StableHash.mix(
        signatures &+ StableHash.mix(box.signature, 1), UInt64(box.title.form.rawValue))
      box.isOrdered = false
      if box.title.form != .sum { box.family = .none }
    }
    return box
  }

  /// True if the names of the groups differ in more than numbers.
  private func haveDifferentNames(_ members: ArraySlice<Int32>) -> Bool {
    var known: UInt64?
    return members.contains { member in
      let box = boxes[Int(member)]
      guard box.title.form == .group else { return false }
      let own = groups.ownPatterns[Int(box.title.representative)]
      defer { known = own }
      return (box.title.times > 1 && box.pattern == 0) || own != known ?? own
    }
  }

  /// For each class, its position in a topological order, the earliest last member first; `nil` if there is a
  /// cycle.
  private func order(_ classOf: [Int32], _ classCount: Int) -> [Int32]? {
    var last = Array(repeating: Int32(-1), count: classCount)
    for (box, place) in classOf.enumerated() { last[Int(place)] = Int32(box) }
    let isInOrder = withLinks { links in
      (0..<count).allSatisfy { box in
        let own = last[Int(classOf[box])]
        return links[box].allSatisfy { last[Int(classOf[Int($0)])] <= own }
      }
    }
    var place = Array(repeating: Int32(-1), count: classCount)
    if isInOrder {
      var next: Int32 = 0
      for (box, own) in classOf.enumerated() where last[Int(own)] == box {
        place[Int(own)] = next
        next += 1
      }
      return place
    }
    return sorted(classOf, last, &place) ? place : nil
  }

  /// Kahn's algorithm with a heap.
  private func sorted(_ classOf: [Int32], _ last: [Int32], _ place: inout [Int32]) -> Bool {
    var waiting = Array(repeating: 0, count: last.count)
    var usesOf: [(from: Int32, to: Int32)] = []
    for box in 0..<count {
      for operand in operands(of: box) where classOf[Int(operand)] != classOf[box] {
        waiting[Int(classOf[box])] += 1
        usesOf.append((classOf[Int(operand)], classOf[box]))
      }
    }
    var first = Array(repeating: 0, count: last.count + 1)
    for use in usesOf { first[Int(use.from) + 1] += 1 }
    for index in last.indices { first[index + 1] += first[index] }
    var next = first
    var users = Array(repeating: Int32(0), count: usesOf.count)
    for use in usesOf {
      users[next[Int(use.from)]] = use.to
      next[Int(use.from)] += 1
    }
    var ready = Heap<(key: Int32, place: Int32)> { $0.key < $1.key }
    for index in last.indices where waiting[index] == 0 { ready.insert((last[index], Int32(index))) }
    var done: Int32 = 0
    while let (_, own) = ready.popFirst() {
      place[Int(own)] = done
      done += 1
      for use in first[Int(own)]..<first[Int(own) + 1] {
        let user = Int(users[use])
        waiting[user] -= 1
        if waiting[user] == 0 { ready.insert((last[user], Int32(user))) }
      }
    }
    return Int(done) == last.count
  }
}

extension FoldGraph.Box {
  fileprivate init(
    _ nodes: UnsafeBufferPointer<Diagram.Node>, at position: Int, operands: Int, isPinned: Bool,
    _ operations: inout FoldOperations
  ) {
    let kind = nodes[position].kind
    let isFolded = nodes[position].folded != nil
    let operation = nodes[position].operation.map { operations.traits(of: $0, operands: operands) }
    let signature =
      operation?.signature ?? nodes[position].folded.map { StableHash.of($0.title) }
      ?? StableHash.mix(UInt64(operands == 0 ? 1 : 2), kind == .constant ? 1 : 2)
    let grad = nodes[position].grad
    let product = (nodes[position].data ?? 0) * (grad ?? 0)
    self.init(
      title: FoldTitle(form: .node, representative: Int32(position)), signature: signature,
      pattern: nodes[position].name.map(StableHash.ofPattern) ?? 0, group: Int32(nodes[position].group ?? -1),
      size: 1, score: grad == nil ? -1 : product.isNaN ? .infinity : product.magnitude,
      family: operation?.family ?? .none, isConstant: kind == .constant && !isFolded,
      isOrdered: operation?.isOrdered ?? false, isPinned: isPinned)
  }
}

/// The traits of operations that folding uses, looked up once per operation of the table instead of once per
/// node.
private struct FoldOperations {
  struct Traits {
    var signature: UInt64
    var family: FoldGraph.Family
    var isCommutative: Bool
    /// The number of operands, if all operations of this name have the same number; otherwise `nil`.
    var operandCount: Int?
    var isOrdered = false

    init(_ operation: Diagram.Operation) {
      signature = operation.parameters.reduce(StableHash.of(operation.name)) {
        StableHash.mix($0, $1.bitPattern)
      }
      family = FoldGraph.Family(operation.name)
      (isCommutative, operandCount) = (operation.isCommutative, operation.operandCount)
    }
  }

  private let known = Diagram.Operation.Row.table.indices.map {
    Traits(Diagram.Operation(form: .known(UInt8($0))))
  }
  /// The last operation with constants, or with a name that the table lacks.
  private var other: (row: Diagram.Operation.Row, traits: Traits)?

  @inline(__always)
  mutating func traits(of operation: Diagram.Operation, operands: Int) -> Traits {
    var traits: Traits
    switch operation.form {
    case .known(let place): traits = known[Int(place)]
    case .other(let row):
      if let other, other.row === row {
        traits = other.traits
      } else {
        traits = Traits(operation)
        other = (row, traits)
      }
    }
    traits.isOrdered = !traits.isCommutative && traits.operandCount == operands
    return traits
  }
}

extension FoldGraph.Family {
  fileprivate init(_ operation: String) {
    switch operation {
    case "add", "sum": self = .sum
    case "mul", "product": self = .product
    default: self = .none
    }
  }
}
