import Autodiff
import DisplayText
import GraphExport
import TestSupport
import Testing

@Suite struct DOTEncoderTests {
  @Test func fiveRunsGiveTheSameBytes() {
    for seed in UInt64(0)..<20 {
      var random = Seeded(seed)
      let first = DOTEncoder().encode(Diagram(Sample.graph(&random)))
      for _ in 0..<4 {
        var again = Seeded(seed)
        #expect(DOTEncoder().encode(Diagram(Sample.graph(&again))) == first, "seed \(seed)")
      }
    }
  }

  @Test func theSameOperandTwiceHasTwoEdges() {
    let graph = Graph()
    let x = graph.variable(3, named: "x")
    (x * x).named("y").backward()
    let dot = text(DOTEncoder().encode(Diagram(graph)))
    #expect(dot.components(separatedBy: "\"x\" -> \"y\"").count == 3)
    #expect(dot.contains("= 3 + 3"))
  }

  @Test func differencesAndQuotientsAreDrawnAsWrittenWithNumberedOperands() {
    let graph = Graph()
    let a = graph.variable(1, named: "a")
    let b = graph.variable(2, named: "b")
    (a - b).named("d")
    (a / b).named("q")
    let dot = text(DOTEncoder().encode(Diagram(graph)))
    #expect(graph.count == 4)
    #expect(dot.contains("<b>d</b>\u{A0}=\u{A0}−") && dot.contains("<b>q</b>\u{A0}=\u{A0}/"))
    #expect(dot.contains("①") && dot.contains("②"))
    let other = Graph()
    let x = other.variable(1)
    _ = x * x + 1
    #expect(!text(DOTEncoder().encode(Diagram(other))).contains("①"))
  }

  @Test func whatIsNotComputedIsADash() {
    let graph = Graph()
    let x = graph.variable(2, named: "x")
    let y = (x ** 2).named("y")
    var dot = text(DOTEncoder().encode(Diagram(graph)))
    #expect(dot.contains("backward() has not run") && dot.contains(">—<"))
    y.backward()
    x.data = 5
    dot = text(DOTEncoder().encode(Diagram(graph)))
    #expect(dot.contains("label=\"stale:") && !dot.contains(">4<") && dot.contains(">5<"))
  }

  @Test func theNodeWhereNaNArisesIsFlagged() {
    let graph = Graph()
    let a = graph.variable(-1, named: "a")
    let bad = log(a).named("bad")
    (bad * 2).named("y").backward()
    let diagram = Diagram(graph)
    #expect(diagram.nonFiniteOrigins == [Diagram.NonFinite(node: bad.id, isData: true)])
    let flagged = text(DOTEncoder().encode(diagram)).split(separator: "\n").filter {
      $0.contains("arises here")
    }
    #expect(flagged.count == 1 && flagged[0].hasPrefix("\"bad\" [") && flagged[0].contains("⚠ nan"))
  }

  @Test func aNameCanNotMergeWithAnAutomaticOne() {
    let graph = Graph()
    let x = graph.variable(1, named: "#2")
    let y = graph.variable(2, named: "y")
    _ = x * y
    let dot = text(DOTEncoder().encode(Diagram(graph)))
    #expect(dot.contains("\n\"#0\" [") && dot.contains("\n\"#2\" [") && dot.contains("<b>#2</b>"))
  }

  @Test(.enabled(if: RealDot.path != nil, "needs Graphviz"))
  func anyNameComesThroughTheRealDot() throws {
    for seed in UInt64(0)..<60 {
      var random = Seeded(seed)
      let diagram = Diagram(Sample.graph(&random))
      let options = PictureOptions(
        direction: PictureOptions.Direction.allCases[Int(seed) % 4],
        edges: PictureOptions.EdgeLabel.allCases[Int(seed) % 3], theme: Theme.allCases[Int(seed / 3) % 3])
      let drawn = try RealDot.svg(DOTEncoder(options).encode(diagram))
      let finished = try #require(SVGDocument.finish(Array(drawn), of: diagram, options), "seed \(seed)")
      let svg = try #require(SVGReader(.init(finished)), "seed \(seed) is not well-formed")
      #expect(svg.nodes == diagram.nodes.count, "seed \(seed)")
      #expect(svg.edges == diagram.edges.count, "seed \(seed)")
    }
  }

  @Test(.enabled(if: RealDot.path != nil, "needs Graphviz"))
  func everyHostileNameIsReadableInThePicture() throws {
    let graph = Graph()
    for name in Sample.hostileNames { _ = graph.variable(1, named: name) }
    let diagram = Diagram(graph)
    let drawn = try RealDot.svg(DOTEncoder().encode(diagram))
    let svg = try #require(SVGReader(drawn))
    #expect(svg.nodes == Sample.hostileNames.count)
    for name in Sample.hostileNames where (1..<20).contains(name.count) && name != " " {
      let shown = VisibleText.of(name).replacing(" ", with: "")
      let texts = svg.texts.replacing(" ", with: "").replacing("\u{A0}", with: "")
      #expect(texts.contains(shown), "\(shown.debugDescription)")
    }
  }

