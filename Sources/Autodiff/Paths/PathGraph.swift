/// The part of a graph that lies between two nodes, with the edges of each node in the order of the best path that
/// goes on along them.
///
/// Nodes are positions, ascending as the ids: 0 is the lower node, the last is the upper one. It is empty when no
/// path leads from one to the other.
struct PathGraph {
  struct Edge {
    let operand: UInt32
    let operandIndex: UInt32
    let local: LocalDerivative
  }

  /// The effect of all paths through a set of edges on the gradient `g` that arrives above: `g · factor + constant`.
  ///
  /// The constant comes from blocked edges: zero, or NaN where 0 meets infinity.
  struct Sum {
    /// `nil` when every path is blocked, which is not the factor 0: ∞ · 0 is NaN.
    var factor: ScaledNumber?
    var constant = 0.0

    func applied(to gradient: ScaledNumber) -> ScaledNumber {
      (factor.map { gradient * $0 } ?? .zero) + ScaledNumber(constant)
    }

    /// Adds the paths that begin with an edge and go on through `below`.
    mutating func add(_ local: LocalDerivative, _ below: Sum) {
      if local.isBlocked {
        constant += below.applied(to: .zero).double
        return
      }
      constant += below.constant
      guard let lower = below.factor else { return }
      let product = local.scaled * lower
      factor = factor.map { $0 + product } ?? product
    }
  }

  private(set) var ids: [UInt32] = []
  private(set) var edges: [Edge] = []
  /// The edges of a node begin here, and end where the next node's begin.
  private(set) var firstEdge: [Int] = [0]
  /// Of each edge, the weight of the heaviest path that begins with it.
  private(set) var weights: [PathWeight] = []
  /// Of each edge, all paths that begin with it or a later edge of its node.
  private(set) var sums: [Sum] = []
  private(set) var count = PathCount(0)
  /// The edges of the longest path.
  private(set) var longestPath = 0
  /// The gradient of the upper node by the lower one, bit by bit as the backward pass computes it.
  private(set) var gradient = 0.0

  var root: Int { ids.count - 1 }

  func edges(of position: Int) -> Range<Int> { firstEdge[position]..<firstEdge[position + 1] }

  /// - Complexity: O(ids between the two + edges between them · log(operands of a node)).
  init(_ tape: Tape, from upper: Int, to lower: Int) {
    guard lower <= upper else { return }
    collect(tape, from: upper, to: lower)
    guard !ids.isEmpty else { return }
    gradient = adjoint()
    count = counted()
    rank()
  }

  private mutating func collect(_ tape: Tape, from upper: Int, to lower: Int) {
    var isBelow = [Bool](repeating: false, count: upper - lower + 1)
    isBelow[upper - lower] = true
    for id in stride(from: upper, to: lower, by: -1) where isBelow[id - lower] {
      for operand in tape.operandIDs(of: id) where operand >= lower { isBelow[operand - lower] = true }
    }
    guard isBelow[0] else { return }
    let none = UInt32.max
    var positions = [UInt32](repeating: none, count: isBelow.count)
    for id in lower...upper where isBelow[id - lower] {
      let operands = tape.operandIDs(of: id)
      let isBetween = id == lower || operands.contains { $0 >= lower && positions[$0 - lower] != none }
      guard isBetween else { continue }
      if id > lower {
        let locals = tape.localDerivatives(of: id)
        for (index, operand) in operands.enumerated() where operand >= lower {
          let position = positions[operand - lower]
          guard position != none else { continue }
          edges.append(Edge(operand: position, operandIndex: UInt32(index), local: locals[index]))
        }
      }
      positions[id - lower] = UInt32(ids.count)
      ids.append(UInt32(id))
      firstEdge.append(edges.count)
    }
  }

  /// The backward pass; it needs the edges in the order of the operands.
  private func adjoint() -> Double {
    var gradients = [Double](repeating: 0, count: ids.count)
    gradients[root] = 1
    for position in ids.indices.reversed() {
      for edge in edges(of: position) {
        gradients[Int(edges[edge].operand)] += edges[edge].local.contribution(to: gradients[position])
      }
    }
    return gradients[0]
  }

  /// Counts upwards; a count is released with its last use, so that memory follows the width of the graph.
  private func counted() -> PathCount {
    var lastUse = [Int](repeating: 0, count: ids.count)
    for position in ids.indices {
      for edge in edges(of: position) { lastUse[Int(edges[edge].operand)] = position }
    }
    var counts = [PathCount](repeating: PathCount(0), count: ids.count)
    counts[0] = PathCount(1)
    for position in ids.indices.dropFirst() {
      var sum = PathCount(0)
      for edge in edges(of: position) { sum += counts[Int(edges[edge].operand)] }
      counts[position] = sum
      for edge in edges(of: position) where lastUse[Int(edges[edge].operand)] == position {
        counts[Int(edges[edge].operand)] = PathCount(0)
      }
    }
    return counts[root]
  }

  /// Sorts the edges of every node, upwards, and adds up the sums below it.
  private mutating func rank() {
    var best = [PathWeight](repeating: .one, count: ids.count)
    var all = [Sum](repeating: Sum(factor: .one), count: ids.count)
    var lengths = [Int](repeating: 0, count: ids.count)
    weights.reserveCapacity(edges.count)
    sums = [Sum](repeating: Sum(), count: edges.count)
    for position in ids.indices.dropFirst() {
      let range = edges(of: position)
      lengths[position] = range.reduce(0) { max($0, lengths[Int(edges[$1].operand)] + 1) }
      var ranked = range.map {
        (edge: edges[$0], weight: PathWeight(edges[$0].local) * best[Int(edges[$0].operand)])
      }
      if ranked.count > 1 { ranked.sort { $0.weight > $1.weight } }
      var sum = Sum()
      for (index, entry) in zip(range, ranked).reversed() {
        sum.add(entry.edge.local, all[Int(entry.edge.operand)])
        edges[index] = entry.edge
        sums[index] = sum
      }
      weights.append(contentsOf: ranked.map { $0.weight })
      best[position] = ranked[0].weight
      all[position] = sum
    }
    longestPath = lengths.last ?? 0
  }
}
