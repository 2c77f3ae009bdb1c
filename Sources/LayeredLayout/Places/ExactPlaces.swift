/// Places across with the shortest edges: the network simplex on the distances (Gansner et al. 1993, section
/// 4.2).
struct ExactPlaces {
  /// The number of steps per unit: places are multiples of a quarter.
  private static let scale = 4.0

  private static func quarters(_ number: Double) -> Int { WholeNumbers.ceiling(number * scale) }

  /// - Parameters:
  ///   - places: valid places to begin with.
  ///   - anchors: for each item, its earlier place; NaN for new items.
  static func places(
    _ items: LayerItems, _ separations: Separations, _ shifts: LinkShifts, from places: [Double],
    anchors: [Double]?
  ) -> [Double] {
    // Places are rounded up along the order, so that rounded distances hold, too.
    var values = Array(repeating: 0, count: items.count)
    for item in values.indices { values[item] = WholeNumbers.nearest(places[item] * scale) }
    var isMoved = true
    while isMoved {
      isMoved = false
      for index in separations.from.indices {
        let low = values[separations.from[index]] + quarters(separations.distances[index])
        if values[separations.to[index]] < low {
          values[separations.to[index]] = low
          isMoved = true
        }
      }
    }
    var problem = NetworkSimplex(values)
    for index in separations.from.indices {
      problem.add(
        from: separations.from[index], to: separations.to[index],
        distance: quarters(separations.distances[index]),
        weight: 0)
    }
    for group in 0..<items.groupCount where items.first[items.open(group)] <= items.last[items.open(group)] {
      problem.add(from: items.open(group), to: items.close(group), distance: 0, weight: 1)
    }
    for (index, link) in items.links.enumerated() {
      let (a, b) = (
        WholeNumbers.nearest(shifts.from[index] * scale), WholeNumbers.nearest(shifts.to[index] * scale)
      )
      let middle = problem.addValue(min(values[link.from] + a, values[link.to] + b))
      problem.add(from: middle, to: link.from, distance: -a, weight: 4 * Int(link.weight))
      problem.add(from: middle, to: link.to, distance: -b, weight: 4 * Int(link.weight))
    }
    if let anchors {
      // All anchors refer to one value, so that the whole picture may move.
      let origin = problem.addValue(0)
      for item in 0..<items.nodeCount where !anchors[item].isNaN {
        let old = WholeNumbers.nearest(anchors[item] * scale)
        let middle = problem.addValue(min(values[item], old))
        problem.add(from: middle, to: item, distance: 0, weight: 8)
        problem.add(from: middle, to: origin, distance: -old, weight: 8)
      }
    }
    let solved = problem.solve(pivots: 4_000, isBalanced: true)
    var result = places
    for item in result.indices { result[item] = Double(solved[item]) / scale }
    return result
  }
}
