// Folds that join a box to its only user. These never make a cycle: every edge out of the joined boxes starts
// at their last box, and no other box has a user outside.

extension FoldGraph {
  /// For each box, the only box that uses it; -1 if it has none or several.
  func onlyUsers() -> [Int32] {
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

  /// For each box, the last of the boxes that it is joined to; itself if it is not joined.
  func roots(_ joins: [Bool], _ users: [Int32]) -> [Int32] {
    var roots = (0..<Int32(count)).map { $0 }
    for box in stride(from: count - 1, through: 0, by: -1) where joins[box] {
      roots[box] = roots[Int(users[box])]
    }
    return roots
  }

  mutating func join(
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

  /// For each box, true if it is a sum in a sum, or a product in a product.
  private func nestedSums(_ users: [Int32]) -> [Bool] {
    (0..<count).map { box in
      guard users[box] >= 0, boxes[box].family != .none, !boxes[box].isPinned else { return false }
      let user = boxes[Int(users[box])]
      return boxes[box].family == user.family && boxes[box].title.times == user.title.times
    }
  }

  /// The greatest nesting depth of sums; no two boxes of one nest are siblings.
  func deepestSum() -> Int {
    let users = onlyUsers()
    var depths = Array(repeating: Int32(1), count: count)
    for (box, isNested) in nestedSums(users).enumerated() where isNested {
      let user = Int(users[box])
      depths[user] = max(depths[user], depths[box] + 1)
    }
    return Int(depths.max() ?? 0)
  }

  /// Joins nested sums, and nested products, including those of the output; its box keeps the data and the
  /// gradient of the output.
  mutating func foldSums() {
    let users = onlyUsers()
    let joins = nestedSums(users)
    let old = boxes
    join(roots(joins, users)) { root, _, _ in
      FoldTitle(
        form: .sum, representative: old[root].title.representative, times: old[root].title.times)
    }
  }

  /// Joins expressions whose parts only their root uses, the smallest first, until the number of boxes is at
  /// the limit; does nothing if joining all of them would not suffice.
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
    var links = self.links
    let isJoined = (0..<count).map { joins(high, $0) }
    join(roots(isJoined, users)) { root, _, _ in
      let title = old[root].title
      if title.form == .expression { return title }
      links.append(title)
      return FoldTitle(form: .expression, representative: Int32(links.count - 1))
    }
    self.links = links
  }

  func canJoin(_ box: Int, _ user: Int) -> Bool {
    !boxes[box].isPinned && !boxes[user].isPinned
      && (boxes[box].title.times == boxes[user].title.times || isLeaf(box))
  }
}
