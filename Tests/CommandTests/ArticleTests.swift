import Autodiff
import ChainRule
import Foundation
import GradGraphCommands
import GraphExport
import LayeredLayout
import Testing

/// The Swift code and the table of the DocC pages.
@Suite struct ArticleTests {
  @Test func backwardStepsAreListed() throws {
    // ARTICLE: steps
    let graph = Graph()
    let a = graph.variable(2, named: "a")
    let b = graph.variable(-3, named: "b")
    let c = (a * b + a ** 2).named("c")
    let d = tanh(c).named("d")

    d.backward()
    for step in d.backwardSteps() {
      print("\(step.operand.id).grad += \(step.grad) · \(step.local) = \(step.contribution), now \(step.sum)")
    }
    // ARTICLE: end
    #expect(d.backwardSteps().count == 6)
    #expect(d.backwardSteps().last { $0.operand == a }?.sum == a.grad)
  }

  @Test func theEngineInFiveLines() throws {
    // ARTICLE: engine
    let graph = Graph()
    let a = graph.variable(2, named: "a")
    let b = graph.variable(-3, named: "b")
    let d = tanh(a * b + a ** 2).named("d")
    d.backward()
    print(a.grad ?? .nan)  // 0.07065082485316448
    // ARTICLE: end
    #expect("\(a.grad ?? .nan)" == "0.07065082485316448")
  }

  @Test func aGradientIsExplained() {
    let graph = Graph()
    let a = graph.variable(2, named: "a")
    let d = tanh(a ** 2).named("d")
    // ARTICLE: explanation
    let explanation = Explanation(of: [a], from: d)
    let text = String(decoding: ExplanationEncoder().encode(explanation), as: UTF8.self)
    // ARTICLE: end
    #expect(text.hasPrefix("∂d/∂a: 1 path\n"))
  }

  @Test func formatsForDocuments() {
    let graph = Graph()
    tanh(graph.variable(2, named: "a")).named("d").backward()
    let diagram = Diagram(graph)
    // ARTICLE: documents
    let flowchart = MermaidEncoder(PictureOptions(direction: .topToBottom)).encode(diagram)
    let figure = TikZEncoder().encode(diagram)  // \usepackage{amsmath,tikz}
    let table = MarkdownTableEncoder(MarkdownOptions(precision: 6)).encode(diagram)
    // ARTICLE: end
    #expect(String(decoding: flowchart, as: UTF8.self).hasPrefix("flowchart TB\n"))
    #expect(String(decoding: figure, as: UTF8.self).hasSuffix("\\end{tikzpicture}\n"))
    #expect(String(decoding: table, as: UTF8.self).contains("| **`d`** | `tanh(a)` | 0.964028 | 1 |\n"))
  }

  @Test("The article about large graphs folds")
  func largeGraphs() {
    let graph = Graph()
    var x = graph.variable(0.5, named: "x")
    for step in 1...100 { x = graph.group("step\(step)") { tanh(x) * 2 } }
    x.backward()
    // ARTICLE: large graphs
    let small = Diagram(graph).folded(atMost: 40)
    print(small.omission ?? "everything is shown")

    var folding = Folding(Diagram(graph))
    folding.collapseInnermost()
    let dot = DOTEncoder().encode(folding.current)
    // ARTICLE: end
    #expect(
      small.nodes.count <= 40 && small.omission?.hasPrefix("showing \(small.nodes.count) of 301") == true)
    #expect(String(decoding: dot, as: UTF8.self).contains("step100"))
  }

  @Test func boxesGetTheirPlaces() throws {
    // ARTICLE: layout
    var graph = LayoutGraph()
    let box = LayoutSize(width: 60, height: 30)
    let layer = graph.add(LayoutGraph.Group(title: LayoutSize(width: 40, height: 10)))
    let x = graph.add(LayoutGraph.Node(size: box))
    let w = graph.add(LayoutGraph.Node(size: box, group: layer))
    let y = graph.add(LayoutGraph.Node(size: box, group: layer))
    graph.add(LayoutGraph.Edge(from: w, to: y, label: LayoutSize(width: 24, height: 11)))
    graph.add(LayoutGraph.Edge(from: x, to: y))
    graph.orders.append([x, w])  // x stays above w

    let layout = try GraphLayout(graph)
    print(layout.centers[y])  // the middle of the box
    print(layout.frames[layer] as Any)  // the rectangle around w and y
    print(layout.routes[0].label as Any)  // the middle of the label
    print(layout.size)  // the extent of all, from 0
    // ARTICLE: end
    #expect(layout.centers[x].y < layout.centers[w].y)
    // ARTICLE: another layout
    for node in graph.nodes.indices { graph.nodes[node].previous = layout.spots[node] }
    let added = graph.add(LayoutGraph.Node(size: box))
    graph.add(LayoutGraph.Edge(from: y, to: added))
    let next = try GraphLayout(graph)
    // ARTICLE: end
    #expect(next.centers.count == 4)
  }

  /// The code of these tests, region by region.
  private static func regions() throws -> [String] {
    try ["ArticleTests.swift", "ReadmeTests.swift"].flatMap { name in
      let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: name)
      return try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n    // ARTICLE: ")
        .dropFirst().filter { !$0.hasPrefix("end") }
        .map { normal($0.split(separator: "\n").dropFirst().joined(separator: "\n")) }
    }
  }

  @Test("The Swift code of every document is part of a test", arguments: Document.all)
  func swiftCodeIsCompiled(document: Document) throws {
    let regions = try Self.regions()
    for block in try document.blocks(of: "swift") {
      #expect(regions.contains { $0.contains(Self.normal(block)) }, "\(document): \(block)")
    }
  }

  @Test("Every region of these tests is in a document")
  func regionsAreShown() throws {
    let blocks = try Document.all.flatMap { try $0.blocks(of: "swift").map(Self.normal) }
    for region in try Self.regions() { #expect(blocks.contains(region), "\(region)") }
  }

  /// Lines without indentation and spacing, which are the formatter's business.
  private static func normal(_ code: String) -> String {
    code.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
      .filter { !$0.isEmpty && !$0.hasPrefix("import ") }.joined(separator: "\n")
  }

  @Test("The table of operations is fresh")
  func tableIsFresh() throws {
    let article = try #require(Document.all.first { $0.description.hasSuffix("Operations.md") })
    let table = try article.text.components(separatedBy: "<!-- operations:begin -->\n").last?
      .components(separatedBy: "<!-- operations:end -->").first
    #expect(table == OperationTable().markdown, "make table writes it anew")
  }
}
