import Autodiff
import DisplayText
import GraphExport
import Testing

@Suite struct TreeEncoderTests {
  @Test func theSeedIsThePublishedTree() {
    let graph = Graph()
    let a = graph.variable(2, named: "a")
    let b = graph.variable(-3, named: "b")
    let c = (a * b + a ** 2).named("c")
    let d = tanh(c).named("d")
    d.backward()
    #expect(
      String(decoding: TreeEncoder().encode(Diagram(graph)), as: UTF8.self) == """
        d  tanh         data -0.9640   grad 1
        └── c  +        data -2        grad 0.07065   ∂ 0.07065
            ├── *       data -6        grad 0.07065   ∂ 1
            │   ├── a   data  2        grad 0.07065   ∂ -3 ⇒ -0.2120
            │   └── b   data -3        grad 0.1413    ∂  2 ⇒  0.1413
            └── **2     data  4        grad 0.07065   ∂ 1
                └── a (*)                             ∂  4 ⇒  0.2826
        6 nodes, 6 edges, 1 shared

        """)
  }

  private func tree(_ graph: Graph, _ options: TreeOptions = TreeOptions()) -> String {
    text(TreeEncoder(options).encode(Diagram(graph)))
  }

  @Test func asciiIsSevenBit() {
    let (graph, a, _) = Sample.seed()
    a.named("θ\n")
    let shown = tree(graph, TreeOptions(charset: .ascii))
    #expect(shown.utf8.allSatisfy { $0 < 0x80 })
    #expect(shown.contains("|   |-- \\u{3B8}\\u{A}   data  2        grad 0.07065   d -3 => -0.2120"))
  }

  @Test func aCutIsVisibleAndCounted() {
    #expect(
      tree(Sample.seed().graph, TreeOptions(depth: 1)) == """
        d  tanh    data -0.9640   grad 1
        └── c  +   data -2        grad 0.07065   ∂ 0.07065
            └── … 4 nodes below
        6 nodes, 6 edges, 1 shared; showing 2 of 6 nodes

        """)
  }

  @Test func theInvertedTreeShowsWhoUsesAVariable() {
    let graph = Graph()
    let x = graph.variable(3, named: "x")
    (x * x).named("y").backward()
    #expect(
      tree(graph, TreeOptions(isInverted: true)) == """
        x          data 3   grad 6
        ├── y  *   data 9   grad 1   ∂ 3
        └── y (*)                    ∂ 3
        2 nodes, 2 edges, 1 shared

        """)
  }

  @Test func missingAndStaleNumbersAreSaid() {
    let graph = Graph()
    let x = graph.variable(3, named: "x")
    let y = (x * x).named("y")
    #expect(tree(graph).hasPrefix("y  *    data 9   grad —\n"))
    #expect(tree(graph).contains("backward() has not run"))
    y.backward()
    x.data = 4
    #expect(tree(graph).hasPrefix("y  *    data —   grad —\n"))
    #expect(tree(graph).contains("stale"))
  }

  @Test func namesAreEscapedAndAligned() {
    let graph = Graph()
    let a = graph.variable(1, named: "a\u{1B}[2J")
    let b = graph.variable(2, named: "日本")
    sum(a, b).named("y")
    let lines = tree(graph).split(separator: "\n").map(String.init)
    #expect(lines[1].hasPrefix("├── a\\u{1B}[2J   data 1"))
    #expect(lines[2].hasPrefix("└── 日本         data 2"))
  }

  @Test func doublingSixtyTimesIsLinear() {
    let graph = Graph()
    var x = graph.variable(1, named: "x0")
    for i in 1...60 { x = (x + x).named("x\(i)") }
    x.backward()
    #expect(tree(graph).split(separator: "\n").count == 1 + 120 + 1)
  }

  @Test func aDeepChainTellsItsDepthInNumbersAndStaysLinear() {
    let graph = Graph()
    var x = graph.variable(0.5)
    for _ in 0..<50_000 { x = sin(x) }
    let shown = TreeEncoder().encode(Diagram(graph))
    #expect(shown.count < 50_001 * 200)
    #expect(text(shown).contains("\n…50000         └── #0 "))
  }

  @Test(arguments: [40, 60, 80, 160])
  func noLineIsWiderThanAsked(_ width: Int) {
    for seed in UInt64(0)..<25 {
      var random = Seeded(seed)
      let graph = Sample.graph(&random)
      for charset in TreeOptions.Charset.allCases {
        let lines = tree(graph, TreeOptions(charset: charset, width: width)).split(separator: "\n").dropLast()
        for line in lines {
          #expect(VisibleText.width(String(line)) <= width, "seed \(seed): \(line)")
          #expect(!line.hasSuffix(" "))
        }
      }
    }
  }

  @Test func coloursAreThereOnlyWhenAskedFor() {
    let (graph, _, _) = Sample.seed()
    let plain = tree(graph)
    let colored = tree(graph, TreeOptions(usesColor: true))
    #expect(!plain.contains("\u{1B}") && colored.contains("\u{1B}[34m-0.9640\u{1B}[0m"))
    #expect(colored.replacing(#/\x1B\[[0-9;]*m/#, with: "") == plain)
  }

  @Test func aSharedValueWithoutANameIsKnownByItsNumber() {
    let graph = Graph()
    let x = graph.variable(2, named: "x")
    let s = sin(x)
    _ = s * s
    #expect(tree(graph).contains("├── #1 sin") && tree(graph).contains("└── #1 sin (*)"))
  }
}
