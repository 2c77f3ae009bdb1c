import GradGraphPlatform

/// The bytes of a text during writing.
///
/// It owns raw memory, since for millions of short texts the checks of an array cost more than the bytes.
package final class TextBuffer {
  private var memory: UnsafeMutablePointer<UInt8>
  private(set) var count = 0
  private var capacity: Int
  private var isOwner: Bool

  package init(capacity: Int = 1 << 12) {
    self.capacity = capacity
    memory = .allocate(capacity: capacity)
    isOwner = true
  }

  private init(in memory: UnsafeMutableBufferPointer<UInt8>) {
    // An empty buffer has no base address; the first write reserves memory.
    self.memory = memory.baseAddress ?? UnsafeMutablePointer.allocate(capacity: 1)
    capacity = memory.count
    isOwner = memory.baseAddress == nil
  }

  deinit { if isOwner { memory.deallocate() } }

  /// The text that `write` writes, without a copy unless it is longer than expected.
  ///
  /// - Parameter expected: the expected bytes; the system provides memory only for those that are written.
  static func text(expected: Int, _ write: (TextBuffer) -> Void) -> [UInt8] {
    var longer: TextBuffer?
    let text = [UInt8](unsafeUninitializedCapacity: expected) { memory, count in
      adviseLargePages(memory)
      let out = TextBuffer(in: memory)
      write(out)
      if out.isOwner { longer = out } else { count = out.count }
    }
    return longer?.bytes ?? text
  }

  /// The written bytes, as a copy.
  package var bytes: [UInt8] { Array(written(from: 0)) }

  /// The bytes from a position on; valid until the next write.
  func written(from start: Int) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: memory + start, count: count - start)
  }

  /// The text from a position on.
  func text(from start: Int) -> String { String(decoding: written(from: start), as: UTF8.self) }

  /// Removes everything from a position on.
  func removeAll(from start: Int) { count = start }

  /// The written bytes, followed by `more` readable zero bytes; valid as long as this buffer, and until the
  /// next write.
  func readable(beyond more: Int) -> UnsafePointer<UInt8> {
    reserve(more)
    (memory + count).initialize(repeating: 0, count: more)
    return UnsafePointer(memory)
  }

  @inline(__always)
  private func reserve(_ more: Int) {
    if count + more > capacity { grow(to: count + more) }
  }

  @inline(never)
  private func grow(to least: Int) {
    capacity = max(least, capacity * 2)
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    larger.moveInitialize(from: memory, count: count)
    if isOwner { memory.deallocate() }
    isOwner = true
    memory = larger
  }

  @inline(__always)
  func append(_ text: StaticString) {
    reserve(text.utf8CodeUnitCount)
    (memory + count).initialize(from: text.utf8Start, count: text.utf8CodeUnitCount)
    count += text.utf8CodeUnitCount
  }

  package func append(_ text: String) {
    if text.utf8.withContiguousStorageIfAvailable({ append($0) }) == nil { append(Array(text.utf8)) }
  }

  func append(_ more: [UInt8]) { more.withUnsafeBufferPointer { append($0) } }

  func append(_ more: UnsafeBufferPointer<UInt8>) {
    guard let start = more.baseAddress else { return }
    reserve(more.count)
    (memory + count).initialize(from: start, count: more.count)
    count += more.count
  }

  /// Appends the contents of other buffers, copied on all cores at once.
  func append(_ parts: [TextBuffer]) {
    var places: [Int] = []
    var end = count
    for part in parts {
      places.append(end)
      end += part.count
    }
    reserve(end - count)
    let memory = memory
    onAllCores(parts.count) { part in
      (memory + places[part]).initialize(from: parts[part].memory, count: parts[part].count)
    }
    count = end
  }

  /// Appends a copy of an earlier range of this buffer.
  func repeatText(from start: Int, to end: Int) {
    reserve(end - start)
    (memory + count).initialize(from: memory + start, count: end - start)
    count += end - start
  }

  /// Appends a part of a table's memory; a short one in a single store, which may also copy bytes behind it.
  @inline(__always)
  func append(_ texts: UnsafePointer<UInt8>, from start: Int, to end: Int) {
    let length = end - start
    reserve(length + TextTable.slack)
    if length <= TextTable.slack {
      let word = UnsafeRawPointer(texts + start).loadUnaligned(as: SIMD16<UInt8>.self)
      UnsafeMutableRawPointer(memory + count).storeBytes(of: word, as: SIMD16<UInt8>.self)
    } else {
      (memory + count).initialize(from: texts + start, count: length)
    }
    count += length
  }

  func append(_ number: Int) {
    if number < 0 { append("-") }
    write { $0.write(UInt64(number.magnitude)) }
  }

  /// Appends the shortest text that reads back to the same double.
  func append(exact number: Double) { write { $0.write(exact: number) } }

  /// Appends a number for readers.
  func append(_ number: Double, precision: Int) { write { $0.write(number, precision: precision) } }

  @inline(__always)
  private func write(_ number: (inout Digits) -> Void) {
    reserve(Digits.mostBytes)
    var digits = Digits(at: memory + count)
    number(&digits)
    count += digits.count
  }

  package func append(spaces more: Int) {
    guard more > 0 else { return }
    reserve(more)
    (memory + count).initialize(repeating: UInt8(ascii: " "), count: more)
    count += more
  }

  package func newline() { append("\n") }
}
