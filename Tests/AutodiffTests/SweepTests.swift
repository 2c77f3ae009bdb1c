import Autodiff
import Testing

@Suite struct SweepTests {
  @Test func everyRowHasTheNumbersOfAReplay() {
    for seed in UInt64(1)...40 {
      var generator = SplitMix(seed: seed)
      let graph = Graph()
      let leaves = (0..<4).map { _ in graph.variable(Double.random(in: -2...2, using: &generator)) }
      let output = everyOperation(graph, &generator)
      let special: [Double] = [0, 1, -.infinity]
      let rows = (0..<19).map { _ in
        leaves.map { _ in
          Int.random(in: 0..<12, using: &generator) == 0
            ? special[Int.random(in: 0..<3, using: &generator)] : Double.random(in: -2...2, using: &generator)
        }
      }
      let sweep = output.sweep(leaves, over: rows)
      #expect(sweep.data.count == rows.count)
      for (index, row) in rows.enumerated() {
        for (leaf, number) in zip(leaves, row) { leaf.data = number }
        output.backward()
        #expect(same(sweep.data[index], output.data), "seed \(seed), row \(index)")
        for (column, leaf) in leaves.enumerated() {
          let gradient = sweep.gradient(index)[sweep.gradient(index).startIndex + column]
          #expect(same(gradient, leaf.grad ?? -1), "seed \(seed), row \(index), leaf \(column)")
        }
      }
    }
  }

  @Test func theGraphIsUntouched() {
    let graph = Graph()
    let x = graph.variable(3)
    let y = x * x
    y.backward()
    let sweep = y.sweep([x], over: [[1], [2]])
    #expect(sweep.data == [1, 4])
    #expect(Array(sweep.gradient(1)) == [4])
    #expect(x.data == 3 && y.data == 9 && x.grad == 6 && graph.count == 2 && !graph.isStale)
  }

  @Test func otherLeavesKeepTheirDataAlsoWhenTheGraphIsStale() {
    let graph = Graph()
    let (x, k, unused) = (graph.variable(3), graph.variable(2), graph.variable(1))
    let y = x * k
    k.data = 5
    let sweep = y.sweep([x, unused], over: [[1, 7]])
    #expect(sweep.data == [5])
    #expect(Array(sweep.gradient(0)) == [5, 0])
    #expect(y.sweep([], over: []).data.isEmpty)
    #expect(x.sweep([x], over: [[4]]).data == [4])
  }

  @Test func whatDoesNotReachTheRootIsZeroAndWhatDoesNotVaryIsKept() {
    let graph = Graph()
    let (x, y) = (graph.variable(3), graph.variable(2))
    let kept = tanh(x) * 2
    let other = exp(y)
    let sweep = kept.sweep([y], over: [[1], [2]])
    #expect(sweep.data == [kept.data, kept.data])
    #expect(Array(sweep.gradient(0)) == [0] && Array(sweep.gradient(1)) == [0])
    #expect(other.sweep([y, x, y], over: [[5, 5, 0]]).data == [1])
    #expect(Array(other.sweep([y, x, y], over: [[5, 5, 0]]).gradient(0)) == [1, 0, 1])
    #expect(Array(x.sweep([y, x], over: [[7, 8]]).gradient(0)) == [0, 1])
  }

  @Test func aLeafOfManyUsesReceivesFromAllOfThem() {
    let graph = Graph()
    let x = graph.variable(1)
    var total = x + x
    for i in 1...1000 { total = total + tanh(x * Double(i) / 1000) * x + x ** 2 }
    let sweep = total.sweep([x], over: [[0.5], [-2], [0]])
    for (row, number) in [0.5, -2, 0].enumerated() {
      x.data = number
      total.backward()
      #expect(sweep.data[row] == total.data)
      #expect(Array(sweep.gradient(row)) == [x.grad])
    }
  }

  private func same(_ left: Double, _ right: Double) -> Bool { left == right || (left.isNaN && right.isNaN) }

  /// Each operation of the table once, in random order, added up.
  private func everyOperation(_ graph: Graph, _ generator: inout SplitMix) -> Value {
    for operation in Operation.computed.shuffled(using: &generator) {
      let row = operation.definition
      var count = 4
      if case .exactly(let exact) = row.arity { count = exact }
      let operands = (0..<count).map { _ in graph[Int.random(in: 0..<graph.count, using: &generator)] }
      _ = graph.apply(
        operation, to: operands, parameters: Array((row.samples.first ?? []).suffix(row.parameters.count)))
    }
    return sum(Array(graph.values))
  }
}
