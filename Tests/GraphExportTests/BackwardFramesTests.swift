import Autodiff
import Foundation
import GraphExport
import Testing

@Suite(.enabled(if: RealDot.path != nil, "needs Graphviz")) struct BackwardFramesTests {
  private func drawn(_ frames: BackwardFrames) throws -> [UInt8] { Array(try RealDot.svg(frames.dot)) }

  private func pictures(_ frames: BackwardFrames) throws -> [FrameReader] {
    try frames.pictures(in: drawn(frames)).map { try #require(FrameReader($0), "a frame is not well-formed") }
  }

  /// Random graphs that have a backward pass.
  private func samples(_ seeds: Range<UInt64>) throws -> [(
    seed: UInt64, graph: Graph, frames: BackwardFrames
  )] {
    try seeds.compactMap { seed in
      var random = Seeded(seed)
      let graph = Sample.graph(&random)
      let diagram = Diagram(graph)
      guard diagram.hasGradients else { return nil }
      let options = PictureOptions(
        direction: PictureOptions.Direction.allCases[Int(seed) % 4],
        edges: PictureOptions.EdgeLabel.allCases[Int(seed) % 3], theme: .light)
      return (seed, graph, try BackwardFrames(diagram, options))
    }
  }

  // MARK: Words

  @Test func theSeedInWords() throws {
    let frames = try BackwardFrames(Diagram(Sample.seed().graph))
    #expect(
      (0..<frames.count).map(frames.caption) == [
        "forward pass: every value is known, no gradient yet",
        "start: d.grad = ∂d/∂d = 1",
        "step 1 of 6: c.grad += d.grad · ∂d/∂c = 1 · 0.07065 = 0.07065",
        "step 2 of 6: (a*b).grad += c.grad · ∂c/∂(a*b) = 0.07065 · 1 = 0.07065",
        "step 3 of 6: (a**2).grad += c.grad · ∂c/∂(a**2) = 0.07065 · 1 = 0.07065",
        "step 4 of 6: a.grad += (a**2).grad · ∂(a**2)/∂a = 0.07065 · 4 = 0.2826",
        "step 5 of 6: a.grad += (a*b).grad · ∂(a*b)/∂a = 0.07065 · -3 = -0.2120",
        "step 6 of 6: b.grad += (a*b).grad · ∂(a*b)/∂b = 0.07065 · 2 = 0.1413",
        "finished: every gradient is known",
      ])
    for (number, picture) in try pictures(frames).enumerated() {
      #expect(picture.texts(of: "graph0").first == frames.caption(of: number))
      #expect(picture.words.hasPrefix(frames.caption(of: number) + ". Computation graph with 6 nodes"))
    }
  }

  @Test func nodesWithoutANameAreCalledByWhatTheyCompute() throws {
    let graph = Graph()
    let (a, b) = (graph.variable(2, named: "a"), graph.variable(-3, named: "b"))
    func words(_ value: Value) throws -> String {
      let y = sin(value)
      y.backward()
      return try BackwardFrames(Diagram(graph)).caption(of: 2)
        .components(separatedBy: ": ")[1].components(separatedBy: ".grad +=")[0]
    }
    #expect(try words(a - (b - a)) == "(a - (b - a))")
    #expect(try words((a - b) - a) == "(a - b - a)")
    #expect(try words((a + b) * a) == "((a + b)*a)")
    #expect(try words(a * b / a) == "(a*b/a)")
    #expect(try words(-(a ** 2)) == "(-a**2)")
    #expect(try words((-a) ** 2) == "((-a)**2)")
    #expect(try words((a ** 2) ** 3) == "((a**2)**3)")
    #expect(try words(a ** -1) == "(a**(-1))")
    #expect(try words(a * -2) == "(a*(-2))")
    #expect(try words(max(a, -b)) == "max(a, -b)")
    #expect(try words(clamp(a, -1, 1)) == "clamp(a, -1, 1)")
    #expect(try words(sum(a, b, a + b)) == "sum(a, b, a + b)")
    #expect(try words(a * b * a * b * a * b).hasPrefix("(a*b*a*b*a*b"))
    #expect(try words(sum((0..<30).map { _ in a })).hasPrefix("#"))
  }

  @Test func aBlockedGradientIsNotAProduct() throws {
    let graph = Graph()
    let x = graph.variable(3, named: "x")
    sqrt(relu(-x)).named("y").backward()
    #expect(
      try BackwardFrames(Diagram(graph)).caption(of: 3)
        == "step 2 of 3: (-x).grad += relu(-x).grad · ∂relu(-x)/∂(-x) = 0, blocked by the operation")
  }

  // MARK: Frames

  @Test func whatIsKnownGrowsStepByStep() throws {
    let pictures = try pictures(BackwardFrames(Diagram(Sample.seed().graph)))
    func grads(_ node: String) -> [String] {
      pictures.map { picture in
        let texts = picture.texts(of: node)
        return texts.firstIndex(of: "grad").map { texts[($0 + 1)...].joined(separator: " ") } ?? "?"
      }
    }
    let sum = "0.07065 = -0.2120 + 0.2826"
    #expect(grads("n0") == ["—", "—", "—", "—", "—", "0.2826 … = … + 0.2826", sum, sum, sum])
    #expect(grads("n1") == Array(repeating: "—", count: 7) + ["0.1413", "0.1413"])
    #expect(grads("n5") == ["—"] + Array(repeating: "1", count: 8))
    let widths = pictures.map { $0.strokeWidths(of: "e0").first }
    #expect(widths == Array(repeating: "0.8", count: 6) + ["3", "normal", "normal"])
    #expect(
      pictures[6].strokeWidths(of: "n0").contains("3") && pictures[6].strokeWidths(of: "n2").contains("2"))
    #expect(pictures[6].strokeWidths(of: "n1").allSatisfy { $0 == "normal" })
  }

  @Test func everyFrameShowsTheStateOfTheEngine() throws {
    let numbers = NumberText()
    for (seed, graph, frames) in try samples(0..<40) {
      let root = try #require(graph.gradientRoot)
      let steps = root.backwardSteps()
      let pictures = try pictures(frames)
      try #require(pictures.count == steps.count + 3, "seed \(seed)")
      let constants = Set(frames.diagram.nodes.indices.filter { frames.diagram.nodes[$0].kind == .constant })
      for (number, picture) in pictures.enumerated() {
        var expected: [Int: String] = [:]
        if number > 0, let output = frames.diagram.output { expected[output] = "1" }
        let done = steps.prefix(max(0, number - 1))
        for step in done { expected[step.operand.id] = numbers.text(step.sum) }
        for step in steps.dropFirst(done.count) {
          if let text = expected[step.operand.id], !text.hasSuffix(" …") {
            expected[step.operand.id] = text + " …"
          }
        }
        for node in graph.values where !constants.contains(node.id) {
          let texts = picture.texts(of: "n\(node.id)")
          let word = try #require(texts.lastIndex(of: "grad"), "seed \(seed), frame \(number), #\(node.id)")
          let isLast = number == pictures.count - 1
          #expect(
            texts[word + 1] == expected[node.id] ?? (isLast ? "0" : "—"),
            "seed \(seed), frame \(number), #\(node.id)")
        }
      }
    }
  }

  @Test func theLastFrameIsTheFinishedGraph() throws {
    let diagram = Diagram(Sample.seed().graph)
    let frames = try BackwardFrames(diagram)
    let layout = try drawn(frames)
    let picture = try #require(frames.pictures(in: layout).last)
    let last = try #require(FrameReader(picture))
    let plain = try #require(FrameReader(Array(try RealDot.svg(DOTEncoder().encode(diagram)))))
    for index in diagram.nodes.indices {
      #expect(last.texts(of: "n\(index)") == plain.texts(of: "node\(index + 1)"))
      #expect(last.strokeWidths(of: "n\(index)").allSatisfy { $0 == "normal" })
    }
    #expect(last.title == "Computation graph of d, finished")
  }

  @Test func nothingJumps() throws {
    let frames = try BackwardFrames(Diagram(Sample.seed().graph))
    let shapes = try pictures(frames).map { picture in
      picture.atRest.filter { $0.isShape }
    }
    #expect(Set(shapes.map { $0.map(\.text) }).count == 1 && shapes[0].count > 20)
  }

  @Test func aWideSumOnTheWayHasRoom() throws {
    let graph = Graph()
    let x = graph.variable(3, named: "x")
    (x * 123.456 - x * 123.456).named("y").backward()
    let frames = try BackwardFrames(Diagram(graph))
    #expect(text(frames.dot).contains("<td align=\"right\" width=\""))
    #expect(try pictures(frames).contains { $0.texts(of: "n0").contains("-123.5 …") })
  }

  @Test func whatDoesNotLeadToTheOutputWaits() throws {
    let graph = Graph()
    let x = graph.variable(3, named: "x")
    let y = (x * x).named("y")
    _ = (x + 1).named("aside")
    y.backward()
    let frames = try BackwardFrames(Diagram(graph))
    let pictures = try pictures(frames)
    #expect(frames.count == 5)
    #expect(pictures.map { $0.texts(of: "n3").last } == ["—", "—", "—", "—", "0"])
    #expect(pictures[3].texts(of: "n0").suffix(2) == ["6", "= 3 + 3"])
    #expect(pictures.map { $0.strokeWidths(of: "e3").first } == ["0.8", "0.8", "0.8", "0.8", "normal"])
  }

  @Test func contributionsAppearWhenTheyFlow() throws {
    let frames = try BackwardFrames(
      Diagram(Sample.seed().graph), PictureOptions(edges: .contribution))
    #expect(
      try pictures(frames).map { $0.texts(of: "e0") } == Array(repeating: ["—"], count: 6)
        + Array(repeating: ["-0.2120"], count: 3))
  }

  @Test func tooltipsDoNotTellWhatIsNotKnown() throws {
    let frames = try BackwardFrames(Diagram(Sample.seed().graph))
    let texts = try frames.pictures(in: drawn(frames)).map(text)
    #expect(
      texts.map { $0.contains("adds -0.2119524745594934") } == Array(repeating: false, count: 6) + [
        true, true, true,
      ])
    #expect(texts[0].components(separatedBy: "grad —</title>").count == 7)
    #expect(texts[5].contains("grad 0.2826032994126579 so far</title>"))
    for text in texts.prefix(6) { #expect(!text.contains("0.14130164970632894")) }
  }

  @Test func theWarningComesWithItsNumber() throws {
    let graph = Graph()
    let x = graph.variable(0, named: "x")
    (sqrt(x) * 3).named("y").backward()
    let frames = try BackwardFrames(Diagram(graph))
    #expect(
      try pictures(frames).map { $0.texts(of: "n0").last } == [
        "—", "—", "—", "—", "⚠ inf arises here", "⚠ inf arises here",
      ])
  }

  @Test func anotherSVGIsRefused() throws {
    let frames = try BackwardFrames(Diagram(Sample.seed().graph))
    let layout = try drawn(frames)
    let plain = Array(try RealDot.svg(DOTEncoder().encode(frames.diagram)))
    let altered = Array(text(layout).replacing(">grad<", with: ">gradient<").utf8)
    let flat = Array(text(layout).replacing("fill=\"none\"", with: "fill=\"red\"").utf8)
    for svg in [[], Array("<svg >".utf8), plain, altered, flat, Array(layout.prefix(4000))] {
      #expect(throws: FrameError.self) { try frames.pictures(in: svg) }
      #expect(throws: FrameError.self) { try frames.animation(in: svg) }
    }
  }

  // MARK: Animation

  @Test func atEachTimeItShowsTheFrameOfThatTime() throws {
    for (seed, _, frames) in try samples(0..<16) {
      let layout = try drawn(frames)
      let movie = try #require(
        FrameReader(try frames.animation(in: layout, secondsPerStep: 2, secondsAtEnd: 3)), "seed \(seed)")
      let duration = Double(frames.count - 1) * 2 + 3
      for (number, picture) in try frames.pictures(in: layout).enumerated() {
        let frame = try #require(FrameReader(picture), "seed \(seed)")
        #expect(
          movie.shown(at: (Double(number) * 2 + 1) / duration) == frame.atRest,
          "seed \(seed), frame \(number)")
        if number == frames.count - 1 { #expect(movie.atRest == frame.atRest, "seed \(seed)") }
      }
    }
  }

  @Test func itMovesOnlyForThoseWhoLikeMotionAndOnScreens() throws {
    let frames = try BackwardFrames(Diagram(Sample.seed().graph))
    let movie = text(try frames.animation(in: drawn(frames), secondsPerStep: 0.5, secondsAtEnd: 4))
    let rule =
      #/@media screen and \(prefers-reduced-motion:no-preference\)\{\s#gg-\w+ \.move\{animation:8s step-end infinite\}/#
    let isScreenOnly = movie.contains(rule)
    #expect(isScreenOnly)
    #expect(movie.contains("prefers-color-scheme: dark"))
    #expect(movie.components(separatedBy: "animation:").count == 2)
    for forbidden in ["<script", "<animate", "<set", "http://localhost", "href="] {
      #expect(!movie.contains(forbidden))
    }
  }

  /// On one page, the style rules of one picture must not reach another.
  @Test func animationsOfTwoGraphsShareNoRule() throws {
    func names(_ graph: Graph) throws -> Set<String> {
      let frames = try BackwardFrames(Diagram(graph))
      let movie = text(try frames.animation(in: drawn(frames)))
      return Set(movie.matches(of: #/@keyframes (\S+?)\{/#).map { String($0.1) })
    }
    let other = Graph()
    sin(other.variable(1)).backward()
    let (seed, sine) = (try names(Sample.seed().graph), try names(other))
    #expect(seed.count > 10 && sine.count > 3 && seed.isDisjoint(with: sine))
  }

  @Test func itsSizeGrowsWithTheStepsAndNotWithTheirSquare() throws {
    func size(_ count: Int) throws -> Int {
      let graph = Graph()
      var x = graph.variable(1)
      for _ in 0..<count { x = sin(x) }
      x.backward()
      let frames = try BackwardFrames(Diagram(graph))
      return try frames.animation(in: drawn(frames)).count
    }
    #expect(Double(try size(80)) < 2.2 * Double(try size(40)))
  }

  @Test func hostileNamesAreSafe() throws {
    for name in Sample.hostileNames + ["grad", "—", "n0"] {
      let graph = Graph()
      let x = graph.variable(1, named: name)
      graph.group(name) { sin(x).named(name) * x }.named(name).backward()
      let frames = try BackwardFrames(Diagram(graph))
      let layout = try drawn(frames)
      for picture in try frames.pictures(in: layout) {
        #expect(FrameReader(picture) != nil, "\(name.prefix(20).debugDescription)")
      }
      #expect(FrameReader(try frames.animation(in: layout)) != nil, "\(name.prefix(20).debugDescription)")
    }
  }
}
