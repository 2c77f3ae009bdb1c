import Autodiff
import Testing

@Suite struct TangentsTests {
  @Test func aTangentIsTheDerivativeByTheSeed() {
    let graph = Graph()
    let (a, b) = (graph.variable(2), graph.variable(-3))
    let product = a * b
    let d = tanh(product + a ** 2)
    let tangents = graph.tangents(along: a)
    #expect(tangents[a] == 1 && tangents[b] == 0)
    #expect(tangents[product] == -3)
    #expect(d.derivative(by: a) == tangents[d])
    #expect(tangents[d].agrees(with: 0.07065082485316443))
    #expect(d.derivative(by: product).agrees(with: tangents[d], relative: 1e-12))
  }

  @Test func severalSeedsAddUpWithTheirWeights() {
    let graph = Graph()
    let (x, y) = (graph.variable(3), graph.variable(5))
    let product = x * y
    #expect(graph.tangents(along: [(x, 2), (y, -1)])[product] == 7)
    #expect(graph.tangents(along: [(x, 2), (x, 1)])[product] == 15)
    #expect(graph.tangents(along: [(x, 1), (product, 10)])[product] == 15)
    #expect(graph.tangents(along: [])[product] == 0)
  }

  @Test func whatDoesNotDependOnTheSeedIsSkipped() {
    let graph = Graph()
    let (x, other) = (graph.variable(2), graph.variable(-1))
    let nan = sqrt(other)
    let y = x + nan
    let tangents = graph.tangents(along: x)
    #expect(tangents.reaches(x) && tangents.reaches(y))
    #expect(!tangents.reaches(other) && !tangents.reaches(nan))
    // One edge of the two: the other one is not multiplied by zero, which would be NaN.
    #expect(tangents[y] == 1)
    #expect(tangents.cost == Cost(passes: 1, operations: 1))
    #expect(nan.derivative(by: x) == 0)
    #expect(x.derivative(by: y) == 0)
  }

  @Test func aBlockedEdgeAddsExactlyZero() {
    let graph = Graph()
    let x = graph.variable(0)
    let infinite = log(x)
    let blocked = relu(infinite)
    let tangents = graph.tangents(along: x)
    #expect(tangents[infinite] == .infinity)
    #expect(tangents[blocked] == 0 && tangents.reaches(blocked))
    #expect(graph.tangents(along: x)[blocked * 2] == 0)
  }

  @Test func zeroTimesInfinityIsNotANumber() {
    let graph = Graph()
    let x = graph.variable(0)
    #expect((sqrt(x) * 0).derivative(by: x).isNaN)
  }

  @Test func aChangedLeafIsComputedFirst() {
    let graph = Graph()
    let x = graph.variable(3)
    let y = x * x
    x.data = 5
    #expect(y.derivative(by: x) == 10)
    x.data = 7
    #expect(graph.tangents(along: x)[y] == 14)
    #expect(y.data == 49)
  }

  @Test func gradientsStay() {
    let graph = Graph()
    let x = graph.variable(3)
    let y = x * x
    y.backward()
    _ = graph.tangents(along: x)
    _ = graph.jacobian(of: [x + y], by: [x])
    #expect(x.grad == 6 && graph.gradientRoot == y)
  }

  @Test func nodesThatComeLaterHaveNoTangent() {
    let graph = Graph()
    let x = graph.variable(3)
    let tangents = graph.tangents(along: x)
    let later = x * x
    #expect(tangents[later] == 0 && !tangents.reaches(later))
  }

  @Test func aLongChainIsNoProblem() {
    let graph = Graph()
    let x = graph.variable(0.5)
    var y = x
    for _ in 0..<100_000 { y = y + x }
    #expect(y.derivative(by: x) == 100_001)
  }

