extension FoldGraph {
  /// The degree of likeness that siblings need.
  enum Likeness {
    /// The same name and group up to numbers, the same operations all the way below, and the same kinds of
    /// users.
    case equal
    /// The same operation on the same kinds of operands, at the same height, for the same kinds of users.
    case similar
    /// The same operation at the same height.
    case level
  }

  /// Joins siblings: boxes of the same height (the longest path below them), so that no path connects them.
  mutating func foldSiblings(_ likeness: Likeness) {
    let classes = siblings(likeness)
    join(classes.of, classes.count)
  }

  private mutating func join(_ classOf: [Int32], _ classCount: Int) {
    _ = merge(classOf, classCount) { _, first, times in
      var title = first.title
      title.times = times
      return title
    }
  }

  /// Joins equal groups at this depth as wholes, side by side: 16 neurons of a layer become one box.
  mutating func foldSiblingGroups(at depth: Int32) {
    let target = groups.ancestors(at: depth)
    guard
      Set(target.filter { $0 >= 0 }.map { groups.patterns[Int($0)] }).count
        < target.lazy.filter({ $0 >= 0 }).count
    else { return }
    var trial = self
    trial.fold(groups: target)
    // The nested sum that a result goes into must not distinguish siblings.
    trial.foldSums()
    let classes = trial.siblings(.equal)
    var isJoined = Array(repeating: Int32(0), count: classes.count)
    for (box, own) in classes.of.enumerated() where trial.boxes[box].title.form == .group {
      isJoined[Int(own)] += 1
    }
    // Boxes that the trial joined, but that are not joined as siblings, stay as they were.
    var isKept = Array(repeating: false, count: trial.count)
    for (box, own) in classes.of.enumerated() { isKept[box] = isJoined[Int(own)] > 1 }
    var isWanted = Array(repeating: false, count: target.count)
    for (node, box) in trial.boxOf.enumerated() where isKept[Int(box)] {
      let group = boxes[Int(boxOf[node])].group
      if group >= 0, target[Int(group)] >= 0 { isWanted[Int(target[Int(group)])] = true }
    }
    guard isWanted.contains(true) else { return }
    fold(groups: target.map { $0 >= 0 && isWanted[Int($0)] ? $0 : -1 })
    joinGroups(asIn: classes.of.map { isJoined[Int($0)] > 1 ? $0 : -1 }, trial.boxOf)
  }

  /// Joins the groups that are siblings in a trial in which all groups were boxes. Here their users may
  /// differ, because they may belong to groups that are not boxes. Groups without a path between them in the
  /// trial have none here.
  ///
  /// - Parameters:
  ///   - classOf: the class of each box of the trial, or -1.
  ///   - boxOf: for each node, its box in the trial.
  private mutating func joinGroups(asIn classOf: [Int32], _ boxOf: [Int32]) {
    let (unknown, none): (Int32, Int32) = (-2, -1)
    var classes = Array(repeating: unknown, count: count)
    for (node, box) in self.boxOf.enumerated() where boxes[Int(box)].title.form == .group {
      let own = classOf[Int(boxOf[node])]
      if classes[Int(box)] != own { classes[Int(box)] = classes[Int(box)] == unknown ? own : none }
    }
    var table = KeyTable(capacity: count)
    let joined = classes.enumerated().map { box, own in
      Int32(table.index(of: own >= 0 ? StableHash.mix(UInt64(own), 8) : StableHash.mix(UInt64(box), 9)))
    }
    join(joined, table.count)
  }

  /// For each box, its class. A pinned box has a class of its own.
  ///
  /// - Complexity: O(boxes + operands), times a logarithm for boxes with many users.
  func siblings(_ likeness: Likeness) -> (of: [Int32], count: Int) {
    let keys = likeness == .level ? levelKeys() : structureKeys(likeness)
    var table = KeyTable(capacity: count)
    let classOf = keys.map { Int32(table.index(of: $0)) }
    return (classOf, table.count)
  }

  /// The longest path below each box.
  private func heights() -> [Int32] {
    var heights = Array(repeating: Int32(0), count: count)
    withLinks { links in
      for box in 0..<count {
        var height: Int32 = 0
        for operand in links[box] { height = max(height, heights[Int(operand)] + 1) }
        heights[box] = height
      }
    }
    return heights
  }

  private func levelKeys() -> [UInt64] {
    let heights = heights()
    return (0..<count).map { box in
      if boxes[box].isPinned { return StableHash.mix(UInt64(box), 7) }
      return StableHash.mix(boxes[box].signature, UInt64(heights[box]))
    }
  }

  private func structureKeys(_ likeness: Likeness) -> [UInt64] {
    let heights = heights()
    let below = structureBelow(likeness)
    let users = consumers()
    var keys = Array(repeating: UInt64(0), count: count)
    var kinds: [UInt64] = []
    for box in stride(from: count - 1, through: 0, by: -1) {
      var key = StableHash.mix(below[box], UInt64(heights[box]))
      if likeness == .equal {
        let group = boxes[box].group
        key = StableHash.mix(key, boxes[box].pattern)
        if group >= 0 { key = StableHash.mix(key, groups.patterns[Int(group)]) }
      }
      if boxes[box].isPinned { key = StableHash.mix(key, UInt64(box)) }
      kinds.removeAll(keepingCapacity: true)
      for index in Int(users.starts[box])..<Int(users.starts[box + 1]) {
        let user = Int(users.list[index])
        let place = boxes[user].isOrdered ? self.place(of: box, in: user) : 0
        let kind = StableHash.mix(keys[user], place)
        if kinds.last != kind { kinds.append(kind) }
      }
      // The kinds of users form a set: the number of users of a kind does not count.
      if kinds.count > 1 { kinds.sort() }
      var previous: UInt64?
      for kind in kinds where kind != previous {
        key = StableHash.mix(key, kind)
        previous = kind
      }
      keys[box] = key
    }
    return keys
  }

  private func place(of box: Int, in user: Int) -> UInt64 {
    for (place, operand) in operands(of: user).enumerated() where operand == box { return UInt64(place) }
    return 0
  }

  /// A hash of each box and of its operands: of all below it, or of the direct operands only.
  private func structureBelow(_ likeness: Likeness) -> [UInt64] {
    var hashes = Array(repeating: UInt64(0), count: count)
    withLinks { links in
      for box in 0..<count {
        var mixed: UInt64 = 0
        for operand in links[box] {
          let part = likeness == .equal ? hashes[Int(operand)] : boxes[Int(operand)].signature
          if boxes[box].isOrdered {
            mixed = StableHash.mix(mixed, part)
          } else {
            mixed &+= StableHash.mix(part, 3)
          }
        }
        hashes[box] = StableHash.mix(boxes[box].signature, mixed)
      }
    }
    return hashes
  }
}
