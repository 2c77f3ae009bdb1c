import Autodiff
import Testing

@Suite struct ForwardModeTests {
  @Test("Every row of the table has the same derivatives forwards and backwards")
  func everyRow() {
    for operation in Operation.computed {
      let row = operation.definition
      for sample in row.samples {
        let graph = Graph()
        let operands = sample.prefix(sample.count - row.parameters.count).map { graph.variable($0) }
        let y = graph.apply(operation, to: operands, parameters: Array(sample.suffix(row.parameters.count)))
        y.backward()
        for x in operands { #expect(y.derivative(by: x) == x.grad, "\(row.name) at \(sample)") }
      }
    }
  }

  @Test("Random graphs have the same gradients forwards and backwards, NaN and infinities included")
  func randomGraphs() {
    for seed in UInt64(1)...200 {
      var generator = SplitMix(seed: seed)
      let graph = RandomGraph.any(&generator)
      let output = graph[graph.count - 1]
      output.backward()
      for leaf in graph.values where leaf.operation == .variable {
        let forward = output.derivative(by: leaf)
        let reverse = leaf.grad ?? .nan
        // Infinities of both signs may meet in another order.
        guard forward.isFinite && reverse.isFinite else { continue }
        #expect(
          (forward - reverse).magnitude <= 1e-9 * RandomGraph.magnitude(of: output, by: leaf),
          "seed \(seed), node \(leaf.id): forward \(forward), reverse \(reverse)")
      }
    }
  }

  @Test("A direction is the sum of its seeds, and a seed counts as independent")
  func directions() {
    let graph = Graph()
    let (a, b) = (graph.variable(2), graph.variable(-3))
    let c = a * b
    let d = c + a ** 2
    let tangents = graph.tangents(along: [(a, 2), (b, 0.5)])
    #expect(tangents[d] == 2 * 1 + 0.5 * 2)
    #expect(d.derivative(by: c) == 1)
    #expect(c.derivative(by: d) == 0)
    #expect(graph.tangents(along: [])[d] == 0)
    #expect(tangents.operations == 5)
  }

  @Test("A blocked edge gives exactly zero also forwards, and a node without a seed is skipped")
  func blocked() {
    let graph = Graph()
    let x = graph.variable(-1)
    #expect(relu(x).derivative(by: x) == 0)
    // Backwards the block comes after the infinity and gives 0; forwards the infinity meets the 0.
    #expect((relu(x) * .infinity).derivative(by: x).isNaN)
    let zero = graph.variable(0)
    let unrelated = log(zero) * 0
    #expect((unrelated + x).derivative(by: x) == 1)
    #expect((unrelated + x).derivative(by: zero).isNaN)
  }

  @Test("A chain of 200,000 nodes is one pass without recursion")
  func deepChain() {
    let graph = Graph()
    let x = graph.variable(0.5)
    var y = x
    for _ in 0..<200_000 { y = y + 1e-9 }
    #expect(y.derivative(by: x) == 1)
  }

  @Test func aTangentIsTheDerivativeByTheSeed() {
    let graph = Graph()
    let (a, b) = (graph.variable(2), graph.variable(-3))
    let product = a * b
    let d = tanh(product + a ** 2)
    let tangents = graph.tangents(along: a)
    #expect(tangents[a] == 1 && tangents[b] == 0)
    #expect(tangents[product] == -3)
    #expect(d.derivative(by: a) == tangents[d])
    #expect(tangents[d].agrees(with: 0.07065082485316447))
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
    #expect(tangents.operations == 1)
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
    _ = Jacobian(of: [x + y], by: [x])
    #expect(x.grad == 6 && graph.gradientRoot == y)
  }

  @Test func nodesThatComeLaterHaveNoTangent() {
    let graph = Graph()
    let x = graph.variable(3)
    let tangents = graph.tangents(along: x)
    let later = x * x
    #expect(tangents[later] == 0 && !tangents.reaches(later))
  }

  @Test func everyDirectionOfTheRandomGraphsAgreesWithPyTorch() throws {
    let graphs = try Reference.graphs()
    let directions = try Reference.tangents()
    #expect(directions.count >= 560)
    var mismatches: [String] = []
    for direction in directions {
      let graph = try graphs[direction.graph].record()
      let tangents = graph.tangents(along: direction.seeds.map { (graph[Int($0[0].value)], $0[1].value) })
      for (value, expected) in zip(graph.values, direction.tangents) {
        // Where PyTorch loses digits, as the rows say, reverse mode is the reference; its own test is exact there.
        let agree =
          expected.map { tangents.reaches(value) && tangents[value].agrees(with: $0.value, relative: 1e-11) }
          ?? (!tangents.reaches(value) && tangents[value] == 0)
          || graph.hasDifferences
            && tangents[value].agrees(
              with: direction.seeds.reduce(0) { sum, seed in
                sum + seed[1].value * Jacobian(of: [value], by: [graph[Int(seed[0].value)]]).rows[0][0]
              }, relative: 1e-11)
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

extension Graph {
  /// Whether an operation of the graph differs from PyTorch's.
  fileprivate var hasDifferences: Bool {
    values.contains { !$0.operation.isLeaf && !$0.operation.definition.differences.isEmpty }
  }
}
