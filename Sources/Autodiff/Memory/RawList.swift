import GradGraphPlatform

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
    let most = Int.max / MemoryLayout<Element>.stride
    precondition(least <= most, "out of memory: \(least) nodes or operands of sums in a graph")
    while capacity < least { capacity = min(2 * capacity, most) }
    if bytes(capacity) >= HugePages.least, let all = Self.reservedBytes, let memory = HugePages.reserve(all) {
      memory.copyMemory(from: base, byteCount: bytes(count))
      free(base)
      base = memory.bindMemory(to: Element.self, capacity: Node.limit)
      (capacity, occupied, isReserved) = (Node.limit, count, true)
    } else {
      base = Self.resized(base, to: capacity)
      occupied = capacity
    }
  }

  /// The elements that a list keeps in any case, 4 KB.
  private static var least: Int { (4 << 10) / MemoryLayout<Element>.stride }

  /// Forgets the elements, and gives back the memory beyond `most` bytes.
  @inline(__always)
  mutating func clear(keeping most: Int) {
    if capacity <= Self.least { return count = 0 }
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

  func deallocate() {
    if isReserved, let all = Self.reservedBytes { HugePages.release(base, all) } else { free(base) }
  }

  /// The bytes of the longest list; `nil` where addresses are too short for it.
  private static var reservedBytes: Int? {
    let (bytes, overflows) = Node.limit.multipliedReportingOverflow(by: MemoryLayout<Element>.stride)
    return overflows ? nil : bytes
  }

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
