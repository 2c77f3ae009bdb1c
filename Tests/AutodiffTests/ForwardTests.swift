import Autodiff
import Testing

@Suite struct ForwardTests {
  @Test func replayGivesTheValuesOfAFreshlyRecordedGraph() {
    let seed: UInt64 = 8
    var generator = SplitMix(seed: seed)
    let graph = Graph()
    let (x, y) = (graph.variable(1), graph.variable(2))
    _ = formula(x, y)
    for _ in 0..<100 {
      x.data = Double.random(in: -3...3, using: &generator)
      y.data = Double.random(in: -3...3, using: &generator)
      graph.forward()
      let fresh = Graph()
      _ = formula(fresh.variable(x.data), fresh.variable(y.data))
      #expect(
        graph.values.map(\.data) == fresh.values.map(\.data), "seed \(seed): x = \(x.data), y = \(y.data)")
    }
  }

  @Test func replayRecordsNothing() {
    let graph = Graph()
    let (x, y) = (graph.variable(1), graph.variable(2))
    _ = formula(x, y)
    let count = graph.count
    graph.forward()
    #expect(graph.count == count)
  }

  @Test func changingALeafMakesWhatDependsOnItStale() {
    let graph = Graph()
    let x = graph.variable(2, named: "x")
    let y = (x * x).named("y")
    #expect(!graph.isStale && !y.isStale)
    x.data = 3
    #expect(graph.isStale && y.isStale)
    #expect(!x.isStale)
    #expect(x.data == 3)
    #expect("\(y)" == "y = mul: data stale, grad not computed")
    graph.forward()
    #expect(!graph.isStale && !y.isStale)
    #expect(y.data == 9)
    #expect("\(y)" == "y = mul: data 9.0, grad not computed")
  }

  @Test func nodesBeforeTheChangedLeafStayFresh() {
    let graph = Graph()
    let x = graph.variable(2)
    let y = x * x
    let z = graph.variable(1)
    let w = y * z
    z.data = 4
    #expect(!y.isStale)
    #expect(w.isStale)
  }

  @Test func aStaleGradientIsNotShownAsCurrentAndNotAsZeroOrMissing() {
    let graph = Graph()
    let x = graph.variable(2, named: "x")
    let unused = graph.variable(0, named: "unused")
    let y = (x * x).named("y")
    y.backward()
    #expect("\(unused)" == "unused: data 0.0, grad 0.0")
    x.data = 3
    #expect("\(x)" == "x: data 3.0, grad stale")
    #expect("\(y)" == "y = mul: data stale, grad stale")
    #expect(x.grad == 4, "readable, so that a step of training can be written in place")
    graph.forward()
    #expect(x.grad == nil)
    #expect(unused.grad == nil)
    #expect(graph.gradientRoot == nil)
    #expect("\(x)" == "x: data 3.0, grad not computed")
  }

  @Test func backwardReplaysAStaleGraphFirst() {
    let graph = Graph()
    let x = graph.variable(2)
    let y = x ** 3
    x.data = 3
    y.backward()
    #expect(y.data == 27)
    #expect(x.grad == 27)
    #expect(!graph.isStale)
  }

  @Test func aConstantCanBeChangedToo() {
    let graph = Graph()
    let two = graph.constant(2)
    let y = two * graph.variable(5)
    two.data = 3
    graph.forward()
    #expect(y.data == 15)
  }

  @Test func gradientDescentInPlaceFindsTheMinimum() throws {
    let graph = Graph()
    let parameters = [graph.variable(0), graph.variable(0)]
    let points = [(1.0, 5.0), (2, 7), (3, 9)]  // y = 2x + 3
    let loss = mean(points.map { x, y in square(parameters[0] * x + parameters[1] - y) })
    for _ in 0..<2_000 {
      loss.backward()
      for p in parameters { p.data -= 0.1 * (try #require(p.grad)) }
    }
    graph.forward()
    #expect(parameters[0].data.agrees(with: 2, relative: 1e-9), "\(parameters[0].data)")
    #expect(parameters[1].data.agrees(with: 3, relative: 1e-9), "\(parameters[1].data)")
    #expect(loss.data < 1e-18, "\(loss.data)")
  }

  private func formula(_ x: Value, _ y: Value) -> Value {
    let z = sum([x, y, x * y, tanh(x), y ** 2])
    return clamp(z, -1, 1) + product([x, y, z]) / hypot(x, y) - leakyRelu(x) + max(x, y) + mean([z])
      + atan2(x, y)
  }
}
