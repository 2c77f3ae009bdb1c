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
}
