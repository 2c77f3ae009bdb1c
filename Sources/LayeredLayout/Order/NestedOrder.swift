/// One order of all items, including the sides of frames; within a layer, earlier items are above (or left
/// of) later ones.
///
/// The items of each group are consecutive, so that frames are bands without other items.
struct NestedOrder {
  /// The items in order.
  private(set) var sequence: [Int] = []
  /// For each item, its position in ``sequence``.
  private(set) var positions: [Int]
  /// The items of each level, the whole graph first, then each group; an inner group is represented by its
  /// opening side.
  private(set) var levels: [[Int]]

  /// Sorts by keys; a group has the mean key of its contents.
  ///
  /// - Complexity: O(n log n).
  init(_ items: LayerItems, _ tree: GroupTree, _ kept: KeptOrders, by keys: [Double]) {
    var keys = keys
    kept.settle(&keys)
    positions = Array(repeating: 0, count: items.count)
    levels = Array(repeating: [], count: items.groupCount + 1)
    let plain = items.count - 2 * items.groupCount
    var sums = Array(repeating: 0.0, count: items.groupCount)
    var counts = sums
    // Only nodes determine the place of their group.
    for item in 0..<plain {
      let group = items.groups[item]
      if group >= 0, item < items.nodeCount {
        sums[group] += keys[item]
        counts[group] += 1
      }
    }
    for group in tree.outerFirst.reversed() where counts[group] > 0 {
      keys[items.open(group)] = sums[group] / counts[group]
      let parent = tree.parents[group]
      if parent >= 0 {
        sums[parent] += sums[group]
        counts[parent] += counts[group]
      }
    }
    if items.groupCount == 0 {
      levels[0] = Array(0..<plain)
    } else {
      for item in 0..<plain { levels[items.groups[item] + 1].append(item) }
      for group in 0..<items.groupCount where counts[group] > 0 {
        levels[tree.parents[group] + 1].append(items.open(group))
      }
    }
    for level in levels.indices {
      Self.sort(&levels[level], by: keys)
      kept.repair(&levels[level], by: keys)
    }
    flatten(items)
  }

  private static func sort(_ level: inout [Int], by keys: [Double]) {
    var isSorted = true
    for index in level.indices.dropFirst() where keys[level[index - 1]] > keys[level[index]] {
      isSorted = false
      break
    }
    if isSorted { return }
    level.sort { keys[$0] < keys[$1] || keys[$0] == keys[$1] && $0 < $1 }
  }

  /// Moves an element of a level to another place in it.
  mutating func move(in level: Int, from: Int, to: Int) {
    let child = levels[level].remove(at: from)
    levels[level].insert(child, at: to)
  }

  /// Computes the sequence from the levels.
  mutating func flatten(_ items: LayerItems) {
    sequence.removeAll(keepingCapacity: true)
    sequence.reserveCapacity(items.count)
    let plain = items.count - 2 * items.groupCount
    var path: [(level: Int, next: Int)] = [(0, 0)]
    while let (level, next) = path.last {
      guard next < levels[level].count else {
        path.removeLast()
        if level > 0 {
          positions[items.close(level - 1)] = sequence.count
          sequence.append(items.close(level - 1))
        }
        continue
      }
      path[path.count - 1].next += 1
      let item = levels[level][next]
      positions[item] = sequence.count
      sequence.append(item)
      if item >= plain { path.append(((item - plain) / 2 + 1, 0)) }
    }
  }
}
