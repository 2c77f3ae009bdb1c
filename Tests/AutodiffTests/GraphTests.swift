import Autodiff
import Testing

@Suite struct GraphTests {
  @Test func theSeedHasThePublishedGradients() {
    let graph = Graph()
    let a = graph.variable(2, named: "a")
    let b = graph.variable(-3, named: "b")
    let c = (a * b + a ** 2).named("c")
    let d = tanh(c).named("d")
    d.backward()
    #expect(d.data == -0.9640275800758169)
    #expect(a.grad == 0.07065082485316448)
    #expect(b.grad == 0.14130164970632894)
  }

  @Test func theSanityCheckOfMicrogradHasItsNumbers() {
    let graph = Graph()
    let x = graph.variable(-4)
    let z = 2 * x + 2 + x
    let q = relu(z) + z * x
    let h = relu(z * z)
    let y = h + q + q * x
    y.backward()
    #expect(y.data == -20)
    #expect(x.grad == 46)
  }

  @Test func moreOperationsOfMicrogradHaveTheirNumbers() throws {
    let graph = Graph()
    let a = graph.variable(-4)
    let b = graph.variable(2)
    var c = a + b
    var d = a * b + b ** 3
    c += c + 1
    c += 1 + c + (-a)
    d += d * 2 + relu(b + a)
    d += 3 * d + relu(b - a)
    let e = c - d
    let f = e ** 2
    var g = f / 2
    g += 10 / f
    g.backward()
    #expect(g.data == 24.70408163265306)
    let (gradientOfA, gradientOfB) = (try #require(a.grad), try #require(b.grad))
    #expect(gradientOfA.agrees(with: 138.83381924198252), "\(gradientOfA)")
    #expect(gradientOfB.agrees(with: 645.5772594752186), "\(gradientOfB)")
  }

  @Test func idsAreTheOrderOfCreationAndOperandsComeEarlier() {
    let graph = Graph()
    let x = graph.variable(1)
    let y = x + 1
    _ = sum([x, y, y * x])
    #expect(graph.count == 5)
    #expect(graph.values.map(\.id) == Array(0..<5))
    #expect(graph[2] == y)
    for value in graph.values { #expect(value.operandIDs.allSatisfy { $0 < value.id }) }
  }

  @Test func anEmptyGraphHasNothing() {
    let graph = Graph()
    #expect(graph.count == 0)
    #expect(graph.values.isEmpty)
    #expect(graph.groups.isEmpty)
    #expect(graph.groupSpans.isEmpty)
    #expect(graph.gradientRoot == nil)
    #expect(!graph.isStale)
    graph.forward()
    #expect(graph.count == 0)
  }

  @Test func applyTakesDefaultsForMissingParameters() {
    let graph = Graph()
    let x = graph.variable(-2)
    #expect(graph.apply(.leakyRelu, to: [x]).parameters == [0.01])
    #expect(graph.apply(.leakyRelu, to: [x], parameters: [0.2]).data == -0.4)
    #expect(graph.apply(.clamp, to: [x], parameters: [-1, 1]).parameters == [-1, 1])
  }

  @Test func theSumOf200_000SquaresIsOneNodeWithAllItsOperands() {
    let graph = Graph()
    let count = 200_000
    let leaves = (0..<count).map { graph.variable(Double($0)) }
    let total = sum(leaves.map(square))
    total.backward()
    #expect(total.operandIDs.count == count)
    #expect(total.data == (0..<count).reduce(0) { $0 + Double($1) * Double($1) })
    #expect(leaves.allSatisfy { $0.grad == 2 * $0.data })
  }

  @Test func aChainOfAMillionOperationsIsBuiltDifferentiatedReplayedAndReleased() {
    let graph = Graph()
    let x = graph.variable(1)
    var last = x
    for _ in 0..<1_000_000 { last = last + x }
    last.backward()
    #expect(last.data == 1_000_001)
    #expect(x.grad == 1_000_001)
    x.data = 2
    graph.forward()
    #expect(last.data == 2_000_002)
  }

  @Test func aDeepChainOfUnaryOperationsNeedsNoRecursion() {
    let graph = Graph()
    let x = graph.variable(0.5)
    var last = x
    for _ in 0..<1_000_000 { last = -last }
    last.backward()
    #expect(last.data == 0.5)
    #expect(x.grad == 1)
  }

  @Test func tenThousandGraphsAreMadeAndReleased() {
    for number in 0..<10_000 { #expect(derivativeOfSquare(at: Double(number)) == 2 * Double(number)) }
  }

  @Test func manyTasksMakeTheirOwnGraphs() async {
    let wrong = await withTaskGroup(of: Int.self) { group in
      for task in 0..<8 {
        group.addTask {
          (0..<2_500).count { derivativeOfSquare(at: Double($0 + task)) != 2 * Double($0 + task) }
        }
      }
      return await group.reduce(0, +)
    }
    #expect(wrong == 0)
  }

  @Test func anEmptiedGraphIsAsNew() {
    let graph = Graph()
    graph.beginGroup("layer")
    let old = tanh(graph.variable(2, named: "x")).named("y")
    old.backward()
    graph[0].data = 3
    for _ in 0..<3 {
      graph.removeAll()
      #expect(graph.count == 0 && graph.values.isEmpty && graph.groups.isEmpty && graph.gradientRoot == nil)
      #expect(!graph.isStale)
      let (a, b) = (graph.variable(2), graph.variable(-3))
      #expect(a.name == nil && a.grad == nil && a.id == 0)
      let d = tanh(a * b + a ** 2)
      d.backward()
      #expect(d.data == -0.9640275800758169 && a.grad == 0.07065082485316448 && graph.count == 6)
    }
  }

  @Test func aReusedTapeStartsEmpty() {
    for _ in 0..<100 {
      let graph = Graph()
      let x = graph.variable(1, named: "x")
      graph.group("layer") { _ = clamp(sum([x, x]), 0, 1) }
      x.data = 2
    }
    let graphs = (0..<100).map { _ in Graph() }
    for graph in graphs {
      let x = graph.variable(1)
      #expect(graph.count == 1)
      #expect(x.name == nil)
      #expect(x.grad == nil)
      #expect(graph.groups.isEmpty)
      #expect(!graph.isStale)
      #expect(graph.gradientRoot == nil)
    }
  }
}

private func derivativeOfSquare(at x: Double) -> Double? {
  let graph = Graph()
  let leaf = graph.variable(x, named: "leaf")
  let result = graph.group("square") { sum([leaf * leaf]) }
  result.backward()
  return leaf.grad
}
