/// Finds the heaviest paths of a graph one after the other, and adds up the others.
///
/// All paths that are not found yet are kept as disjoint sets: those that follow a found path for some edges and
/// then take a given edge or one that ranks after it (Lawler, "A procedure for computing the k best solutions to
/// discrete optimization problems", 1972). The heaviest of a set is known from the ranks, so that a path costs its
/// own length, ties or not; the rest at the end is a sum over the sets, without cancellation.
struct PathSearch {
  struct Found {
    var edges: [UInt32]
    var product: Double
    var weight: PathWeight
  }

  /// The upper part of a path.
  private struct Prefix {
    var weight = PathWeight.one
    var factor = ScaledNumber.one
    /// The product as the backward pass rounds it.
    var product = 1.0

    mutating func extend(_ local: LocalDerivative) {
      weight = weight * PathWeight(local)
      factor = local.isBlocked ? .zero : factor * local.scaled
      product = local.contribution(to: product)
    }
  }

  /// A set of paths: the first `depth` edges of a found path, then `edge` or one that ranks after it.
  private struct Candidates: Comparable {
    var weight: PathWeight
    var order: Int
    var origin: Int
    var depth: Int
    var position: Int
    var edge: Int
    var prefix: Prefix

    static func == (left: Self, right: Self) -> Bool { left.order == right.order }
    /// Of equal weights, the earlier is the greater.
    static func < (left: Self, right: Self) -> Bool {
      left.weight < right.weight || (left.weight == right.weight && left.order > right.order)
    }
  }

  private let graph: PathGraph
  private let limit: Int
  private(set) var found: [Found] = []
  private var heap = MaxHeap<Candidates>()
  private var order = 0
  /// Sets that can't be among the wanted ones any more, as their sum.
  private var given = ScaledNumber.zero
  /// Sets lighter than this are not wanted.
  private var threshold: PathWeight?

  /// The `limit` heaviest paths of a graph that has an edge.
  init(_ graph: PathGraph, limit: Int) {
    self.graph = graph
    self.limit = limit
    add(origin: 0, depth: 0, position: graph.root, edge: graph.edges(of: graph.root).lowerBound, Prefix())
    while found.count < limit, let next = heap.popMax() { follow(next) }
    found.sort { $0.weight > $1.weight }
  }

  /// The sum over all paths that were not found.
  var rest: Double {
    heap.elements.reduce(given) { $0 + sum(over: $1) }.double
  }

  private func sum(over set: Candidates) -> ScaledNumber {
    graph.sums[set.edge].applied(to: set.prefix.factor)
  }

  /// Lists the heaviest path of a set, and splits the rest of the set.
  private mutating func follow(_ set: Candidates) {
    var path: [UInt32] = set.depth == 0 ? [] : Array(found[set.origin].edges.prefix(set.depth))
    var prefix = set.prefix
    var position = set.position
    var edge = set.edge
    let origin = found.count
    found.append(Found(edges: [], product: 0, weight: .one))
    while position > 0 {
      if edge + 1 < graph.edges(of: position).upperBound {
        add(origin: origin, depth: path.count, position: position, edge: edge + 1, prefix)
      }
      path.append(UInt32(edge))
      prefix.extend(graph.edges[edge].local)
      position = Int(graph.edges[edge].operand)
      edge = graph.edges(of: position).lowerBound
    }
    found[origin] = Found(edges: path, product: prefix.product, weight: prefix.weight)
  }

  private mutating func add(origin: Int, depth: Int, position: Int, edge: Int, _ prefix: Prefix) {
    let weight = prefix.weight * graph.weights[edge]
    let set = Candidates(
      weight: weight, order: order, origin: origin, depth: depth, position: position, edge: edge,
      prefix: prefix)
    order += 1
    let wanted = limit - found.count
    if wanted == 0 || threshold.map({ weight < $0 }) == true {
      given = given + sum(over: set)
      return
    }
    heap.insert(set)
    if (heap.elements.count - 64) / 2 > wanted { prune(to: wanted) }
  }

  private mutating func prune(to wanted: Int) {
    let sorted = heap.elements.sorted(by: >)
    for set in sorted[wanted...] { given = given + sum(over: set) }
    heap = MaxHeap(descending: Array(sorted[..<wanted]))
    threshold = sorted[wanted - 1].weight
  }
}

/// A binary heap with the greatest element on top.
private struct MaxHeap<Element: Comparable> {
  private(set) var elements: [Element] = []

  init() {}

  /// Elements in descending order are a heap.
  init(descending elements: [Element]) { self.elements = elements }

  mutating func insert(_ element: Element) {
    var index = elements.count
    elements.append(element)
    while index > 0, elements[(index - 1) / 2] < elements[index] {
      elements.swapAt(index, (index - 1) / 2)
      index = (index - 1) / 2
    }
  }

  mutating func popMax() -> Element? {
    guard let last = elements.popLast() else { return nil }
    guard let top = elements.first else { return last }
    elements[0] = last
    var index = 0
    while true {
      var child = 2 * index + 1
      guard child < elements.count else { return top }
      if child + 1 < elements.count, elements[child] < elements[child + 1] { child += 1 }
      guard elements[index] < elements[child] else { return top }
      elements.swapAt(index, child)
      index = child
    }
  }
}
