/// The places of all items across, in points: in a given order, without overlaps, and with links as straight
/// as that allows.
///
/// Places and the ends of frames are variables; each keeps its distance from earlier ones. From the tightest
/// arrangement on, every place moves towards the mean of its neighbours as far as the distances allow.
struct LayerRelaxation {
  /// The space between boxes, inside a frame, and for its title.
  struct Room {
    var gap = 12.0
    var padding = 7.0
    var title: Double
  }

  private struct Distance {
    var from: Int
    var to: Int
    var points: Double
  }

  private let order: LayerOrder
  private let graph: LayerGraph
  private var distances: [Distance] = []
  private var before: Adjacency
  private var after: Adjacency
  /// The position of each variable; variables are numbered in their order.
  private var positions: [Double]
  private var variableOfPlace: [Int]
  /// The first and the last variable of each group.
  private(set) var frames: [(start: Int, end: Int)?]

  init(_ graph: LayerGraph, _ order: LayerOrder, _ room: Room) {
    self.graph = graph
    self.order = order
    variableOfPlace = Array(repeating: 0, count: graph.places.count)
    frames = Array(repeating: nil, count: graph.parents.count)
    positions = Array(repeating: 0, count: order.items.count)
    (before, after) = (Adjacency([], count: 0), Adjacency([], count: 0))
    measure(room)
    before = Adjacency(distances.map { $0.to }, count: positions.count)
    after = Adjacency(distances.map { $0.from }, count: positions.count)
    for variable in positions.indices { positions[variable] = max(0, lowest(variable)) }
  }

  /// Collects the distances: for each layer it keeps the last variable and the space after it, which is half
  /// of a box and a gap, or the padding of a frame.
  private mutating func measure(_ room: Room) {
    var last: [(variable: Int, points: Double)?] = Array(repeating: nil, count: graph.layerCount)
    func keep(_ variable: Int, _ half: Double, in layer: Int, _ distances: inout [Distance]) {
      guard let (from, points) = last[layer] else { return }
      distances.append(Distance(from: from, to: variable, points: points + half))
    }
    for (variable, item) in order.items.enumerated() {
      switch item {
      case .place(let index):
        let place = graph.places[index]
        variableOfPlace[index] = variable
        keep(variable, place.breadth / 2, in: place.layer, &distances)
        last[place.layer] = (variable, place.breadth / 2 + room.gap)
      case .open(let group), .close(let group):
        guard let span = graph.spans[group] else { continue }
        let isStart = frames[group] == nil
        frames[group] = (frames[group]?.start ?? variable, variable)
        for layer in span {
          // Inside a frame, the padding replaces the gap between boxes.
          keep(variable, isStart ? 0 : room.padding - room.gap, in: layer, &distances)
          last[layer] = (variable, isStart ? room.padding + room.title : room.gap)
        }
      }
    }
  }

  private func lowest(_ variable: Int) -> Double {
    before[variable].reduce(-.infinity) { max($0, positions[distances[$1].from] + distances[$1].points) }
  }

  private func highest(_ variable: Int) -> Double {
    after[variable].reduce(.infinity) { min($0, positions[distances[$1].to] - distances[$1].points) }
  }

  /// - Returns: the position across of each place, in points.
  mutating func relax(rounds: Int) -> [Double] {
    let (incoming, outgoing) = (graph.links { $0.to }, graph.links { $0.from })
    for _ in 0..<rounds {
      // From the end, in reverse order: the ends of frames move before the items inside them.
      for (variable, item) in order.items.enumerated().reversed() {
        switch item {
        case .place(let place):
          let wanted = wanted(place, incoming, outgoing)
          if wanted > positions[variable] {
            positions[variable] = max(positions[variable], min(wanted, highest(variable)))
          }
        case .open, .close: positions[variable] = highest(variable)
        }
      }
      for (variable, item) in order.items.enumerated() {
        if case .close = item { positions[variable] = lowest(variable) }
      }
      for (variable, item) in order.items.enumerated() {
        switch item {
        case .place(let place):
          let wanted = wanted(place, incoming, outgoing)
          if wanted < positions[variable] {
            positions[variable] = min(positions[variable], max(wanted, lowest(variable)))
          }
        case .open, .close: positions[variable] = lowest(variable)
        }
      }
      for (variable, item) in order.items.enumerated().reversed() {
        if case .open = item { positions[variable] = highest(variable) }
      }
    }
    return variableOfPlace.map { positions[$0] }
  }

  func frame(_ group: Int) -> ClosedRange<Double>? {
    frames[group].map { positions[$0.start]...max(positions[$0.start], positions[$0.end]) }
  }

  private func wanted(_ place: Int, _ incoming: Adjacency, _ outgoing: Adjacency) -> Double {
    var (sum, weight) = (0.0, 0.0)
    for index in incoming[place] {
      let link = graph.links[index]
      sum += link.weight * positions[variableOfPlace[link.from]]
      weight += link.weight
    }
    for index in outgoing[place] {
      let link = graph.links[index]
      sum += link.weight * positions[variableOfPlace[link.to]]
      weight += link.weight
    }
    return weight == 0 ? positions[variableOfPlace[place]] : sum / weight
  }
}