  @Test(arguments: Operation.computed)
  func theTangentsOfARowAreItsLocalDerivatives(_ operation: Operation) {
    for sample in operation.definition.samples {
      let graph = Graph()
      let constants = operation.definition.parameters.count
      let operands = sample.dropLast(constants).map { graph.variable($0) }
      let result = graph.apply(operation, to: operands, parameters: Array(sample.suffix(constants)))
      #expect(operands.map(result.derivative) == result.localDerivatives)
    }
  }

  @Test func everyDirectionOfTheRandomGraphsAgreesWithPyTorch() throws {
    let graphs = try Reference.graphs()
    let directions = try Reference.tangents()
    #expect(directions.count >= 600)
    var mismatches: [String] = []
    for direction in directions {
      let graph = try graphs[direction.graph].record()
      let tangents = graph.tangents(along: direction.seeds.map { (graph[Int($0[0].value)], $0[1].value) })
      for (value, expected) in zip(graph.values, direction.tangents) {
        let agree =
          expected.map { tangents.reaches(value) && tangents[value].agrees(with: $0.value, relative: 1e-11) }
          ?? (!tangents.reaches(value) && tangents[value] == 0)
        if !agree {
          mismatches.append(
            "graph \(direction.graph): \(value) has \(tangents[value]), not \(String(describing: expected?.value))"
          )
        }
      }
    }
    #expect(mismatches.isEmpty, "\(mismatches.count): \(mismatches.prefix(20).joined(separator: "\n"))")
  }
}

@Suite struct JacobianTests {
  @Test func theModesGiveTheSameAndTheCheaperIsTaken() {
    let graph = Graph()
    let (x, y, z) = (graph.variable(2), graph.variable(3), graph.variable(5))
    let (u, v) = (x * y, x + y + z)
    let reverse = graph.jacobian(of: [u, v], by: [x, y, z], mode: .reverse)
    let forward = graph.jacobian(of: [u, v], by: [x, y, z], mode: .forward)
    #expect(reverse.rows == [[3, 2, 0], [1, 1, 1]])
    #expect(forward.rows == reverse.rows)
    #expect(graph.jacobian(of: [u, v], by: [x, y, z]).mode == .reverse)
    #expect(graph.jacobian(of: [u, v], by: [x]).mode == .forward)
    #expect(graph.jacobian(of: [u], by: [x]).mode == .reverse)
  }

  @Test func theCostsAreThoseOfThePasses() {
    let graph = Graph()
    let (x, y, z) = (graph.variable(1), graph.variable(2), graph.variable(3))
    let unused = graph.variable(4)
    let f = x + y + z
    let variables = [x, y, z, unused]
    // Two additions of two edges; x and y go through both, z through the last.
    #expect(
      graph.jacobian(of: [f], by: variables, mode: .reverse).cost == Cost(passes: 1, operations: 4))
    #expect(
      graph.jacobian(of: [f], by: variables, mode: .forward).cost == Cost(passes: 3, operations: 5))
  }

  @Test func anEmptyJacobianHasNoRows() {
    let graph = Graph()
    let x = graph.variable(1)
    #expect(graph.jacobian(of: [], by: [x]).rows == [])
    #expect(graph.jacobian(of: [x], by: []).rows == [[]])
    #expect(graph.jacobian(of: [x], by: [x], mode: .forward).rows == [[1]])
  }

  @Test func forwardAgreesWithReverseOnTheRandomGraphs() throws {
    for (index, record) in try Reference.graphs().prefix(570).enumerated() {
      let graph = try record.record()
      let variables = graph.values.filter { $0.operation == .variable }
      let outputs = Array(graph.values.suffix(3))
      let reverse = graph.jacobian(of: outputs, by: variables, mode: .reverse).rows.joined()
      let forward = graph.jacobian(of: outputs, by: variables, mode: .forward).rows.joined()
      for (x, y) in zip(reverse, forward) {
        #expect(x.agrees(with: y, relative: 1e-9, absolute: 1e-300), "graph \(index): \(x) and \(y)")
      }
    }
  }
}
