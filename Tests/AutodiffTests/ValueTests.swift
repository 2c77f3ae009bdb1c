import Autodiff
import Testing

@Suite struct ValueTests {
  // MARK: Operators

  @Test func aLiteralStandsOnEitherSideOfEveryOperator() {
    let graph = Graph()
    let x = graph.variable(4)
    #expect((x + 3).data == 7)
    #expect((3 + x).data == 7)
    #expect((x - 3).data == 1)
    #expect((3 - x).data == -1)
    #expect((x * 3).data == 12)
    #expect((3 * x).data == 12)
    #expect((x / 2).data == 2)
    #expect((2 / x).data == 0.5)
    #expect((x ** 3).data == 64)
    #expect((3 ** x).data == 81)
    #expect((-x).data == -4)
  }

  @Test func theDerivativesOfEachSideOfEveryOperatorAreRight() {
    for (name, operation, expected) in derivatives {
      let graph = Graph()
      let x = graph.variable(4)
      operation(x).backward()
      #expect(x.grad == expected, "\(name): \(String(describing: x.grad)), not \(expected)")
    }
  }

  private var derivatives: [(String, (Value) -> Value, Double)] {
    [
      ("x + 3", { $0 + 3 }, 1), ("3 + x", { 3 + $0 }, 1), ("x - 3", { $0 - 3 }, 1), ("3 - x", { 3 - $0 }, -1),
      ("x * 3", { $0 * 3 }, 3), ("3 * x", { 3 * $0 }, 3), ("x / 2", { $0 / 2 }, 0.5),
      ("2 / x", { 2 / $0 }, -0.125), ("x ** 3", { $0 ** 3 }, 48), ("1 ** x", { 1 ** $0 }, 0),
      ("-x", { -$0 }, -1),
      ("min(x, 5)", { min($0, 5) }, 1),
      ("max(x, 5)", { max($0, 5) }, 0), ("pow(x, 2)", { pow($0, 2) }, 8),
    ]
  }

  @Test func powersBindToTheRightAndTighterThanProducts() {
    let graph = Graph()
    let x = graph.variable(4)
    #expect((2 ** (x / 2) ** 2).data == 16)
    #expect((2 ** (x / 2) ** 3).data == 256)
    #expect((3 * x ** 2).data == 48)
    #expect((-x ** 2).data == 16, "Swift's prefix minus binds tighter than any operator")
  }

  @Test func aLiteralIsAConstantNodeInItsPlace() {
    let graph = Graph()
    let x = graph.variable(4)
    let difference = 3 - x
    #expect(difference.operands.map(\.data) == [3, 4])
    #expect(difference.operands.map(\.operation) == [.constant, .variable])
    #expect((x - 3).operands.map(\.data) == [4, 3])
  }

  @Test func anExponentIsAParameterOfItsOperation() {
    let graph = Graph()
    let power = graph.variable(4) ** 2
    #expect(power.operation == .powerConstant)
    #expect(power.parameters == [2])
    #expect(power.operands.count == 1)
  }

  @Test func subtractionAndDivisionAreTheirOwnOperations() {
    let graph = Graph()
    let (a, b) = (graph.variable(6), graph.variable(3))
    #expect((a - b).operation == .subtract)
    #expect((a / b).operation == .divide)
    #expect((-a).operation == .negate)
    #expect(graph.count == 5)
  }

