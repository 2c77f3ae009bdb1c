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
    for _ in 0..<100_000 { x = sin(x) }
    let shown = TreeEncoder().encode(Diagram(graph))
    #expect(shown.count < 100_001 * 200)
    #expect(text(shown).contains("\n…100000         └── #0 "))
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

  @Test func theSeedInASCIIIsThePublishedTreeInSevenBits() {
    #expect(
      tree(Sample.seed().graph, TreeOptions(charset: .ascii)) == """
        d  tanh         data -0.9640   grad 1
        `-- c  +        data -2        grad 0.07065   d 0.07065
            |-- *       data -6        grad 0.07065   d 1
            |   |-- a   data  2        grad 0.07065   d -3 => -0.2120
            |   `-- b   data -3        grad 0.1413    d  2 =>  0.1413
            `-- **2     data  4        grad 0.07065   d 1
                `-- a (*)                             d  4 =>  0.2826
        6 nodes, 6 edges, 1 shared

        """)
  }

  @Test func everyCutCountsWhatNoOtherLineShows() {
    #expect(
      tree(Sample.seed().graph, TreeOptions(depth: 2)) == """
        d  tanh       data -0.9640   grad 1
        └── c  +      data -2        grad 0.07065   ∂ 0.07065
            ├── *     data -6        grad 0.07065   ∂ 1
            │   └── … 2 nodes below
            └── **2   data  4        grad 0.07065   ∂ 1
                └── … nothing new below
        6 nodes, 6 edges, 1 shared; showing 4 of 6 nodes

        """)
    #expect(tree(Sample.seed().graph, TreeOptions(depth: 9)) == tree(Sample.seed().graph))
  }

  @Test func shownAndCutNodesAddUpAtEveryDepth() throws {
    for seed in UInt64(0)..<200 {
      var random = Seeded(seed)
      let diagram = Diagram(Sample.graph(&random, hostile: false))
      for depth in 0..<6 {
        let shown = text(TreeEncoder(TreeOptions(depth: depth)).encode(diagram))
        let hidden = shown.matches(of: #/… (\d+) nodes? below/#).compactMap { Int($0.1) }.reduce(0, +)
        let total = try #require(shown.firstMatch(of: #/\n(\d+) nodes?, /#), "seed \(seed)")
        let all = try #require(Int(total.1))
        let seen = shown.firstMatch(of: #/showing (\d+) of/#).flatMap { Int($0.1) } ?? all
        #expect(seen + hidden == all, "seed \(seed), depth \(depth)")
      }
    }
  }

  @Test func theSameOperandTwiceHasTwoLines() {
    let graph = Graph()
    let x = graph.variable(3, named: "x")
    (x * x).named("y").backward()
    #expect(
      tree(graph) == """
        y  *    data 9   grad 1
        ├── x   data 3   grad 6   ∂ 3
        └── x (*)                 ∂ 3
        2 nodes, 2 edges, 1 shared

        """)
  }

  @Test func numbersThatAreNotFiniteAreSaidInWords() {
    let graph = Graph()
    let a = graph.variable(-1, named: "a")
    (log(a) * 2).named("y").backward()
    let shown = tree(graph)
    #expect(
      shown.hasPrefix("y  *        data  nan   grad  1\n") && shown.contains(#/── log +data  nan   grad  2/#))
    #expect(tree(graph, TreeOptions(usesColor: true)).contains("\u{1B}[1;31mnan\u{1B}[0m"))
  }

  @Test func aStaleGraphShowsNoNumberOfBefore() {
    let (graph, a, _) = Sample.seed()
    a.data = 7
    let shown = tree(graph)
    #expect(shown.contains("data 7") || shown.contains("data  7"))
    #expect(!shown.contains("0.9640") && !shown.contains("0.07065") && !shown.contains("∂ 0"))
    graph.forward()
    #expect(!tree(graph).contains("stale") && tree(graph).contains("backward() has not run"))
  }

  @Test func everyHostileNameTakesOneLineAndKeepsTheColumns() {
    let names = Sample.hostileNames.filter { $0.count < 100 }
    let graph = Graph()
    sum(names.map { graph.variable(1, named: $0) }).named("y").backward()
    let shown = tree(graph)
    let lines = shown.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    #expect(lines.count == names.count + 3)
    #expect(shown.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F || $0 == "\n" })
    #expect(!shown.unicodeScalars.contains { $0.properties.generalCategory == .format && $0.value != 0x200D })
    let columns = Set(
      lines.dropLast(2).compactMap { line in
        line.range(of: "data ").map { VisibleText.width(String(line[..<$0.lowerBound])) }
      })
    #expect(columns.count == 1)
  }

  @Test func noLineEndsInBlanksAndColourChangesNothingElse() {
    for seed in UInt64(0)..<100 {
      var random = Seeded(seed)
      let diagram = Diagram(Sample.graph(&random))
      for options in [
        TreeOptions(), TreeOptions(depth: 2), TreeOptions(isInverted: true),
        TreeOptions(charset: .ascii, precision: 17, width: 60),
      ] {
        let plain = text(TreeEncoder(options).encode(diagram))
        #expect(!plain.contains("\u{1B}") && !plain.contains(" \n"), "seed \(seed)")
        var colored = options
        colored.usesColor = true
        let bytes = text(TreeEncoder(colored).encode(diagram))
        #expect(
          bytes.replacing(#/\x1B\[[0-9;]*m/#.matchingSemantics(.unicodeScalar), with: "") == plain,
          "seed \(seed)")
        if options.charset == .ascii { #expect(plain.utf8.allSatisfy { $0 < 0x80 }, "seed \(seed)") }
      }
    }
  }

  @Test(arguments: [40, 60, 80, 160])
  func noLineIsWiderThanAskedAtAnyDepthPrecisionOrFooter(_ width: Int) {
    for seed in UInt64(0)..<60 {
      var random = Seeded(seed)
      let graph = Sample.graph(&random)
      var x = graph[1]
      for _ in 0..<Int.random(in: 0..<40, using: &random) { x = sin(x) * -1.2345678901234567e-100 }
      if Bool.random(using: &random) { x.backward() }
      let options = TreeOptions(
        depth: Bool.random(using: &random) ? Int.random(in: 0..<20, using: &random) : nil,
        charset: Bool.random(using: &random) ? .ascii : .utf8, isInverted: Bool.random(using: &random),
        precision: Int.random(in: 1...17, using: &random), width: width)
      for line in tree(graph, options).split(separator: "\n") {
        #expect(VisibleText.width(String(line)) <= width, "seed \(seed): \(line)")
      }
    }
  }

  @Test func whatTheWidthHidesIsSaid() {
    let (graph, _, _) = Sample.seed()
    let narrow = tree(graph, TreeOptions(precision: 17, width: 40))
    #expect(
      narrow.contains("└── c  +      data -2\n") && narrow.hasSuffix("; grad and ∂\nhidden at this width\n"))
    #expect(!tree(graph, TreeOptions(width: 80)).contains("hidden"))
    var x = graph.variable(-1.2345678901234567e-100, named: "x")
    for _ in 0..<5 { x = -x }
    x.backward()
    let narrower = tree(graph, TreeOptions(precision: 17, width: 40))
    #expect(!narrower.contains("data -") && narrower.contains("                └── x\n"))
    #expect(narrower.replacing("\n", with: " ").contains("data, grad and ∂ hidden at this width"))
  }

  @Test func manyVariablesInvertedHaveTwoLinesEach() {
    let graph = Graph()
    let count = 20_000
    sum((0..<count).map { graph.variable(Double($0)) }).backward()
    let shown = tree(graph, TreeOptions(isInverted: true))
    #expect(shown.split(separator: "\n").count == 2 * count + 1)
    #expect(shown.matches(of: #/\(\*\)/#).count == count - 1)
  }

  @Test func aSharedLeafAtTheCutIsShownOnce() {
    let graph = Graph()
    let x = graph.variable(3, named: "x")
    _ = x * x
    #expect(tree(graph, TreeOptions(depth: 1)).contains("└── x (*)"))
  }
}
