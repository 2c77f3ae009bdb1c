import Synchronization

/// The memory of one graph: the nodes, and side lists for what only some nodes have.
///
/// A tape is a pointer to a header that is taken from a pool and given back, never freed. The header's generation
/// changes when it is given back, so that a value which outlives its graph is recognised by one comparison and
/// never reads foreign memory. Raw memory instead of classes and arrays keeps reference counts and exclusivity
/// checks out of the loops.
@usableFromInline
struct Tape: Equatable {
  @usableFromInline
  struct Header {
    @usableFromInline var list = RawList<Node>(capacity: 64)
    @usableFromInline var generation: UInt32 = 0
    /// Whether a backward pass has left adjoints that the next one has to clear.
    var hasAdjoints = false
    /// The lowest leaf that was changed since values were last computed; later operations are stale.
    var firstChanged = Int.max
    /// Nodes below this have a gradient from the last backward pass.
    var gradientCount = 0
    /// The root of the last backward pass.
    var gradientRoot: Int?
    /// Constants of operations (exponents, slopes), addressed by a node's second field.
    @usableFromInline var parameters = RawList<Double>(capacity: 8)
    /// The operand ids of n-ary nodes, addressed by a node's first field.
    @usableFromInline var operandLists = RawList<UInt32>(capacity: 8)
    var tables = SideTables()
  }

  /// What has names.
  final class SideTables {
    var labels: [UInt32: String] = [:]
    var groups = GroupTable()
    var isEmpty: Bool { labels.isEmpty && groups.isEmpty }
  }

  @usableFromInline let header: UnsafeMutablePointer<Header>

  fileprivate init() {
    header = .allocate(capacity: 1)
    header.initialize(to: Header())
  }

  @inlinable @inline(__always) var nodes: UnsafeMutablePointer<Node> { header.pointee.list.base }
  @inlinable @inline(__always) var count: Int { header.pointee.list.count }
  @inlinable @inline(__always) var generation: UInt32 { header.pointee.generation }
  var tables: SideTables { header.pointee.tables }
  var isStale: Bool { header.pointee.firstChanged != .max }

  /// Appends a node and returns its id.
  @inlinable @inline(__always)
  func append(_ node: Node) -> Int {
    let id = count
    header.pointee.list.append(node)
    return id
  }

  @inlinable @inline(__always)
  static func == (left: Tape, right: Tape) -> Bool { left.header == right.header }

  /// Makes the tape empty for another graph, and marks every value of the old one as outlived.
  ///
  /// - Parameter bytes: how much memory each list keeps, so that the next graph need not ask for it.
  fileprivate func clear(keeping bytes: Int) {
    header.pointee.list.clear(keeping: bytes)
    header.pointee.parameters.clear(keeping: bytes / 8)
    header.pointee.operandLists.clear(keeping: bytes / 8)
    header.pointee.generation &+= 1
    header.pointee.hasAdjoints = false
    header.pointee.firstChanged = .max
    header.pointee.gradientCount = 0
    header.pointee.gradientRoot = nil
    if !tables.isEmpty { header.pointee.tables = SideTables() }
  }

  /// The bytes that the nodes take.
  fileprivate var size: Int { header.pointee.list.capacity * MemoryLayout<Node>.stride }
}

/// The tapes that no graph uses at the moment.
enum TapePool {
  /// A tape belongs to the pool or to one graph, never to both, so that handing it over is safe.
  private struct Idle: @unchecked Sendable {
    var tapes: [Tape] = []
    /// The bytes of all idle tapes.
    var size = 0
  }

  private static let idle = Mutex(Idle())

  /// What idle tapes keep in all, and what each keeps at least: memory that was used before costs no page faults.
  private static let keptInAll = 128 << 20
  private static let keptByEach = 4 << 10

  static func take() -> Tape {
    let tape = idle.withLock { idle in
      let tape = idle.tapes.popLast()
      if let tape { idle.size -= tape.size }
      return tape
    }
    return tape ?? Tape()
  }

  static func giveBack(_ tape: Tape) {
    // The tape is still its graph's: clearing it needs no lock, but the room is another's business.
    idle.withLock { idle in
      tape.clear(keeping: max(keptInAll - idle.size, keptByEach))
      if tape.generation == .max { return }
      idle.size += tape.size
      // The one with the most memory is taken first.
      let isLargest = idle.tapes.last.map { $0.size <= tape.size } ?? true
      idle.tapes.insert(tape, at: isLargest ? idle.tapes.endIndex : idle.tapes.endIndex - 1)
    }
  }
}
