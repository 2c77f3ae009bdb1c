import Autodiff
import GraphExport
import Testing

@Suite struct DiagramBackwardStepsTests {
  @Test func theyAreThoseOfTheEngine() throws {
    var compared = 0
    for seed in UInt64(0)..<400 {
      var random = Seeded(seed)
      let graph = Sample.graph(&random)
      let diagram = Diagram(graph)
      guard diagram.hasGradients, let root = graph.gradientRoot else {
        #expect(throws: BackwardStepsError.noGradients, "seed \(seed)") { try diagram.backwardSteps() }
        continue
      }
      let steps = try diagram.backwardSteps()
      let engine = root.backwardSteps()
      try #require(steps.count == engine.count, "seed \(seed)")
      for (step, expected) in zip(steps, engine) {
        let edge = diagram.edges[step.edge]
        #expect(edge.to == expected.node.id && edge.from == expected.operand.id, "seed \(seed)")
        #expect(edge.operand == expected.operandIndex, "seed \(seed)")
        #expect(step.sum == expected.sum || (step.sum.isNaN && expected.sum.isNaN), "seed \(seed)")
      }
      // Exactly one step completes each operand, and it is the last to reach it.
      for operand in Set(steps.map { diagram.edges[$0.edge].from }) {
        let own = steps.filter { diagram.edges[$0.edge].from == operand }
        #expect(own.map(\.isLast) == own.dropLast().map { _ in false } + [true], "seed \(seed)")
      }
      compared += steps.count
    }
    #expect(compared > 1000)
  }

  @Test func gradientsThatWereAccumulatedAreRefused() {
    let graph = Graph()
    let x = graph.variable(3, named: "x")
    let y = x * x
    (y * x).backward()
    y.backward(accumulating: true)
    #expect(throws: BackwardStepsError.self) { try Diagram(graph).backwardSteps() }
  }

  @Test func withoutGradientsThereAreNone() {
    let (graph, a, _) = Sample.seed()
    a.data = 7
    #expect(throws: BackwardStepsError.noGradients) { try Diagram(graph).backwardSteps() }
    #expect(throws: BackwardStepsError.noGradients) { try Diagram().backwardSteps() }
  }

  @Test func aPathHasTheStepsOfItsEdges() throws {
    let diagram = Diagram(Sample.seed().graph)
    let steps = try #require(diagram.path(from: 0)).backwardSteps()
    let grad = 0.07065082485316447
    // The sum of -3 and 4 times it is rounded.
    #expect(steps.map(\.sum) == [grad, grad, grad, 4 * grad, -3 * grad + 4 * grad])
    #expect(steps.map(\.isLast) == [true, true, true, false, true])
  }
}
