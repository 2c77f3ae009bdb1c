import Autodiff
import Testing

@testable import GraphExport

/// Freshness is told without Graphviz: these tests need none.
@Suite struct SVGDigestTests {
  private let drawn = Array(
    "<svg width=\"8pt\" height=\"8pt\"><g id=\"graph0\" class=\"graph\"></g></svg>".utf8)

  @Test func aPictureCarriesTheDigestOfWhatWasDrawn() throws {
    let diagram = Diagram(Sample.seed().graph)
    for theme in Theme.allCases {
      let options = PictureOptions(direction: .topToBottom, theme: theme, fit: 500)
      let svg = try #require(SVGDocument.finish(drawn, of: diagram, options, name: "n", title: "t"))
      let digest = try #require(SVGDocument.digest(in: svg))
      let isDigest = digest.wholeMatch(of: #/sha256:[0-9a-f]{64}/#) != nil
      #expect(isDigest)
      #expect(digest == SVGDocument.digest(of: diagram, options, name: "n", title: "t"))
    }
  }

  @Test func itDoesNotDependOnTheDrawing() throws {
    let diagram = Diagram(Sample.seed().graph)
    let other = Array("<?xml version=\"1.0\"?><!-- another Graphviz --><svg width=\"9pt\"></svg>".utf8)
    let digests = try [drawn, other].map {
      SVGDocument.digest(in: try #require(SVGDocument.finish($0, of: diagram, PictureOptions())))
    }
    #expect(digests[0] != nil && digests[0] == digests[1])
  }

  @Test func whateverChangesThePictureChangesTheDigest() {
    let seed = Sample.seed()
    let diagram = Diagram(seed.graph)
    var digests = [SVGDocument.digest(of: diagram, PictureOptions())]
    for options in [
      PictureOptions(direction: .topToBottom), PictureOptions(edges: .none), PictureOptions(theme: .light),
      PictureOptions(theme: .dark), PictureOptions(precision: 5), PictureOptions(fit: 720),
    ] { digests.append(SVGDocument.digest(of: diagram, options)) }
    digests.append(SVGDocument.digest(of: diagram, PictureOptions(), name: "seed"))
    digests.append(SVGDocument.digest(of: diagram, PictureOptions(), title: "seed"))
    digests.append(SVGDocument.digest(of: diagram, PictureOptions(), facts: ["seed"]))
    seed.a.data = 2.000_000_000_000_000_4
    seed.graph.forward()
    seed.d.backward()
    digests.append(SVGDocument.digest(of: Diagram(seed.graph), PictureOptions()))
    seed.a.named("α")
    digests.append(SVGDocument.digest(of: Diagram(seed.graph), PictureOptions()))
    #expect(Set(digests).count == digests.count && digests.count == 12)
    #expect(SVGDocument.digest(of: diagram, PictureOptions()) == digests[0])
  }

  @Test func anAnimationHasItsOwn() throws {
    let frames = try BackwardFrames(Diagram(Sample.seed().graph))
    let digests = [
      frames.digest(), frames.digest(secondsPerStep: 2), frames.digest(secondsAtEnd: 2),
      frames.digest(name: "x"),
      frames.turned(to: .topToBottom).digest(), SVGDocument.digest(of: frames.diagram, frames.options),
    ]
    #expect(Set(digests).count == digests.count)
  }

  @Test(.enabled(if: RealDot.path != nil, "needs Graphviz"))
  func anAnimationCarriesIt() throws {
    let frames = try BackwardFrames(Diagram(Sample.seed().graph))
    let movie = try frames.animation(
      in: Array(RealDot.svg(frames.dot)), secondsPerStep: 0.5, name: "x", title: "t")
    #expect(SVGDocument.digest(in: movie) == frames.digest(secondsPerStep: 0.5, name: "x", title: "t"))
  }
}
