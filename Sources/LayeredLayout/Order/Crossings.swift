/// A Fenwick tree, which sums counts over ranges of positions.
struct FenwickTree {
  private var sums: [Int]

  init(count: Int) { sums = Array(repeating: 0, count: count + 1) }

  mutating func add(_ amount: Int, at position: Int) {
    var index = position + 1
    while index < sums.count {
      sums[index] += amount
      index += index & -index
    }
  }

  /// The sum of the counts before a position.
  func sum(before position: Int) -> Int {
    var index = position
    var sum = 0
    while index > 0 {
      sum += sums[index]
      index &= index - 1
    }
    return sum
  }
}

extension LayerItems {
  /// The number of crossings between edges in an order.
  ///
  /// Edges that pass a layer are counted in one tree for all layers, those that begin or end beside it in another.
  /// - Complexity: O(links · log items).
  func crossings(_ order: NestedOrder) -> Int {
    let positions = order.positions
    var ends = Array(repeating: 0, count: layerCount + 1)
    // The items that have outgoing links, by their last layer and in the order across.
    for item in order.sequence where item < count - 2 * groupCount { ends[last[item] + 1] += 1 }
    for layer in 0..<layerCount { ends[layer + 1] += ends[layer] }
    var byEnd = Array(repeating: 0, count: ends[layerCount])
    var next = ends
    for item in order.sequence where item < count - 2 * groupCount {
      byEnd[next[last[item]]] = item
      next[last[item]] += 1
    }
    var starting = Array(repeating: -1, count: count - 2 * groupCount)
    for item in starting.indices where last[item] > first[item] { starting[item] = first[item] }
    let byStart = Buckets(starting, count: layerCount)
    var passing = FenwickTree(count: order.sequence.count)
    var arrived = FenwickTree(count: order.sequence.count)
    var used: [Int] = []
    var passingCount = 0
    var total = 0
    for layer in 0..<layerCount {
      for index in byStart.range(layer) {
        passing.add(1, at: positions[byStart.elements[index]])
        passingCount += 1
      }
      used.removeAll(keepingCapacity: true)
      for index in ends[layer]..<ends[layer + 1] {
        let item = byEnd[index]
        if last[item] > first[item] {
          passing.add(-1, at: positions[item])
          passingCount -= 1
        }
      }
      for index in ends[layer]..<ends[layer + 1] {
        let item = byEnd[index]
        let targets = outgoing.range(item)
        for link in targets {
          let target = positions[links[outgoing.elements[link]].to]
          total += used.count - arrived.sum(before: target + 1)
          if passingCount > 0 {
            let (low, high) = (min(target, positions[item]), max(target, positions[item]))
            total += passing.sum(before: high) - passing.sum(before: low)
          }
        }
        for link in targets {
          let target = positions[links[outgoing.elements[link]].to]
          arrived.add(1, at: target)
          used.append(target)
        }
      }
      for position in used { arrived.add(-1, at: position) }
    }
    return total
  }
}
