import Autodiff
import Testing

@testable import ChainRule

@Suite struct PathLimitTests {
  /// 2^levels paths from the last node to the first.
  private func diamonds(_ levels: Int) -> (graph: Graph, bottom: Value, top: Value) {
    let graph = Graph()
    let bottom = graph.variable(0.5, named: "x")
    var top = bottom
    for _ in 0..<levels { top = sin(top) + cos(top) }
    return (graph, bottom, top)
  }

  @Test func `Any number of paths may be asked for`() {
    let (graph, x, y) = diamonds(3)
    withExtendedLifetime(graph) {
      let explanation = Explanation(of: [x], from: y, top: .max)
      #expect(explanation.gradients[0].paths.count == 8 && explanation.gradients[0].notes.isEmpty)
      #expect(y.paths(to: x, top: .max).largest.count == 8)
    }
  }

  @Test func `More paths than memory holds are not listed, and that is told`() {
    let (graph, x, y) = diamonds(100)
    withExtendedLifetime(graph) {
      let paths = y.paths(to: x, top: 1_000_000_000) { longest in
        #expect(longest == 200)
        return 1000
      }
      #expect(paths.limit == 1000 && paths.largest.count == 1000 && paths.rest != nil)
      #expect(y.paths(to: x, top: 10) { _ in 1000 }.limit == nil)
    }
  }
}
