import Synchronization

/// The memory of one graph: the nodes, and side tables for what only some nodes have.
///
/// A storage is taken from a pool and given back, never freed. Its generation changes when it is given back, so
/// that a value which outlives its graph is recognised by one comparison, and never reads foreign memory.
@usableFromInline
final class Storage {
  var generation: UInt32 = 0
  var nodes: UnsafeMutablePointer<Node>
  var count = 0
  private var capacity: Int

  /// Constants of operations (exponents, slopes), addressed by a node's second field.
  var parameters: [Double] = []
  /// The operand ids of n-ary nodes, addressed by a node's first field.
  var operandLists: [UInt32] = []
  var labels: [UInt32: String] = [:]
  var groups = GroupTable()

  /// The lowest leaf that was changed since values were last computed; later operations are stale.
  var firstChanged = Int.max
  /// Nodes below this have a gradient from the last backward pass; the root of that pass.
  var gradientCount = 0
  var gradientRoot: Int?

  private static let initialCapacity = 64

  fileprivate init() {
    capacity = Self.initialCapacity
    nodes = .allocate(capacity: capacity)
  }

  @inline(__always)
  func append(_ node: Node) -> Int {
    if count == capacity { grow() }
    nodes[count] = node
    count += 1
    return count - 1
  }

  @inline(never)
  private func grow() {
    precondition(count < Node.limit, "a graph holds at most \(Node.limit) nodes")
    let larger = UnsafeMutablePointer<Node>.allocate(capacity: capacity * 2)
    larger.moveInitialize(from: nodes, count: count)
    nodes.deallocate()
    nodes = larger
    capacity *= 2
  }

  /// Gives the memory back, so that the storage can serve another graph.
  fileprivate func clear() {
    nodes.deallocate()
    capacity = Self.initialCapacity
    nodes = .allocate(capacity: capacity)
    count = 0
    parameters = []
    operandLists = []
    labels = [:]
    groups = GroupTable()
    firstChanged = .max
    gradientCount = 0
    gradientRoot = nil
  }
}

/// The storages that no graph uses at the moment.
enum StoragePool {
  /// A storage belongs to the pool or to one graph, never to both, so that handing it over is safe.
  private struct Idle: @unchecked Sendable {
    var storages: [Unmanaged<Storage>] = []
  }

  private static let idle = Mutex(Idle())

  static func take() -> Unmanaged<Storage> {
    idle.withLock { $0.storages.popLast() } ?? Unmanaged.passRetained(Storage())
  }

  static func giveBack(_ storage: Unmanaged<Storage>) {
    let isExhausted = storage._withUnsafeGuaranteedRef { storage in
      storage.clear()
      storage.generation &+= 1
      return storage.generation == .max
    }
    if !isExhausted { idle.withLock { $0.storages.append(storage) } }
  }
}
