/// The memory of one graph: the nodes, and side lists for data that only some nodes have.
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
    /// `true` if a backward pass has left adjoints that the next one has to clear.
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

  /// Side lists of the graph: the names of nodes, and the groups.
  final class SideTables {
    var names = NodeNames()
    var groups = GroupTable()
  }

  @usableFromInline let header: UnsafeMutablePointer<Header>

  init() {
    header = .allocate(capacity: 1)
    header.initialize(to: Header())
  }

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
  @inline(__always)
  func clear(keeping bytes: Int) {
    header.pointee.list.clear(keeping: bytes)
    header.pointee.parameters.clear(keeping: bytes / 8)
    header.pointee.operandLists.clear(keeping: bytes / 8)
    header.pointee.generation &+= 1
    header.pointee.hasAdjoints = false
    header.pointee.firstChanged = .max
    header.pointee.gradientCount = 0
    header.pointee.gradientRoot = nil
    if header.pointee.tables != nil { header.pointee.tables = nil }
  }

  /// The bytes that the nodes take.
  var size: Int { header.pointee.list.size }
}
