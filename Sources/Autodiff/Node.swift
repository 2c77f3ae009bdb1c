/// A recorded node: 24 bytes.
///
/// `word` packs, from the top: a flag that the last backward pass reached the node, seven bits of operation,
/// and two fields of 28 bits. The fields are the ids of the operands; for a unary operation with parameters the
/// second is an index into the side table of parameters; for an operation with an operand list they are the
/// list's start and its length.
@usableFromInline
struct Node {
  var word: UInt64
  var data: Double
  var grad: Double

  /// The number of nodes (and of entries in a side table) that 28 bits can address.
  static let limit = 1 << 28

  private static let reachedBit: UInt64 = 1 << 63
  private static let fieldMask: UInt64 = UInt64(limit) - 1

  @inline(__always)
  init(_ operation: Operation, _ first: Int = 0, _ second: Int = 0, data: Double) {
    word = UInt64(operation.rawValue) << 56 | UInt64(first) << 28 | UInt64(second)
    self.data = data
    grad = 0
  }

  @inline(__always) var code: Int { Int(word >> 56 & 0x7F) }
  @inline(__always) var first: Int { Int(word >> 28 & Self.fieldMask) }
  @inline(__always) var second: Int { Int(word & Self.fieldMask) }

  @inline(__always) var isReached: Bool { word & Self.reachedBit != 0 }

  @inline(__always) mutating func clearGradient() {
    word &= ~Self.reachedBit
    grad = 0
  }

  @inline(__always) mutating func receive(_ contribution: Double) {
    word |= Self.reachedBit
    grad += contribution
  }
}
