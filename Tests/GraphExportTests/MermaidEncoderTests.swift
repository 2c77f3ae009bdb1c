import Autodiff
import GraphExport
import Testing

@Suite struct MermaidEncoderTests {
  private func mermaid(_ diagram: Diagram, _ options: PictureOptions = PictureOptions()) -> String {
    text(MermaidEncoder(options).encode(diagram))
  }

  @Test func `The seed is a flowchart with the chain rule on its edges`() {
    #expect(
      mermaid(Diagram(Sample.seed().graph)) == """
        flowchart LR
        %% grad: ∂d/∂node · on edges: the local derivative ∂to/∂from
        accTitle: Computation graph of d
        accDescr: Computation graph with 6 nodes and 6 edges#58; a is 2, its gradient is 0.07065; b is -3, its gradient is 0.1413; \
        a*b is -6, its gradient is 0.07065; a**2 is 4, its gradient is 0.07065; \
        c = a*b + a**2 is -2, its gradient is 0.07065; d = tanh(c) is -0.9640, its gradient is 1.
        n0("a<br/>data 2<br/>grad 0.07065<br/>= -0.2120 + 0.2826"):::variable
        n1("b<br/>data -3<br/>grad 0.1413"):::variable
        n2["×<br/>data -6<br/>grad 0.07065"]:::operation
        n3["\u{200A}**\u{200A}2<br/>data 4<br/>grad 0.07065"]:::operation
        n4["c = +<br/>data -2<br/>grad 0.07065"]:::operation
        n5[["d = tanh<br/>data -0.9640<br/>grad 1"]]:::output
        n0 -->|"-3"| n2
        n1 -->|"2"| n2
        n0 -->|"4"| n3
        n2 -->|"1"| n4
        n3 -->|"1"| n4
        n4 -->|"0.07065"| n5
        classDef variable fill:#eaf3fa,stroke:#0071b1,color:#1b1f26,stroke-width:1.5px
        classDef operation fill:#fefefe,stroke:#7a8496,color:#1b1f26
        classDef output fill:#eff8f2,stroke:#1b5e3a,color:#1b1f26
        linkStyle default stroke:#7a8496

        """)
  }

  /// Every line is of one of the forms that the encoder writes, whatever the names are.
  private static var line: Regex<Substring> {
    #/
    (?:---|title:\ "[^"]*"|config:\ \{theme:\ (?:default|dark)\}|flowchart\ (?:LR|TB|RL|BT)
    |%%\ [^\{]*|acc(?:Title|Descr):\ [^"<>\{\}%`:]*
    |n\d+(?:\("[^"%`:]*"\)|\["[^"%`:]*"\]|\[\["[^"%`:]*"\]\]):::[a-z]+
    |subgraph\ g\d+\["[^"%`:<]*"\]|end|class\ g\d+\ group
    |n\d+\ -->(?:\|"[^"]*"\|)?\ n\d+|classDef\ [a-z]+\ [^;]*|linkStyle\ default\ stroke:\#[0-9a-f]+)
    /#
  }

  @Test(arguments: UInt64(0)..<40) func `No name leaves its quotes`(_ seed: UInt64) {
    var random = Seeded(seed)
    let diagram = Diagram(Sample.graph(&random))
    let options = PictureOptions(theme: Theme.allCases[Int(seed % 3)])
    let lines = mermaid(diagram, options).split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    for line in lines {
      #expect(line.wholeMatch(of: Self.line) != nil, "seed \(seed): \(line.debugDescription)")
    }
    #expect(lines.count { $0.contains(":::") } == diagram.nodes.count, "seed \(seed)")
    #expect(lines.count { $0.contains(" -->") } == diagram.edges.count, "seed \(seed)")
    #expect(lines.count { $0.hasPrefix("subgraph ") } == lines.count { $0 == "end" }, "seed \(seed)")
  }

  @Test func `Five runs give the same bytes`() {
    for seed in UInt64(0)..<10 {
      let texts = (0..<5).map { _ in
        var random = Seeded(seed)
        return MermaidEncoder().encode(Diagram(Sample.graph(&random)))
      }
      #expect(Set(texts).count == 1, "seed \(seed)")
    }
  }

  @Test func `Groups are frames in frames, and one without a node is none`() {
    let graph = Graph()
    let x = graph.variable(1, named: "x")
    graph.group("outer") {
      let y = graph.group("inner") { tanh(x) }
      graph.group("empty") {}
      y.named("y")
    }
    let lines = mermaid(Diagram(graph)).split(separator: "\n").map(String.init)
    let frames = lines.filter { $0.hasPrefix("subgraph") || $0 == "end" || $0.hasPrefix("n1[") }
    #expect(
      frames == [
        "subgraph g0[\"outer\"]", "subgraph g1[\"inner\"]",
        "n1[[\"y = tanh<br/>data 0.7616<br/>grad —\"]]:::output", "end", "end",
      ])
  }

  @Test func `Operands are numbered where order matters, and edges say what was asked for`() {
    let graph = Graph()
    let a = graph.variable(1, named: "a")
    (a - graph.variable(3, named: "b")).named("d").backward()
    func labels(_ edges: PictureOptions.EdgeLabel) -> [Substring] {
      mermaid(Diagram(graph), PictureOptions(edges: edges)).matches(of: #/-->\|"(.*?)"/#).map(\.1)
    }
    #expect(labels(.local) == ["① 1", "② -1"])
    #expect(labels(.none) == ["①", "②"])
    let (seed, _, _) = Sample.seed()
    #expect(!mermaid(Diagram(seed), PictureOptions(edges: .none)).contains("-->|"))
    #expect(mermaid(Diagram(seed), PictureOptions(edges: .contribution)).contains("n0 -->|\"-0.2120\"| n2"))
  }

  @Test func `What is not known is a dash, and what is not finite is flagged`() {
    let graph = Graph()
    let x = graph.variable(-1, named: "x")
    log(x).named("y")
    var shown = mermaid(Diagram(graph))
    #expect(shown.contains("%% no gradients yet: backward() has not run\n"))
    #expect(shown.contains("n1[\"y = log<br/>data nan<br/>grad —<br/>⚠ nan arises here\"]:::warning\n"))
    x.data = 2
    shown = mermaid(Diagram(graph))
    #expect(shown.contains("[[\"y = log<br/>data —<br/>grad —\"]]"))
  }

  // MARK: What Mermaid draws

  private static func grid(_ count: Int) -> Diagram {
    let graph = Graph()
    let inputs = (0..<count).map { graph.variable(Double($0), named: "input_\($0)") }
    let layer = (0..<count).map { row in
      graph.group("neuron\(row)") { tanh(sum(inputs.map { $0 * Double(row) })) }
    }
    sum(layer).named("y").backward()
    return Diagram(graph)
  }

  @Test(arguments: [10, 25, 60]) func `A graph is folded until Mermaid draws it`(_ count: Int) throws {
    let diagram = Self.grid(count)
    let encoder = MermaidEncoder()
    let fitted = encoder.fitted(diagram)
    let shown = text(encoder.encode(diagram))
    #expect(fitted.edges.count <= MermaidEncoder.mostEdges)
    #expect(shown.utf16.count <= MermaidEncoder.mostCharacters)
    #expect(fitted.nodes.count > 1)
    #expect((fitted.nodes.count < diagram.nodes.count) == (diagram.edges.count > 500))
    if let omission = fitted.omission {
      #expect(shown.hasPrefix("---\ntitle: \"\(omission)\"\n---\nflowchart LR\n"))
      #expect(shown.contains("%% \(omission)\n"))
    }
    #expect(text(encoder.encode(fitted)) == shown)
  }

  @Test func `Many characters are as much as many edges`() {
    let graph = Graph()
    for index in 0..<400 { _ = graph.variable(1, named: String(repeating: "\"", count: 31) + "\(index)") }
    let diagram = Diagram(graph)
    #expect(diagram.edges.isEmpty)
    let shown = text(MermaidEncoder().encode(diagram))
    #expect(shown.utf16.count <= MermaidEncoder.mostCharacters && shown.contains("showing "))
  }

  @Test func `A chain of twenty thousand is no recursion`() {
    let graph = Graph()
    var x = graph.variable(0.5, named: "x")
    for _ in 0..<20_000 { x = sin(x) }
    let shown = text(MermaidEncoder().encode(Diagram(graph)))
    #expect(shown.contains("showing ") && shown.utf16.count < MermaidEncoder.mostCharacters)
  }

  @Test func `An empty graph is a flowchart without nodes`() {
    #expect(mermaid(Diagram()).contains("flowchart LR\n%% empty graph\n"))
  }

  // MARK: Colours

  @Test(arguments: Theme.allCases) func `Boxes bring text, fill and line that go together`(_ theme: Theme)
    throws
  {
    var random = Seeded(3)
    let shown = mermaid(Diagram(Sample.graph(&random, hostile: false)), PictureOptions(theme: theme))
    let classes = shown.matches(of: #/classDef (\w+) fill:(#\w{6}),stroke:(#\w{6}),color:(#\w{6})/#)
    #expect(classes.count >= 3)
    for found in classes {
      #expect(try contrast(found.4, found.2) >= 4.5, "\(found.0)")
      #expect(try contrast(found.3, found.2) >= 3, "\(found.0)")
    }
    // Lines stand on the page, which is light or dark where nothing else is said.
    let line = try #require(shown.firstMatch(of: #/linkStyle default stroke:(#\w{6})/#))
    for page in theme == .light ? ["#ffffff"] : theme == .dark ? ["#14171c"] : ["#ffffff", "#0d1117"] {
      #expect(try contrast(line.1, page) >= 3, "\(line.1) on \(page)")
    }
  }
}
