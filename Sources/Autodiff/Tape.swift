import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

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
    /// Made when the first name is given.
    var tables: SideTables?
    let kernels = Kernel.all
  }

  /// What has names.
  final class SideTables {
    var labels: [UInt32: String] = [:]
    var groups = GroupTable()
  }

  @usableFromInline let header: UnsafeMutablePointer<Header>

  fileprivate init() {
    header = .allocate(capacity: 1)
    header.initialize(to: Header())
  }

  fileprivate init(header: UnsafeMutablePointer<Header>) { self.header = header }

  @inlinable @inline(__always) var nodes: UnsafeMutablePointer<Node> { header.pointee.list.base }
  @inlinable @inline(__always) var count: Int { header.pointee.list.count }
  @inlinable @inline(__always) var generation: UInt32 { header.pointee.generation }
  var tables: SideTables {
    if let tables = header.pointee.tables { return tables }
    let tables = SideTables()
    header.pointee.tables = tables
    return tables
  }
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
    header.pointee.tables = nil
  }

  /// The bytes that the nodes take.
  fileprivate var size: Int { header.pointee.list.capacity * MemoryLayout<Node>.stride }
}

/// The tapes that no graph uses at the moment.
///
/// A tape belongs to the pool or to one graph, never to both, so that handing it over is safe. The last one that a
/// thread gave back lies at its hand: making graphs one after the other costs no lock and no page faults, and the memory
/// stays in the caches of one core.
enum TapePool {
  private struct Idle: @unchecked Sendable {
    var tapes: [Tape] = []
    /// The bytes of all these tapes.
    var size = 0
  }

  /// For each of some groups of threads, the address of the header of the tape at hand; 0 is none.
  private struct Slot: ~Copyable {
    let address = Atomic<UInt>(0)
    /// A slot has a cache line of its own.
    private let padding = SIMD8<UInt64>()
  }

  // nonisolated(unsafe): the pointer never changes, and the slots are atomic.
  private nonisolated(unsafe) static let slots: UnsafeMutablePointer<Slot> = {
    let slots = UnsafeMutablePointer<Slot>.allocate(capacity: 1 << slotBits)
    for index in 0..<(1 << slotBits) { (slots + index).initialize(to: Slot()) }
    return slots
  }()
  private static let slotBits = 5

  /// The slot of the running thread; others may share it.
  private static var slot: UnsafeMutablePointer<Slot> {
    #if canImport(Darwin)
      let thread = UInt(bitPattern: pthread_self())
    #else
      let thread = UInt(pthread_self())
    #endif
    // Threads' descriptors lie at multiples of pages (multiplicative hashing, Knuth, volume 3, section 6.4).
    return slots + Int((thread >> 12 &* 0x9E37_79B9_7F4A_7C15) >> (64 - UInt(slotBits)))
  }

  private static let idle = Mutex(Idle())

  /// The most that a tape at hand keeps, and that all others keep together; long blocks are lent to the system.
  private static let most = 512 << 20
  /// What every tape keeps.
  private static let least = 4 << 10

  static func take() -> Tape {
    tape(slot.pointee.address.exchange(0, ordering: .acquiring)) ?? takeIdle() ?? Tape()
  }

  static func giveBack(_ tape: Tape) {
    tape.clear(keeping: most)
    if tape.generation == .max { return }
    let address = UInt(bitPattern: tape.header)
    let other = slot.pointee.address.exchange(address, ordering: .acquiringAndReleasing)
    if let other = Self.tape(other) { keep(other) }
  }

  private static func tape(_ address: UInt) -> Tape? {
    UnsafeMutablePointer<Tape.Header>(bitPattern: address).map(Tape.init(header:))
  }

  private static func takeIdle() -> Tape? {
    idle.withLock { idle in
      let tape = idle.tapes.popLast()
      if let tape { idle.size -= tape.size }
      return tape
    }
  }

  private static func keep(_ tape: Tape) {
    idle.withLock { idle in
      tape.clear(keeping: max(most - idle.size, least))
      idle.size += tape.size
      // The one with the most memory is taken first.
      let isLargest = idle.tapes.last.map { $0.size <= tape.size } ?? true
      idle.tapes.insert(tape, at: isLargest ? idle.tapes.endIndex : idle.tapes.endIndex - 1)
    }
  }
}
