import Autodiff
import GraphExport
import Testing

@Suite struct DiagramDescriptionTests {
  @Test func anAlternativeTextSaysWhatIsComputed() {
    #expect(
      Diagram(Sample.seed().graph).altText()
        == "Computation graph of d = tanh(c) for a = 2, b = -3: d is -0.9640; its gradient by a is 0.07065, by b 0.1413."
    )
    #expect(Diagram(Graph()).altText() == "Computation graph.")
    let graph = Graph()
    let x = graph.variable(0, named: "x")
    let y = log(x)
    #expect(Diagram(graph).altText() == "Computation graph of log(x) for x = 0: it is -inf.")
    y.backward()
    #expect(
      Diagram(graph).altText(precision: 2)
        == "Computation graph of log(x) for x = 0: it is -inf; its gradient by x is inf.")
    x.data = 1
    #expect(Diagram(graph).altText() == "Computation graph of log(x) for x = 1: it is stale.")
  }

  @Test func manyVariablesAreCounted() {
    let graph = Graph()
    let terms = (1...20).map { graph.variable(Double($0), named: "x\($0)") * Double($0) }
    sum(terms).named("y").backward()
    #expect(
      Diagram(graph).altText()
        == "Computation graph of y = sum(x1*1, …) with 20 variables: y is 2870; its gradients are 1 to 20.")
    let broken = Graph()
    sum((1...20).map { sqrt(broken.variable($0 == 3 ? 0 : 1)) }).named("y").backward()
    #expect(Diagram(broken).altText().hasSuffix(": y is 19; 1 of its 20 gradients are not finite."))
  }

  @Test func whatIsLeftOutIsSaid() throws {
    let seed = Sample.seed()
    let part = try #require(Diagram(seed.graph).path(from: [1]))
    #expect(part.altText().contains(", showing 4 of 6 nodes"))
    var folding = Folding(Diagram(seed.graph))
    #expect(folding.diagram(atMost: 2).altText().contains("showing "))
  }

  @Test func ofALargeGraphTheOutputAndTheNamesComeFirst() {
    let graph = Graph()
    let terms = (0..<50).map { index in graph.variable(Double(index)) * 2 }
    let named = (0..<10).map { graph.variable(Double($0), named: "w\($0)") }
    sum(terms + named).named("y").backward()
    let words = Diagram(graph).spokenDescription()
    #expect(words.contains(" is 2495, its gradient is 1"))
    for index in 0..<10 { #expect(words.contains("w\(index) is \(index), its gradient is 1")) }
    #expect(words.hasSuffix("; and 121 more nodes."))
    #expect(words.split(separator: ";").count == 41)
    let empty = Diagram(Graph()).spokenDescription()
    #expect(empty == "Computation graph with 0 nodes and 0 edges.")
  }
}
