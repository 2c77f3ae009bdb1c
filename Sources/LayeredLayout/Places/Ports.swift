/// The points at which edges meet boxes: side by side, in the order of their other ends, or as the caller
/// fixed them.
struct Ports {
  /// For each edge, the distance across from the middle of its first node, and from the middle of its second
  /// node.
  private(set) var from: [Double]
  private(set) var to: [Double]
  private let exits: [Double]
  private let entries: [Double]

  /// - Parameters:
  ///   - positions: the positions of the items in their order.
  ///   - exits: by edge, the points that the caller fixed; NaN for others.
  init(
    _ items: LayerItems, positions: [Int], exits: [Double], entries: [Double], metrics: LayoutMetrics
  ) {
    from = exits
    to = entries
    self.exits = exits
    self.entries = entries
    var near: [(position: Int, edge: Int)] = []
    func spread(_ node: Int, _ ports: inout [Double]) {
      guard !near.isEmpty else { return }
      near.sort { $0 < $1 }
      let half = max(items.halves[node] - metrics.portMargin, 0)
      let step = near.count > 1 ? min(metrics.portGap, 2 * half / Double(near.count - 1)) : 0
      for (place, entry) in near.enumerated() {
        let wanted = ports[entry.edge]
        // Multiples of half a unit, so that edges between equal ports are exactly straight.
        ports[entry.edge] =
          wanted.isNaN
          ? Double(WholeNumbers.nearest((Double(place) - Double(near.count - 1) / 2) * step * 2)) / 2
          : max(-items.halves[node], min(items.halves[node], wanted))
      }
      near.removeAll(keepingCapacity: true)
    }
    for node in 0..<items.nodeCount {
      for index in items.outgoing.range(node) {
        let link = items.links[items.outgoing.elements[index]]
        near.append((positions[link.to], link.edge))
      }
      spread(node, &from)
      for index in items.incoming.range(node) {
        let link = items.links[items.incoming.elements[index]]
        near.append((positions[link.from], link.edge))
      }
      spread(node, &to)
    }
  }

  /// True if the layout may choose the point at which the edge leaves or reaches its box.
  func isFree(_ edge: Int, atStart: Bool) -> Bool { atStart ? exits[edge].isNaN : entries[edge].isNaN }

  /// For each link, the shifts at its ends.
  func shifts(_ items: LayerItems) -> LinkShifts {
    var shifts = LinkShifts(from: [], to: [])
    shifts.from.reserveCapacity(items.links.count)
    shifts.to.reserveCapacity(items.links.count)
    for link in items.links {
      shifts.from.append(link.from < items.nodeCount ? from[link.edge] : 0)
      shifts.to.append(link.to < items.nodeCount ? to[link.edge] : 0)
    }
    return shifts
  }
}
