// Chains: each box is the only user of the one before.

extension FoldGraph {
  /// Joins runs of three or more boxes, each the only user of the one before and with no other operands than
  /// leaves: first runs of the same operation, or of groups whose names differ in numbers only, then any.
  ///
  /// - Parameters:
  ///   - takesLeaves: true to join also variables that only one box of the run uses, and operations on
  ///     leaves; constants are always joined.
  ///   - limit: the number of boxes at which joining stops.
  mutating func foldChains(takingLeaves takesLeaves: Bool, to limit: Int) {
    let plan = ChainPlan(self, takesLeaves)
    if foldRuns(plan, alike: true) {
      if count > limit { _ = foldRuns(ChainPlan(self, takesLeaves), alike: false) }
    } else {
      _ = foldRuns(plan, alike: false)
    }
  }

  /// - Returns: true if a run was found.
  private mutating func foldRuns(_ plan: ChainPlan, alike: Bool) -> Bool {
    let users = plan.users
    var joins = plan.joins
    if alike { for box in 0..<count where joins[box] { joins[box] = areAlike(box, Int(users[box])) } }
    var ends = roots(joins, users)
    var lengths = Array(repeating: Int32(0), count: count)
    for end in ends { lengths[Int(end)] += 1 }
    guard lengths.contains(where: { $0 >= 3 }) else { return false }
    var previous = Array(repeating: Int32(-1), count: count)
    for box in 0..<count {
      if lengths[Int(ends[box])] < 3 { joins[box] = false }
      if joins[box] { previous[Int(users[box])] = Int32(box) }
    }
    for box in 0..<count where users[box] >= 0 && (isLeaf(box) || plan.isAside[box]) {
      let user = Int(users[box])
      let link = plan.isAside[user] ? Int(users[user]) : user
      if lengths[Int(ends[link])] >= 3 {
        joins[box] = (plan.takesLeaves || boxes[box].isConstant) && canJoin(box, user)
      }
    }
    ends = roots(joins, users)
    let old = self
    var links = self.links
    join(ends) { root, _, _ in old.title(ofChainTo: root, previous, &links) }
    self.links = links
    return true
  }

  /// The title of a chain: its links, if they are few or repeat.
  private func title(ofChainTo root: Int, _ previous: [Int32], _ links: inout [FoldTitle]) -> FoldTitle {
    var periods = Array(1...FoldTitle.mostLinks)
    var (members, length): (Int32, Int32) = (0, 0)
    var canName = true
    var box = root
    while box >= 0 {
      members += 1
      let own = boxes[box].title
      length += own.form == .chain || own.form == .groupChain ? own.length : 1
      if own.form == .chain && own.links != 1 { canName = false }
      periods.removeAll { period in
        guard let other = link(period, before: box, previous) else { return false }
        return !areAlike(box, other)
      }
      box = Int(previous[box])
    }
    var title = boxes[root].title
    let period = periods.first { 2 * $0 <= members } ?? members
    if period == 1, title.form == .group {
      (title.form, title.length) = (.groupChain, length)
      return title
    }
    title.form = .chain
    guard canName, period <= FoldTitle.mostLinks else {
      (title.links, title.length) = (0, length)
      return title
    }
    (title.links, title.length) = (period, members)
    title.representative = Int32(links.count)
    var named: [FoldTitle] = []
    box = root
    for _ in 0..<period {
      named.append(boxes[box].title)
      box = Int(previous[box])
    }
    links += named.reversed()
    return title
  }

  private func link(_ distance: Int32, before box: Int, _ previous: [Int32]) -> Int? {
    var box = box
    for _ in 0..<distance {
      if previous[box] < 0 { return nil }
      box = Int(previous[box])
    }
    return box
  }

  /// True if two links have the same title.
  private func areAlike(_ a: Int, _ b: Int) -> Bool {
    if boxes[a].signature == boxes[b].signature { return true }
    let (a, b) = (boxes[a].title, boxes[b].title)
    guard a.form == .group, b.form == .group else { return false }
    return groups.ownPatterns[Int(a.representative)] == groups.ownPatterns[Int(b.representative)]
  }
}

/// The possible links of chains, and the boxes that are joined with them.
private struct ChainPlan {
  /// For each box, the only box that uses it, or -1.
  let users: [Int32]
  let takesLeaves: Bool
  /// For each box, true if it can be joined to its only user as the link before.
  let joins: [Bool]
  /// For each box, true if it is an operation on leaves beside a chain.
  let isAside: [Bool]

  init(_ graph: FoldGraph, _ takesLeaves: Bool) {
    let users = graph.onlyUsers()
    var isAside = Array(repeating: false, count: graph.count)
    // Nested sums and products are flattened, not links.
    var isNested = isAside
    var inner = Array(repeating: Int32(0), count: graph.count)
    graph.withLinks { operands in
      for box in 0..<graph.count where users[box] >= 0 && !graph.isLeaf(box) {
        let user = Int(users[box])
        guard graph.canJoin(box, user) else { continue }
        isAside[box] = takesLeaves && operands[box].allSatisfy { graph.isLeaf(Int($0)) }
        let family = graph.boxes[box].family
        if family != .none, family == graph.boxes[user].family { isNested[user] = true }
      }
      for box in 0..<graph.count {
        var first: Int?
        for operand in operands[box].lazy.map(Int.init) {
          if graph.isLeaf(operand) {
            if !takesLeaves && !graph.boxes[operand].isConstant { inner[box] = 2 }
          } else if isAside[operand] {
            first = first ?? operand
          } else {
            inner[box] += 1
          }
        }
        // One of the operands is the link before.
        if inner[box] == 0, let first {
          isAside[first] = false
          inner[box] = 1
        }
      }
    }
    joins = (0..<graph.count).map { box in
      guard users[box] >= 0, !graph.isLeaf(box), !isAside[box], !isNested[box] else { return false }
      let user = Int(users[box])
      return inner[user] == 1 && !isNested[user] && graph.canJoin(box, user)
    }
    (self.users, self.isAside, self.takesLeaves) = (users, isAside, takesLeaves)
  }
}
