import Autodiff
import GraphExport
import Testing

@Suite struct DiagramPathTests {
  /// What a node leads to, by following every edge again and again.
  private func reached(from start: Int, _ diagram: Diagram) -> Set<Int> {
    var reached: Set = [start]
    while true {
      let more = reached.union(diagram.edges.filter { reached.contains($0.from) }.map(\.to))
      if more == reached { return reached }
      reached = more
    }
  }

  @Test func itHoldsWhatTheNodeLeadsToAndWhatLeadsToTheOutput() throws {
    for seed in UInt64(0)..<200 {
      var random = Seeded(seed)
      let diagram = Diagram(Sample.graph(&random))
      let output = try #require(diagram.output)
      for start in diagram.nodes.indices {
        let after = reached(from: start, diagram)
        guard after.contains(output) else {
          #expect(diagram.path(from: start) == nil, "seed \(seed), node \(start)")
          continue
        }
        let path = try #require(diagram.path(from: start), "seed \(seed), node \(start)")
        let kept = after.filter { reached(from: $0, diagram).contains(output) }
        #expect(path.nodes.map(\.id) == kept.sorted(), "seed \(seed), node \(start)")
        #expect(path.output.map { path.nodes[$0].id } == output)
        let uses = path.edges.map { [path.nodes[$0.from].id, path.nodes[$0.to].id, $0.operand] }
        let all = diagram.edges.map { [$0.from, $0.to, $0.operand] }
        #expect(uses == all.filter { kept.contains($0[0]) && kept.contains($0[1]) }, "seed \(seed)")
        let isAll = kept.count == diagram.nodes.count
        #expect(path.whole?.nodes == (isAll ? nil : diagram.nodes.count))
        #expect(path.whole?.edges == (isAll ? nil : diagram.edges.count))
      }
    }
  }

  @Test func numbersAndSumsAreThoseOfTheWholeGraph() throws {
    for seed in UInt64(0)..<100 {
      var random = Seeded(seed)
      let diagram = Diagram(Sample.graph(&random))
      let sums = diagram.gradientSums
      for start in diagram.nodes.indices {
        guard let path = diagram.path(from: start) else { continue }
        for (node, sum) in zip(path.nodes, path.gradientSums) {
          #expect(sum == sums[node.id], "seed \(seed)")
        }
        let origins = Set(diagram.nonFiniteOrigins.map(\.node))
        #expect(
          path.nonFiniteOrigins.map { path.nodes[$0.node].id }
            == diagram.nonFiniteOrigins.map(\.node).filter { id in path.nodes.contains { $0.id == id } },
          "seed \(seed), origins \(origins)")
      }
    }
  }

  @Test func nanThatComesFromAHiddenOperandDoesNotArise() throws {
    let graph = Graph()
    let a = graph.variable(1, named: "a")
    let y = (log(graph.variable(-1, named: "b")) + a).named("y")
    y.backward()
    let path = try #require(Diagram(graph).path(from: a.id))
    #expect(path.nonFiniteOrigins.isEmpty)
    #expect(!text(DOTEncoder().encode(path)).contains("arises here"))
  }

  @Test func severalPathsAreOneView() throws {
    let graph = Graph()
    let (a, b, c) = (graph.variable(1), graph.variable(2), graph.variable(3))
    let y = sin(a) + cos(b) + c
    let diagram = Diagram(graph, output: y)
    #expect(diagram.path(from: [a.id, b.id])?.nodes.map(\.id) == [0, 1, 3, 4, 5, 6])
    #expect(diagram.path(from: [a.id, b.id, c.id])?.whole == nil)
    #expect(diagram.path(from: []) == nil)
    #expect(Diagram().path(from: []) == nil)
  }

  @Test func aPathOfAPathRemembersTheWholeGraph() throws {
    let diagram = Diagram(Sample.seed().graph)
    let path = try #require(diagram.path(from: 1))
    #expect(path.nodes.map(\.id) == [1, 2, 4, 5])
    let shorter = try #require(path.path(from: 2))
    #expect(shorter.nodes.map(\.id) == [4, 5])
    #expect(shorter.whole == Diagram.Whole(nodes: 6, edges: 6))
    #expect(shorter.omission == "showing 2 of 6 nodes")
  }

  @Test func onlyGroupsWithSomethingInThemStay() throws {
    let graph = Graph()
    let x = graph.variable(1)
    let z = graph.variable(2)
    let inner = graph.group("outer") { graph.group("inner") { sin(x) } }
    let other = graph.group("other") { cos(z) }
    (inner + other).backward()
    let path = try #require(Diagram(graph).path(from: x.id))
    #expect(path.groups.map(\.path) == ["outer", "outer.inner"] && path.groups.map(\.parent) == [nil, 0])
    #expect(path.nodes.map(\.group) == [nil, 1, nil])
  }

  @Test func everyFormatSaysWhatIsMissing() throws {
    let path = try #require(Diagram(Sample.seed().graph).path(from: 1))
    #expect(text(TreeEncoder().encode(path)).hasSuffix("4 nodes, 3 edges, 0 shared; showing 4 of 6 nodes\n"))
    #expect(text(DOTEncoder().encode(path)).contains("∂to/∂from\\lshowing 4 of 6 nodes\\l\""))
    #expect(text(DiagramJSONEncoder().encode(path)).contains("\"whole\": {\"nodes\": 6, \"edges\": 6, "))
    #expect(path.spokenDescription().contains("4 nodes and 3 edges, showing 4 of 6 nodes: b is -3"))
  }

  @Test func theTreeOfUsersStartsAtTheNode() throws {
    let path = try #require(Diagram(Sample.seed().graph).path(from: 4))
    let tree = text(TreeEncoder(TreeOptions(isInverted: true)).encode(path))
    #expect(tree.hasPrefix("c  + ") && tree.hasSuffix("2 nodes, 1 edge, 0 shared; showing 2 of 6 nodes\n"))
    let cut = text(TreeEncoder(TreeOptions(depth: 0)).encode(path))
    #expect(cut.hasSuffix("2 nodes, 1 edge, 0 shared; showing 1 of 6 nodes\n"))
  }
}

