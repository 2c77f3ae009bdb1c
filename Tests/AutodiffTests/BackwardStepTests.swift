import Autodiff
import Testing

@Suite struct BackwardStepTests {
  @Test func `The steps of the first example are its edges from the top`() {
    let graph = Graph()
    let a = graph.variable(2, named: "a")
    let b = graph.variable(-3, named: "b")
    let d = tanh((a * b + a ** 2).named("c")).named("d")
    let steps = d.backwardSteps()
    #expect(steps.map(\.node.id) == [5, 4, 4, 3, 2, 2])
    #expect(steps.map(\.operand.id) == [4, 2, 3, 0, 0, 1])
    #expect(steps.map(\.operandIndex) == [0, 0, 1, 0, 0, 1])
    #expect(steps.dropFirst().map(\.local) == [1, 1, 4, -3, 2])
    #expect(steps[0].grad == 1 && steps[0].contribution == steps[0].local)
    #expect(steps[3].sum == steps[3].contribution)
    #expect(steps[4].sum == steps[3].sum + steps[4].contribution)
    #expect(a.grad == nil, "the graph's own gradients are untouched")
  }

  @Test(arguments: 0..<40 as Range<UInt64>)
  func `The last sum of every node is its gradient, bit by bit`(seed: UInt64) {
    let (graph, output) = RandomGraph.make(seed: seed, variables: 4, operations: 30)
    let steps = output.backwardSteps()
    output.backward()
    var sums = [Double](repeating: 0, count: graph.count)
    sums[output.id] = 1
    for step in steps {
      #expect(step.node.operands[step.operandIndex] == step.operand)
      #expect(
        step.grad == sums[step.node.id], "seed \(seed): the gradient is complete before it is handed on")
      #expect(step.contribution == step.grad * step.local)
      sums[step.operand.id] += step.contribution
      #expect(step.sum == sums[step.operand.id])
    }
    #expect(graph.values.map(\.grad) == sums, "seed \(seed)")
    #expect(zip(steps, steps.dropFirst()).allSatisfy { $0.node.id >= $1.node.id })
    let reached = graph.values.filter(\.isReached)
    #expect(steps.count == reached.map(\.operandIDs.count).reduce(0, +))
  }

  @Test func `A blocked edge adds exactly zero to whatever comes from above`() {
    let graph = Graph()
    let x = graph.variable(-1)
    let steps = sqrt(relu(x)).backwardSteps()
    #expect(steps.map(\.contribution) == [.infinity, 0])
    #expect(steps[1].grad == .infinity && steps[1].local == 0)
  }

  @Test func `NaN travels down, and nothing below a node without gradient is a step`() {
    let graph = Graph()
    let x = graph.variable(-1)
    let unused = exp(x)
    let steps = (log(x) * 0).backwardSteps()
    #expect(!steps.contains { $0.node == unused })
    let last = steps[steps.count - 1]
    #expect(last.operand == x && last.contribution == 0, "0 · 1/x")
    #expect(steps.contains { $0.contribution.isNaN }, "the constant's gradient is log(-1)")
  }

  @Test func `A leaf has no steps, and a long chain has one for each edge`() {
    let graph = Graph()
    let x = graph.variable(1)
    #expect(x.backwardSteps().isEmpty)
    var value = x
    for _ in 0..<300_000 { value = -value }
    #expect(value.backwardSteps().count == 300_000)
  }
}
