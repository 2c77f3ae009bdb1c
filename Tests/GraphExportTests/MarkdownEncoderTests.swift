import Autodiff
import DisplayText
import GraphExport
import Testing

@Suite struct MarkdownEncoderTests {
  private func table(_ diagram: Diagram) -> String { text(MarkdownTableEncoder().encode(diagram)) }

  @Test func `The seed is a table of variables, then of what is computed`() {
    #expect(
      table(Diagram(Sample.seed().graph)) == """
        | name | expression | data | grad |
        |---|---|--:|--:|
        | `a` | | 2 | 0.07065 |
        | `b` | | -3 | 0.1413 |
        | | `a*b` | -6 | 0.07065 |
        | | `a**2` | 4 | 0.07065 |
        | `c` | `a*b + a**2` | -2 | 0.07065 |
        | **`d`** | `tanh(c)` | -0.9640 | 1 |

        """)
  }

  @Test func `Variables come first, constants stand in the expressions, long ones are found by number`() {
    let graph = Graph()
    let x = graph.variable(1, named: "x")
    var long = x
    for _ in 0..<30 { long = long + 1 }
    let k = graph.constant(2).named("k")
    (long * k).named("y")
    let late = graph.variable(3, named: "late")
    (late * 2).named("z")
    let lines = table(Diagram(graph)).split(separator: "\n")
    #expect(lines[2...3] == ["| `x` | | 1 | — |", "| `late` | | 3 | — |"])
    #expect(lines[4] == "| | `x + 1` | 2 | — |")
    #expect(lines.contains("| `k` | | 2 | |"))
    let last = lines.firstIndex { $0.hasPrefix("| `y` |") } ?? 0
    #expect(lines[last].wholeMatch(of: #/\| `y` \| `#\d+\*k` \| 62 \| — \|/#) != nil, "\(lines[last])")
    #expect(lines.last == "No gradients: `backward()` has not run.")
  }

  @Test func `What is left out, stale or not finite is told below`() {
    let graph = Graph()
    let a = graph.variable(-1, named: "a|b")
    let bad = log(a).named("bad")
    (bad * 2).named("y").backward()
    let shown = table(Diagram(graph))
    #expect(shown.contains("| `bad` | `log(a\\|b)` | **nan** | 2 |\n"))
    #expect(shown.hasSuffix("|\n\n⚠ **nan** arises first in `bad`.\n"))
    a.data = 3
    #expect(table(Diagram(graph)).contains("| `bad` | `log(a\\|b)` | — | — |\n"))
    #expect(table(Diagram(graph)).contains("\n\nStale: a variable was changed;"))
    let part = table(Diagram(Sample.seed().graph).focused(on: 5, radius: 1))
    #expect(
      part.contains("| `c` | `… + …` | -2 | 0.07065 |\n") && part.hasSuffix("\n\nShowing 2 of 6 nodes.\n"))
  }

  @Test func `A folded box has a row with ranges`() {
    let graph = Graph()
    let terms = (1...60).map { graph.variable(Double($0), named: "x\($0)") ** 2 }
    sum(terms).named("y").backward()
    let shown = table(Diagram(graph).folded(atMost: 4))
    #expect(shown.contains("`60 nodes: 60 variables` | 1 … 60 | 2 … 120 |\n"))
    #expect(shown.contains("| **`y`** | `sum(#"))
    #expect(shown.contains("\n\nShowing "))
  }

  @Test(arguments: UInt64(0)..<40) func `No name leaves its cell`(_ seed: UInt64) {
    var random = Seeded(seed)
    let diagram = Diagram(Sample.graph(&random))
    let shown = table(diagram)
    for line in shown.split(separator: "\n") where line.utf8.first == UInt8(ascii: "|") {
      // By bytes, as readers of Markdown take it.
      let bars = zip(line.utf8, [0] + line.utf8).count { $0 == UInt8(ascii: "|") && $1 != UInt8(ascii: "\\") }
      #expect(bars == 5, "seed \(seed): \(line.debugDescription)")
    }
    let rows = diagram.nodes.count { $0.kind != .constant || $0.name?.isEmpty == false }
    let output = diagram.output.map { diagram.nodes[$0] }
    let extra = output?.kind == .constant && output?.name?.isEmpty != false ? 1 : 0
    #expect(shown.split(separator: "\n").count { $0.utf8.first == UInt8(ascii: "|") } == rows + extra + 2)
  }

  @Test func `Code spans keep backticks, bars and spaces`() {
    #expect(MarkdownText.code("a`b``c") == "```a`b``c```")
    #expect(MarkdownText.code("`") == "`` ` ``" && MarkdownText.code(" a ") == "`  a  `")
    #expect(MarkdownText.code("a|b") == "`a|b`" && MarkdownText.code("a|b", inTable: true) == "`a\\|b`")
    // A mark that combines makes another character of a sign, but not for a reader of bytes.
    #expect(MarkdownText.code("`\u{301}|\u{301}", inTable: true) == "`` `\u{301}\\|\u{301} ``")
  }

  @Test func `The tree is in a block of code that nothing in it ends`() {
    let (graph, a, _) = Sample.seed()
    #expect(
      text(MarkdownTreeEncoder(TreeOptions(depth: 1, usesColor: true)).encode(Diagram(graph))) == """
        ```text
        d  tanh    data -0.9640   grad 1
        └── c  +   data -2        grad 0.07065   ∂ 0.07065
            └── … 4 nodes below
        6 nodes, 6 edges, 1 shared; showing 2 of 6 nodes
        ```

        """)
    a.named("````")
    let shown = text(MarkdownTreeEncoder().encode(Diagram(graph)))
    #expect(shown.hasPrefix("`````text\n") && shown.hasSuffix("\n`````\n"))
  }
}
