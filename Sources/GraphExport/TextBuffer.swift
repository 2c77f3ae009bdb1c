/// The bytes of a text that is being written.
///
/// It owns raw memory, since the checks of an array cost more than the bytes when there are millions of short texts.
final class TextBuffer {
  private var memory: UnsafeMutablePointer<UInt8>
  private var count = 0
  private var capacity: Int

  init(capacity: Int = 1 << 12) {
    self.capacity = capacity
    memory = .allocate(capacity: capacity)
  }

  deinit { memory.deallocate() }

  /// What was written.
  var bytes: [UInt8] {
    Array(unsafeUninitializedCapacity: count) { buffer, initialized in
      buffer.baseAddress?.initialize(from: memory, count: count)
      initialized = count
    }
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
    memory.deallocate()
    memory = larger
  }

  @inline(__always)
  func append(_ text: StaticString) {
    reserve(text.utf8CodeUnitCount)
    (memory + count).initialize(from: text.utf8Start, count: text.utf8CodeUnitCount)
    count += text.utf8CodeUnitCount
  }

  func append(_ text: String) {
    var text = text
    text.withUTF8 { append($0) }
  }

  func append(_ more: [UInt8]) { more.withUnsafeBufferPointer { append($0) } }

  func append(_ more: UnsafeBufferPointer<UInt8>) {
    guard let start = more.baseAddress else { return }
    reserve(more.count)
    (memory + count).initialize(from: start, count: more.count)
    count += more.count
  }

  func append(_ number: Int) {
    if number < 0 { append("-") }
    write { $0.write(UInt64(number.magnitude)) }
  }

  /// The shortest text that reads back to the same double.
  func append(exact number: Double) { write { $0.write(exact: number) } }

  /// A number for readers.
  func append(_ number: Double, precision: Int) { write { $0.write(number, precision: precision) } }

  @inline(__always)
  private func write(_ number: (inout Digits) -> Void) {
    reserve(Digits.mostBytes)
    var digits = Digits(at: memory + count)
    number(&digits)
    count += digits.count
  }

  func append(spaces more: Int) {
    guard more > 0 else { return }
    reserve(more)
    (memory + count).initialize(repeating: UInt8(ascii: " "), count: more)
    count += more
  }

  func newline() { append("\n") }
}
