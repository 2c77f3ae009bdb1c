#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A growing list of plain numbers in raw memory: no reference counts and no exclusivity checks in the loops.
///
/// A long list moves once, to addresses that are reserved for the longest; from then on it grows in place.
/// It is a handle without an owner; whoever holds it calls ``deallocate()``.
@usableFromInline
struct RawList<Element: BitwiseCopyable> {
  @usableFromInline var base: UnsafeMutablePointer<Element>
  @usableFromInline var count = 0
  @usableFromInline var capacity: Int
  /// The number of elements that memory is held for.
  private var occupied: Int
  private var isReserved = false

  init(capacity: Int) {
    base = Self.resized(nil, to: capacity)
    self.capacity = capacity
    occupied = capacity
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
    if bytes(capacity) >= HugePages.least, let memory = HugePages.reserve(Self.reservedBytes) {
      memory.copyMemory(from: base, byteCount: bytes(count))
      free(base)
      base = memory.bindMemory(to: Element.self, capacity: Node.limit)
      (capacity, occupied, isReserved) = (Node.limit, count, true)
    } else {
      base = Self.resized(base, to: capacity)
      occupied = capacity
    }
  }

  /// Forgets the elements, and gives back the memory beyond `most` bytes.
  @inline(__always)
  mutating func clear(keeping most: Int) {
    occupied = max(occupied, count)
    count = 0
    if size > min(most, HugePages.lentSize) { shrink(to: most) }
  }

  /// The bytes that are held.
  var size: Int { bytes(max(occupied, count)) }

  @inline(never)
  private mutating func shrink(to most: Int) {
    defer { HugePages.lend(base, bytes(occupied)) }
    let kept = max(1, most / MemoryLayout<Element>.stride)
    if occupied <= kept { return }
    if isReserved {
      HugePages.giveBack(base + kept, bytes(occupied - kept))
    } else {
      base = Self.resized(base, to: kept)
      capacity = kept
    }
    occupied = kept
  }

  func deallocate() { if isReserved { munmap(base, Self.reservedBytes) } else { free(base) } }

  private static var reservedBytes: Int { Node.limit * MemoryLayout<Element>.stride }

  private func bytes(_ count: Int) -> Int { count * MemoryLayout<Element>.stride }

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
  /// Shorter blocks hold none, or nearly none.
  static let least = 2 * size
  /// Blocks longer than this are lent while they are not used.
  static let lentSize = 128 << 20

  /// Asks for large pages where a block is long enough; only advice, without it everything works, slower.
  package static func advise(_ memory: UnsafeMutableRawPointer, _ bytes: Int) {
    #if os(Linux)
      withLargePages(of: memory, bytes) { madvise($0, $1, Int32(MADV_HUGEPAGE)) }
    #endif
  }

  /// Addresses that take memory where they are written, and from a large page on; `nil` if the system has no room.
  ///
  /// - Parameter bytes: a multiple of the size of large pages.
  static func reserve(_ bytes: Int) -> UnsafeMutableRawPointer? {
    let flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE
    let start = mmap(nil, bytes + size, PROT_READ | PROT_WRITE, flags, -1, 0)
    guard let start, start != MAP_FAILED else { return nil }
    let skipped = (0 &- Int(bitPattern: start)) & (size - 1)
    let memory = start + skipped
    if skipped > 0 { munmap(start, skipped) }
    munmap(memory + bytes, size - skipped)
    advise(memory, bytes)
    return memory
  }

  /// Gives the large pages of a block back to the system; its addresses stay reserved.
  static func giveBack(_ memory: UnsafeMutableRawPointer, _ bytes: Int) {
    withLargePages(of: memory, bytes) { madvise($0, $1, Int32(MADV_DONTNEED)) }
  }

  /// Lets the system take the pages of a very long block when it needs them; until then they are there without page faults.
  static func lend(_ memory: UnsafeMutableRawPointer, _ bytes: Int) {
    guard bytes > lentSize else { return }
    withLargePages(of: memory, bytes) { madvise($0, $1, Int32(MADV_FREE)) }
  }

  private static func withLargePages(
    of memory: UnsafeMutableRawPointer, _ bytes: Int, _ body: (UnsafeMutableRawPointer, Int) -> Int32
  ) {
    guard bytes >= least else { return }
    let address = UInt(bitPattern: memory)
    let start = (address + UInt(size) - 1) & ~UInt(size - 1)
    let end = (address + UInt(bytes)) & ~UInt(size - 1)
    guard end > start, let pages = UnsafeMutableRawPointer(bitPattern: start) else { return }
    // Advice that the system may ignore: without it everything works, slower.
    _ = body(pages, Int(end - start))
  }
}
