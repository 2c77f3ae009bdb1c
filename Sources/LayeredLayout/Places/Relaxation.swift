/// Places across that keep the distances, each item as near to the middle of what it is linked with as it may.
struct Relaxation {
  private let items: LayerItems
  private let sequence: [Int]
  private let separations: Separations
  /// For each item, the middle of it.
  private(set) var places: [Double]

  /// - Parameter isAligned: whether what is wanted is the weighted median, which makes edges straight, not the mean.
  init(_ items: LayerItems, _ sequence: [Int], _ separations: Separations) {
    self.items = items
    self.sequence = sequence
    self.separations = separations
    places = Array(repeating: 0, count: items.count)
    for item in sequence {
      let low = lowest(item)
      places[item] = low == -.infinity ? 0 : max(low, 0)
    }
  }

  @inline(__always)
  private func lowest(_ item: Int) -> Double {
    var low = -Double.infinity
    for index in separations.before.range(item) {
      let separation = separations.before.elements[index]
      low = max(low, places[separations.from[separation]] + separations.distances[separation])
    }
    return low
  }

  @inline(__always)
  private func highest(_ item: Int) -> Double {
    var high = Double.infinity
    for index in separations.after.range(item) {
      let separation = separations.after.elements[index]
      high = min(high, places[separations.to[separation]] - separations.distances[separation])
    }
    return high
  }

  mutating func relax(rounds: Int, shifts: LinkShifts) {
    for _ in 0..<rounds {
      var moved = 0.0
      // Downwards, the last first; the sides of frames give way before what is inside comes.
      for item in sequence.reversed() {
        switch items.kinds[item] {
        case .open, .close: places[item] = min(highest(item), 1e15)
        default:
          let wanted = wanted(item, shifts)
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
          let wanted = wanted(item, shifts)
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
  private func wanted(_ item: Int, _ shifts: LinkShifts) -> Double {
    var sum = 0.0
    var weight = 0.0
    for index in items.incoming.range(item) {
      let link = items.incoming.elements[index]
      let entry = items.links[link]
      sum += entry.weight * (places[entry.from] + shifts.from[link] - shifts.to[link])
      weight += entry.weight
    }
    for index in items.outgoing.range(item) {
      let link = items.outgoing.elements[index]
      let entry = items.links[link]
      sum += entry.weight * (places[entry.to] + shifts.to[link] - shifts.from[link])
      weight += entry.weight
    }
    return weight == 0 ? places[item] : sum / weight
  }
}

/// For each link, where it meets its items: so far from their middles.
struct LinkShifts {
  var from: [Double]
  var to: [Double]
}