  @Test(.enabled(if: RealDot.path != nil, "needs Graphviz"))
  func groupsAreClustersAndTheSVGSpeaks() throws {
    let graph = Graph()
    let x = graph.variable(1, named: "x")
    let y = graph.group("outer") { graph.group("inner") { tanh(x) } * 2 }.named("y")
    y.backward()
    let diagram = Diagram(graph)
    let options = PictureOptions()
    let drawn = try RealDot.svg(DOTEncoder(options).encode(diagram))
    let finished = try #require(SVGDocument.finish(Array(drawn), of: diagram, options))
    let svg = try #require(SVGReader(.init(finished)))
    #expect(svg.clusters == 2)
    #expect(svg.elements["svg"]?.first?["role"] == "img")
    #expect(svg.elements["style"]?.count == 1 && svg.elements["desc"]?.count == 1)
    #expect(
      svg.texts.contains("Computation graph of y") && svg.texts.contains("x is 1, its gradient is 0.8399"))
    #expect(SVGDocument.finish(Array("no picture".utf8), of: diagram, options) == nil)
  }

  @Test func aLongChainIsEncodedWithoutRecursion() {
    let graph = Graph()
    var x = graph.variable(0.5, named: "x")
    for _ in 0..<100_000 { x = sin(x) }
    x.backward()
    let diagram = Diagram(graph)
    let dot = DOTEncoder().encode(diagram)
    #expect(text(dot).components(separatedBy: " -> ").count == 100_001)
    #expect(DiagramJSONEncoder().encode(diagram).count < 100_000 * 400)
  }

  @Test func theSeedIsAsRecorded() throws {
    let diagram = Diagram(Sample.seed().graph)
    try Golden.expect(DOTEncoder().encode(diagram), "seed/diagram.dot")
    try Golden.expect(
      DOTEncoder(PictureOptions(direction: .topToBottom, edges: .contribution, theme: .dark, precision: 8))
        .encode(diagram), "seed/dark-contributions.dot")
  }

  @Test func everyDirectionAndEdgeLabelIsWrittenAsAskedFor() {
    let diagram = Diagram(Sample.seed().graph)
    for direction in PictureOptions.Direction.allCases {
      let dot = text(DOTEncoder(PictureOptions(direction: direction)).encode(diagram))
      #expect(dot.contains("rankdir=\(direction.rawValue),"))
    }
    func labels(_ edges: PictureOptions.EdgeLabel) -> [String] {
      text(DOTEncoder(PictureOptions(edges: edges)).encode(diagram)).split(separator: "\n").filter {
        $0.contains(" -> ")
      }.map { line in line.firstMatch(of: #/ \[label=<(.*?)>, tooltip/#).map { String($0.1) } ?? "" }
    }
    #expect(labels(.none) == Array(repeating: "", count: 6))
    #expect(labels(.local) == ["-3", "2", "4", "1", "1", "0.07065"])
    #expect(labels(.contribution) == ["-0.2120", "0.1413", "0.2826", "0.07065", "0.07065", "0.07065"])
  }

  @Test func twoNodesOfOneNameAreTwo() {
    let graph = Graph()
    let x = graph.variable(1, named: "x")
    sin(x).named("x")
    let dot = text(DOTEncoder().encode(Diagram(graph)))
    #expect(dot.contains("\n\"x\" [") && dot.contains("\n\"#1\" [") && dot.contains("\"x\" -> \"#1\""))
  }

  @Test func aLongNameDoesNotWidenThePicture() {
    let name = String(repeating: "long", count: 5000)
    let graph = Graph()
    let x = graph.variable(1, named: name)
    graph.group(name) { sin(x) }.named(name + "!").backward()
    let dot = text(DOTEncoder().encode(Diagram(graph)))
    for shown in dot.matches(of: #/(?:label=|<b>)("[^"]*"|[^<]*)/#) {
      #expect(shown.1.count < 120, "\(shown.1)")
    }
  }

  @Test func aGroupIsCalledByItsOwnNameAndOneOfAnotherMakingByItsPath() {
    let groups = [
      Diagram.Group(path: "a", parent: nil), Diagram.Group(path: "a.b", parent: 0),
      Diagram.Group(path: "other", parent: 1),
    ]
    let dot = text(DOTEncoder().encode(Diagram(groups: groups)))
    #expect(dot.contains("label=\"a\"") && dot.contains("label=\"b\"") && dot.contains("label=\"other\""))
  }

  /// Every name stands at a node, at both ends of an edge, and at a group.
  @Test(.enabled(if: RealDot.path != nil, "needs Graphviz"), arguments: UInt64(0)..<12)
  func randomNamesComeThroughTheRealDotReadably(_ seed: UInt64) throws {
    var random = Seeded(seed &+ 1000)
    let graph = Graph()
    var names: [String] = []
    for index in 0..<60 {
      let name = index < Sample.hostileNames.count ? Sample.hostileNames[index] : Sample.name(&random)
      names.append(name)
      let x = graph.variable(1, named: name)
      if index.isMultiple(of: 3) { _ = graph.group(Sample.name(&random)) { sin(x).named(name) } }
    }
    let diagram = Diagram(graph)
    let svg = try #require(SVGReader(try RealDot.svg(DOTEncoder().encode(diagram))), "seed \(seed)")
    #expect(svg.nodes == 80 && svg.edges == 20, "seed \(seed)")
    func squeezed(_ text: String) -> String {
      String(text.unicodeScalars.filter { !$0.properties.isWhitespace }.map(Character.init))
    }
    let texts = squeezed(svg.texts)
    for name in names {
      let shown = squeezed(VisibleText.of(VisibleText.fitted(name, to: 32)))
      #expect(texts.unicodeScalars.contains(shown.unicodeScalars), "seed \(seed): \(shown.debugDescription)")
    }
  }
}
