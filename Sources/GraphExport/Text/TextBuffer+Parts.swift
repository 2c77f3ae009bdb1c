import GradGraphPlatform

extension TextBuffer {
  /// Requests large pages for the memory of a long text.
  static func adviseLargePages(_ memory: UnsafeMutableBufferPointer<UInt8>) {
    if let start = memory.baseAddress { HugePages.advise(start, memory.count) }
  }

  /// Writes many items, on all cores at once, in order.
  ///
  /// - Parameters:
  ///   - count: the number of items.
  ///   - write: writes a range of items, independent of the text before. It is called on several threads at
  ///     once.
  func append(parts count: Int, _ write: (Range<Int>, TextBuffer) -> Void) {
    guard count > Self.itemsAtOnce else { return write(0..<count, self) }
    let parts = (0..<Self.partsAtOnce).map { _ in TextBuffer(capacity: Self.itemsAtOnce * 256) }
    for start in stride(from: 0, to: count, by: parts.count * Self.itemsAtOnce) {
      onAllCores(parts.count) { part in
        let first = min(start + part * Self.itemsAtOnce, count)
        parts[part].removeAll(from: 0)
        write(first..<min(first + Self.itemsAtOnce, count), parts[part])
      }
      append(parts)
    }
  }

  /// The results for ranges of many items, computed on all cores at once.
  ///
  /// - Parameter compute: computes the result of a range. It is called on several threads at once.
  static func parts<Result>(of count: Int, _ compute: (Range<Int>) -> Result) -> [Result] {
    let parts = (count + itemsAtOnce - 1) / itemsAtOnce
    return [Result](unsafeUninitializedCapacity: parts) { results, initialized in
      let start = results.baseAddress
      onAllCores(parts) { part in
        let first = part * itemsAtOnce
        (start.unsafelyUnwrapped + part).initialize(to: compute(first..<min(first + itemsAtOnce, count)))
      }
      initialized = parts
    }
  }

  /// Small enough for the caches, large enough to keep threads busy.
  private static let (itemsAtOnce, partsAtOnce) = (4096, 16)
}
