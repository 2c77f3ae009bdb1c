import Synchronization

/// The memory of one graph: the nodes, and side tables for what only some nodes have.
///
/// A tape is a pointer to a header that is taken from a pool and given back, never freed. The header's generation
/// changes when it is given back, so that a value which outlives its graph is recognised by one comparison and
/// never reads foreign memory. Raw memory instead of classes and arrays keeps reference counts and exclusivity
/// checks out of the loops.
struct Tape: Equatable {
  struct Header {
    var nodes: UnsafeMutablePointer<Node>
    var count = 0
    var capacity: Int
    var generation: UInt32 = 0
    /// The lowest leaf that was changed since values were last computed; later operations are stale.
    var firstChanged = Int.max
    /// Nodes below this have a gradient from the last backward pass.
    var gradientCount = 0
    /// The root of the last backward pass.
    var gradientRoot: Int?
    var tables = SideTables()
  }

  /// What only some nodes have.
  final class SideTables {
    /// Constants of operations (exponents, slopes), addressed by a node's second field.
    var parameters: [Double] = []
    /// The operand ids of n-ary nodes, addressed by a node's first field.
    var operandLists: [UInt32] = []
    var labels: [UInt32: String] = [:]
    var groups = GroupTable()
  }

  let header: UnsafeMutablePointer<Header>

  private static let initialCapacity = 64

  fileprivate init() {
    header = .allocate(capacity: 1)
    header.initialize(
      to: Header(nodes: .allocate(capacity: Self.initialCapacity), capacity: Self.initialCapacity))
  }

  @inline(__always) var nodes: UnsafeMutablePointer<Node> { header.pointee.nodes }
  @inline(__always) var count: Int { header.pointee.count }
  @inline(__always) var generation: UInt32 { header.pointee.generation }
  var tables: SideTables { header.pointee.tables }
  var isStale: Bool { header.pointee.firstChanged != .max }

  /// Appends a node and returns its id.
  @inline(__always)
  func append(_ node: Node) -> Int {
    let id = header.pointee.count
    if id == header.pointee.capacity { grow() }
    (header.pointee.nodes + id).initialize(to: node)
    header.pointee.count = id + 1
    return id
  }

  @inline(never)
  private func grow() {
    precondition(count < Node.limit, "a graph holds at most \(Node.limit) nodes")
    let larger = UnsafeMutablePointer<Node>.allocate(capacity: header.pointee.capacity * 2)
    larger.moveInitialize(from: nodes, count: count)
    nodes.deallocate()
    header.pointee.nodes = larger
    header.pointee.capacity *= 2
  }

  /// Gives the nodes' memory back, and marks every value of the old graph as outlived.
  fileprivate func clear() {
    nodes.deallocate()
    let next = generation &+ 1
    header.pointee = Header(
      nodes: .allocate(capacity: Self.initialCapacity), capacity: Self.initialCapacity, generation: next)
  }
}

/// The tapes that no graph uses at the moment.
enum TapePool {
  /// A tape belongs to the pool or to one graph, never to both, so that handing it over is safe.
  private struct Idle: @unchecked Sendable {
    var tapes: [Tape] = []
  }

  private static let idle = Mutex(Idle())

  static func take() -> Tape { idle.withLock { $0.tapes.popLast() } ?? Tape() }

  static func giveBack(_ tape: Tape) {
    tape.clear()
    let isExhausted = tape.generation == .max
    if !isExhausted { idle.withLock { $0.tapes.append(tape) } }
  }
}
