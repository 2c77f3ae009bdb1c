import Autodiff
import Foundation
import TestSupport
import Testing

@testable import GraphExport

@Suite(.enabled(if: RealDot.path != nil, "needs Graphviz")) struct SVGDocumentTests {
  private func bytes(
    _ diagram: Diagram, _ options: PictureOptions = PictureOptions(), name: String? = nil,
    title: String? = nil
  ) throws -> [UInt8] {
    let drawn = Array(try RealDot.svg(DOTEncoder(options).encode(diagram)))
    return try #require(SVGDocument.finish(drawn, of: diagram, options, name: name, title: title))
  }

  private func finished(
    _ graph: Graph, _ options: PictureOptions = PictureOptions(), name: String? = nil
  ) throws -> SVGReader {
    try #require(
      SVGReader(Data(try bytes(Diagram(graph), options, name: name))), "the SVG is not well-formed")
  }

  // MARK: Words

  @Test func theSeedSaysWhatItShows() throws {
    let svg = try finished(Sample.seed().graph)
    #expect(svg.nodes == 6 && svg.edges == 6)
    let root = try #require(svg.elements["svg"]?.first)
    #expect(svg.elements["svg"]?.count == 1 && root["role"] == "img")
    #expect(root["aria-labelledby"] == svg.elements["title"]?.first?["id"])
    #expect(root["aria-describedby"] == svg.elements["desc"]?.first?["id"])
    #expect(
      svg.texts.contains(
        """
        Computation graph with 6 nodes and 6 edges: a is 2, its gradient is 0.07065; b is -3, its gradient is 0.1413; \
        a*b is -6, its gradient is 0.07065; a**2 is 4, its gradient is 0.07065; \
        c = a*b + a**2 is -2, its gradient is 0.07065; d = tanh(c) is -0.9640, its gradient is 1.
        """))
  }

  @Test func aTitleOfOnesOwnWinsAndIsEscaped() throws {
    let svg = text(try bytes(Diagram(Sample.seed().graph), title: "tanh & <more>"))
    #expect(svg.contains("_title\">tanh &amp; &lt;more&gt;</title>"))
  }

  @Test func hostileNamesAreSafeInTheDescription() throws {
    for name in Sample.hostileNames {
      let graph = Graph()
      let x = graph.variable(1, named: name)
      sin(x).named(name).backward()
      let diagram = Diagram(graph)
      let bytes = try #require(
        SVGDocument.finish(
          Array("<svg width=\"1\"></svg>".utf8), of: diagram, .init(), name: name, title: name))
      let svg = try #require(SVGReader(Data(bytes)), "\(name.prefix(20).debugDescription)")
      #expect(svg.elements["desc"]?.count == 1 && svg.elements["title"]?.count == 1)
      #expect(svg.texts.contains("its gradient is 0.5403"))
    }
  }

  @Test func whatIsNotAnSVGIsRefused() {
    for bytes in ["", "<", "<svg ", "<svg>", "<html></html>", "<svg><g></svg>"] {
      #expect(SVGDocument.finish(Array(bytes.utf8), of: Diagram(), PictureOptions()) == nil, "\(bytes)")
      #expect(SVGDocument.digest(in: Array(bytes.utf8)) == nil)
    }
  }

  // MARK: On a page with others

  @Test func twoPicturesOnAPageShareNoIdAndNoRule() throws {
    let other = Graph()
    sin(other.variable(1, named: "a")).named("d").backward()
    let frames = try BackwardFrames(Diagram(Sample.seed().graph))
    let layout = Array(try RealDot.svg(frames.dot))
    var files = [
      try bytes(Diagram(Sample.seed().graph)), try bytes(Diagram(other)),
      try bytes(Diagram(Sample.seed().graph), PictureOptions(theme: .dark)),
      try bytes(Diagram(Sample.seed().graph), name: "seed"),
      try bytes(Diagram(Sample.seed().graph), name: "seed-title"),
      try bytes(Diagram(Sample.seed().graph), name: "a_node1"),
      try bytes(Diagram(Sample.seed().graph), name: "a-node1"),
      try bytes(Diagram(Sample.seed().graph), name: "θ"), try bytes(Diagram(Sample.seed().graph), name: "φ"),
      try frames.animation(in: layout), try frames.animation(in: layout, secondsPerStep: 2),
    ]
    files += try Array(frames.pictures(in: layout)) + frames.pictures(in: layout, name: "steps")
    let pictures = try files.map { try #require(SVGReader(Data($0))) }
    let ids = pictures.flatMap(\.ids)
    #expect(ids.count > 100 && Set(ids).count == ids.count)
    let allowed = ids.allSatisfy { $0.wholeMatch(of: #/gg-[A-Za-z0-9-]+(_[A-Za-z0-9-]+)?/#) != nil }
    #expect(allowed, "an id would have to be escaped in a style sheet")
    for picture in pictures {
      let own = try #require(picture.ids.first)
      #expect(picture.selectors.count > 12)
      for selector in picture.selectors {
        // Of the root or of a part, never of a picture whose name begins alike.
        let rest = selector.dropFirst(own.count + 1).first
        #expect(selector.hasPrefix("#\(own)") && rest.map { " _:{.".contains($0) } ?? true, "\(selector)")
      }
    }
  }

  @Test func allPicturesOfTheGalleryCanStandOnOnePage() throws {
    let gallery = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Output")
      .standardized
    let files = try FileManager.default.contentsOfDirectory(at: gallery, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "svg" }
    let pictures = try files.map { try #require(SVGReader(Data(contentsOf: $0)), "\($0.path)") }
    let ids = pictures.flatMap(\.ids)
    #expect(pictures.count > 10 && Set(ids).count == ids.count)
    for (file, picture) in zip(files, pictures) {
      let own = try #require(picture.ids.first, "\(file.path)")
      #expect(picture.selectors.allSatisfy { $0.hasPrefix("#\(own)") }, "\(file.path)")
    }
  }

  @Test func aPictureRefersToNothingOutside() throws {
    let svg = text(try bytes(Diagram(Sample.seed().graph)))
    #expect(svg.hasPrefix("<svg ") && svg.hasSuffix("</svg>\n"))
    for forbidden in ["<script", "href", "url(", "@import", "<!", "<?", "<image", "<use", "xlink"] {
      #expect(!svg.contains(forbidden), "\(forbidden)")
    }
    #expect(
      svg.components(separatedBy: "http").count == 2 && svg.contains("xmlns=\"http://www.w3.org/2000/svg\""))
  }

  // MARK: Keyboard

  @Test func everyNodeAndEdgeIsReachedAndShowsItsTooltip() throws {
    let svg = try finished(Sample.seed().graph, name: "seed")
    let parts = (svg.elements["g"] ?? []).filter { ["node", "edge"].contains($0["class"] ?? "") }
    #expect(parts.count == 12)
    for part in parts {
      let id = try #require(part["id"])
      #expect(part["tabindex"] == "0")
      let tip = "gg-seed_tip-" + id.dropFirst("gg-seed_".count)
      let drawn = try #require(svg.elements["g"]?.first { $0["id"] == tip }, "\(tip)")
      #expect(drawn["visibility"] == "hidden")
      #expect(svg.style.contains("#\(id):focus~g>#\(tip)"))
    }
    #expect(svg.texts.contains("a\ndata 2\ngrad 0.07065082485316448"))
    #expect(svg.texts.contains("∂#2/∂a = -3\nadds -0.2119524745594934 to the grad of a"))
  }

  @Test func tooltipsStayWithinThePictureWhereThatIsLargeEnough() throws {
    var random = Seeded(7)
    for seed in 0..<30 {
      let options = PictureOptions(direction: PictureOptions.Direction.allCases[seed % 4])
      let svg = try finished(Sample.graph(&random), options)
      let card = try #require(svg.elements["polygon"]?.first?["points"])
      let points = card.split { $0 == " " || $0 == "," }.compactMap { Double($0) }
      let xs = stride(from: 0, to: points.count, by: 2).map { points[$0] }
      let ys = stride(from: 1, to: points.count, by: 2).map { points[$0] }
      let (left, right) = (xs.min() ?? 0, xs.max() ?? 0)
      let (top, bottom) = (ys.min() ?? 0, ys.max() ?? 0)
      for tip in svg.elements["rect"] ?? [] {
        let numbers = ["x", "y", "width", "height"].map { Double(tip[$0] ?? "") ?? .nan }
        let isWide = numbers[2] > right - left - 6
        let isTall = numbers[3] > bottom - top - 3
        #expect(numbers[0] >= left && (isWide || numbers[0] + numbers[2] <= right), "seed \(seed)")
        #expect(numbers[1] >= top && (isTall || numbers[1] + numbers[3] <= bottom), "seed \(seed)")
      }
    }
  }

  @Test func ofALargeGraphOnlyTheNodesAreStops() throws {
    let graph = Graph()
    var x = graph.variable(1)
    for _ in 0..<110 { x = sin(x) }
    x.backward()
    let parts = (try finished(graph).elements["g"] ?? []).filter { $0["tabindex"] == "0" }
    #expect(parts.count == 111 && parts.allSatisfy { $0["class"] == "node" })
  }

  // MARK: Themes

  @Test func onlyAutoFollowsTheReadersTheme() throws {
    let graph = Sample.seed().graph
    for theme in Theme.allCases {
      let svg = try finished(graph, PictureOptions(theme: theme))
      #expect(svg.elements["style"]?.count == 1)
      #expect(svg.style.contains("@media screen and (prefers-color-scheme: dark){") == (theme == .auto))
    }
  }

  /// A colour that is not in the palette would stay light in the dark.
  @Test(arguments: Theme.allCases)
  func everyColourOfThePictureIsARoleOfThePalette(_ theme: Theme) throws {
    let graph = Sample.seed().graph
    graph.group("outer") { _ = log(graph.variable(-1)) * 2 }
    let palette = theme == .dark ? Palette.dark : .light
    let known = Set(palette.roles + ["none", "transparent"])
    let svg = try finished(graph, PictureOptions(theme: theme))
    for attributes in svg.elements.values.joined() {
      for color in [attributes["fill"], attributes["stroke"]].compactMap({ $0 }) {
        #expect(known.contains(color))
      }
    }
    for text in svg.elements["text"] ?? [] { #expect(text["fill"] != nil) }
  }

  // MARK: Size

  @Test func aPictureThatIsToFitIsNotWider() throws {
    let diagram = Diagram(Sample.seed().graph)
    let natural = try #require(SVGDocument.size(of: bytes(diagram)))
    for width in [300, 700, 2000] {
      let svg = try bytes(diagram, PictureOptions(fit: width))
      let size = try #require(SVGDocument.size(of: svg))
      if Double(width) < natural.width * 4 / 3 {
        #expect(size.width == Double(width))
        let box = try #require(SVGReader(Data(svg))?.elements["svg"]?.first?["viewBox"])
        let numbers = box.split(separator: " ").compactMap { Double($0) }
        #expect((size.height / size.width - numbers[3] / numbers[2]).magnitude < 1e-3)
      } else {
        #expect(size == natural)
      }
    }
    #expect(try SVGDocument.smallestText(in: bytes(diagram)) == 8)
  }

  @Test func captionsAreWrappedToTheWidth() {
    let diagram = Diagram(Sample.seed().graph)
    #expect(diagram.caption(PictureOptions()).count == 1)
    #expect(diagram.caption(PictureOptions(fit: 720)).count == 1)
    let narrow = diagram.caption(PictureOptions(fit: 300))
    #expect(narrow.count == 2 && narrow.joined(separator: " ") == diagram.caption(PictureOptions())[0])
  }
}