@Suite struct PartialJSONTests {
  @Test func itComesBackByteForByte() throws {
    for seed in UInt64(0)..<100 {
      var random = Seeded(seed)
      let diagram = Diagram(Sample.graph(&random))
      for start in diagram.nodes.indices {
        guard let path = diagram.path(from: start) else { continue }
        let bytes = DiagramJSONEncoder().encode(path)
        let again = try DiagramJSONDecoder().decode(bytes)
        #expect(again.whole == path.whole, "seed \(seed), node \(start)")
        #expect(DiagramJSONEncoder().encode(again) == bytes, "seed \(seed), node \(start)")
      }
    }
  }

  @Test func aWholeGraphHasNoNewKey() {
    #expect(!text(DiagramJSONEncoder().encode(Diagram(Sample.seed().graph))).contains("whole"))
  }

  private func message(_ json: String) -> String? {
    do throws(JSONError) {
      _ = try DiagramJSONDecoder().decode(Array(json.utf8))
      return nil
    } catch { return "\(error)" }
  }

  private func json(whole: String, edges: String) -> String {
    """
    {"version": 1, "whole": \(whole), "nodes": [
    {"id": 1, "op": null, "kind": "variable", "data": 1},
    {"id": 2, "op": "sub", "kind": "operation", "data": 1}], "edges": [\(edges)]}
    """
  }

  @Test func operandsMayBeMissingInAPartOnly() {
    let second = #"{"from": 1, "to": 2, "operand": 1}"#
    #expect(message(json(whole: #"{"nodes": 3, "edges": 2}"#, edges: second)) == nil)
    #expect(message(json(whole: "null", edges: second))?.contains("needs its operand 0 before") == true)
    let third = #"{"from": 1, "to": 2, "operand": 2}"#
    #expect(message(json(whole: #"{"nodes": 3, "edges": 2}"#, edges: third))?.contains("3 operands") == true)
    #expect(
      message(json(whole: #"{"nodes": 3, "edges": 2}"#, edges: "\(second), \(second)"))?
        .contains("before operand 1, each once") == true)
  }

  @Test func theWholeIsCheckedAgainstItsPart() {
    #expect(message(json(whole: #"{"nodes": 1, "edges": 2}"#, edges: ""))?.contains("fewer than") == true)
    #expect(
      message(json(whole: #"{"nodes": 3}"#, edges: ""))?.contains("needs \"nodes\" and \"edges\"") == true)
    #expect(message(json(whole: #"{"nodes": -3, "edges": 2}"#, edges: ""))?.contains("whole number") == true)
    #expect(message(json(whole: "7", edges: ""))?.contains("expected '{'") == true)
  }

  @Test func aPartCanNotBeComputedAgain() throws {
    let path = try #require(Diagram(Sample.seed().graph).path(from: 1))
    #expect(throws: RecomputationError.self) { try path.record(on: Graph()) }
  }
}
