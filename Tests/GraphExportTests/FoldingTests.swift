import Autodiff
import Testing

@testable import GraphExport

@Suite("Folding") struct FoldingTests {
  static func network(points: Int, layers: [Int] = [16, 16, 1]) -> Diagram {
    let graph = Graph()
    let network = MLP(on: graph, inputs: 2, layers: layers, activation: .relu, seed: 1)
    var losses: [Value] = []
    for point in 0..<points {
      let inputs = [graph.variable(Double(point) / 10), graph.variable(1)]
      let y = network(inputs)[0]
      losses.append(graph.group("loss") { (y - 1) ** 2 })
    }
    mean(losses).named("L").backward()
    return Diagram(graph)
  }

  static func chain(_ count: Int) -> Diagram {
    let graph = Graph()
    var x = graph.variable(0.5, named: "x")
    for _ in 0..<count { x = tanh(x) }
    (2 * x).backward()
    return Diagram(graph)
  }

  static func sumOfSquares(_ count: Int) -> Diagram {
    let graph = Graph()
    var total = graph.variable(1, named: "x0") ** 2
    for index in 1..<count { total = total + graph.variable(Double(index), named: "x\(index)") ** 2 }
    total.named("y").backward()
    return Diagram(graph)
  }

  static func titles(_ diagram: Diagram) -> [String] { diagram.nodes.compactMap { $0.folded?.title } }

  @Test("The neurons of a layer are one box") func neurons() throws {
    let whole = Self.network(points: 1)
    let folded = whole.folded(atMost: 60)
    #expect(Self.titles(folded).contains("neuron ×16"))
    let box = try #require(folded.nodes.first { $0.folded?.title == "neuron ×16" }?.folded)
    #expect(box.variables == 48)
    #expect(box.nodes == 16 * 6)
    #expect(box.operations.map(\.name).sorted() == ["add", "dot", "relu"])
    #expect(box.operations.allSatisfy { $0.count == 16 })
  }

  @Test("Every layer has its neurons in a box, also where the next one is not a box") func layers() {
    let graph = Graph()
    var values = (0..<2).map { graph.variable(Double($0), named: "x\($0)") }
    for (layer, width) in [8, 8, 1].enumerated() {
      values = (0..<width).map { unit in
        graph.group("layer\(layer + 1)") {
          graph.group("neuron\(unit + 1)") {
            var sum = graph.variable(0.1, named: "b")
            for (index, value) in values.enumerated() {
              sum = sum + graph.variable(Double(index + unit) / 10, named: "w[\(index)]") * value
            }
            return tanh(sum)
          }
        }
      }
    }
    values[0].backward()
    let folded = Diagram(graph).folded(atMost: 40)
    #expect(Self.titles(folded).filter { $0 == "neuron ×8" }.count == 2)
  }

  @Test("Groups in a row are told by their name") func groupsInARow() {
    let graph = Graph()
    var x = graph.variable(0.5, named: "x")
    for block in 1...50 { x = graph.group("block\(block)") { tanh(x * 2 + 1) } }
    (x + 1).backward()
    let folded = Diagram(graph).folded(atMost: 10)
    #expect(Self.titles(folded).contains("block ×50"))
  }

  @Test("A box of variables has a name only if all of them have it") func names() {
    let graph = Graph()
    var total = graph.variable(0, named: "start")
    for index in 0..<100 {
      total = total + graph.variable(1, named: "a\(index)") * graph.variable(2, named: "b\(index)")
    }
    total.backward()
    for limit in 5...60 {
      for node in Diagram(graph).folded(atMost: limit).nodes {
        guard let box = node.folded, box.title.hasPrefix("a ×") else { continue }
        #expect(box.nodes <= 100 && box.grad == 2...2, "\(box.title) at \(limit)")
      }
    }
  }

  @Test("What the output does not use stands apart, and the caption says so") func unused() throws {
    let graph = Graph()
    let x = graph.variable(0.5, named: "x")
    var values = [x]
    for index in 0..<400 { values.append(sin(values[index / 2] * Double(index + 1))) }
    let output = values[120] * values[150]
    output.backward()
    let folded = Diagram(graph, output: output).folded(atMost: 12)
    let apart = try #require(folded.nodes.firstIndex { $0.folded?.title == "not used by the output" })
    #expect(!folded.edges.contains { $0.from == apart || $0.to == apart })
    let text = String(decoding: DOTEncoder().encode(folded), as: UTF8.self)
    #expect(text.contains("what is not used by the output stands apart, without its edges"))
  }

