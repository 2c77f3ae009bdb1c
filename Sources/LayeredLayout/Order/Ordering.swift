/// The search for an order in which few edges cross.
struct Ordering {
  let items: LayerItems
  let tree: GroupTree
  let kept: KeptOrders
  let rooms: Rooms
  /// The items whose order among themselves is that of their first keys.
  let isFixed: [Bool]

  /// The best order found, and how many edges cross in it.
  private(set) var best: NestedOrder
  private(set) var crossings: Int

  /// Up to so many items, all of them are tried at every place.
  private static let mostSifted = 2_500
  /// How much an edge may be longer for one crossing less.
  private static let crossingLength = 60.0

  init(
    _ items: LayerItems, _ tree: GroupTree, _ kept: KeptOrders, _ rooms: Rooms, keys: [Double], isFixed: [Bool],
    isStable: Bool
  ) {
    self.items = items
    self.tree = tree
    self.kept = kept
    self.rooms = rooms
    self.isFixed = isFixed
    best = NestedOrder(items, tree, kept, by: keys)
    crossings = items.crossings(best)
    guard crossings > 0 else { return }
    if isStable {
      crossings -= sift(&best, rounds: 4)
      return
    }
    search()
  }

  private mutating func search() {
    let isSmall = items.count <= Self.mostSifted
    let rounds = isSmall ? 12 : items.count <= 60_000 ? 6 : 3
    let shifts = LinkShifts(
      from: Array(repeating: 0, count: items.links.count), to: Array(repeating: 0, count: items.links.count))
    let byFirst = Buckets(Array(items.first.prefix(items.count - 2 * items.groupCount)), count: items.layerCount)
    let byLast = Buckets(Array(items.last.prefix(items.count - 2 * items.groupCount)), count: items.layerCount)
    var order = best
    var bestCost = Double.infinity
    for round in 0..<rounds {
      if isSmall { _ = sift(&order, rounds: 3) }
      let count = items.crossings(order)
      let separations = Separations(items, order.sequence, rooms)
      var relaxation = Relaxation(items, order.sequence, separations)
      relaxation.relax(rounds: isSmall ? 16 : 4, shifts: shifts)
      let places = relaxation.places
      var length = 0.0
      for link in items.links { length += (places[link.from] - places[link.to]).magnitude }
      let cost = Double(count) * Self.crossingLength + length
      if cost < bestCost {
        bestCost = cost
        best = order
        crossings = count
      }
      guard round + 1 < rounds else { break }
      var keys = places
      if round.isMultiple(of: 2) {
        for layer in 0..<items.layerCount { sweepForward(byFirst[layer], &keys) }
      } else {
        for layer in (0..<items.layerCount).reversed() { sweepBackward(byLast[layer], &keys) }
      }
      order = NestedOrder(items, tree, kept, by: keys)
    }
  }

  private func sweepForward(_ layer: ArraySlice<Int>, _ keys: inout [Double]) {
    for item in layer {
      let range = items.incoming.range(item)
      guard !range.isEmpty else { continue }
      var sum = 0.0
      for index in range { sum += keys[items.links[items.incoming.elements[index]].from] }
      keys[item] = sum / Double(range.count)
    }
  }

  private func sweepBackward(_ layer: ArraySlice<Int>, _ keys: inout [Double]) {
    for item in layer {
      let range = items.outgoing.range(item)
      guard !range.isEmpty else { continue }
      var sum = 0.0
      for index in range { sum += keys[items.links[items.outgoing.elements[index]].to] }
      keys[item] = sum / Double(range.count)
    }
  }

  /// - Returns: how many crossings less there are.
  private func sift(_ order: inout NestedOrder, rounds: Int) -> Int {
    var sifting = Sifting(items, tree, kept, isFixed: isFixed, steps: 400_000, reach: 400)
    var total = 0
    for _ in 0..<rounds {
      let gained = sifting.improve(&order)
      total += gained
      if gained == 0 { break }
    }
    return total
  }
}
