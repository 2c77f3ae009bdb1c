/// Texts by number, to be written again and again: one after the other in one memory.
struct TextTable {
  /// Bytes that can be read behind the last text.
  static let slack = 16

  private let owner: TextBuffer
  private let texts: UnsafePointer<UInt8>
  private let starts: [Int]

  var count: Int { starts.count - 1 }

  init(_ texts: [String]) {
    self.init(texts.count, expected: texts.reduce(0) { $0 + $1.utf8.count }) { $1.append(texts[$0]) }
  }

  /// - Parameters:
  ///   - expected: bytes.
  ///   - write: called once for each number in order.
  init(_ count: Int, expected: Int, _ write: (Int, TextBuffer) -> Void) {
    let owner = TextBuffer(capacity: expected + 64)
    starts = Array(unsafeUninitializedCapacity: count + 1) { starts, initialized in
      for index in 0..<count {
        starts.initializeElement(at: index, to: owner.count)
        write(index, owner)
      }
      starts.initializeElement(at: count, to: owner.count)
      initialized = count + 1
    }
    self.owner = owner
    texts = owner.readable(beyond: Self.slack)
  }

  @inline(__always)
  func write(_ index: Int, to out: TextBuffer) {
    out.append(texts, from: starts[index], to: starts[index + 1])
  }
}
