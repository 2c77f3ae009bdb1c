/// The search for an order in which few edges cross.
struct Ordering {
  let items: LayerItems
  let tree: GroupTree
  let kept: KeptOrders
  let rooms: Rooms
  /// For each item, true if it keeps the order of the first keys among such items.
  let isFixed: [Bool]

  /// The best order found, and the number of its crossings.
  private(set) var best: NestedOrder
  private(set) var crossings: Int

  /// The maximum number of items for which each is tried at every place.
  private static let mostSifted = 700
  /// The length that an edge may grow to avoid one crossing.
  private static let crossingLength = 60.0

  init(
    _ items: LayerItems, _ tree: GroupTree, _ kept: KeptOrders, _ rooms: Rooms, keys: [Double],
    isFixed: [Bool],
    isStable: Bool, steps: Int
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
      var sifting = Sifting(items, tree, kept, isFixed: isFixed, steps: steps, reach: 400)
      crossings -= sifting.settle(&best, rounds: 4)
      return
    }
    search(steps)
  }

  private mutating func search(_ steps: Int) {
    let isSmall = items.count <= Self.mostSifted
    let rounds = isSmall ? 10 : items.count <= 60_000 ? 4 : 3
    let shifts = LinkShifts(
      from: Array(repeating: 0, count: items.links.count), to: Array(repeating: 0, count: items.links.count))
    let plain = items.count - 2 * items.groupCount
    let byFirst = Buckets(Array(items.first.prefix(plain)), count: items.layerCount)
    let byLast = Buckets(Array(items.last.prefix(plain)), count: items.layerCount)
    var sifting = Sifting(items, tree, kept, isFixed: isFixed, steps: isSmall ? steps : 0, reach: 400)
    var order = best
    var bestCost = Double.infinity
    var idle = 0
    for round in 0..<rounds {
      if isSmall {
        _ = sifting.settle(&order, rounds: 4)
        if round < 4 { _ = sifting.drift(&order) }
      }
      let count = items.crossings(order)
      let places = relaxed(order, rounds: isSmall ? 10 : 4, shifts)
      let cost = Double(count) * Self.crossingLength + length(places)
      idle += 1
      if cost < bestCost { (bestCost, best, crossings, idle) = (cost, order, count, 0) }
      guard round + 1 < rounds, idle < 4, crossings > 0 else { break }
      var keys = places
      if round.isMultiple(of: 2) {
        for layer in 0..<items.layerCount { sweepForward(byFirst[layer], &keys) }
      } else {
        for layer in (0..<items.layerCount).reversed() { sweepBackward(byLast[layer], &keys) }
      }
      order = NestedOrder(items, tree, kept, by: keys)
    }
    guard isSmall else { return }
    shake(&sifting, bestCost, shifts)
  }

  /// Continues the search from the best order with a small disturbance, which is the same on every machine.
  private mutating func shake(_ sifting: inout Sifting, _ cost: Double, _ shifts: LinkShifts) {
    var bestCost = cost
    var state: UInt64 = 1
    for round in 0..<Self.shakes where crossings > 0 && sifting.hasSteps {
      var keys = Array(repeating: 0.0, count: items.count)
      let reach = Double(items.count) * (round.isMultiple(of: 2) ? 0.1 : 0.3)
      for item in keys.indices {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let noise = Double(state >> 40) / Double(1 << 24) - 0.5
        keys[item] = Double(best.positions[item]) + noise * reach
      }
      var order = NestedOrder(items, tree, kept, by: keys)
      _ = sifting.settle(&order, rounds: 4)
      _ = sifting.drift(&order)
      let count = items.crossings(order)
      guard count <= crossings else { continue }
      let cost = Double(count) * Self.crossingLength + length(relaxed(order, rounds: 10, shifts))
      if cost < bestCost { (bestCost, best, crossings) = (cost, order, count) }
    }
  }

  private static let shakes = 16

  private func relaxed(_ order: NestedOrder, rounds: Int, _ shifts: LinkShifts) -> [Double] {
    var relaxation = Relaxation(
      items, order.sequence, Separations(items, order.sequence, rooms), shifts: shifts)
    relaxation.relax(rounds: rounds)
    return relaxation.places
  }

  private func length(_ places: [Double]) -> Double {
    var length = 0.0
    for link in items.links { length += (places[link.from] - places[link.to]).magnitude }
    return length
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
}
