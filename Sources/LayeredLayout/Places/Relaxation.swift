/// Places across that keep the distances, each item as near as possible to the middle of its neighbours.
struct Relaxation {
  /// A neighbour with its minimum distance.
  private struct Limit {
    var item: Int
    var distance: Double
  }

  /// The place that a link prefers for its item, as a shift from another item.
  private struct Wish {
    var item: Int
    var shift: Double
    var weight: Double
  }

  private let items: LayerItems
  private let sequence: [Int]
  // The starts of each item's entries, as in the buckets of separations and links.
  private let starts: (before: [Int], after: [Int], wishes: [Int])
  private var before: [Limit] = []
  private var after: [Limit] = []
  private var wishes: [Wish] = []
  /// For each item, the place of its middle.
  private(set) var places: [Double]

  init(_ items: LayerItems, _ sequence: [Int], _ separations: Separations, shifts: LinkShifts) {
    self.items = items
    self.sequence = sequence
    before.reserveCapacity(separations.from.count)
    for index in separations.before.elements {
      before.append(Limit(item: separations.from[index], distance: separations.distances[index]))
    }
    after.reserveCapacity(separations.from.count)
    for index in separations.after.elements {
      after.append(Limit(item: separations.to[index], distance: separations.distances[index]))
    }
    wishes.reserveCapacity(2 * items.links.count)
    var wishStarts = [0]
    wishStarts.reserveCapacity(items.count + 1)
    for item in 0..<items.count {
      for index in items.incoming.range(item) {
        let link = items.incoming.elements[index]
        let entry = items.links[link]
        wishes.append(
          Wish(item: entry.from, shift: shifts.from[link] - shifts.to[link], weight: entry.weight))
      }
      for index in items.outgoing.range(item) {
        let link = items.outgoing.elements[index]
        let entry = items.links[link]
        wishes.append(Wish(item: entry.to, shift: shifts.to[link] - shifts.from[link], weight: entry.weight))
      }
      wishStarts.append(wishes.count)
    }
    starts = (separations.before.starts, separations.after.starts, wishStarts)
    places = Array(repeating: 0, count: items.count)
    for item in sequence {
      let low = lowest(item)
      places[item] = low == -.infinity ? 0 : max(low, 0)
    }
  }

  @inline(__always)
  private func lowest(_ item: Int) -> Double {
    var low = -Double.infinity
    for index in starts.before[item]..<starts.before[item + 1] {
      low = max(low, places[before[index].item] + before[index].distance)
    }
    return low
  }

  @inline(__always)
  private func highest(_ item: Int) -> Double {
    var high = Double.infinity
    for index in starts.after[item]..<starts.after[item + 1] {
      high = min(high, places[after[index].item] - after[index].distance)
    }
    return high
  }

  mutating func relax(rounds: Int) {
    for _ in 0..<rounds {
      var moved = 0.0
      // In reverse order; the sides of frames move before the items inside them.
      for item in sequence.reversed() {
        switch items.kinds[item] {
        case .open, .close: places[item] = min(highest(item), 1e15)
        default:
          let wanted = wanted(item)
          if wanted > places[item] {
            let place = max(places[item], min(wanted, highest(item)))
            moved += place - places[item]
            places[item] = place
          }
        }
      }
      if items.groupCount > 0 {
        for item in sequence where items.kinds[item] == .close { places[item] = max(lowest(item), -1e15) }
      }
      for item in sequence {
        switch items.kinds[item] {
        case .open, .close: places[item] = max(lowest(item), -1e15)
        default:
          let wanted = wanted(item)
          if wanted < places[item] {
            let place = min(places[item], max(wanted, lowest(item)))
            moved += places[item] - place
            places[item] = place
          }
        }
      }
      if items.groupCount > 0 {
        for item in sequence.reversed() where items.kinds[item] == .open {
          places[item] = min(highest(item), 1e15)
        }
      }
      if moved < 0.25 { break }
    }
  }

  @inline(__always)
  private func wanted(_ item: Int) -> Double {
    var sum = 0.0
    var weight = 0.0
    for index in starts.wishes[item]..<starts.wishes[item + 1] {
      let wish = wishes[index]
      sum += wish.weight * (places[wish.item] + wish.shift)
      weight += wish.weight
    }
    return weight == 0 ? places[item] : sum / weight
  }
}

/// For each link, the distance of its ends from the middles of their items.
struct LinkShifts {
  var from: [Double]
  var to: [Double]
}
