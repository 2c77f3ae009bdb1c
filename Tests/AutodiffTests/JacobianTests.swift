import Autodiff
import Testing

@Suite struct JacobianTests {
  @Test func theModesGiveTheSameAndTheCheaperIsTaken() {
    let graph = Graph()
    let (x, y, z) = (graph.variable(2), graph.variable(3), graph.variable(5))
    let (u, v) = (x * y, x + y + z)
    let reverse = Jacobian(of: [u, v], by: [x, y, z], mode: .reverse)
    let forward = Jacobian(of: [u, v], by: [x, y, z], mode: .forward)
    #expect(reverse.rows == [[3, 2, 0], [1, 1, 1]])
    #expect(forward.rows == reverse.rows)
    #expect(Jacobian(of: [u, v], by: [x, y, z]).mode == .reverse)
    #expect(Jacobian(of: [u, v], by: [x]).mode == .forward)
    #expect(Jacobian(of: [u], by: [x]).mode == .reverse)
  }

  @Test func theCostsAreThoseOfThePasses() {
    let graph = Graph()
    let (x, y, z) = (graph.variable(1), graph.variable(2), graph.variable(3))
    let unused = graph.variable(4)
    let f = x + y + z
    let variables = [x, y, z, unused]
    // Two additions of two edges; x and y go through both, z through the last.
    #expect(
      Jacobian(of: [f], by: variables, mode: .reverse).cost == Cost(passes: 1, operations: 4))
    #expect(
      Jacobian(of: [f], by: variables, mode: .forward).cost == Cost(passes: 3, operations: 5))
  }

  @Test func anEmptyJacobianHasNoRows() {
    let graph = Graph()
    let x = graph.variable(1)
    #expect(Jacobian(of: [], by: [x]).rows == [])
    #expect(Jacobian(of: [x], by: []).rows == [[]])
    #expect(Jacobian(of: [x], by: [x], mode: .forward).rows == [[1]])
  }

  @Test func forwardAgreesWithReverseOnTheRandomGraphs() throws {
    for (index, record) in try Reference.graphs().prefix(570).enumerated() {
      let graph = try record.record()
      let variables = graph.values.filter { $0.operation == .variable }
      let outputs = [graph[graph.count - 1]]
      let reverse = Jacobian(of: outputs, by: variables, mode: .reverse).rows.joined()
      let forward = Jacobian(of: outputs, by: variables, mode: .forward).rows.joined()
      for (x, y) in zip(reverse, forward) {
        #expect(x.agrees(with: y, relative: 1e-9, absolute: 1e-300), "graph \(index): \(x) and \(y)")
      }
    }
  }
}
