/// A recorded node: 24 bytes.
///
/// `word` packs, from the top, the operation and two fields of 28 bits. The fields are the ids of the operands; for a
/// unary operation with parameters the second is an index into the list of parameters; for an operation with an
/// operand list they are the list's start and its length.
@usableFromInline
struct Node: BitwiseCopyable {
  @usableFromInline var word: UInt64
  @usableFromInline var data: Double
  /// The gradient; -0 means that the last backward pass did not reach the node.
  ///
  /// It is the neutral element of addition (-0 + x is x, also for 0), so that the first contribution needs no special
  /// case; sums of contributions are never -0, see ``Tape/receive(_:_:)``.
  @usableFromInline var adjoint: Double

  /// The number of nodes (and of entries in a side list) that 28 bits can address.
  @usableFromInline static let limit = 1 << 28

  @inlinable @inline(__always)
  init(_ operation: Operation, _ first: Int = 0, _ second: Int = 0, data: Double) {
    word =
      UInt64(operation.code) << 56 | UInt64(truncatingIfNeeded: first) << 28
      | UInt64(truncatingIfNeeded: second)
    self.data = data
    adjoint = -0.0
  }

  @inlinable @inline(__always) var code: Int { Int(truncatingIfNeeded: word >> 56) }
  @inlinable @inline(__always) var first: Int { Int(truncatingIfNeeded: word >> 28 & 0xFFF_FFFF) }
  @inlinable @inline(__always) var second: Int { Int(truncatingIfNeeded: word & 0xFFF_FFFF) }
  @inlinable @inline(__always) var operation: Operation { Operation(code: UInt8(truncatingIfNeeded: code)) }
  @inline(__always) var isLeaf: Bool { code <= Int(Operation.constant.code) }

  @inline(__always) var isReached: Bool { adjoint.bitPattern != (-0.0).bitPattern }
  /// The gradient: 0 where no path leads.
  @inline(__always) var grad: Double { adjoint + 0.0 }
}
