import Autodiff
import Testing

@testable import GraphExport

@Suite(.enabled(if: RealDot.path != nil, "needs Graphviz")) struct SVGContrastTests {
  /// Variables, constants, groups, an output, a warning, sums, folded boxes, and the steps of the backward pass.
  private static func pictures(_ theme: Theme) throws -> [[UInt8]] {
    let options = PictureOptions(theme: theme)
    let graph = Graph()
    let x = graph.variable(0, named: "x")
    let y = graph.group("outer") { (sqrt(x) * 3 - 2 * x) / x }
    y.backward()
    let stale = Sample.seed()
    stale.a.data = 7
    let large = Graph()
    sum((0..<40).map { large.variable(Double($0)) * large.constant(.infinity) }).backward()
    var folding = Folding(Diagram(large))
    let diagrams =
      [Sample.seed().graph, graph, stale.graph].map { Diagram($0) } + [folding.diagram(atMost: 8)]
    var pictures = try diagrams.map { diagram in
      let drawn = Array(try RealDot.svg(DOTEncoder(options).encode(diagram)))
      return try #require(SVGDocument.finish(drawn, of: diagram, options))
    }
    let frames = try BackwardFrames(Diagram(Sample.seed().graph), options)
    let layout = Array(try RealDot.svg(frames.dot))
    pictures += try frames.pictures(in: layout)
    pictures.append(try frames.animation(in: layout))
    return pictures
  }

  @Test(arguments: Theme.allCases)
  func whatAReaderSeesStandsOut(_ theme: Theme) throws {
    var seen: Set<SVGContrast.Pair> = []
    for picture in try Self.pictures(theme) {
      let colors = try #require(SVGContrast(picture))
      #expect(colors.pairs.count > 8)
      seen.formUnion(theme == .auto ? colors.pairs.union(colors.darkPairs) : colors.pairs)
    }
    let grounds = Set(seen.map(\.ground))
    #expect(grounds.count == (theme == .auto ? 12 : 6), "\(grounds.sorted())")
    for pair in seen {
      let measured = try contrast(pair.color, pair.ground)
      let least = pair.isText ? 4.5 : 3
      #expect(measured >= least, "\(pair.color) on \(pair.ground): \(measured) < \(least)")
    }
  }

  /// A colour that stays light in the dark could still stand out, and be the only one.
  @Test func nothingStaysLightInTheDark() throws {
    for picture in try Self.pictures(.auto) {
      let colors = try #require(SVGContrast(picture))
      let (light, dark) = (Palette.light, Palette.dark)
      let roles = Dictionary(
        uniqueKeysWithValues: zip(light.roles, dark.roles))
      let pairs = Set(
        colors.pairs.map {
          SVGContrast.Pair(isText: $0.isText, color: roles[$0.color] ?? "", ground: roles[$0.ground] ?? "")
        })
      #expect(colors.darkPairs == pairs)
    }
  }

  @Test func thePictureStandsOnACardThatFillsIt() throws {
    for picture in try Self.pictures(.auto) {
      let svg = text(picture)
      let first = try #require(
        svg.firstMatch(of: #/<g [^>]*class="graph"[^>]*>\s*<polygon fill="#ffffff"[^>]*>/#))
      #expect(first.0.contains("points="))
    }
  }
}
