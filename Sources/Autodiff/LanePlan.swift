/// The part of a graph that a sweep computes: the nodes on paths from the swept leaves to the root, in order.
///
/// What does not depend on the swept leaves keeps its data, and what does not lead to the root is left out. An adjoint
/// is needed only from its first contribution to its own step, so that a few places serve all nodes and stay in the cache.
struct LanePlan {
  /// A node with the places of what it reads and writes.
  struct Step: BitwiseCopyable {
    let code: UInt8
    var x: Operand
    /// Of a binary operation. Of a unary one its place is where the parameters are, and of an n-ary one `x` has the
    /// start in the list of operands and `y` their number.
    var y: Operand
    let data: UInt32
    var adjoint = nobody

    @inline(__always) var operation: Operation { Operation(code: code) }
  }

  struct Operand: BitwiseCopyable {
    var data: UInt32
    var adjoint = nobody
    /// Whether the adjoint begins with this contribution, so that nothing has to be cleared.
    var begins = true
    /// Whether the adjoint is needed.
    var receives = false
  }

  private(set) var steps = RawList<Step>(capacity: 8)
  /// The operands of n-ary operations.
  private(set) var list = RawList<Operand>(capacity: 8)
  private(set) var dataCount = 1
  private(set) var adjointCount = 2
  private(set) var rootAdjoint = nobody
  /// By node: the place of its data, of those that lead to the root; there is room for all of them.
  private var places: RawList<UInt32>
  /// By place of data: that of the adjoint.
  private var adjoints = RawList<UInt32>(capacity: 8)
  /// By node: whether it varies and leads.
  private var flags: RawList<UInt8>

  /// The place of data and of adjoints that are written, but not read.
  static let nobody: UInt32 = 0
  /// The place of adjoints that stay 0.
  private static let zero = 1

  init(_ tape: Tape, root: Int, leaves: [Value]) {
    flags = RawList(repeating: 0, count: root + 1)
    places = RawList(repeating: Self.nobody, count: root + 1)
    mark(tape, root: root, leaves: leaves)
    for _ in 0..<dataCount { adjoints.append(Self.nobody) }
    addSteps(tape)
    placeAdjoints(tape, root)
  }

  func deallocate() {
    steps.deallocate()
    list.deallocate()
    places.deallocate()
    adjoints.deallocate()
    flags.deallocate()
  }

  /// The place of a node's data; what does not lead to the root has one that is written, but not read.
  func dataPlace(of id: Int) -> Int { isPlaced(id) ? Int(places.base[id]) : 0 }

  /// The place of the derivatives by a leaf; they are 0 for one that does not lead to the root.
  func adjointPlace(of id: Int) -> Int { isPlaced(id) ? Int(adjoints.base[Int(places.base[id])]) : Self.zero }

  private func isPlaced(_ id: Int) -> Bool { id < places.count && places.base[id] != Self.nobody }

  /// Calls `body` with the places and the data of what is not computed.
  func forEachConstant(_ tape: Tape, _ body: (Int, Double) -> Void) {
    for id in 0..<places.count where isPlaced(id) && !isStep(id, tape) {
      body(Int(places.base[id]), tape.nodes[id].data)
    }
  }

  // MARK: What is computed

  private static let varies: UInt8 = 1
  private static let leads: UInt8 = 2
  private static let isActive = varies | leads

  /// Finds which nodes depend on the swept leaves, and which of them, or of their operands, lead to the root.
  private mutating func mark(_ tape: Tape, root: Int, leaves: [Value]) {
    let (flags, places) = (flags.base, places.base)
    for leaf in leaves where leaf.id <= root { flags[leaf.id] = Self.varies }
    // Where a leaf was changed, nothing that was computed is known to be right.
    let least = tape.isStale ? Self.varies : 0
    for id in 0...root { tape.forEachOperand(of: id) { flags[id] |= flags[$0] | least } }
    flags[root] |= Self.leads
    for id in stride(from: root, through: 0, by: -1) where flags[id] & Self.leads != 0 {
      places[id] = UInt32(truncatingIfNeeded: dataCount)
      dataCount += 1
      if flags[id] == Self.isActive { tape.forEachOperand(of: id) { flags[$0] |= Self.leads } }
    }
  }

  private func isStep(_ id: Int, _ tape: Tape) -> Bool {
    flags.base[id] == Self.isActive && !tape.nodes[id].operation.isLeaf
  }

  private mutating func addSteps(_ tape: Tape) {
    for id in 0..<flags.count where isStep(id, tape) {
      let node = tape.nodes[id]
      var (x, y) = (operand(node.first), Operand(data: UInt32(truncatingIfNeeded: node.second)))
      switch tape.header.pointee.kernels[node.code].shape {
      case .leaf, .unary: break
      case .binary: y = operand(node.second)
      case .nary:
        x = Operand(data: UInt32(truncatingIfNeeded: list.count))
        tape.forEachOperand(of: id) { list.append(operand($0)) }
      }
      steps.append(Step(code: UInt8(truncatingIfNeeded: node.code), x: x, y: y, data: places.base[id]))
    }
  }

  @inline(__always)
  private func operand(_ id: Int) -> Operand {
    Operand(data: places.base[id], receives: flags.base[id] == Self.isActive)
  }

  // MARK: Places of adjoints

  private mutating func placeAdjoints(_ tape: Tape, _ root: Int) {
    var free = RawList<UInt32>(capacity: 8)
    defer { free.deallocate() }
    var output = operand(root)
    begin(&output, &free)
    rootAdjoint = output.adjoint
    for index in stride(from: steps.count - 1, through: 0, by: -1) {
      let step = steps.base + index
      step.pointee.adjoint = adjoints.base[Int(step.pointee.data)]
      // A step reads its adjoint before it writes others.
      free.append(step.pointee.adjoint)
      switch tape.header.pointee.kernels[Int(step.pointee.code)].shape {
      case .leaf: break
      case .unary: begin(&step.pointee.x, &free)
      case .binary:
        begin(&step.pointee.x, &free)
        begin(&step.pointee.y, &free)
      case .nary:
        let start = Int(step.pointee.x.data)
        for i in start..<start + Int(step.pointee.y.data) { begin(&list.base[i], &free) }
      }
    }
  }

  /// Gives the operand's adjoint a place if it has none.
  @inline(__always)
  private mutating func begin(_ operand: inout Operand, _ free: inout RawList<UInt32>) {
    if !operand.receives { return }
    let place = adjoints.base + Int(operand.data)
    operand.begins = place.pointee == Self.nobody
    if operand.begins {
      if free.count > 0 {
        free.count -= 1
        place.pointee = free.base[free.count]
      } else {
        place.pointee = UInt32(truncatingIfNeeded: adjointCount)
        adjointCount += 1
      }
    }
    operand.adjoint = place.pointee
  }
}
