import LayeredLayout
import Testing

@Suite struct StabilityTests {
  /// A layout, then one of the same graph with a new box between two others.
  private func grown(_ graph: LayoutGraph) throws -> (before: GraphLayout, after: GraphLayout, LayoutGraph) {
    let before = try GraphLayout(graph)
    var larger = graph
    for node in graph.nodes.indices { larger.nodes[node].previous = before.spots[node] }
    let new = larger.add(LayoutGraph.Node(size: LayoutSize(width: 50, height: 30)))
    larger.add(LayoutGraph.Edge(from: 0, to: new))
    larger.add(LayoutGraph.Edge(from: new, to: graph.nodes.count - 1))
    return (before, try GraphLayout(larger), larger)
  }

  @Test func `The same graph stays where it is`() throws {
    var (sum, count) = (0.0, 0.0)
    for seed in 1..<60 {
      var graph = LayoutGraph.random(seed: seed)
      let before = try GraphLayout(graph)
      for node in graph.nodes.indices { graph.nodes[node].previous = before.spots[node] }
      let after = try GraphLayout(graph)
      let isSame = Self.isSameOrder(before, after, count: graph.nodes.count)
      #expect(isSame, "seed \(seed)")
      for node in graph.nodes.indices {
        sum += (after.centers[node].y - before.centers[node].y).magnitude
        count += 1
      }
    }
    #expect(sum / count < 4, "the mean movement across, of boxes that are 4 to 84 high: \(sum / count)")
  }

  private static func isSameOrder(_ before: GraphLayout, _ after: GraphLayout, count: Int) -> Bool {
    for a in 0..<count {
      for b in 0..<a where before.columns[a] == before.columns[b] && after.columns[a] == after.columns[b] {
        guard (before.centers[a].y < before.centers[b].y) == (after.centers[a].y < after.centers[b].y) else {
          return false
        }
      }
    }
    return true
  }

  @Test func `A new box leaves the order of all others`() throws {
    for seed in 1..<60 {
      let graph = LayoutGraph.random(seed: seed)
      guard graph.nodes.count > 2 else { continue }
      let (before, after, larger) = try grown(graph)
      #expect(after.faults(larger) == [], "seed \(seed)")
      let isSame = Self.isSameOrder(before, after, count: graph.nodes.count)
      #expect(isSame, "seed \(seed)")
    }
  }

  @Test func `A new box moves the others by little`() throws {
    var (sum, count) = (0.0, 0.0)
    for seed in 1..<60 {
      let graph = LayoutGraph.random(seed: seed)
      guard graph.nodes.count > 8 else { continue }
      let (before, after, _) = try grown(graph)
      for node in graph.nodes.indices {
        sum += (after.centers[node].y - before.centers[node].y).magnitude
        count += 1
      }
    }
    #expect(sum / count < 30, "the mean movement across, of boxes that are 4 to 84 high: \(sum / count)")
  }
}
