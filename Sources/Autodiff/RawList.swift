#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A growing list of plain numbers in raw memory: no reference counts and no exclusivity checks in the loops.
///
/// It is a handle without an owner; whoever holds it calls ``deallocate()``.
@usableFromInline
struct RawList<Element: BitwiseCopyable> {
  @usableFromInline var base: UnsafeMutablePointer<Element>
  @usableFromInline var count = 0
  @usableFromInline var capacity: Int

  init(capacity: Int) {
    base = Self.resized(nil, to: capacity)
    self.capacity = capacity
  }

  init(repeating element: Element, count: Int) {
    self.init(capacity: Swift.max(1, count))
    base.initialize(repeating: element, count: count)
    self.count = count
  }

  @inlinable @inline(__always)
  mutating func append(_ element: Element) {
    if count == capacity { grow(to: count + 1) }
    (base + count).initialize(to: element)
    count += 1
  }

  mutating func append(contentsOf elements: some Collection<Element>) {
    if count + elements.count > capacity { grow(to: count + elements.count) }
    for element in elements { append(element) }
  }

  /// Doubles the capacity until it holds `least` elements.
  @usableFromInline @inline(never)
  mutating func grow(to least: Int) {
    // Indices into a list are fields of 28 bits, see `Node`.
    precondition(
      least <= Node.limit, "a graph holds at most \(Node.limit) nodes and as many operands of sums")
    while capacity < least { capacity *= 2 }
    base = Self.resized(base, to: capacity)
  }

  /// Forgets the elements, and gives back the memory beyond `bytes`.
  @inline(__always)
  mutating func clear(keeping bytes: Int) {
    count = 0
    if capacity * MemoryLayout<Element>.stride > min(bytes, HugePages.lentSize) { shrink(to: bytes) }
  }

  @inline(never)
  private mutating func shrink(to bytes: Int) {
    defer { HugePages.lend(base, capacity * MemoryLayout<Element>.stride) }
    let kept = max(1, bytes / MemoryLayout<Element>.stride)
    if capacity > kept {
      capacity = kept
      base = Self.resized(base, to: capacity)
    }
  }

  func deallocate() { free(base) }

  /// `realloc` moves large blocks by remapping pages, without copying.
  private static func resized(_ old: UnsafeMutablePointer<Element>?, to capacity: Int)
    -> UnsafeMutablePointer<Element>
  {
    let bytes = capacity * MemoryLayout<Element>.stride
    guard let memory = realloc(old, bytes) else {
      preconditionFailure("out of memory: \(bytes) bytes for a graph")
    }
    HugePages.advise(memory, bytes)
    return memory.bindMemory(to: Element.self, capacity: capacity)
  }
}

/// Large pages: the first use of memory costs a page fault per page, and every access a look into a table that is small.
package enum HugePages {
  static let size = 1 << 21
  /// Blocks longer than this are lent while they are not used.
  static let lentSize = 128 << 20

  /// Asks for large pages where a block is long enough; only advice, without it everything works, slower.
  package static func advise(_ memory: UnsafeMutableRawPointer, _ bytes: Int) {
    #if os(Linux)
      withLargePages(of: memory, bytes) { madvise($0, $1, Int32(MADV_HUGEPAGE)) }
    #endif
  }

  /// Lets the system take the pages of a very long block when it needs them; until then they are there without page faults.
  static func lend(_ memory: UnsafeMutableRawPointer, _ bytes: Int) {
    guard bytes > lentSize else { return }
    withLargePages(of: memory, bytes) { madvise($0, $1, Int32(MADV_FREE)) }
  }

  private static func withLargePages(
    of memory: UnsafeMutableRawPointer, _ bytes: Int, _ body: (UnsafeMutableRawPointer, Int) -> Int32
  ) {
    guard bytes >= 2 * size else { return }
    let address = UInt(bitPattern: memory)
    let start = (address + UInt(size) - 1) & ~UInt(size - 1)
    let end = (address + UInt(bytes)) & ~UInt(size - 1)
    guard end > start, let pages = UnsafeMutableRawPointer(bitPattern: start) else { return }
    // Advice that the system may ignore: without it everything works, slower.
    _ = body(pages, Int(end - start))
  }
}
