import LayeredLayout
import Testing

@Suite struct GraphLayoutTests {
  private let box = LayoutSize(width: 60, height: 30)

  private func graph(_ count: Int, _ edges: [(Int, Int)]) -> LayoutGraph {
    LayoutGraph(
      nodes: Array(repeating: LayoutGraph.Node(size: box), count: count),
      edges: edges.map { LayoutGraph.Edge(from: $0.0, to: $0.1) })
  }

  @Test(arguments: LayoutOptions.Direction.allCases)
  func `Edges lead in the direction that is asked for`(direction: LayoutOptions.Direction) throws {
    let layout = try GraphLayout(graph(2, [(0, 1)]), LayoutOptions(direction: direction))
    let (a, b) = (layout.centers[0], layout.centers[1])
    switch direction {
    case .right: #expect(b.x - a.x == 94 && a.y == b.y)
    case .left: #expect(a.x - b.x == 94 && a.y == b.y)
    case .down: #expect(b.y - a.y == 64 && a.x == b.x)
    case .up: #expect(a.y - b.y == 64 && a.x == b.x)
    }
    let route = layout.routes[0]
    #expect(route.segments.count == 1, "a straight line")
    switch direction {
    case .right: #expect(route.start.x == a.x + 30 && route.end.x == b.x - 30)
    case .left: #expect(route.start.x == a.x - 30 && route.end.x == b.x + 30)
    case .down: #expect(route.start.y == a.y + 15 && route.end.y == b.y - 15)
    case .up: #expect(route.start.y == a.y - 15 && route.end.y == b.y + 15)
    }
  }

  @Test func `A tree has no crossings and its root is in the middle`() throws {
    let layout = try GraphLayout(graph(7, [(0, 4), (1, 4), (2, 5), (3, 5), (4, 6), (5, 6)]))
    #expect(layout.crossings == 0)
    #expect((layout.centers[0].y + layout.centers[3].y) / 2 == layout.centers[6].y)
    #expect(layout.columns == [0, 0, 0, 0, 1, 1, 2])
  }

  @Test func `Operands are in the order of their edges`() throws {
    let layout = try GraphLayout(graph(5, [(0, 4), (1, 4), (2, 4), (3, 4)]))
    #expect(layout.centers[0].y < layout.centers[1].y && layout.centers[1].y < layout.centers[2].y)
  }

  @Test func `Given orders are kept, also where edges cross for it`() throws {
    var crossed = graph(4, [(0, 3), (1, 2)])
    crossed.orders = [[0, 1], [2, 3]]
    let layout = try GraphLayout(crossed)
    #expect(layout.centers[0].y < layout.centers[1].y && layout.centers[2].y < layout.centers[3].y)
    #expect(layout.crossings == 1)
    crossed.orders = []
    #expect(try GraphLayout(crossed).crossings == 0)
  }

  @Test func `Orders of nodes in groups order the groups`() throws {
    var grouped = graph(4, [(0, 3), (1, 2)])
    grouped.groups = [LayoutGraph.Group(), LayoutGraph.Group(parent: 0), LayoutGraph.Group(parent: 0)]
    grouped.nodes[2].group = 1
    grouped.nodes[3].group = 2
    for orders in [[[2, 3]], [[3, 2]], [[3, 2], [2, 3]]] {
      grouped.orders = orders
      let layout = try GraphLayout(grouped)
      #expect(layout.faults(grouped) == [])
      #expect((layout.centers[2].y < layout.centers[3].y) == (orders == [[2, 3]]))
    }
  }

  @Test func `Edges of one box leave it side by side, or where they are told to`() throws {
    var fan = graph(3, [(0, 1), (0, 2)])
    var layout = try GraphLayout(fan)
    #expect(layout.routes[0].start.y < layout.routes[1].start.y)
    fan.edges[0].exit = 12
    fan.edges[1].exit = -12
    fan.edges[1].entry = -3
    layout = try GraphLayout(fan)
    #expect(layout.routes[0].start.y == layout.centers[0].y + 12)
    #expect(layout.routes[1].start.y == layout.centers[0].y - 12)
    #expect(layout.routes[1].end.y == layout.centers[2].y - 3)
  }

  @Test func `A label is on its edge`() throws {
    var labelled = graph(2, [(0, 1)])
    labelled.edges[0].label = LayoutSize(width: 40, height: 12)
    let layout = try GraphLayout(labelled)
    #expect(layout.routes[0].label == LayoutPoint(x: 60 + 16 + 20, y: 15))
    #expect(layout.size == LayoutSize(width: 60 + 16 + 40 + 16 + 60, height: 30))
  }

  @Test func `A title has room in its frame`() throws {
    var grouped = graph(1, [])
    grouped.nodes[0].group = 0
    grouped.groups = [LayoutGraph.Group(title: LayoutSize(width: 200, height: 10)), LayoutGraph.Group()]
    for direction in LayoutOptions.Direction.allCases {
      let layout = try GraphLayout(grouped, LayoutOptions(direction: direction))
      #expect(layout.faults(grouped) == [])
      #expect(layout.frames[0]?.width ?? 0 > 200)
      #expect(layout.frames[1] == nil, "an empty group has no frame")
    }
  }

  @Test func `A cycle has an edge that leads back`() throws {
    let cycle = graph(3, [(0, 1), (1, 2), (2, 0)])
    let layout = try GraphLayout(cycle)
    #expect(layout.faults(cycle) == [])
    #expect(layout.routes[2].start.x > layout.routes[2].end.x)
  }

  @Test func `An empty graph has an empty layout`() throws {
    let layout = try GraphLayout(LayoutGraph())
    #expect(layout.centers.isEmpty && layout.size == LayoutSize(width: 0, height: 0))
  }

  @Test func `Mistakes of the caller are named`() {
    var wrong = graph(2, [(0, 2)])
    #expect(throws: LayoutMistake.missingNode(edge: 0)) { try GraphLayout(wrong) }
    wrong.edges = [LayoutGraph.Edge(from: 1, to: 1)]
    #expect(throws: LayoutMistake.loop(edge: 0)) { try GraphLayout(wrong) }
    wrong.edges = []
    wrong.nodes[0].size.width = .nan
    #expect(throws: LayoutMistake.size) { try GraphLayout(wrong) }
    wrong.nodes[0] = LayoutGraph.Node(size: box, group: 0)
    #expect(throws: LayoutMistake.missingGroup(0)) { try GraphLayout(wrong) }
    wrong.groups = [LayoutGraph.Group(parent: 1), LayoutGraph.Group(parent: 0)]
    #expect(throws: LayoutMistake.nestedInItself(group: 0)) { try GraphLayout(wrong) }
    wrong.groups = [LayoutGraph.Group()]
    wrong.orders = [[0, 7]]
    #expect(throws: LayoutMistake.missingNodeInOrder(0)) { try GraphLayout(wrong) }
    #expect(LayoutMistake.loop(edge: 3).message.contains("edge 3"))
  }

  @Test func `A graph has one layout`() throws {
    for seed in 1..<40 {
      let graph = LayoutGraph.random(seed: seed)
      let (first, second) = (try GraphLayout(graph), try GraphLayout(graph))
      #expect(
        first.centers == second.centers && first.routes == second.routes && first.frames == second.frames)
    }
  }
}
