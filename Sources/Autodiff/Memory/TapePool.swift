import GradGraphPlatform

/// The tapes that no graph uses at the moment.
///
/// A tape belongs to the pool or to one graph, never to both, so that handing it over is safe. Each thread caches the
/// tape it released last (its hand): graphs made one after the other cost no lock and no page faults, and the memory
/// stays in the caches of one core.
enum TapePool {
  private struct Idle: @unchecked Sendable {
    var tapes: [Tape] = []
    /// The bytes of all these tapes.
    var size = 0
  }

  private static let idle = Mutex(Idle())

  /// The most that a tape at hand keeps, and that all others keep together; long blocks are lent to the system.
  private static let most = 512 << 20
  /// The capacity in nodes that every tape keeps.
  private static let least = 4 << 10

  static func take() -> Tape {
    guard let hand, let tape = hand.pointee else { return takeIdle() }
    hand.pointee = nil
    return tape
  }

  static func giveBack(_ tape: Tape) {
    tape.clear(keeping: most)
    if tape.generation == .max { return }
    guard let hand = hand ?? makeHand() else { return keep(tape) }
    if let other = hand.pointee { keep(other) }
    hand.pointee = tape
  }

  /// The tape without its nodes, or another one when no generation is left for it.
  static func emptied(_ tape: Tape) -> Tape {
    tape.clear(keeping: most)
    return tape.generation == .max ? take() : tape
  }

  @inline(never)
  private static func takeIdle() -> Tape {
    let idle = idle.withLock { idle in
      let tape = idle.tapes.popLast()
      if let tape { idle.size -= tape.size }
      return tape
    }
    return idle ?? Tape()
  }

  @inline(never)
  private static func keep(_ tape: Tape) {
    idle.withLock { idle in
      tape.clear(keeping: max(most - idle.size, least))
      idle.size += tape.size
      // The one with the most memory is taken first.
      let isLargest = idle.tapes.last.map { $0.size <= tape.size } ?? true
      idle.tapes.insert(tape, at: isLargest ? idle.tapes.endIndex : idle.tapes.endIndex - 1)
    }
  }

  // MARK: The hand of a thread

  /// The memory of a thread's cached tape.
  private typealias Hand = UnsafeMutablePointer<Tape?>

  private static let hands = ThreadPointer()

  /// The hand of the running thread, if it has one.
  private static var hand: Hand? { hands.pointer?.assumingMemoryBound(to: Tape?.self) }

  /// Gives the running thread a hand; `nil` if the system has no room for it.
  @inline(never)
  private static func makeHand() -> Hand? {
    let hand = Hand.allocate(capacity: 1)
    hand.initialize(to: nil)
    if hands.set(hand, atEnd: { TapePool.dropHand($0) }) { return hand }
    hand.deallocate()
    return nil
  }

  /// At the end of a thread, its tape is for all.
  private static func dropHand(_ memory: UnsafeMutableRawPointer?) {
    guard let hand = memory?.assumingMemoryBound(to: Tape?.self) else { return }
    if let tape = hand.pointee { keep(tape) }
    hand.deallocate()
  }
}
