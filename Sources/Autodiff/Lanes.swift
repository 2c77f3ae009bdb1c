/// Scratch memory for replays of eight inputs at once: one lane each.
///
/// The loops over the lanes are short and have the rule's code inside, which lets the compiler use vector instructions.
struct Lanes {
  typealias Vector = SIMD8<Double>
  static let width = Vector.scalarCount

  /// What a node has in the lanes.
  struct Slot {
    var data: Vector
    var adjoint: Vector
  }

  private let tape: Tape
  private let root: Int
  let slots: UnsafeMutablePointer<Slot>
  /// Whether a node leads to the root; the others are not computed.
  private let leads: UnsafeMutablePointer<Bool>

  init(_ tape: Tape, root: Int) {
    self.tape = tape
    self.root = root
    let bytes = tape.count * MemoryLayout<Slot>.stride
    let alignment = bytes >= 2 * HugePages.size ? HugePages.size : MemoryLayout<Slot>.alignment
    let memory = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: alignment)
    HugePages.advise(memory, bytes)
    slots = memory.bindMemory(to: Slot.self, capacity: tape.count)
    leads = .allocate(capacity: tape.count)
    leads.initialize(repeating: false, count: tape.count)
    leads[root] = true
    for id in 0..<tape.count {
      let data = tape.nodes[id].data
      (slots + id).initialize(to: Slot(data: Vector(repeating: data), adjoint: .zero))
    }
    for id in stride(from: root, through: 0, by: -1) where leads[id] {
      tape.forEachOperand(of: id) { leads[$0] = true }
    }
  }

  func deallocate() {
    UnsafeMutableRawPointer(slots).deallocate()
    leads.deallocate()
  }

  // MARK: Forward

  func forward() {
    for id in 0...root where leads[id] {
      let node = tape.nodes[id]
      slots[id].adjoint = .zero
      switch node.operation {
      case .variable, .constant: break
      case .add: evaluate(Add.self, id, node)
      case .subtract: evaluate(Subtract.self, id, node)
      case .multiply: evaluate(Multiply.self, id, node)
      case .divide: evaluate(Divide.self, id, node)
      case .negate: evaluate(Negate.self, id, node)
      case .square: evaluate(Square.self, id, node)
      case .exp: evaluate(Exponential.self, id, node)
      case .log: evaluate(Logarithm.self, id, node)
      case .sqrt: evaluate(SquareRoot.self, id, node)
      case .sin: evaluate(Sine.self, id, node)
      case .cos: evaluate(Cosine.self, id, node)
      case .tanh: slots[id].data = Math.tanh(slots[node.first].data)
      case .sigmoid: evaluate(Sigmoid.self, id, node)
      case .relu: evaluate(Relu.self, id, node)
      default: evaluate(id, node)
      }
    }
  }

  @inline(__always)
  private func evaluate<R: UnaryRule>(_: R.Type, _ id: Int, _ node: Node) {
    let x = slots[node.first].data
    var out = Vector.zero
    for lane in 0..<Self.width { out[lane] = R.value(x[lane]) }
    slots[id].data = out
  }

  @inline(__always)
  private func evaluate<R: BinaryRule>(_: R.Type, _ id: Int, _ node: Node) {
    let (x, y) = (slots[node.first].data, slots[node.second].data)
    var out = Vector.zero
    for lane in 0..<Self.width { out[lane] = R.value(x[lane], y[lane]) }
    slots[id].data = out
  }

  /// By the operation's row, lane by lane.
  private func evaluate(_ id: Int, _ node: Node) {
    let kernel = tape.header.pointee.kernels + node.code
    for lane in 0..<Self.width {
      switch kernel.pointee.shape {
      case .leaf: break
      case .unary, .binary: slots[id].data[lane] = kernel.pointee.value(point(of: node, kernel, lane))
      case .nary: slots[id].data[lane] = withOperandData(of: node, lane) { kernel.pointee.listValue($0) }
      }
    }
  }

  // MARK: Backward

  func backward() {
    slots[root].adjoint = Vector(repeating: 1)
    for id in stride(from: root, through: 0, by: -1) where leads[id] {
      let node = tape.nodes[id]
      switch node.operation {
      case .variable, .constant: break
      case .add: differentiate(Add.self, id, node)
      case .subtract: differentiate(Subtract.self, id, node)
      case .multiply: differentiate(Multiply.self, id, node)
      case .divide: differentiate(Divide.self, id, node)
      case .negate: differentiate(Negate.self, id, node)
      case .square: differentiate(Square.self, id, node)
      case .exp: differentiate(Exponential.self, id, node)
      case .log: differentiate(Logarithm.self, id, node)
      case .sqrt: differentiate(SquareRoot.self, id, node)
      case .sin: differentiate(Sine.self, id, node)
      case .cos: differentiate(Cosine.self, id, node)
      case .tanh: differentiate(HyperbolicTangent.self, id, node)
      case .sigmoid: differentiate(Sigmoid.self, id, node)
      case .relu: differentiate(Relu.self, id, node)
      default: differentiate(id, node)
      }
    }
  }

  @inline(__always)
  private func differentiate<R: UnaryRule>(_: R.Type, _ id: Int, _ node: Node) {
    let (x, out, adjoint) = (slots[node.first].data, slots[id].data, slots[id].adjoint)
    var contribution = Vector.zero
    for lane in 0..<Self.width {
      contribution[lane] = Tape.contribution(adjoint[lane], R.local(x[lane], out[lane]))
    }
    slots[node.first].adjoint += contribution
  }

  @inline(__always)
  private func differentiate<R: BinaryRule>(_: R.Type, _ id: Int, _ node: Node) {
    let (x, y, out, adjoint) = (
      slots[node.first].data, slots[node.second].data, slots[id].data, slots[id].adjoint
    )
    var (first, second) = (Vector.zero, Vector.zero)
    for lane in 0..<Self.width {
      let locals = R.locals(x[lane], y[lane], out[lane])
      first[lane] = Tape.contribution(adjoint[lane], locals.0)
      second[lane] = Tape.contribution(adjoint[lane], locals.1)
    }
    slots[node.first].adjoint += first
    slots[node.second].adjoint += second
  }

  /// By the operation's row, lane by lane.
  private func differentiate(_ id: Int, _ node: Node) {
    let kernel = tape.header.pointee.kernels + node.code
    for lane in 0..<Self.width {
      let adjoint = slots[id].adjoint[lane]
      switch kernel.pointee.shape {
      case .leaf: break
      case .unary:
        let local = kernel.pointee.first(point(of: node, kernel, lane, out: slots[id].data[lane]))
        slots[node.first].adjoint[lane] += Tape.contribution(adjoint, local)
      case .binary:
        let point = point(of: node, kernel, lane, out: slots[id].data[lane])
        slots[node.first].adjoint[lane] += Tape.contribution(adjoint, kernel.pointee.first(point))
        slots[node.second].adjoint[lane] += Tape.contribution(adjoint, kernel.pointee.second(point))
      case .nary:
        let operands = tape.header.pointee.operandLists.base + node.first
        withOperandData(of: node, lane) { x in
          withUnsafeTemporaryAllocation(of: Double?.self, capacity: x.count) { locals in
            locals.initialize(repeating: nil)
            kernel.pointee.listLocals(x, slots[id].data[lane], locals)
            for i in x.indices {
              slots[Int(operands[i])].adjoint[lane] += Tape.contribution(adjoint, locals[i])
            }
          }
        }
      }
    }
  }

  // MARK: Operands

  private func point(
    of node: Node, _ kernel: UnsafePointer<Kernel>, _ lane: Int, out: Double = 0
  ) -> Point {
    tape.point(of: node, kernel, out: out) { slots[$0].data[lane] }
  }

  private func withOperandData<Result>(
    of node: Node, _ lane: Int, _ body: (UnsafeBufferPointer<Double>) -> Result
  ) -> Result {
    tape.withOperandData(of: node, { slots[$0].data[lane] }, body)
  }
}
