/// The part of a graph that a sweep computes: the nodes on paths from the swept leaves to the root, in order.
///
/// Nodes that do not depend on the swept leaves keep their data; those that do not lead to the root are left out. An adjoint
/// is needed only from its first contribution to its own step, and data that no local derivative reads only to the last
/// step forward, so that a few places serve many nodes and stay in the cache.
struct LanePlan {
  /// A node with the places that its operation reads and writes.
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
    /// `true` if this contribution is the first one, which sets the adjoint, so that nothing has to be cleared.
    var begins = true
    /// `true` if the adjoint is needed.
    var receives = false
  }

  private(set) var steps = RawList<Step>(capacity: 8)
  /// The operands of n-ary operations.
  private(set) var list = RawList<Operand>(capacity: 8)
  private(set) var dataCount = 1
  private(set) var adjointCount = 2
  private(set) var rootAdjoint = nobody
  /// By node: the place of its data, of those that lead to the root.
  private var places: RawList<UInt32>
  /// By node: the place of its adjoint, when that is known; before, the last node that reads its data forward.
  private var adjoints: RawList<UInt32>
  /// By node: bits for its varying and its leading, and for its data being read backward, too.
  private var flags: RawList<UInt8>

  /// The place of data and of adjoints that are written, but not read.
  static let nobody: UInt32 = 0
  /// The place of adjoints that stay 0.
  private static let zero = 1

  init(_ tape: Tape, root: Int, leaves: [Value]) {
    flags = RawList(repeating: 0, count: root + 1)
    places = RawList(repeating: Self.nobody, count: root + 1)
    adjoints = RawList(repeating: Self.nobody, count: root + 1)
    mark(tape, root: root, leaves: leaves)
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

  /// The place of a node's data; nodes that do not lead to the root share place 0, which is written, but not read.
  func dataPlace(of id: Int) -> Int { isPlaced(id) ? Int(places.base[id]) : 0 }

  /// The place of the derivatives by a leaf; they are 0 for one that does not lead to the root.
  func adjointPlace(of id: Int) -> Int { isPlaced(id) ? Int(adjoints.base[id]) : Self.zero }

  private func isPlaced(_ id: Int) -> Bool { id < places.count && places.base[id] != Self.nobody }

  /// Calls `body` with the place and the data of each node that is read, but not computed.
  func forEachConstant(_ tape: Tape, _ body: (Int, Double) -> Void) {
    for id in 0..<places.count where isPlaced(id) && !isStep(id, tape) {
      body(Int(places.base[id]), tape.nodes[id].data)
    }
  }

  // MARK: What is computed

  private static let varies: UInt8 = 1
  private static let leads: UInt8 = 2
  private static let isActive = varies | leads
  private static let isKept: UInt8 = 4

  /// Finds which nodes depend on the swept leaves, which of them, or of their operands, lead to the root, and how long
  /// their data is needed.
  private mutating func mark(_ tape: Tape, root: Int, leaves: [Value]) {
    let (flags, lastReaders) = (flags.base, adjoints.base)
    for leaf in leaves where leaf.id <= root { flags[leaf.id] = Self.varies }
    // After a change of a leaf all computed data is stale.
    let least = tape.isStale ? Self.varies : 0
    for id in 0...root { tape.forEachOperand(of: id) { flags[id] |= flags[$0] | least } }
    flags[root] |= Self.leads | Self.isKept
    for id in stride(from: root, through: 0, by: -1) where flags[id] & Self.isActive == Self.isActive {
      let reads = tape.nodes[id].operation.localsRead
      if reads.result { flags[id] |= Self.isKept }
      let found = Self.leads | (reads.operands ? Self.isKept : 0)
      tape.forEachOperand(of: id) { operand in
        if flags[operand] & Self.leads == 0 { lastReaders[operand] = UInt32(truncatingIfNeeded: id) }
        flags[operand] |= found
      }
    }
  }

  private func isStep(_ id: Int, _ tape: Tape) -> Bool {
    flags.base[id] & Self.isActive == Self.isActive && !tape.nodes[id].isLeaf
  }

  private mutating func addSteps(_ tape: Tape) {
    var free = RawList<UInt32>(capacity: 8)
    defer { free.deallocate() }
    let lastReaders = adjoints.base
    for id in 0..<flags.count where flags.base[id] & Self.leads != 0 {
      guard isStep(id, tape) else {
        places.base[id] = UInt32(truncatingIfNeeded: dataCount)
        dataCount += 1
        continue
      }
      let node = tape.nodes[id]
      var (x, y) = (operand(node.first), Operand(data: UInt32(truncatingIfNeeded: node.second)))
      switch tape.header.pointee.kernels[node.code].shape {
      case .leaf, .unary: break
      case .binary: y = operand(node.second)
      case .nary:
        x = Operand(data: UInt32(truncatingIfNeeded: list.count))
        tape.forEachOperand(of: id) { list.append(operand($0)) }
      }
      // A step reads its operands before it writes.
      tape.forEachOperand(of: id) { operand in
        let isLast = lastReaders[operand] == UInt32(truncatingIfNeeded: id)
        guard isLast, flags.base[operand] & Self.isKept == 0, isStep(operand, tape) else { return }
        free.append(places.base[operand])
        // The same operand may come twice.
        lastReaders[operand] = 0
      }
      places.base[id] = Self.place(&free, &dataCount)
      steps.append(Step(code: UInt8(truncatingIfNeeded: node.code), x: x, y: y, data: places.base[id]))
    }
  }

  @inline(__always)
  private func operand(_ id: Int) -> Operand {
    Operand(data: places.base[id], receives: flags.base[id] & Self.isActive == Self.isActive)
  }

  /// A place that is free, or a new one.
  @inline(__always)
  private static func place(_ free: inout RawList<UInt32>, _ count: inout Int) -> UInt32 {
    if free.count > 0 {
      free.count -= 1
      return free.base[free.count]
    }
    count += 1
    return UInt32(truncatingIfNeeded: count - 1)
  }

  // MARK: Places of adjoints

  private mutating func placeAdjoints(_ tape: Tape, _ root: Int) {
    var free = RawList<UInt32>(capacity: 8)
    defer { free.deallocate() }
    adjoints.base.update(repeating: Self.nobody, count: adjoints.count)
    var output = operand(root)
    begin(&output, root, &free)
    rootAdjoint = output.adjoint
    var index = steps.count
    for id in stride(from: root, through: 0, by: -1) where isStep(id, tape) {
      index -= 1
      let (node, step) = (tape.nodes[id], steps.base + index)
      step.pointee.adjoint = adjoints.base[id]
      // A step reads its adjoint before it writes others.
      free.append(step.pointee.adjoint)
      switch tape.header.pointee.kernels[node.code].shape {
      case .leaf: break
      case .unary: begin(&step.pointee.x, node.first, &free)
      case .binary:
        begin(&step.pointee.x, node.first, &free)
        begin(&step.pointee.y, node.second, &free)
      case .nary:
        var place = list.base + Int(step.pointee.x.data)
        tape.forEachOperand(of: id) {
          begin(&place.pointee, $0, &free)
          place += 1
        }
      }
    }
  }

  /// Gives the adjoint of an operand, the node `id`, a place if it has none.
  @inline(__always)
  private mutating func begin(_ operand: inout Operand, _ id: Int, _ free: inout RawList<UInt32>) {
    if !operand.receives { return }
    operand.begins = adjoints.base[id] == Self.nobody
    if operand.begins { adjoints.base[id] = Self.place(&free, &adjointCount) }
    operand.adjoint = adjoints.base[id]
  }
}

extension Operation {
  /// The numbers that the local derivatives read; others need not be kept for the backward pass.
  fileprivate var localsRead: (operands: Bool, result: Bool) {
    switch self {
    case .add, .subtract, .negate: (false, false)
    case .exp, .sqrt: (false, true)
    case .multiply, .square, .log, .sin, .cos, .sigmoid, .relu, .powerConstant: (true, false)
    default: (true, true)
    }
  }
}
