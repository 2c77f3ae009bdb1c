import Autodiff
import Testing

@testable import GraphExport

/// Graphs of shapes that the folds were not made for: what a reader expects of each.
@Suite("Folding by structure") struct FoldingStructureTests {
  private func titles(_ diagram: Diagram, atMost limit: Int) -> [String] {
    let folded = diagram.folded(atMost: limit)
    FoldingTests.checkInvariants(folded, of: diagram, limit: limit)
    return FoldingTests.titles(folded)
  }

  @Test("A chain is named by the links that come again") func repeated() {
    let graph = Graph()
    let x = graph.variable(0.5, named: "x")
    var y = x
    for index in 1...200 { y = y * x + graph.variable(Double(index) / 100, named: "c\(index)") }
    tanh(y).backward()
    #expect(titles(Diagram(graph), atMost: 10) == ["(× → +) ×200"])
  }

  @Test("A chain that begins in the middle of what comes again says so") func remainder() {
    let graph = Graph()
    var y = exp(graph.variable(0.5, named: "x"))
    for _ in 1...50 { y = exp(cos(sin(y))) }
    (y * y).backward()
    #expect(titles(Diagram(graph), atMost: 10) == ["exp → (sin → cos → exp) ×50"])
  }

  @Test("A chain of few links names them all, one of many does not") func links() {
    let graph = Graph()
    let outputs = (0..<30).map { sin(exp(tanh(graph.variable(Double($0) / 30, named: "x\($0)")))) }
    mean(outputs).backward()
    #expect(titles(Diagram(graph), atMost: 4) == ["x ×30", "(tanh → exp → sin) ×30"])
    let other = Graph()
    var y = other.variable(0.5, named: "x")
    for step in 0..<60 { y = step % 7 == 0 ? tanh(y) : step % 3 == 0 ? sin(y) : cos(y) }
    (y * y).backward()
    #expect(titles(Diagram(other), atMost: 4).last?.hasPrefix("chain of ") == true)
  }

  @Test("A chain takes along what is computed of leaves beside it") func aside() {
    let graph = Graph()
    let x = graph.variable(0.5, named: "x")
    var y = x
    for _ in 1...100 { y = sin(y) - x * 0.01 }
    (y * 2).backward()
    #expect(titles(Diagram(graph), atMost: 10) == ["(sin → −) ×100"])
  }

  @Test("Groups of one name in a row are a box before other groups join them") func steps() {
    let graph = Graph()
    let weights = graph.group("weights") { graph.variables([0.1, 0.2], named: "w") }
    var (h, c) = (graph.variable(0.1, named: "h"), graph.variable(0.2, named: "c"))
    for step in 1...60 {
      graph.group("step\(step)") {
        let gate = graph.group("gate") { sigmoid(h * weights[0] + weights[1]) }
        c = gate * c + tanh(h)
        h = gate * tanh(c)
      }
    }
    let loss = graph.group("loss") { ((h - 1) ** 2).named("e") }
    (loss * 0.5).named("L").backward()
    let shown = titles(Diagram(graph), atMost: 20)
    #expect(shown.contains("step ×60"))
    #expect(!shown.contains { $0.hasPrefix("chain") || $0.contains("→") })
  }

  @Test("Groups alike with other names are not called by one of them alone") func gates() {
    let graph = Graph()
    let x = graph.variables([0.1, 0.2, 0.3], named: "x")
    let gates = ["input", "forget", "output"].map { name in
      graph.group(name) { sigmoid(x[0] * 0.5 + x[1] * 0.25 + x[2] * 0.125) }
    }
    let heads = (1...3).map { number in graph.group("head\(number)") { tanh(x[0] - x[1]) } }
    (sum(gates) * sum(heads)).named("y").backward()
    let shown = titles(Diagram(graph), atMost: 7)
    #expect(shown.contains("input and 2 alike") && shown.contains("head ×3"), "\(shown)")
  }

  @Test("Terms of nested sums are siblings, whichever comes first") func terms() {
    let graph = Graph()
    let size = 6
    let a = (0..<size * size).map { graph.variable(Double($0) / 10, named: "A[\($0)]") }
    let b = (0..<size * size).map { graph.variable(Double($0) / 20, named: "B[\($0)]") }
    var squares: [Value] = []
    for row in 0..<size {
      for column in 0..<size {
        var cell = a[row * size] * b[column]
        for inner in 1..<size { cell = cell + a[row * size + inner] * b[inner * size + column] }
        squares.append(cell ** 2)
      }
    }
    sqrt(squares.dropFirst().reduce(squares[0]) { $0 + $1 }).named("norm").backward()
    #expect(
      titles(Diagram(graph), atMost: 30) == ["A ×36", "B ×36", "× ×216", "Σ of 6 ×36", "**2 ×36", "Σ of 36"])
  }

  @Test("Of the groups of a level only the largest are folded, if that is enough") func largest() {
    let graph = Graph()
    let x = graph.variable(0.5, named: "x")
    let small = graph.group("small") { tanh(x * 2 + 1) }
    var large = small
    graph.group("large") {
      for index in 1..<60 {
        if index % 3 == 0 {
          large = large * small
        } else {
          large = index % 3 == 1 ? large - small : small / large
        }
      }
    }
    (large * 2).named("y").backward()
    let shown = titles(Diagram(graph), atMost: 20)
    #expect(shown.contains("large") && !shown.contains("small"))
  }

  @Test("A sum that is the output is one box, with the output's data and gradient") func outputSum() throws {
    let whole = FoldingTests.sumOfSquares(3_000)
    let folded = whole.folded(atMost: 20)
    let output = try #require(folded.output.map { folded.nodes[$0] })
    #expect(output.folded?.title == "y = Σ of 3000")
    #expect(output.name == "y" && output.grad == 1)
    #expect(output.data == whole.nodes[whole.nodes.count - 1].data)
    #expect(output.folded?.operations.map(\.count) == [2_999])
    let number = NumberText(precision: 4).text(try #require(output.data))
    let texts = [
      text(DOTEncoder().encode(folded)), text(MermaidEncoder().encode(folded)),
      text(TreeEncoder().encode(folded)), text(MarkdownTableEncoder().encode(folded)),
      folded.spokenDescription(),
    ]
    for words in texts { #expect(words.contains("Σ of 3000") && words.contains(number), "\(words)") }
    #expect(folded.altText().contains("y is \(number)"), "\(folded.altText())")
    let bytes = DiagramJSONEncoder().encode(folded)
    let again = try DiagramJSONDecoder().decode(bytes)
    #expect(text(DiagramJSONEncoder().encode(again)) == text(bytes))
    #expect(again.nodes.last?.data == output.data)
  }

  @Test("A box says where in it numbers arise that are not finite") func origin() throws {
    let graph = Graph()
    var y = graph.variable(0.5, named: "x")
    for _ in 1...100 { y = tanh(y) }
    y = log(y - 5).named("bad")
    for _ in 1...100 { y = tanh(y) }
    (y * 2).backward()
    let folded = Diagram(graph).folded(atMost: 4)
    let boxes = folded.nodes.compactMap(\.folded)
    #expect(boxes.compactMap(\.origin) == ["bad"])
    let box = try #require(boxes.first { $0.origin != nil })
    #expect(text(DOTEncoder().encode(folded)).contains("not finite, the first: bad"))
    let again = try DiagramJSONDecoder().decode(DiagramJSONEncoder().encode(folded))
    #expect(again.nodes.compactMap(\.folded).contains(box))
    #expect(again.folded(atMost: 2).nodes.compactMap { $0.folded?.origin } == ["bad"])
  }
}
