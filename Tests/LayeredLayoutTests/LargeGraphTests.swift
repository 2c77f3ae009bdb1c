import LayeredLayout
import Testing

@Suite struct LargeGraphTests {
  private let box = LayoutSize(width: 60, height: 40)

  @Test func `A chain of 50,000 is one straight row`() throws {
    let count = 50_000
    let graph = LayoutGraph(
      nodes: Array(repeating: LayoutGraph.Node(size: box), count: count),
      edges: (1..<count).map { LayoutGraph.Edge(from: $0 - 1, to: $0) })
    let layout = try GraphLayout(graph)
    #expect(layout.size == LayoutSize(width: Double(count) * 94 - 34, height: 40))
    #expect(layout.crossings == 0)
  }

  /// With a place for each edge in each column there would be 200 million of them.
  @Test func `Edges over many columns take no room in each`() throws {
    let count = 20_000
    let graph = LayoutGraph(
      nodes: Array(repeating: LayoutGraph.Node(size: box), count: count),
      edges: (1..<count).map { LayoutGraph.Edge(from: $0 - 1, to: $0) }
        + (1..<count / 2).map { LayoutGraph.Edge(from: $0, to: count - $0) })
    let layout = try GraphLayout(graph)
    #expect(layout.columns[count - 1] == count - 1)
    #expect(layout.routes.count == graph.edges.count)
  }

  @Test func `Groups inside each other, a thousand deep`() throws {
    var graph = LayoutGraph()
    for group in 0..<1_000 { graph.add(LayoutGraph.Group(parent: group > 0 ? group - 1 : nil)) }
    graph.add(LayoutGraph.Node(size: box, group: 999))
    let layout = try GraphLayout(graph)
    #expect(layout.frames[0]?.width ?? 0 == 16_060.0)
  }

  @Test func `A layered network of 3,000 boxes has no faults`() throws {
    var graph = LayoutGraph(nodes: Array(repeating: LayoutGraph.Node(size: box), count: 3_000))
    var dice = Dice(7)
    for to in 10..<3_000 {
      for _ in 0..<2 { graph.add(LayoutGraph.Edge(from: max(0, to - 1 - dice.roll(40)), to: to)) }
    }
    let layout = try GraphLayout(graph)
    var overlaps = 0
    for a in stride(from: 0, to: 3_000, by: 13) {
      let first = LayoutFrame(center: layout.centers[a], size: box)
      for b in 0..<a where first.overlaps(LayoutFrame(center: layout.centers[b], size: box), tolerance: 0.01)
      {
        overlaps += 1
      }
    }
    #expect(overlaps == 0)
  }
}
