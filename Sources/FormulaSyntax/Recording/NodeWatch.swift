/// Finds the steps that make certain nodes while a formula is recorded.
struct NodeWatch {
  /// The nodes that are looked for, ascending.
  private let nodes: [Int]
  private var next = 0
  /// The step that made each node, in the order of ``nodes``.
  private(set) var steps: [Int] = []

  init(_ nodes: [Int]) { self.nodes = nodes }

  var isDone: Bool { next == nodes.count }

  /// Takes note that a step was run, after which the graph has `count` nodes.
  mutating func step(_ step: Int, nodes count: Int) {
    while next < nodes.count, nodes[next] < count {
      steps.append(step)
      next += 1
    }
  }
}