  @Test func assignmentOperatorsRecordTheSameNodes() {
    let graph = Graph()
    let x = graph.variable(6)
    var y = x
    y += x
    y -= 2
    y *= x
    y /= 3
    #expect(y.data == 20)
    #expect(
      [graph[1], graph[3], graph[4], graph[6]].map(\.operation) == [.add, .subtract, .multiply, .divide])
    y += 1
    y -= x
    y *= 2
    y /= x
    #expect(y.data == 5)
  }

  @Test func theSameOperandTwiceIsTwoEdges() {
    let graph = Graph()
    let x = graph.variable(3)
    let product = x * x
    let total = x + x
    #expect(product.operandIDs == [0, 0])
    #expect(product.localDerivatives == [3, 3])
    #expect(total.operands == [x, x])
    #expect(total.localDerivatives == [1, 1])
    product.backward()
    #expect(x.grad == 6)
    #expect(product.contributions == [3, 3])
    total.backward()
    #expect(x.grad == 2)
    (x - x).backward()
    #expect(x.grad == 0)
    (x / x).backward()
    #expect(x.grad == 0)
  }

  // MARK: Functions

  @Test func everyFunctionRecordsItsOperation() {
    let graph = Graph()
    let x = graph.variable(0.5)
    let unary: [(Value) -> Value] = [
      exp, expm1, log, log1p, log2, log10, sqrt, cbrt, square, abs, sign, sin, cos, tan, asin, acos, atan,
      sinh, cosh,
      tanh, asinh, acosh, atanh, sigmoid, softplus, relu, gelu, silu, erf,
    ]
    let binary: [(Value, Value) -> Value] = [atan2, hypot, pow, min, max]
    let nary: [([Value]) -> Value] = [sum, mean, product, logsumexp, { dot($0, $0) }]
    var recorded =
      unary.map { $0(x).operation } + binary.map { $0(x, x).operation } + nary.map { $0([x, x]).operation }
    recorded += [leakyRelu(x).operation, elu(x).operation, clamp(x, 0, 1).operation]
    recorded += [x + x, x - x, x * x, x / x, -x, x ** 2].map(\.operation)
    #expect(Set(recorded) == Set(Operation.computed))
    #expect(recorded.count == Operation.computed.count)
  }

  @Test func anOperationOfManyOperandsIsOneNode() {
    let graph = Graph()
    let (a, b, c) = (graph.variable(2), graph.variable(3), graph.variable(7))
    let (total, average, factor) = (sum([a, b, c]), mean([a, b, c]), product([a, b, c]))
    #expect(graph.count == 6)
    #expect([total, average, factor].map(\.data) == [12, 4, 42])
    #expect([total, average, factor].map(\.operandIDs) == [[0, 1, 2], [0, 1, 2], [0, 1, 2]])
    #expect(total.localDerivatives == [1, 1, 1])
    #expect(average.localDerivatives == Array(repeating: 1 / Double(3), count: 3))
    #expect(factor.localDerivatives == [21, 14, 6])
    #expect(sum(a, b).data == 5)
    #expect(mean(a, b).data == 2.5)
    #expect(product(a, b).data == 6)
    #expect(sum([a]).data == 2)
  }

  @Test func theProductOfSeveralZerosHasNoInfiniteDerivative() {
    let graph = Graph()
    let (a, b, c) = (graph.variable(0), graph.variable(3), graph.variable(5))
    #expect(product([a, b, c]).localDerivatives == [15, 0, 0])
    #expect(product([a, b, a]).localDerivatives == [0, 0, 0])
  }

  // MARK: Identity, names and text

  @Test func valuesAreEqualWhenTheyAreTheSameNode() {
    let (graph, other) = (Graph(), Graph())
    let (x, y) = (graph.variable(1), graph.variable(1))
    #expect(x == x)
    #expect(x == graph[0])
    #expect(x != y)
    #expect(x != other.variable(1))
  }

  @Test func aValueOfAReleasedGraphIsNotEqualToOneOfTheNextGraph() {
    let old = { Graph().variable(1) }()
    let graphs = (0..<50).map { _ in Graph() }
    for graph in graphs { #expect(graph.variable(1) != old) }
  }

  @Test func namesAreKeptAndCanBeReplaced() {
    let graph = Graph()
    let x = graph.variable(1, named: "x")
    #expect(x.name == "x")
    #expect((x + 1).name == nil)
    #expect((x + 1).named("y").name == "y")
    x.named("|{\"π\n")
    #expect(graph[0].name == "|{\"π\n")
  }

  @Test func namesAreKeptInWhateverOrderTheyAreGiven() {
    let graph = Graph()
    for id in 0..<1000 { _ = graph.variable(Double(id)) }
    var names: [Int: String] = [:]
    // Upwards in steps, what was left out downwards, and some again.
    let ids =
      Array(stride(from: 3, to: 1000, by: 7)) + stride(from: 999, through: 0, by: -3) + [10, 3, 999, 64]
    for (turn, id) in ids.enumerated() {
      names[id] = "n\(turn)"
      graph[id].named("n\(turn)")
    }
    for id in 0..<1000 { #expect(graph[id].name == names[id], "node \(id)") }
    #expect(graph.variable(0).name == nil)
  }

  @Test func theDescriptionTellsWhatIsMissingFromWhatIsZero() {
    let graph = Graph()
    let x = graph.variable(2, named: "x")
    let unused = graph.variable(3)
    let y = (x * x).named("y")
    #expect("\(x)" == "x: data 2.0, grad not computed")
    #expect("\(y)" == "y = mul: data 4.0, grad not computed")
    y.backward()
    #expect("\(x)" == "x: data 2.0, grad 4.0")
    #expect("\(unused)" == "node 1: data 3.0, grad 0.0")
  }
}
