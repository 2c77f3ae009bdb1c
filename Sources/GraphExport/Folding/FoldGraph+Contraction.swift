// Folds that join a box to its only user. That never makes a cycle: every way out of what is joined starts at its
// last box, and all that are before it have no other user.

extension FoldGraph {
  /// For each box the only box that uses it; -1 where there is none or are several.
  private func onlyUsers() -> [Int32] {
    var users = Array(repeating: Int32(-1), count: count)
    withLinks { links in
      for box in 0..<count {
        for operand in links[box] {
          let known = users[Int(operand)]
          if known == -1 {
            users[Int(operand)] = Int32(box)
          } else if known != box {
            users[Int(operand)] = -2
          }
        }
      }
    }
    return users.map { max($0, -1) }
  }

  /// For each box the last one of those it is joined to, itself if it is not.
  private func roots(_ joins: [Bool], _ users: [Int32]) -> [Int32] {
    var roots = (0..<Int32(count)).map { $0 }
    for box in stride(from: count - 1, through: 0, by: -1) where joins[box] {
      roots[box] = roots[Int(users[box])]
    }
    return roots
  }

  private mutating func join(
    _ roots: [Int32], as title: (_ root: Int, _ first: Box, _ times: Int32) -> FoldTitle
  ) {
    var number = Array(repeating: Int32(-1), count: count)
    var rootOf: [Int] = []
    var classOf = roots
    for (box, root) in roots.enumerated() {
      if number[Int(root)] < 0 {
        number[Int(root)] = Int32(rootOf.count)
        rootOf.append(Int(root))
      }
      classOf[box] = number[Int(root)]
    }
    _ = merge(classOf, rootOf.count) { own, first, times in title(rootOf[own], first, times) }
  }

  /// Joins runs of three or more boxes, each the only user of the one before and with no other operand than leaves.
  ///
  /// - Parameter takesLeaves: whether variables that only one box of the run uses are joined as well; constants are.
  mutating func foldChains(takingLeaves takesLeaves: Bool) {
    let users = onlyUsers()
    var inner = Array(repeating: Int32(0), count: count)
    withLinks { links in
      for box in 0..<count {
        for operand in links[box] {
          if isLeaf(Int(operand)) {
            if !takesLeaves && !boxes[Int(operand)].isConstant { inner[box] = 2 }
          } else {
            inner[box] += 1
          }
        }
      }
    }
    var joins = (0..<count).map { box in
      guard users[box] >= 0, !isLeaf(box) else { return false }
      let user = Int(users[box])
      let isSum = boxes[user].family == .sum && boxes[box].family == .sum
      return inner[user] == 1 && !isSum && canJoin(box, user)
    }
    var ends = roots(joins, users)
    var lengths = Array(repeating: Int32(0), count: count)
    for root in ends { lengths[Int(root)] += 1 }
    for box in 0..<count {
      if lengths[Int(ends[box])] < 3 { joins[box] = false }
      guard isLeaf(box), users[box] >= 0, lengths[Int(ends[Int(users[box])])] >= 3 else { continue }
      joins[box] = (takesLeaves || boxes[box].isConstant) && canJoin(box, Int(users[box]))
    }
    ends = roots(joins, users)
    var isUniform = Array(repeating: true, count: count)
    for box in 0..<count where !isLeaf(box) && boxes[box].signature != boxes[Int(ends[box])].signature {
      isUniform[Int(ends[box])] = false
    }
    let old = boxes
    join(ends) { root, _, _ in
      let last = old[root].title
      return FoldTitle(
        form: .chain, representative: last.representative, times: last.times,
        length: isUniform[root] && last.form == .node ? lengths[root] : 0, links: lengths[root])
    }
  }

  /// Joins nested sums, and nested products.
  mutating func foldSums() {
    let users = onlyUsers()
    let joins = (0..<count).map { box in
      users[box] >= 0 && boxes[box].family != .none
        && boxes[box].family == boxes[Int(users[box])].family && canJoin(box, Int(users[box]))
    }
    let old = boxes
    join(roots(joins, users)) { root, _, _ in
      FoldTitle(
        form: .sum, representative: old[root].title.representative, times: old[root].title.times)
    }
  }

  /// Joins expressions, all of which only their root uses, the smallest first, until so many boxes are left; does
  /// nothing where that does not suffice.
  mutating func foldExpressions(to limit: Int) {
    let users = onlyUsers()
    var sizes = Array(repeating: Int32(1), count: count)
    for box in 0..<count where users[box] >= 0 { sizes[Int(users[box])] += sizes[box] }
    func joins(_ most: Int32, _ box: Int) -> Bool {
      users[box] >= 0 && sizes[Int(users[box])] <= most && !boxes[Int(users[box])].isPinned
        && !boxes[box].isPinned
    }
    func left(_ most: Int32) -> Int { (0..<count).reduce(0) { $0 + (joins(most, $1) ? 0 : 1) } }
    var (low, high) = (Int32(1), Int32(count))
    guard left(high) <= limit else { return }
    while low < high {
      let middle = low + (high - low) / 2
      if left(middle) <= limit { high = middle } else { low = middle + 1 }
    }
    let old = boxes
    let isJoined = (0..<count).map { joins(high, $0) }
    join(roots(isJoined, users)) { root, _, _ in
      FoldTitle(form: .expression, representative: old[root].title.representative, times: 1)
    }
  }

  private func canJoin(_ box: Int, _ user: Int) -> Bool {
    !boxes[box].isPinned && !boxes[user].isPinned
      && (boxes[box].title.times == boxes[user].title.times || isLeaf(box))
  }
}
