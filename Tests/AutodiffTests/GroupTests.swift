import Autodiff
import Testing

@Suite struct GroupTests {
  @Test func groupsNestAndHoldWhatTheyRecord() {
    let graph = Graph()
    let x = graph.variable(1)
    let y = graph.group("outer") {
      let inner = graph.group("inner") { x * x }
      return inner + x
    }
    _ = y + 1
    #expect(graph.groups.map(\.path) == ["outer", "outer.inner"])
    #expect(graph.groups.map(\.parent) == [nil, 0])
    #expect(membership(of: graph) == ["-", "outer.inner", "outer", "-", "-"])
  }

  @Test func aDottedNameOpensGroupsWithinGroups() {
    let graph = Graph()
    graph.group("a.b.c") { _ = graph.variable(1) }
    _ = graph.variable(2)
    #expect(graph.groups.map(\.path) == ["a", "a.b", "a.b.c"])
    #expect(graph.groups.map(\.parent) == [nil, 0, 1])
    #expect(membership(of: graph) == ["a.b.c", "-"])
  }

  @Test func aGroupOpenedAgainIsTheSameGroup() {
    let graph = Graph()
    graph.group("a") { _ = graph.variable(1) }
    _ = graph.variable(2)
    graph.group("a") {
      graph.group("b") { _ = graph.variable(3) }
      _ = graph.variable(4)
    }
    graph.group("a.b") { _ = graph.variable(5) }
    #expect(graph.groups.map(\.path) == ["a", "a.b"])
    #expect(membership(of: graph) == ["a", "-", "a.b", "a", "a.b"])
  }

  @Test func theSameNameInAnotherGroupIsAnotherGroup() {
    let graph = Graph()
    for layer in ["first", "second"] {
      graph.group(layer) { graph.group("neuron") { _ = graph.variable(0) } }
    }
    #expect(graph.groups.map(\.path) == ["first", "first.neuron", "second", "second.neuron"])
    #expect(graph.groups.map(\.parent) == [nil, 0, nil, 2])
  }

  @Test func anOpenGroupIsIncludedInTheSpans() {
    let graph = Graph()
    graph.beginGroup("open")
    _ = graph.variable(1)
    #expect(membership(of: graph) == ["open"])
    _ = graph.variable(2)
    #expect(membership(of: graph) == ["open", "open"])
    graph.endGroup()
    _ = graph.variable(3)
    #expect(membership(of: graph) == ["open", "open", "-"])
  }

  @Test func anEmptyGroupHasNoSpan() {
    let graph = Graph()
    graph.group("empty") {}
    #expect(graph.groups.map(\.path) == ["empty"])
    #expect(graph.groupSpans.isEmpty)
  }

  @Test func aGroupIsClosedWhenItsBodyThrows() {
    struct Failure: Error {}
    let graph = Graph()
    #expect(throws: Failure.self) { try graph.group("broken") { throw Failure() } }
    _ = graph.variable(1)
    #expect(membership(of: graph) == ["-"])
  }

  @Test func aGroupLeftOpenInABodyEndsWithTheBody() {
    let graph = Graph()
    graph.group("outer") {
      graph.group("body") { graph.beginGroup("left.open") }
      _ = graph.variable(1)
    }
    _ = graph.variable(2)
    #expect(membership(of: graph) == ["outer", "-"])
  }

  @Test func theBodysResultIsReturned() {
    let graph = Graph()
    #expect(graph.group("a") { 7 } == 7)
  }

  @Test func aThousandGroupsNest() {
    let graph = Graph()
    for _ in 0..<1_000 { graph.beginGroup("g") }
    _ = graph.variable(1)
    for _ in 0..<1_000 { graph.endGroup() }
    #expect(graph.groups.count == 1_000)
    #expect(graph.groupSpans.map(\.group) == [999])
  }

  /// The path of each node's innermost group.
  private func membership(of graph: Graph) -> [String] {
    var paths = Array(repeating: "-", count: graph.count)
    for span in graph.groupSpans { for id in span.ids { paths[id] = graph.groups[span.group].path } }
    return paths
  }
}
