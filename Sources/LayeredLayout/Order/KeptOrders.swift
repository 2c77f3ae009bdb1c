/// The orders that the caller fixed, as pairs of neighbours in the same group.
struct KeptOrders {
  private let lists: [[Int]]
  /// True if keys are made to ascend along the lists; keys of an earlier layout already do.
  var settles = true
  /// For each item (a node or the opening side of a group), the later items.
  private(set) var later: [Int: [Int]] = [:]
  private var earlier: [Int: [Int]] = [:]

  var isEmpty: Bool { later.isEmpty }

  init(_ lists: [[Int]], _ items: LayerItems, _ tree: GroupTree) {
    self.lists = lists
    for list in lists {
      for index in list.indices.dropFirst() { add(list[index - 1], list[index], items, tree) }
    }
  }

  /// Adds a pair of nodes, as an order of the outermost groups that hold only one of them.
  private mutating func add(_ first: Int, _ second: Int, _ items: LayerItems, _ tree: GroupTree) {
    guard first != second else { return }
    let common = tree.common(items.groups[first], items.groups[second])
    func lifted(_ node: Int) -> Int {
      var item = node
      var group = items.groups[node]
      while group != common {
        item = items.open(group)
        group = tree.parents[group]
      }
      return item
    }
    let (a, b) = (lifted(first), lifted(second))
    guard a != b, !(later[a]?.contains(b) ?? false), !leads(from: b, to: a) else { return }
    later[a, default: []].append(b)
    earlier[b, default: []].append(a)
  }

  private func leads(from start: Int, to end: Int) -> Bool {
    guard later[start] != nil, earlier[end] != nil else { return false }
    var seen: Set<Int> = [start]
    var path = [start]
    while let item = path.popLast() {
      if item == end { return true }
      for next in later[item] ?? [] where seen.insert(next).inserted { path.append(next) }
    }
    return false
  }

  /// True if the first item must come before the second.
  @inline(__always)
  func isKept(_ first: Int, _ second: Int) -> Bool {
    later.isEmpty ? false : later[first]?.contains(second) ?? false
  }

  /// Makes keys ascend along each list: keys in the wrong order are replaced by their mean.
  func settle(_ keys: inout [Double]) {
    guard settles else { return }
    for list in lists {
      var blocks: [(sum: Double, count: Int)] = []
      for node in list {
        var block = (sum: keys[node], count: 1)
        while let last = blocks.last, last.sum / Double(last.count) > block.sum / Double(block.count) {
          block = (last.sum + block.sum, last.count + block.count)
          blocks.removeLast()
        }
        blocks.append(block)
      }
      var index = 0
      for block in blocks {
        for _ in 0..<block.count {
          keys[list[index]] = block.sum / Double(block.count)
          index += 1
        }
      }
    }
  }

  /// Rearranges a sorted level to keep the orders: an item waits for the items that must come before it.
  func repair(_ level: inout [Int], by keys: [Double]) {
    guard !later.isEmpty else { return }
    var places: [Int: Int] = [:]
    for (place, item) in level.enumerated() where later[item] != nil || earlier[item] != nil {
      places[item] = place
    }
    guard !places.isEmpty else { return }
    var waiting: [Int: Int] = [:]
    var isBroken = false
    for item in level {
      guard let place = places[item] else { continue }
      for next in later[item] ?? [] {
        guard let other = places[next] else { continue }
        waiting[next, default: 0] += 1
        if other < place { isBroken = true }
      }
    }
    guard isBroken else { return }
    // An item that becomes free is added at once, since its own key was lower.
    var result: [Int] = []
    result.reserveCapacity(level.count)
    var held: Set<Int> = []
    for item in level {
      if let count = waiting[item], count > 0 {
        held.insert(item)
        continue
      }
      var ready = [item]
      while let next = ready.popLast() {
        result.append(next)
        for following in (later[next] ?? []).reversed() {
          guard let count = waiting[following] else { continue }
          waiting[following] = count - 1
          if count == 1, held.contains(following) { ready.append(following) }
        }
      }
    }
    level = result
  }
}
