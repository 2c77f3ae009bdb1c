import Autodiff
import Foundation
import Testing

@testable import GraphExport

@Suite(.enabled(if: RealDot.path != nil, "needs Graphviz")) struct SVGDocumentTests {
  private func finished(_ graph: Graph, _ options: PictureOptions = PictureOptions()) throws -> SVGReader {
    let diagram = Diagram(graph)
    let drawn = try RealDot.svg(DOTEncoder(options).encode(diagram))
    let bytes = try #require(SVGDocument.finish(Array(drawn), of: diagram, options))
    return try #require(SVGReader(Data(bytes)), "the SVG is not well-formed")
  }

  @Test func theSeedSaysWhatItShows() throws {
    let svg = try finished(Sample.seed().graph)
    #expect(svg.nodes == 6 && svg.edges == 6)
    #expect(svg.elements["svg"]?.count == 1 && svg.elements["svg"]?.first?["role"] == "img")
    #expect(
      svg.texts.contains(
        """
        Computation graph with 6 nodes and 6 edges: a is 2, gradient 0.07065; b is -3, gradient 0.1413; \
        #2 (*) is -6, gradient 0.07065; #3 (**2) is 4, gradient 0.07065; c (+) is -2, gradient 0.07065; \
        d (tanh) is -0.9640, gradient 1.
        """))
  }

  @Test func idsAreUnique() throws {
    let svg = try finished(Sample.seed().graph)
    let ids = svg.elements.values.joined().compactMap { $0["id"] }
    #expect(ids.count > 12 && Set(ids).count == ids.count)
  }

  @Test func onlyAutoFollowsTheReadersTheme() throws {
    let graph = Sample.seed().graph
    for theme in Theme.allCases {
      let svg = try finished(graph, PictureOptions(theme: theme))
      #expect((svg.elements["style"]?.count ?? 0) == (theme == .auto ? 1 : 0))
    }
    #expect(SVGDocument.darkStyle.hasPrefix("@media (prefers-color-scheme: dark){"))
  }

  /// A colour that is not in the palette would stay light in the dark.
  @Test(arguments: Theme.allCases)
  func everyColourOfThePictureIsARoleOfThePalette(_ theme: Theme) throws {
    let graph = Sample.seed().graph
    graph.group("outer") { _ = log(graph.variable(-1)) * 2 }
    let palette = theme == .dark ? Palette.dark : .light
    let known = Set(Palette.roles.map { palette[keyPath: $0] } + ["none", "transparent"])
    let svg = try finished(graph, PictureOptions(theme: theme))
    for attributes in svg.elements.values.joined() {
      for color in [attributes["fill"], attributes["stroke"]].compactMap({ $0 }) {
        #expect(known.contains(color))
      }
    }
    for text in svg.elements["text"] ?? [] { #expect(text["fill"] != nil) }
  }

  @Test func hostileNamesAreSafeInTheDescription() throws {
    for name in Sample.hostileNames {
      let graph = Graph()
      let x = graph.variable(1, named: name)
      sin(x).named(name).backward()
      let diagram = Diagram(graph)
      let bytes = try #require(
        SVGDocument.finish(Array("<svg width=\"1\"></svg>".utf8), of: diagram, .init()))
      let svg = try #require(SVGReader(Data(bytes)), "\(name.prefix(20).debugDescription)")
      #expect(svg.elements["desc"]?.count == 1 && svg.elements["title"]?.count == 1)
      #expect(svg.texts.contains("gradient 0.5403"))
    }
  }

  @Test func whatIsCutIsCounted() throws {
    let graph = Graph()
    sum((0..<100).map { graph.variable(Double($0)) }).backward()
    #expect(Diagram(graph).spokenDescription().hasSuffix("; and 41 more nodes."))
  }

  @Test func whatIsNotAnSVGIsRefused() {
    for bytes in ["", "<", "<svg ", "<html></html>"] {
      #expect(SVGDocument.finish(Array(bytes.utf8), of: Diagram(), PictureOptions()) == nil)
    }
  }
}
