/// The edges of a part of a graph with their local derivatives at the recorded data, which all passes of forward mode
/// at one point share.
///
/// The local derivatives are those of the operations' rows, as in ``Value/backward(accumulating:)``; there is no
/// second set of rules.
struct Linearization {
  struct Edge {
    let operand: Int
    let local: LocalDerivative
  }

  /// The operations of this part, in the order of creation.
  private(set) var operations: [Int] = []
  private var starts: [Int] = [0]
  private var edges: [Edge] = []
  /// All ids are below this.
  let limit: Int

  /// - Parameter roots: the nodes whose dependencies make up the part.
  /// - Complexity: O(nodes + edges).
  init(_ tape: Tape, leadingTo roots: [Int]) {
    limit = (roots.max() ?? -1) + 1
    var leads = [Bool](repeating: false, count: limit)
    for root in roots { leads[root] = true }
    for id in stride(from: limit - 1, through: 0, by: -1) where leads[id] {
      for operand in tape.operandIDs(of: id) { leads[operand] = true }
    }
    fill(tape, leads)
  }

  /// All nodes.
  init(_ tape: Tape) {
    limit = tape.count
    fill(tape, [Bool](repeating: true, count: limit))
  }

  private mutating func fill(_ tape: Tape, _ isIncluded: [Bool]) {
    for id in 0..<limit where isIncluded[id] {
      let operands = tape.operandIDs(of: id)
      if operands.isEmpty { continue }
      operations.append(id)
      for (operand, local) in zip(operands, tape.localDerivatives(of: id)) {
        edges.append(Edge(operand: operand, local: local))
      }
      starts.append(edges.count)
    }
  }

  /// The edges of the operation at this position in ``operations``.
  func edges(at position: Int) -> ArraySlice<Edge> { edges[starts[position]..<starts[position + 1]] }

  /// The positions of the operations recorded after a node.
  func positions(after id: Int) -> Range<Int> {
    var (low, high) = (0, operations.count)
    while low < high {
      let middle = (low + high) / 2
      if operations[middle] > id { high = middle } else { low = middle + 1 }
    }
    return low..<operations.count
  }
}
