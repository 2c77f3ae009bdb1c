/// The shortest path through gates, one after another along the direction of the edges.
struct TautString {
  /// The range that a path may cross at a place along.
  struct Gate {
    var along: Double
    var low: Double
    var high: Double
  }

  struct Corner {
    var along: Double
    var across: Double
  }

  private var gates: [Gate] = []

  init() {}

  mutating func removeAll() { gates.removeAll(keepingCapacity: true) }

  /// Adds a gate, in ascending order along; two gates at the same place become their intersection.
  mutating func append(_ along: Double, _ middle: Double, slack: Double) {
    let gate = Gate(along: along, low: middle - slack, high: middle + slack)
    if let last = gates.last, along - last.along < 0.01 {
      let (low, high) = (max(last.low, gate.low), min(last.high, gate.high))
      if low <= high { gates[gates.count - 1] = Gate(along: last.along, low: low, high: high) }
      return
    }
    gates.append(gate)
  }

  /// The start, the turns and the end of the path.
  ///
  /// From each corner, the slopes that pass all gates so far form a range; when it becomes empty, the path
  /// turns at the gate that limits it.
  func corners() -> [Corner] {
    guard let first = gates.first, gates.count > 1 else { return [] }
    // The path begins as level as possible.
    var corners = [Corner(along: first.along, across: start())]
    var at = 0
    search: while at < gates.count - 1 {
      let (x, y) = (corners[corners.count - 1].along, corners[corners.count - 1].across)
      var (low, high) = (-Double.infinity, Double.infinity)
      var (lowGate, highGate) = (at, at)
      for index in at + 1..<gates.count {
        let gate = gates[index]
        let (down, up) = ((gate.low - y) / (gate.along - x), (gate.high - y) / (gate.along - x))
        if down > high {
          corners.append(Corner(along: gates[highGate].along, across: gates[highGate].high))
          at = highGate
          continue search
        }
        if up < low {
          corners.append(Corner(along: gates[lowGate].along, across: gates[lowGate].low))
          at = lowGate
          continue search
        }
        if down > low { (low, lowGate) = (down, index) }
        if up < high { (high, highGate) = (up, index) }
      }
      let last = gates[gates.count - 1]
      let slope = max(low, min(high, 0))
      corners.append(Corner(along: last.along, across: y + slope * (last.along - x)))
      break
    }
    return corners
  }

  /// The start within the first gate from which a level line passes most gates.
  private func start() -> Double {
    var (low, high) = (gates[0].low, gates[0].high)
    for gate in gates.dropFirst() {
      if gate.low > high { return high }
      if gate.high < low { return low }
      (low, high) = (max(low, gate.low), min(high, gate.high))
    }
    return (low + high) / 2
  }
}
