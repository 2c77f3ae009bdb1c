extension FoldGraph {
  /// The depth of the innermost group that has boxes; 0 without groups.
  var deepest: Int32 { boxes.reduce(0) { $1.group < 0 ? $0 : max($0, groups.depths[Int($1.group)]) } }

  /// Joins the boxes of every group at this depth, including those of inner groups.
  mutating func foldGroups(at depth: Int32) { fold(groups: groups.ancestors(at: depth)) }

  /// Joins the boxes of the largest groups at this depth, as many groups as needed; groups of one size are
  /// joined together.
  ///
  /// - Complexity: O((boxes + operands) log groups).
  mutating func foldLargestGroups(at depth: Int32, to limit: Int) {
    let target = groups.ancestors(at: depth)
    var sizes = Array(repeating: 0, count: target.count)
    for box in boxes where box.group >= 0 && target[Int(box.group)] >= 0 {
      sizes[Int(target[Int(box.group)])] += 1
    }
    let steps = Set(sizes.filter { $0 > 1 }).sorted(by: >)
    var (low, high) = (0, steps.count)
    var best = self
    while low < high {
      let middle = (low + high) / 2
      var trial = self
      trial.fold(groups: target.map { $0 >= 0 && sizes[Int($0)] >= steps[middle] ? $0 : -1 })
      trial.foldSiblings(.equal)
      if trial.count <= limit { (high, best) = (middle, trial) } else { low = middle + 1 }
    }
    self = best
  }

  /// Joins boxes by the target of their group; -1 means not joined.
  ///
  /// Groups that feed each other in turns are split into parts: boxes get labels (turn, group), which never
  /// decrease along an edge, because a turn ends where an edge leads back to an earlier group.
  mutating func fold(groups target: [Int32]) {
    let ranks = ranks(of: target)
    var labels = Array(repeating: (turn: Int32(0), rank: Int64(-1)), count: count)
    var table = KeyTable()
    var classOf: [Int32] = []
    classOf.reserveCapacity(count)
    var parts: [Int32: Int32] = [:]
    var titles: [Int: FoldTitle] = [:]
    for box in 0..<count {
      var label = (turn: Int32(0), rank: Int64(-1))
      for operand in operands(of: box) where labels[Int(operand)] > label { label = labels[Int(operand)] }
      let group = boxes[box].isPinned || boxes[box].group < 0 ? -1 : target[Int(boxes[box].group)]
      if group < 0 {
        label.rank |= 1
        classOf.append(Int32(table.index(of: StableHash.mix(UInt64(box), 5))))
      } else {
        if label.rank > ranks[Int(group)] { label.turn += 1 }
        label.rank = ranks[Int(group)]
        let known = table.count
        let own = table.index(of: StableHash.mix(StableHash.mix(UInt64(group), 6), UInt64(label.turn)))
        classOf.append(Int32(own))
        if own == known {
          parts[group, default: 0] += 1
          titles[own] = FoldTitle(form: .group, representative: group, length: parts[group] ?? 1)
        }
      }
      labels[box] = label
    }
    _ = merge(classOf, table.count) { own, first, _ in
      var title = titles[own] ?? first.title
      if parts[title.representative] == 1 { title.length = 0 }
      return title
    }
  }

  /// Twice the position of the first operation of each group.
  private func ranks(of target: [Int32]) -> [Int64] {
    var ranks = Array(repeating: Int64.max, count: target.count)
    for isLeafTurn in [false, true] {
      for box in 0..<count where boxes[box].group >= 0 && isLeaf(box) == isLeafTurn {
        let group = target[Int(boxes[box].group)]
        if group >= 0, ranks[Int(group)] == .max { ranks[Int(group)] = 2 * Int64(box) }
      }
    }
    return ranks
  }
}
