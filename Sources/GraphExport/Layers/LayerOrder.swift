/// One order of all places of a layered graph, including frames; it gives the order within each layer.
struct LayerOrder {
  enum Item {
    case place(Int)
    case open(Int)
    case close(Int)
  }

  private(set) var items: [Item] = []

  /// Sorts by keys. The places of a group stay together, and the group has the mean key of its contents.
  ///
  /// - Complexity: O(n log n) for n places and groups.
  init(_ graph: LayerGraph, by keys: [Double]) {
    let groups = graph.parents.count
    var sums = Array(repeating: 0.0, count: groups)
    var counts = Array(repeating: 0.0, count: groups)
    // The first list is the whole graph.
    var members: [[(key: Double, item: Item)]] = Array(repeating: [], count: groups + 1)
    for (index, place) in graph.places.enumerated() {
      members[place.group + 1].append((keys[index], .place(index)))
      if place.group >= 0 {
        sums[place.group] += keys[index]
        counts[place.group] += 1
      }
    }
    for group in (0..<groups).reversed() where counts[group] > 0 {
      let parent = graph.parents[group]
      members[parent + 1].append((sums[group] / counts[group], .open(group)))
      if parent >= 0 {
        sums[parent] += sums[group]
        counts[parent] += counts[group]
      }
    }
    items.reserveCapacity(graph.places.count + 2 * groups)
    var rest = Self.sorted(members[0])
    while let item = rest.popLast() {
      items.append(item)
      guard case .open(let group) = item else { continue }
      rest.append(.close(group))
      rest.append(contentsOf: Self.sorted(members[group + 1]))
    }
  }

  /// The items in descending order; equal keys keep their order.
  private static func sorted(_ members: [(key: Double, item: Item)]) -> [Item] {
    members.enumerated().sorted { ($0.element.key, $0.offset) > ($1.element.key, $1.offset) }.map {
      $0.element.item
    }
  }
}

extension LayerGraph {
  /// Keys that draw a tree without crossings: nodes without operands are numbered in the order of a search
  /// from the output, and every other node is in the middle of its operands.
  func initialKeys(_ diagram: Diagram) -> [Double] {
    let count = diagram.nodes.count
    let operands = Adjacency(diagram.edges.map { $0.to }, count: count)
    var keys = Array(repeating: -1.0, count: places.count)
    var isSeen = Array(repeating: false, count: count)
    var leaves = 0.0
    let roots = (diagram.output.map { [$0] } ?? []) + diagram.nodes.indices.reversed()
    for root in roots where !isSeen[root] {
      var stack = [root]
      while let node = stack.popLast() {
        if isSeen[node] { continue }
        isSeen[node] = true
        if operands[node].isEmpty {
          keys[node] = leaves
          leaves += 1
        }
        stack.append(contentsOf: operands[node].reversed().map { diagram.edges[$0].from })
      }
    }
    for node in 0..<count where !operands[node].isEmpty {
      keys[node] =
        operands[node].reduce(0) { $0 + keys[diagram.edges[$1].from] } / Double(operands[node].count)
    }
    for (index, chain) in chains.enumerated() {
      guard let chain else { continue }
      let (from, to) = (keys[diagram.edges[index].from], keys[diagram.edges[index].to])
      for (step, place) in chain.enumerated() {
        keys[place] = from + (to - from) * Double(step + 1) / Double(chain.count + 1)
      }
    }
    return keys
  }

  /// The number of pairs of links that cross each other if places are at these distances across.
  ///
  /// - Complexity: O(links · log places).
  func crossings(_ across: [Double]) -> Int {
    var rank = Array(repeating: 0, count: places.count)
    for (position, place) in places.indices.sorted(by: { across[$0] < across[$1] }).enumerated() {
      rank[place] = position
    }
    let sorted = links.sorted {
      (places[$0.from].layer, rank[$0.from], rank[$0.to]) < (
        places[$1.from].layer, rank[$1.from], rank[$1.to]
      )
    }
    var count = 0
    var start = 0
    while start < sorted.count {
      let layer = places[sorted[start].from].layer
      let end = sorted[start...].firstIndex { places[$0.from].layer != layer } ?? sorted.count
      count += Self.inversions(sorted[start..<end].map { rank[$0.to] })
      start = end
    }
    return count
  }

  /// The number of pairs in descending order, counted in a Fenwick tree.
  private static func inversions(_ numbers: [Int]) -> Int {
    let places = Dictionary(uniqueKeysWithValues: Set(numbers).sorted().enumerated().map { ($1, $0 + 1) })
    var tree = Array(repeating: 0, count: places.count + 1)
    var count = 0
    for (seen, number) in numbers.enumerated() {
      let place = places[number] ?? 0
      var index = place
      var smallerOrEqual = 0
      while index > 0 {
        smallerOrEqual += tree[index]
        index &= index - 1
      }
      count += seen - smallerOrEqual
      index = place
      while index < tree.count {
        tree[index] += 1
        index += index & -index
      }
    }
    return count
  }
}
