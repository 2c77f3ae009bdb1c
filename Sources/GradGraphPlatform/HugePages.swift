#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Large pages: the first use of memory costs a page fault per page, and every access a look into a table that is small.
///
/// All functions but ``reserve(_:)`` are advice: a platform without them gives `nil` there and does nothing elsewhere.
package enum HugePages {
  /// Bytes of a large page.
  package static let size = 1 << 21
  /// Shorter blocks hold none, or nearly none.
  package static let least = 2 * size
  /// Blocks longer than this are lent while they are not used.
  package static let lentSize = 128 << 20

  /// Asks for large pages where a block is long enough; only advice, without it everything works, slower.
  package static func advise(_ memory: UnsafeMutableRawPointer, _ bytes: Int) {
    #if os(Linux)
      withLargePages(of: memory, bytes) { madvise($0, $1, Int32(MADV_HUGEPAGE)) }
    #endif
  }

  /// Addresses that take memory where they are written, and from a large page on; `nil` if the system has no room, or
  /// does not reserve addresses without memory.
  ///
  /// - Parameter bytes: a multiple of the size of large pages.
  package static func reserve(_ bytes: Int) -> UnsafeMutableRawPointer? {
    #if canImport(WASILibc)
      return nil
    #else
      let flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE
      let start = mmap(nil, bytes + size, PROT_READ | PROT_WRITE, flags, -1, 0)
      guard let start, start != MAP_FAILED else { return nil }
      let skipped = (0 &- Int(bitPattern: start)) & (size - 1)
      let memory = start + skipped
      if skipped > 0 { munmap(start, skipped) }
      munmap(memory + bytes, size - skipped)
      advise(memory, bytes)
      return memory
    #endif
  }

  /// Ends a reservation, and frees the memory in it.
  package static func release(_ memory: UnsafeMutableRawPointer, _ bytes: Int) {
    #if !canImport(WASILibc)
      munmap(memory, bytes)
    #endif
  }

  /// Gives the large pages of a block back to the system; its addresses stay reserved.
  package static func giveBack(_ memory: UnsafeMutableRawPointer, _ bytes: Int) {
    #if !canImport(WASILibc)
      withLargePages(of: memory, bytes) { madvise($0, $1, Int32(MADV_DONTNEED)) }
    #endif
  }

  /// Lets the system take the pages of a very long block when it needs them; until then they are there without page faults.
  package static func lend(_ memory: UnsafeMutableRawPointer, _ bytes: Int) {
    #if !canImport(WASILibc)
      guard bytes > lentSize else { return }
      withLargePages(of: memory, bytes) { madvise($0, $1, Int32(MADV_FREE)) }
    #endif
  }

  #if !canImport(WASILibc)
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
  #endif
}