  @Test("A loss over many points is the network once") func points() {
    let folded = Self.network(points: 100).folded(atMost: 150)
    #expect(folded.nodes.count <= 30)
    #expect(folded.nodes.last?.name == "L")
  }

  @Test("A chain is one box that counts it") func chains() {
    let folded = Self.chain(998).folded(atMost: 10)
    #expect(Self.titles(folded) == ["tanh ×998"])
    #expect(folded.nodes.count == 4)
    #expect(folded.omission == "showing 4 of 1001 nodes, 1 of them a folded box that stands for 998")
  }

  @Test("A sum of squares is squares and a sum, also when it is deep") func sums() {
    let folded = Self.sumOfSquares(20_000).folded(atMost: 150)
    #expect(Self.titles(folded) == ["x ×20000", "**2 ×20000", "y = Σ of 20000"])
  }

  @Test("Ranges, norms and counts are those of the nodes inside") func summaries() throws {
    let graph = Graph()
    let x = graph.variables([3, -4, 0, 1], named: "x")
    let y = sum(x.map { relu($0) * 2 }).named("y")
    y.backward()
    let folded = Diagram(graph).folded(atMost: 6)
    let inputs = try #require(folded.nodes.first { $0.kind == .variable }?.folded)
    #expect(inputs.data == -4...3)
    #expect(inputs.grad == 0...2)
    #expect(inputs.gradNorm == 8.0.squareRoot())
    #expect(inputs.dead == 2)
    #expect(inputs.nonFinite == 0)
  }

  @Test("A norm that is not known is absent, and what is not finite is counted") func nonFinite() throws {
    let graph = Graph()
    let x = graph.variables([1, -1, 4, 0], named: "x")
    sum(x.map { sqrt($0) }).backward()
    let inputs = try #require(Diagram(graph).folded(atMost: 3).nodes.first { $0.kind == .variable }?.folded)
    #expect(inputs.nonFinite == 2)
    #expect(inputs.gradNorm == nil)
    #expect(inputs.grad == 0.25...0.5)
  }

