import Autodiff
import GraphExport
import Testing

@Suite("Focus and constants") struct DiagramFocusTests {
  @Test("A focus is what so many edges reach, in both directions") func focus() {
    let (graph, a, _) = Sample.seed()
    let whole = Diagram(graph)
    #expect(whole.focused(on: a.id, radius: 0).nodes.map(\.id) == [a.id])
    let near = whole.focused(on: a.id, radius: 1)
    #expect(near.nodes.map { $0.operation?.name ?? $0.name ?? "" } == ["a", "mul", "powc"])
    #expect(near.output == nil)
    #expect(near.omission == "showing 3 of 6 nodes")
    #expect(whole.focused(on: a.id, radius: 9).omission == nil)
  }

  @Test("A tree of a part without the output starts where nothing shown uses a node") func tree() {
    let (graph, a, _) = Sample.seed()
    let tree = text(TreeEncoder().encode(Diagram(graph).focused(on: a.id, radius: 1)))
    #expect(tree.contains("a"))
    #expect(tree.contains("showing 3 of 6 nodes"))
    #expect(!tree.contains("others"))
  }

  @Test("Constants can be left out, but not the output") func constants() {
    let graph = Graph()
    let x = graph.variable(3, named: "x")
    (2 * x + 1).backward()
    let part = Diagram(graph).withoutConstants
    #expect(part.nodes.allSatisfy { $0.kind != .constant })
    #expect(part.omission == "showing 3 of 5 nodes")
    let constant = Graph()
    _ = constant.constant(1)
    #expect(Diagram(constant).withoutConstants.nodes.count == 1)
  }
}
