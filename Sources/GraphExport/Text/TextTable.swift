/// Texts by number that are written repeatedly, one after the other in one memory.
struct TextTable {
  /// The readable bytes behind the last text.
  static let slack = 16

  private let memory: Memory
  private let texts: UnsafePointer<UInt8>
  private let starts: UnsafePointer<Int>
  let count: Int

  /// The owner of the memory. Reading through plain pointers counts no references, for which several threads
  /// would wait.
  private final class Memory {
    let texts: TextBuffer
    let starts: UnsafeMutablePointer<Int>

    init(_ count: Int, _ write: (Int, TextBuffer) -> Void, expected: Int) {
      texts = TextBuffer(capacity: expected + 64)
      starts = .allocate(capacity: count + 1)
      for index in 0..<count {
        starts[index] = texts.count
        write(index, texts)
      }
      starts[count] = texts.count
    }

    deinit { starts.deallocate() }
  }

  init(_ texts: [String]) {
    self.init(texts.count, expected: texts.reduce(0) { $0 + $1.utf8.count }) { $1.append(texts[$0]) }
  }

  /// - Parameters:
  ///   - expected: the expected bytes of all texts.
  ///   - write: writes a text; called once for each number in order.
  init(_ count: Int, expected: Int, _ write: (Int, TextBuffer) -> Void) {
    memory = Memory(count, write, expected: expected)
    texts = memory.texts.readable(beyond: Self.slack)
    starts = UnsafePointer(memory.starts)
    self.count = count
  }

  @inline(__always)
  func write(_ index: Int, to out: TextBuffer) {
    out.append(texts, from: starts[index], to: starts[index + 1])
  }

  /// The length of a text in bytes.
  func length(of index: Int) -> Int { starts[index + 1] - starts[index] }
}
