import GradGraphPlatform

/// A plan carried out for eight inputs at once: one lane each.
///
/// The loops over the lanes are short and have the rule's code inside, which lets the compiler use vector instructions.
struct Lanes {
  typealias Vector = SIMD8<Double>
  static let width = Vector.scalarCount

  private let tape: Tape
  private let plan: LanePlan
  private let data: UnsafeMutablePointer<Vector>
  private let adjoints: UnsafeMutablePointer<Vector>

  init(_ tape: Tape, root: Int, leaves: [Value]) {
    self.tape = tape
    plan = LanePlan(tape, root: root, leaves: leaves)
    data = Self.vectors(plan.dataCount)
    adjoints = Self.vectors(plan.adjointCount)
    let data = data
    plan.forEachConstant(tape) { place, number in data[place] = Vector(repeating: number) }
    adjoints.initialize(repeating: .zero, count: plan.adjointCount)
  }

  private static func vectors(_ count: Int) -> UnsafeMutablePointer<Vector> {
    let bytes = count * MemoryLayout<Vector>.stride
    let alignment = bytes >= 2 * HugePages.size ? HugePages.size : MemoryLayout<Vector>.alignment
    let memory = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: alignment)
    HugePages.advise(memory, bytes)
    return memory.bindMemory(to: Vector.self, capacity: count)
  }

  func deallocate() {
    plan.deallocate()
    UnsafeMutableRawPointer(data).deallocate()
    UnsafeMutableRawPointer(adjoints).deallocate()
  }

  /// The data of the root or of a swept leaf, one number per lane.
  func data(of id: Int) -> UnsafeMutablePointer<Double> { Self.numbers(data + plan.dataPlace(of: id)) }

  /// The derivatives by a swept leaf, one number per lane.
  func adjoints(of id: Int) -> UnsafeMutablePointer<Double> {
    Self.numbers(adjoints + plan.adjointPlace(of: id))
  }

  private static func numbers(_ vector: UnsafeMutablePointer<Vector>) -> UnsafeMutablePointer<Double> {
    UnsafeMutableRawPointer(vector).assumingMemoryBound(to: Double.self)
  }

  // MARK: Forward

  func forward() {
    for index in 0..<plan.steps.count {
      let step = plan.steps.base[index]
      switch step.operation {
      case .add: evaluate(Add.self, step)
      case .subtract: evaluate(Subtract.self, step)
      case .multiply: evaluate(Multiply.self, step)
      case .divide: evaluate(Divide.self, step)
      case .negate: evaluate(Negate.self, step)
      case .square: evaluate(Square.self, step)
      case .exp: evaluate(Exponential.self, step)
      case .log: evaluate(Logarithm.self, step)
      case .sqrt: evaluate(SquareRoot.self, step)
      case .sin: evaluate(Sine.self, step)
      case .cos: evaluate(Cosine.self, step)
      case .tanh: data[Int(step.data)] = Math.tanh(data[Int(step.x.data)])
      case .sigmoid: evaluate(Sigmoid.self, step)
      case .relu: evaluate(Relu.self, step)
      case .powerConstant where parameter(step) == 2: evaluate(Square.self, step)
      default: evaluate(step)
      }
    }
  }

  private func parameter(_ step: LanePlan.Step) -> Double {
    tape.header.pointee.parameters.base[Int(step.y.data)]
  }

  @inline(__always)
  private func evaluate<R: UnaryRule>(_: R.Type, _ step: LanePlan.Step) {
    let x = data[Int(step.x.data)]
    var out = Vector.zero
    for lane in 0..<Self.width { out[lane] = R.value(x[lane]) }
    data[Int(step.data)] = out
  }

  @inline(__always)
  private func evaluate<R: BinaryRule>(_: R.Type, _ step: LanePlan.Step) {
    let (x, y) = (data[Int(step.x.data)], data[Int(step.y.data)])
    var out = Vector.zero
    for lane in 0..<Self.width { out[lane] = R.value(x[lane], y[lane]) }
    data[Int(step.data)] = out
  }

  /// By the operation's row, lane by lane.
  private func evaluate(_ step: LanePlan.Step) {
    let kernel = kernel(step)
    for lane in 0..<Self.width {
      switch kernel.pointee.shape {
      case .leaf: break
      case .unary, .binary: data[Int(step.data)][lane] = kernel.pointee.value(point(step, kernel, lane))
      case .nary: data[Int(step.data)][lane] = withOperandData(of: step, lane, kernel.pointee.listValue)
      }
    }
  }

  // MARK: Backward

  func backward() {
    adjoints[Int(plan.rootAdjoint)] = Vector(repeating: 1)
    for index in stride(from: plan.steps.count - 1, through: 0, by: -1) {
      let step = plan.steps.base[index]
      switch step.operation {
      case .add: differentiate(Add.self, step)
      case .subtract: differentiate(Subtract.self, step)
      case .multiply: differentiate(Multiply.self, step)
      case .divide: differentiate(Divide.self, step)
      case .negate: differentiate(Negate.self, step)
      case .square: differentiate(Square.self, step)
      case .exp: differentiate(Exponential.self, step)
      case .log: differentiate(Logarithm.self, step)
      case .sqrt: differentiate(SquareRoot.self, step)
      case .sin: differentiate(Sine.self, step)
      case .cos: differentiate(Cosine.self, step)
      case .tanh: differentiateTanh(step)
      case .sigmoid: differentiate(Sigmoid.self, step)
      case .relu: differentiate(Relu.self, step)
      case .powerConstant where parameter(step) == 2: differentiate(Square.self, step)
      default: differentiate(step)
      }
    }
  }

  @inline(__always)
  private func differentiate<R: UnaryRule>(_: R.Type, _ step: LanePlan.Step) {
    let (x, out, adjoint) = (data[Int(step.x.data)], data[Int(step.data)], adjoints[Int(step.adjoint)])
    var contribution = Vector.zero
    for lane in 0..<Self.width {
      contribution[lane] = R.contribution(adjoint[lane], x[lane], out[lane])
    }
    receive(step.x, contribution)
  }

  /// As ``HyperbolicTangent/contribution(_:_:_:)``, for all lanes at once.
  @inline(__always)
  private func differentiateTanh(_ step: LanePlan.Step) {
    let (x, out, adjoint) = (data[Int(step.x.data)], data[Int(step.data)], adjoints[Int(step.adjoint)])
    receive(step.x, Math.tanhContribution(adjoint, x, out))
  }

  @inline(__always)
  private func differentiate<R: BinaryRule>(_: R.Type, _ step: LanePlan.Step) {
    let (x, y) = (data[Int(step.x.data)], data[Int(step.y.data)])
    let (out, adjoint) = (data[Int(step.data)], adjoints[Int(step.adjoint)])
    var (first, second) = (Vector.zero, Vector.zero)
    for lane in 0..<Self.width {
      (first[lane], second[lane]) = R.contributions(adjoint[lane], x[lane], y[lane], out[lane])
    }
    receive(step.x, first)
    receive(step.y, second)
  }

  @inline(__always)
  private func receive(_ operand: LanePlan.Operand, _ contribution: Vector) {
    if operand.begins {
      adjoints[Int(operand.adjoint)] = contribution
    } else {
      adjoints[Int(operand.adjoint)] += contribution
    }
  }

  /// By the operation's row, lane by lane.
  private func differentiate(_ step: LanePlan.Step) {
    let kernel = kernel(step)
    let adjoint = adjoints[Int(step.adjoint)]
    switch kernel.pointee.shape {
    case .leaf: break
    case .unary, .binary:
      let isBinary = kernel.pointee.shape == .binary
      var (first, second) = (Vector.zero, Vector.zero)
      for lane in 0..<Self.width {
        let point = point(step, kernel, lane, out: data[Int(step.data)][lane])
        first[lane] = kernel.pointee.local(point, 0).contribution(to: adjoint[lane])
        if isBinary { second[lane] = kernel.pointee.local(point, 1).contribution(to: adjoint[lane]) }
      }
      receive(step.x, first)
      if isBinary { receive(step.y, second) }
    case .nary: differentiateList(step, kernel, adjoint)
    }
  }

  private func differentiateList(
    _ step: LanePlan.Step, _ kernel: UnsafePointer<Kernel>, _ adjoint: Vector
  ) {
    let operands = plan.list.base + Int(step.x.data)
    for i in 0..<Int(step.y.data) where operands[i].begins { adjoints[Int(operands[i].adjoint)] = .zero }
    for lane in 0..<Self.width {
      withOperandData(of: step, lane) { x in
        withUnsafeTemporaryAllocation(of: LocalDerivative.self, capacity: x.count) { locals in
          locals.initialize(repeating: .blocked)
          kernel.pointee.listLocals(x, data[Int(step.data)][lane], locals)
          for i in x.indices {
            adjoints[Int(operands[i].adjoint)][lane] += locals[i].contribution(to: adjoint[lane])
          }
        }
      }
    }
  }

  // MARK: Operands

  private func kernel(_ step: LanePlan.Step) -> UnsafePointer<Kernel> {
    tape.header.pointee.kernels + Int(step.code)
  }

  private func point(
    _ step: LanePlan.Step, _ kernel: UnsafePointer<Kernel>, _ lane: Int, out: Double = 0
  ) -> Point {
    let node = Node(step.operation, Int(step.x.data), Int(step.y.data), data: 0)
    return tape.point(of: node, kernel, out: out) { data[$0][lane] }
  }

  private func withOperandData<Result>(
    of step: LanePlan.Step, _ lane: Int, _ body: (UnsafeBufferPointer<Double>) -> Result
  ) -> Result {
    let operands = plan.list.base + Int(step.x.data)
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: Int(step.y.data)) { buffer in
      for i in buffer.indices { buffer.initializeElement(at: i, to: data[Int(operands[i].data)][lane]) }
      return body(UnsafeBufferPointer(buffer))
    }
  }
}