  @Test("Groups that feed each other in turns are split, without a cycle") func turns() {
    let graph = Graph()
    var x = graph.variable(0.5, named: "x")
    for _ in 0..<3 {
      x = graph.group("a") { tanh(sin(x)) }
      x = graph.group("b") { cos(exp(x)) }
    }
    (x * 2).backward()
    var folding = Folding(Diagram(graph))
    folding.collapse([0, 1])
    let folded = folding.current
    #expect(
      Self.titles(folded) == ["a, part 1", "b, part 1", "a, part 2", "b, part 2", "a, part 3", "b, part 3"])
    Self.checkInvariants(folded, of: Diagram(graph), limit: .max)
  }

  @Test("An expanded group is not a box") func expanded() throws {
    let whole = Self.network(points: 3)
    let layer = try #require(whole.groups.firstIndex { $0.path == "layer1" })
    var folding = Folding(whole, open: [layer])
    let titles = Self.titles(folding.diagram(atMost: 40))
    #expect(titles.contains("w ×32"))
    #expect(!titles.contains("layer1"))
  }

  @Test("Groups inside an expanded one are boxes where there is no room for more") func expandedNest() throws
  {
    let graph = Graph()
    var y = graph.variable(0.5, named: "x")
    for outer in ["a", "b"] {
      graph.group(outer) {
        for part in 0..<3 {
          graph.group("part\(part)") {
            for step in 1...40 { y = tanh(y * graph.variable(1 / Double(step), named: "w")) }
          }
          y = y + graph.variable(0.25, named: "bias")
        }
      }
    }
    (y * y).named("y").backward()
    let whole = Diagram(graph)
    let a = try #require(whole.groups.firstIndex { $0.path == "a" })
    var folding = Folding(whole, open: [a])
    func paths(_ diagram: Diagram) -> [String?] { diagram.nodes.compactMap(\.folded).map(\.path) }
    #expect(paths(folding.diagram(atMost: 400)) == ["b.part0", "b.part1", "b.part2"])
    let tight = folding.diagram(atMost: 20)
    #expect(paths(tight) == ["a.part0", "a.part1", "a.part2", "b"])
    Self.checkInvariants(tight, of: whole, limit: 20)
  }

  @Test("Edges into and out of boxes are counted, and their numbers are right or absent") func edges() {
    let whole = Self.network(points: 4)
    let folded = whole.folded(atMost: 30)
    let inside = whole.edges.count - folded.edges.reduce(0) { $0 + $1.count }
    #expect(inside > 0)
    for edge in folded.edges
    where folded.nodes[edge.from].folded != nil || folded.nodes[edge.to].folded != nil {
      #expect(edge.local == nil)
      if folded.nodes[edge.from].folded != nil { #expect(edge.contribution == nil) }
    }
    // Contributions of edges at single nodes still add up to their gradients.
    for (index, terms) in folded.gradientSums.enumerated() where !terms.isEmpty {
      let grad = folded.nodes[index].grad ?? .nan
      #expect((terms.reduce(0, +) - grad).magnitude <= 1e-9 * terms.reduce(0) { $0 + $1.magnitude })
    }
  }

  @Test("Any graph meets any budget; nothing is lost, and single nodes keep their numbers", arguments: 0..<60)
  func anyGraph(seed: UInt64) {
    var random = Seeded(seed)
    let whole = Diagram(Sample.graph(&random))
    for limit in [1, 2, 3, 4, 7, 12, 20] where limit < whole.nodes.count {
      Self.checkInvariants(whole.folded(atMost: limit), of: whole, limit: limit)
    }
    var folding = Folding(whole)
    folding.collapseInnermost()
    Self.checkInvariants(folding.current, of: whole, limit: .max)
    folding.collapseAll()
    for limit in [9, 5, 3] { Self.checkInvariants(folding.diagram(atMost: limit), of: whole, limit: limit) }
  }

  @Test("Folded graphs survive JSON byte by byte", arguments: 0..<60) func json(seed: UInt64) throws {
    var random = Seeded(seed)
    let folded = Diagram(Sample.graph(&random)).folded(atMost: 8)
    let bytes = DiagramJSONEncoder().encode(folded)
    let again = try DiagramJSONDecoder().decode(bytes)
    #expect(text(DiagramJSONEncoder().encode(again)) == text(bytes))
    #expect(again.nodes.map(\.folded) == folded.nodes.map(\.folded))
  }

  @Test("The same graph gives the same fold") func deterministic() {
    var random = Seeded(5)
    let whole = Diagram(Sample.graph(&random))
    let texts = (0..<3).map { _ in text(DOTEncoder().encode(whole.folded(atMost: 6))) }
    #expect(Set(texts).count == 1)
  }

  @Test("What is folded folds again, and counts the same nodes") func twice() {
    let once = Self.network(points: 5).folded(atMost: 40)
    let twice = once.folded(atMost: 5)
    #expect(twice.nodes.count <= 5)
    #expect(twice.nodes.reduce(0) { $0 + ($1.folded?.nodes ?? 1) } == Self.network(points: 5).nodes.count)
    #expect(twice.whole == once.whole)
  }

  static func checkInvariants(_ folded: Diagram, of whole: Diagram, limit: Int) {
    #expect(folded.nodes.count <= limit)
    #expect(folded.nodes.reduce(0) { $0 + ($1.folded?.nodes ?? 1) } == whole.nodes.count)
    #expect(Set(folded.nodes.map(\.id)).count == folded.nodes.count)
    for (edge, next) in zip(folded.edges, folded.edges.dropFirst()) {
      #expect((edge.to, edge.operand) < (next.to, next.operand))
    }
    for edge in folded.edges { #expect(edge.from < edge.to) }
    for node in folded.nodes where node.folded == nil {
      #expect(node.data?.bitPattern == whole.nodes[node.id].data?.bitPattern)
      #expect(node.grad?.bitPattern == whole.nodes[node.id].grad?.bitPattern)
      #expect(node.name == whole.nodes[node.id].name)
    }
    if limit >= 3, let output = folded.output {
      #expect(folded.nodes[output].id == whole.output.map { whole.nodes[$0].id })
    }
    #expect((folded.output == nil) == (whole.output == nil))
  }
}
