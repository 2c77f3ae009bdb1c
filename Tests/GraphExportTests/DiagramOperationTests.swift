import Autodiff
import Testing

@testable import GraphExport

@Suite struct DiagramOperationTests {
  /// Large enough to be taken on several cores, each with rows of its own for operations with constants.
  private func snapshot() -> Diagram {
    let graph = Graph()
    var x = graph.variable(1, named: "x")
    for step in 0..<40_000 { x = step % 2 == 0 ? x ** 3 : clamp(x, 0, 1) }
    return Diagram(graph, output: x)
  }

  /// The leak sanitizer finds no pointer to a row in an enumeration that keeps its case in the pointer's unused bits, and
  /// reports rows that are still in use when the program ends.
  @Test func `The rows of operations with constants are released with their diagram`() {
    final class Weak {
      weak var row: Diagram.Operation.Row?
      init(_ row: Diagram.Operation.Row?) { self.row = row }
    }
    var diagram: Diagram? = snapshot()
    let rows = (diagram?.nodes ?? []).compactMap(\.operation).filter { !$0.parameters.isEmpty }
      .map { ObjectIdentifier($0.row) }
    let kept =
      (diagram?.nodes ?? []).filter { $0.operation?.parameters.isEmpty == false }.prefix(4)
      .map { Weak($0.operation?.row) } + (diagram?.nodes ?? []).suffix(4).map { Weak($0.operation?.row) }
    #expect(rows.count == 40_000 && Set(rows).count >= 4, "several parts have rows of their own")
    #expect(kept.allSatisfy { $0.row != nil })
    diagram = nil
    #expect(kept.allSatisfy { $0.row == nil })
  }
}
