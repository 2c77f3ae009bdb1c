/// Moves items, and whole groups, to the place in their group with the fewest crossings.
///
/// After Matuszewski, Schönfeld and Molitor, “Using sifting for k-layer straightline crossing minimization” (1999).
struct Sifting {
  private let items: LayerItems
  private let kept: KeptOrders
  private let isFixed: [Bool]
  private let plain: Int
  /// For each group, the items in it and in inner groups, without frames.
  private var members: [[Int]]
  /// The remaining steps, which bound the work.
  private var steps: Int
  var hasSteps: Bool { steps > 0 }
  /// The largest distance of a move, in items.
  private let reach: Int

  /// - Parameter isFixed: for each item, true if it keeps its order among such items.
  init(_ items: LayerItems, _ tree: GroupTree, _ kept: KeptOrders, isFixed: [Bool], steps: Int, reach: Int) {
    self.items = items
    self.kept = kept
    self.isFixed = isFixed
    self.steps = steps
    self.reach = reach
    plain = items.count - 2 * items.groupCount
    members = Array(repeating: [], count: items.groupCount)
    for item in 0..<plain {
      var group = items.groups[item]
      while group >= 0 {
        members[group].append(item)
        group = tree.parents[group]
      }
    }
  }

  /// Runs rounds until the order no longer improves.
  ///
  /// - Returns: the number of crossings removed.
  mutating func settle(_ order: inout NestedOrder, rounds: Int) -> Int {
    var total = 0
    for _ in 0..<rounds {
      let gained = improve(&order)
      total += gained
      if gained == 0 { break }
    }
    return total
  }

  /// Runs rounds that also move items to equally good places, which leaves some local minima.
  ///
  /// - Returns: the number of crossings removed.
  mutating func drift(_ order: inout NestedOrder) -> Int {
    var total = 0
    var drifted = order
    var pending = 0
    for direction in [1, -1, 1, -1, 1, -1] {
      pending += improve(&drifted, drift: direction)
      pending += settle(&drifted, rounds: 2)
      guard pending > 0 else { continue }
      order = drifted
      total += pending
      pending = 0
    }
    return total
  }

  /// Runs one round over all items.
  ///
  /// - Parameter drift: the choice among equally good places: 0 stays, 1 takes the last, -1 the first.
  /// - Returns: the number of crossings removed.
  mutating func improve(_ order: inout NestedOrder, drift: Int = 0) -> Int {
    var gained = 0
    for level in order.levels.indices where order.levels[level].count > 1 {
      for child in order.levels[level] {
        guard steps > 0 else { return gained }
        gained += sift(child, in: level, drift, &order)
      }
    }
    return gained
  }

  private mutating func sift(_ child: Int, in level: Int, _ drift: Int, _ order: inout NestedOrder) -> Int {
    guard let start = order.levels[level].firstIndex(of: child) else { return 0 }
    var best = (change: 0, place: start)
    for direction in [1, -1] {
      var change = 0
      var place = start + direction
      var rest = reach
      while order.levels[level].indices.contains(place), rest > 0, steps > 0 {
        let other = order.levels[level][place]
        let (upper, lower) = direction > 0 ? (child, other) : (other, child)
        if kept.isKept(upper, lower) || isFixed[upper] && isFixed[lower] { break }
        change += swap(upper, lower, order.positions)
        if change < best.change || change == best.change && direction == drift { best = (change, place) }
        place += direction
        rest -= 1
      }
    }
    guard best.place != start else { return 0 }
    order.move(in: level, from: start, to: best.place)
    order.flatten(items)
    return -best.change
  }

  /// The change in the number of crossings if two neighbours change places.
  private mutating func swap(_ upper: Int, _ lower: Int, _ positions: [Int]) -> Int {
    steps -= 1
    if upper < plain, lower < plain { return pair(upper, lower, positions) }
    let (uppers, lowers) = (
      upper < plain ? [upper] : members[(upper - plain) / 2],
      lower < plain ? [lower] : members[(lower - plain) / 2]
    )
    if max(items.first[upper], items.first[lower]) > min(items.last[upper], items.last[lower]) + 1 {
      return 0
    }
    var change = 0
    for a in uppers { for b in lowers { change += pair(a, b, positions) } }
    steps -= uppers.count * lowers.count / 4
    return change
  }

  @inline(__always)
  private mutating func pair(_ a: Int, _ b: Int, _ positions: [Int]) -> Int {
    let low = max(items.first[a], items.first[b])
    let high = min(items.last[a], items.last[b])
    guard low <= high else { return 0 }
    return side(a, items.first[a] < low, b, items.first[b] < low, positions, isBefore: true)
      + side(a, items.last[a] > high, b, items.last[b] > high, positions, isBefore: false)
  }

  /// The change on one side: pairs of links that cross if `a` is below `b`, minus those that cross if it is
  /// above.
  private mutating func side(
    _ a: Int, _ isPassingA: Bool, _ b: Int, _ isPassingB: Bool, _ positions: [Int], isBefore: Bool
  ) -> Int {
    if isPassingA, isPassingB { return 0 }
    var change = 0
    if isPassingA || isPassingB {
      let (ending, passing) = isPassingA ? (b, positions[a]) : (a, positions[b])
      let range = isBefore ? items.incoming.range(ending) : items.outgoing.range(ending)
      for index in range {
        let other =
          isBefore
          ? positions[items.links[items.incoming.elements[index]].from]
          : positions[items.links[items.outgoing.elements[index]].to]
        change += other < passing ? 1 : -1
      }
      // With an ending `a` above the passing `b`, ends below cross now, and ends above would cross after the
      // change.
      return isPassingA ? -change : change
    }
    let (rangeA, rangeB) =
      isBefore
      ? (items.incoming.range(a), items.incoming.range(b))
      : (items.outgoing.range(a), items.outgoing.range(b))
    if rangeA.count * rangeB.count > 64 {
      var (first, second) = (ends(rangeA, positions, isBefore), ends(rangeB, positions, isBefore))
      first.sort()
      second.sort()
      steps -= (first.count + second.count) / 4
      var (smaller, equalOrSmaller) = (0, 0)
      for end in first {
        while smaller < second.count, second[smaller] < end { smaller += 1 }
        while equalOrSmaller < second.count, second[equalOrSmaller] <= end { equalOrSmaller += 1 }
        change += second.count - equalOrSmaller - smaller
      }
      return change
    }
    for i in rangeA {
      let first =
        isBefore
        ? positions[items.links[items.incoming.elements[i]].from]
        : positions[items.links[items.outgoing.elements[i]].to]
      for j in rangeB {
        let second =
          isBefore
          ? positions[items.links[items.incoming.elements[j]].from]
          : positions[items.links[items.outgoing.elements[j]].to]
        if first < second { change += 1 } else if first > second { change -= 1 }
      }
    }
    return change
  }

  private func ends(_ range: Range<Int>, _ positions: [Int], _ isBefore: Bool) -> [Int] {
    var ends: [Int] = []
    for index in range {
      ends.append(
        isBefore
          ? positions[items.links[items.incoming.elements[index]].from]
          : positions[items.links[items.outgoing.elements[index]].to])
    }
    return ends
  }
}
