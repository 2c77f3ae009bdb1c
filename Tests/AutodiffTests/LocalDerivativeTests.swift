@testable import Autodiff
import Testing

/// Derivatives that are ordinary numbers though a factor on the way is no double.
/// A number below the smallest normal one: as a literal it is a warning.
private func subnormal(_ text: String) -> Double { Double(text) ?? .nan }

@Suite struct LocalDerivativeTests {
  typealias Function = @Sendable ([Value]) -> Value

  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let point: [Double]
    let gradient: [Double]
    let function: Function

    init(_ text: String, _ point: [Double], _ gradient: [Double], _ function: @escaping Function) {
      testDescription = text
      self.point = point
      self.gradient = gradient
      self.function = function
    }
  }

  static let cases: [Case] = [
    Case("log(x) * 0 at 5e-324", [.leastNonzeroMagnitude], [0]) { log($0[0]) * 0 },
    Case("log2(x) * 1e-20 at 1e-310", [subnormal("1e-310")], [1.4426950408889634e290]) {
      log2($0[0]) * 1e-20
    },
    Case("log10(x) * 1e-20 at 1e-310", [subnormal("1e-310")], [4.3429448190325e289]) { log10($0[0]) * 1e-20 },
    Case("(x / y) * 1e-20 at 1, 1e-309", [1, subnormal("1e-309")], [1e289, -.infinity]) {
      $0[0] / $0[1] * 1e-20
    },
    Case("x / y * 1e-250 at 1e-300, 1e-300", [1e-300, 1e-300], [1e50, -1e50]) { $0[0] / $0[1] * 1e-250 },
    Case("x / y * 1e-20 at 1e-309, 1e-309", [subnormal("1e-309"), subnormal("1e-309")], [1e289, -1e289]) {
      $0[0] / $0[1] * 1e-20
    },
    Case("x / y * 1e300 at 1e-200, 1e200", [1e-200, 1e200], [1e100, -1e-300]) { $0[0] / $0[1] * 1e300 },
    Case("atan2(x, y) at 1e-200, 1e-200", [1e-200, 1e-200], [5e199, -5e199]) { atan2($0[0], $0[1]) },
    Case("atan2(x, y) * 1e200 at 1, 1e300", [1, 1e300], [1e-100, 0]) { atan2($0[0], $0[1]) * 1e200 },
    Case("atan2(x, y) * 1e308 at 1e300, 1e300", [1e300, 1e300], [5e7, -5e7]) { atan2($0[0], $0[1]) * 1e308 },
    Case("atan(x) * 1e300 at 1e200", [1e200], [1e-100]) { atan($0[0]) * 1e300 },
    Case("asinh(x) at 1e155", [1e155], [1e-155]) { asinh($0[0]) },
    Case("asinh(x) at -1e300", [-1e300], [1e-300]) { asinh($0[0]) },
    Case("acosh(x) at 1e200", [1e200], [1e-200]) { acosh($0[0]) },
    Case("hypot(x, y) * 1e300 at 1e-300, 1e300", [1e-300, 1e300], [1e-300, 1e300]) {
      hypot($0[0], $0[1]) * 1e300
    },
    Case("product(1e-200, 1e-200, 1e300)", [1e-200, 1e-200, 1e300], [1e100, 1e100, 0]) { product($0) },
    Case("product(1e200, 1e200, 1e-300, 2)", [1e200, 1e200, 1e-300, 2], [2e-100, 2e-100, .infinity, 1e100]) {
      product($0)
    },
    Case("product(1e-200, 1e-200, x) * 1e300 at 3", [1e-200, 1e-200, 3], [3e100, 3e100, 1e-100]) {
      product($0) * 1e300
    },
    Case("x**-1 * 1e-200 at 1e-200", [1e-200], [-1e200]) { $0[0] ** -1.0 * 1e-200 },
    Case("x**-3 * 1e-300 at 1e-100", [1e-100], [-3e100]) { $0[0] ** -3.0 * 1e-300 },
    Case("x**y * 1e-300 at 1e-100, -3", [1e-100, -3], [-3e100, -230.25850929940458]) {
      $0[0] ** $0[1] * 1e-300
    },
    Case("tanh(x) * 1e300 at 400", [400], [1.467149833671075e-47]) { tanh($0[0]) * 1e300 },
    Case("sigmoid(x) * 1e300 at 800", [800], [3.667874584177687e-48]) { sigmoid($0[0]) * 1e300 },
    Case("erf(x) * 1e300 at 30", [30], [1.539647660409996e-91]) { erf($0[0]) * 1e300 },
  ]

  @Test(arguments: cases)
  func theGradientIsAnOrdinaryNumberInEveryWay(_ example: Case) throws {
    let graph = Graph()
    let x = example.point.map { graph.variable($0) }
    let output = example.function(x)
    output.backward()
    let steps = output.backwardSteps()
    let sweep = output.sweep(x, over: [example.point, example.point])
    for (index, expected) in example.gradient.enumerated() {
      let grad = try #require(x[index].grad)
      #expect(grad.agrees(with: expected, relative: 1e-10), "backward: \(grad)")
      #expect(output.derivative(by: x[index]).agrees(with: grad), "forward mode")
      #expect(sweep.gradient(1)[sweep.gradient(1).startIndex + index].agrees(with: grad), "sweep")
      #expect(output.paths(to: x[index]).total.agrees(with: grad), "paths")
      let received = steps.filter { $0.operand == x[index] }
      #expect(received.last?.sum.agrees(with: grad) == true, "steps")
    }
    // What the exports show is what was added.
    let first = try #require(graph.values.last { !$0.operation.isLeaf && $0.operands.contains(x[0]) })
    let place = try #require(first.operands.firstIndex(of: x[0]))
    #expect(first.contributions?[place].agrees(with: example.gradient[0], relative: 1e-10) == true)
  }

  @Test func anInfinityThatIsOneStays() {
    let graph = Graph()
    let (zero, x) = (graph.variable(0), graph.variable(.leastNonzeroMagnitude))
    (log(zero) * 0).backward()
    #expect(zero.grad?.isNaN == true)
    (1 / zero * 0).backward()
    #expect(zero.grad?.isNaN == true)
    (sqrt(zero) * 0).backward()
    #expect(zero.grad?.isNaN == true)
    log(x).backward()
    #expect(x.grad == .infinity)
  }

  @Test(arguments: [
    (17.0, 6.855633726168028e-15), (20, 1.699341702116636e-17), (-20, 1.699341702116636e-17),
    (300, 1.060158621201724e-260),
  ])
  func tanhKeepsItsDigits(x: Double, expected: Double) {
    let graph = Graph()
    let leaf = graph.variable(x)
    tanh(leaf).backward()
    #expect(leaf.grad?.agrees(with: expected, relative: 1e-14) == true, "\(String(describing: leaf.grad))")
    #expect(tanh(leaf).sweep([leaf], over: [[x]]).gradient(0).first == leaf.grad)
  }

  @Test(arguments: [
    (Autodiff.Operation.sigmoid, 30.0, 9.357622968838423e-14), (.sigmoid, 40, 4.248354255291589e-18),
    (.expm1, -40, 4.248354255291589e-18),
  ])
  func derivativesInTheTail(_ operation: Autodiff.Operation, x: Double, expected: Double) {
    let graph = Graph()
    let leaf = graph.variable(x)
    graph.apply(operation, to: [leaf]).backward()
    #expect(leaf.grad?.agrees(with: expected, relative: 1e-12) == true)
  }

  @Test func geluInTheTail() {
    let graph = Graph()
    #expect(gelu(graph.variable(-8)).data.agrees(with: -4.97676845942e-15, relative: 1e-10))
    #expect(gelu(graph.variable(-10)).data.agrees(with: -7.61985302416e-23, relative: 1e-10))
  }

  @Test func sumsAreRoundedOnce() {
    let graph = Graph()
    func values(_ numbers: [Double]) -> [Value] { numbers.map { graph.variable($0) } }
    #expect(sum(values([1e16, 1, -1e16])).data == 1)
    #expect(sum(values([1e308, 1e308, -1e308])).data == 1e308)
    #expect(sum(values([1e300, 1, 1e-300, -1e300, -1])).data == 1e-300)
    #expect(mean(values([1e308, 1e308])).data == 1e308)
    #expect(dot(values([1e200, 1, -1e200]), values([1e200, 3, 1e200])).data == 3)
    #expect(dot(values([1e-200, 1e-200]), values([1e-120, 1e-120])).data == subnormal("2e-320"))
    #expect(sum(values([.infinity, 1, -.infinity])).data.isNaN)
    #expect(product(values([1e200, 1e200, 1e-300])).data.agrees(with: 1e100))
    #expect(product(values([1e200, 1e200, 0])).data == 0)
    #expect(product(values([.infinity, 0])).data.isNaN)
    #expect(logsumexp(values([-1e300, 0, -.infinity])).data == 0)
  }
}
