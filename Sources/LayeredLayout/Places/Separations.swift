/// The minimum distances across between items that share a layer.
///
/// Only neighbours have one. The items are added in their order, each after the items that were the last in
/// its layers: each item makes at most two new boundaries between layers, so that there are O(items)
/// distances for any number of layers that edges pass.
struct Separations {
  private(set) var from: [Int] = []
  private(set) var to: [Int] = []
  private(set) var distances: [Double] = []
  private(set) var before = Buckets([], count: 0)
  private(set) var after = Buckets([], count: 0)

  init(_ items: LayerItems, _ sequence: [Int], _ rooms: Rooms) {
    var starts = BitTree(count: items.layerCount + 1)
    var owners = Array(repeating: -1, count: items.layerCount + 1)
    starts.insert(0)
    from.reserveCapacity(items.count + items.count / 2)
    for item in sequence {
      let (low, high) = (items.first[item], items.last[item])
      // The owner at `low` keeps the layers before the item, the one at `high` those after it.
      let start = starts.last(atMost: low)
      var owner = owners[start]
      if start < low { starts.insert(low) }
      var layer = low
      var lastPair = -1
      while true {
        if owner >= 0, owner != lastPair {
          from.append(owner)
          to.append(item)
          distances.append(rooms.distance(items, owner, item))
          lastPair = owner
        }
        let next = starts.first(after: layer)
        guard next <= high else {
          // The rest of the range in which the item ends.
          if next > high + 1 {
            starts.insert(high + 1)
            owners[high + 1] = owner
          }
          break
        }
        starts.remove(next)
        owner = owners[next]
        layer = next
      }
      owners[low] = item
      if items.kinds[item] == .close {
        let group = (item - items.close(0)) / 2
        guard rooms.breadths[group] > 0 else { continue }
        from.append(items.open(group))
        to.append(item)
        distances.append(rooms.breadths[group])
      }
    }
    before = Buckets(to, count: items.count)
    after = Buckets(from, count: items.count)
  }
}

/// The space between items of each kind, and inside frames.
struct Rooms {
  var metrics: LayoutMetrics
  /// For each group, the space of its title across.
  var titles: [Double]
  /// For each group, the minimum breadth of its frame.
  var breadths: [Double]

  func distance(_ items: LayerItems, _ a: Int, _ b: Int) -> Double {
    let gap: Double
    switch (items.kinds[a], items.kinds[b]) {
    case (.open, .close): gap = 0
    case (.open, let kind):
      let title = titles[(a - items.open(0)) / 2]
      gap = title + (kind == .line ? max(metrics.edgeGap / 2, metrics.groupPadding) : metrics.groupPadding)
    case (_, .close): gap = metrics.groupPadding
    case (.node, .node): gap = metrics.nodeGap
    case (.line, .line): gap = metrics.lineGap
    case (.label, .label): gap = metrics.labelGap
    case (.label, .line), (.line, .label): gap = max(metrics.labelGap, metrics.edgeGap / 2)
    case (.close, .node), (.node, .open): gap = max(metrics.groupPadding, metrics.nodeGap / 2)
    default: gap = max(metrics.groupPadding, metrics.edgeGap)
    }
    return items.halves[a] + items.halves[b] + gap
  }
}

/// A set of small integers with the previous and the next element of any number, as a tree with 64 bits per
/// node.
struct BitTree {
  private var levels: [[UInt64]] = []
  private let count: Int

  /// - Parameter count: the upper bound of the numbers, exclusive.
  init(count: Int) {
    self.count = count
    var size = max(count, 1)
    repeat {
      size = (size + 63) / 64
      levels.append(Array(repeating: 0, count: size))
    } while size > 1
  }

  mutating func insert(_ number: Int) {
    guard number < count else { return }
    var number = number
    for level in levels.indices {
      levels[level][number >> 6] |= 1 << UInt64(number & 63)
      number >>= 6
    }
  }

  mutating func remove(_ number: Int) {
    var number = number
    for level in levels.indices {
      levels[level][number >> 6] &= ~(1 << UInt64(number & 63))
      if levels[level][number >> 6] != 0 { return }
      number >>= 6
    }
  }

  /// The largest element up to this number; 0 if there is none.
  func last(atMost number: Int) -> Int {
    var at = number + 1
    for level in levels.indices {
      let mask = at & 63 == 0 ? 0 : UInt64.max >> UInt64(64 - at & 63)
      if at >> 6 < levels[level].count {
        let word = levels[level][at >> 6] & mask
        if word != 0 { return descend(level, (at >> 6) << 6 + 63 - word.leadingZeroBitCount, isLast: true) }
      }
      at >>= 6
    }
    return 0
  }

  /// The smallest element after this number; a large number if there is none.
  func first(after number: Int) -> Int {
    var at = number + 1
    for level in levels.indices {
      if at >> 6 < levels[level].count {
        let word = levels[level][at >> 6] & (UInt64.max << UInt64(at & 63))
        if word != 0 { return descend(level, (at >> 6) << 6 + word.trailingZeroBitCount, isLast: false) }
      }
      at = at >> 6 + 1
    }
    return .max - 1
  }

  private func descend(_ level: Int, _ number: Int, isLast: Bool) -> Int {
    var number = number
    for lower in (0..<level).reversed() {
      let word = levels[lower][number]
      number = number << 6 + (isLast ? 63 - word.leadingZeroBitCount : word.trailingZeroBitCount)
    }
    return number
  }
}
