/// The part of a graph that a sweep computes: the nodes on paths from the swept leaves to the root, in order.
///
/// What does not depend on the swept leaves keeps its data, and what does not lead to the root is left out. An adjoint
/// is needed only from its first contribution to its own step, so that a few places serve all nodes and stay in the cache.
struct LanePlan {
  /// A node with the places of what it reads and writes. A unary operation's `y` points at its parameters, and of an
  /// n-ary operation `x` is the start in the lists of places and `y` the number of operands.
  struct Step {
    let operation: Operation
    /// Whether the operand's adjoint begins with this step's contribution, so that nothing has to be cleared.
    var beginsX = true
    var beginsY = true
    let out: UInt32
    let x: UInt32
    let y: UInt32
    /// Places of the adjoints; `nobody` for an operand whose adjoint is not needed.
    var adjoint = nobody
    var xAdjoint = nobody
    var yAdjoint = nobody
  }

  private(set) var steps: [Step] = []
  /// The operands of n-ary operations: places of data and of adjoints, and whether the adjoint begins here.
  private(set) var listData: [UInt32] = []
  private(set) var listAdjoints: [UInt32] = []
  private(set) var listBegins: [Bool] = []
  /// Places of data that keep what was recorded.
  private(set) var constants: [(place: UInt32, data: Double)] = []
  private(set) var dataCount: UInt32 = 0
  private(set) var adjointCount: UInt32 = 2
  /// The place of each node's data; `none` for those that are left out.
  private var places: [UInt32]
  /// By place of data.
  private var adjointPlaces: [UInt32] = []
  let rootPlace: UInt32
  private(set) var rootAdjoint = nobody

  /// The place of data that are not there.
  static let none = UInt32.max
  /// The place of adjoints that are written, but not read.
  private static let nobody: UInt32 = 0
  /// The place of adjoints that stay 0.
  private static let zero: UInt32 = 1

  init(_ tape: Tape, root: Int, leaves: [Value]) {
    var flags = Self.flags(tape, root: root, leaves: leaves)
    places = Array(repeating: Self.none, count: root + 1)
    for id in 0...root where flags[id] & Self.leads != 0 {
      places[id] = dataCount
      dataCount += 1
    }
    rootPlace = places[root]
    addSteps(tape, &flags)
    placeAdjoints(tape, flags)
  }

  func place(_ leaf: Value) -> UInt32 { leaf.id < places.count ? places[leaf.id] : Self.none }

  func adjointPlace(_ leaf: Value) -> UInt32 {
    let place = place(leaf)
    return place == Self.none ? Self.zero : adjointPlaces[Int(place)]
  }

  // MARK: What is computed

  private static let varies: UInt8 = 1
  private static let leads: UInt8 = 2

  /// Which nodes depend on the swept leaves, and which of them, or of their operands, lead to the root.
  private static func flags(_ tape: Tape, root: Int, leaves: [Value]) -> [UInt8] {
    var flags = [UInt8](repeating: 0, count: root + 1)
    for leaf in leaves where leaf.id <= root { flags[leaf.id] = varies }
    // Where a leaf was changed, nothing that was computed is known to be right.
    let isStale = tape.isStale
    for id in 0...root {
      tape.forEachOperand(of: id) { flags[id] |= isStale ? varies : flags[$0] }
    }
    flags[root] |= leads
    for id in stride(from: root, through: 0, by: -1) where flags[id] == varies | leads {
      tape.forEachOperand(of: id) { flags[$0] |= leads }
    }
    return flags
  }

  private mutating func addSteps(_ tape: Tape, _ flags: inout [UInt8]) {
    for id in flags.indices where flags[id] & Self.leads != 0 {
      let node = tape.nodes[id]
      let shape = tape.header.pointee.kernels[node.code].shape
      if shape == .leaf || flags[id] & Self.varies == 0 {
        constants.append((places[id], node.data))
        continue
      }
      var (x, y) = (UInt32(node.first), UInt32(node.second))
      switch shape {
      case .leaf: break
      case .unary: x = places[node.first]
      case .binary: (x, y) = (places[node.first], places[node.second])
      case .nary:
        x = UInt32(listData.count)
        tape.forEachOperand(of: id) { listData.append(places[$0]) }
      }
      steps.append(Step(operation: node.operation, out: places[id], x: x, y: y))
    }
  }

  // MARK: Places of adjoints

  private mutating func placeAdjoints(_ tape: Tape, _ flags: [UInt8]) {
    adjointPlaces = Array(repeating: Self.nobody, count: Int(dataCount))
    listAdjoints = Array(repeating: Self.nobody, count: listData.count)
    listBegins = Array(repeating: true, count: listData.count)
    // Where contributions go: by place of data.
    var receives = [Bool](repeating: false, count: Int(dataCount))
    for id in flags.indices where flags[id] == Self.varies | Self.leads { receives[Int(places[id])] = true }
    var free: [UInt32] = []
    if receives[Int(rootPlace)] { (rootAdjoint, _) = adjoint(of: rootPlace, receives, &free) }
    for index in steps.indices.reversed() {
      var step = steps[index]
      step.adjoint = adjointPlaces[Int(step.out)]
      // The step reads its adjoint before it writes others.
      free.append(step.adjoint)
      switch tape.header.pointee.kernels[Int(step.operation.code)].shape {
      case .leaf: break
      case .unary: (step.xAdjoint, step.beginsX) = adjoint(of: step.x, receives, &free)
      case .binary:
        (step.xAdjoint, step.beginsX) = adjoint(of: step.x, receives, &free)
        (step.yAdjoint, step.beginsY) = adjoint(of: step.y, receives, &free)
      case .nary:
        for i in Int(step.x)..<Int(step.x + step.y) {
          (listAdjoints[i], listBegins[i]) = adjoint(of: listData[i], receives, &free)
        }
      }
      steps[index] = step
    }
  }

  /// The place of an operand's adjoint, and whether it begins now.
  @inline(__always)
  private mutating func adjoint(of place: UInt32, _ receives: [Bool], _ free: inout [UInt32]) -> (UInt32, Bool) {
    if !receives[Int(place)] { return (Self.nobody, true) }
    let known = adjointPlaces[Int(place)]
    if known != Self.nobody { return (known, false) }
    let new: UInt32
    if let last = free.popLast() {
      new = last
    } else {
      new = adjointCount
      adjointCount += 1
    }
    adjointPlaces[Int(place)] = new
    return (new, true)
  }
}
