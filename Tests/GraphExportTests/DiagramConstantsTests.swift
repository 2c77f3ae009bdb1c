import Autodiff
import GraphExport
import Testing

@Suite struct DiagramConstantsTests {
  @Test("Constants and their edges are gone, and counted; all else stays as it was")
  func hidden() {
    for seed in UInt64(0)..<100 {
      var random = Seeded(seed)
      let diagram = Diagram(Sample.graph(&random))
      let view = diagram.withoutConstants
      let kept = diagram.nodes.indices.filter { diagram.nodes[$0].kind != .constant || $0 == diagram.output }
      #expect(view.nodes.map(\.id) == kept, "seed \(seed)")
      #expect(view.output.map { view.nodes[$0].id } == diagram.output)
      #expect(view.edges.allSatisfy { view.nodes[$0.from].kind != .constant || $0.from == view.output })
      #expect(view.whole?.nodes == (kept.count == diagram.nodes.count ? nil : diagram.nodes.count))
      #expect(view.gradientSums == kept.map { diagram.gradientSums[$0] }, "seed \(seed)")
    }
  }

  @Test("A constant that is the output stays")
  func outputStays() {
    let graph = Graph()
    _ = graph.constant(3)
    let view = Diagram(graph).withoutConstants
    #expect(view.nodes.count == 1 && view.output == 0 && view.omission == nil)
  }
}
