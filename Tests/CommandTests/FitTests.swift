import Foundation
import GraphExport
import Testing

private let hasDot = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
  .contains { FileManager.default.isExecutableFile(atPath: "\($0)/dot") }

@Suite("Pictures that fit a page", .enabled(if: hasDot, "Graphviz is not installed")) struct FitTests {
  /// A chain of so many steps, `y` after all of them.
  private static func chain(_ steps: Int) -> String {
    "x = 0.5\n" + (1...steps).map { "t\($0) = tanh(\($0 == 1 ? "x" : "t\($0 - 1)"))\n" }.joined()
  }

  /// The height of the smallest text in pixels, where the picture is as wide as it says, and so many pixels at most.
  private func smallest(_ svg: [UInt8], at width: Double) throws -> Double {
    let size = try #require(SVGDocument.smallestText(in: svg))
    let box = try #require(
      String(decoding: svg, as: UTF8.self).firstMatch(of: #/viewBox="[0-9.]+ [0-9.]+ ([0-9.]+) /#))
    let units = try #require(Double(box.1))
    return size * min(4 / 3, width / units)
  }

  @Test(
    "Text is at least 9 pixels high at every width for which nothing is said",
    arguments: [300, 480, 720, 1400])
  func legible(width: Int) async throws {
    let scratch = try Scratch.withSeed()
    try scratch.write(Self.chain(12), to: "chain.formula")
    try scratch.write(
      "x = 0.5\nh1 {\n a = tanh(x*2)\n b = tanh(x*3)\n c = tanh(x*4)\n}\ny = a*b*c + a + b + c\n",
      to: "wide.formula")
    for name in ["seed", "chain", "wide"] {
      let run = try await scratch.run("render", "\(name).formula", "-o", "p.svg", "--fit", "\(width)")
      #expect(run.status == 0)
      let svg = try scratch.bytes(of: "p.svg")
      let size = try smallest(svg, at: Double(width))
      #expect(size >= 9 || run.err.contains("warning: its smallest text is"), "\(name): \(size), \(run.err)")
      let shown = try #require(SVGDocument.size(of: svg))
      let isInPoints = String(decoding: svg.prefix(600), as: UTF8.self).contains("pt\"")
      #expect(shown.width * (isInPoints ? 4 / 3 : 1) <= Double(width) + 0.5)
    }
  }

  @Test("A narrow page turns the picture, and says so") func turned() async throws {
    let scratch = try Scratch.withSeed()
    try await scratch.run("render", "seed.formula", "-o", "p.svg", "--fit", "720").expectSuccess()
    let run = try await scratch.run("render", "seed.formula", "-o", "p.svg", "--fit", "400")
    #expect(run.err == "gradgraph: note: drawn from top to bottom, to be legible at a width of 400 px\n")
    let size = try #require(SVGDocument.size(of: try scratch.bytes(of: "p.svg")))
    #expect(size.height > size.width)
  }

  @Test("A direction that is asked for stays, and what can't be legible is told with its numbers")
  func keptDirection() async throws {
    let scratch = try Scratch.withSeed()
    let run = try await scratch.run(
      "render", "seed.formula", "-o", "p.svg", "--fit", "300", "--direction", "LR")
    #expect(run.status == 0)
    let warning =
      #/gradgraph: warning: its smallest text is ([0-9]\.[0-9]) px high at a width of 300 px, and 9 px from ([0-9]+) px on; show a part of the graph with --path or --focus\n/#
    let match = try #require(run.err.wholeMatch(of: warning), "\(run.err)")
    let told = try #require(Double(match.1))
    let measured = try smallest(scratch.bytes(of: "p.svg"), at: 300)
    #expect((measured - told) < 0.1 && measured >= told && told < 9)
    let needed = try #require(Int(match.2))
    let wide = try await scratch.run(
      "render", "seed.formula", "-o", "p.svg", "--fit", "\(needed + 1)", "--direction", "LR")
    wide.expectSuccess()
    #expect(try String(decoding: scratch.bytes(of: "p.svg"), as: UTF8.self).contains("class=\"node\""))
  }

  @Test("What is too wide in every direction is folded, unless a number of nodes is asked for")
  func folded() async throws {
    let scratch = try Scratch()
    let terms = (1...12).map { "x\($0)*w\($0)" }.joined(separator: " + ")
    let leaves = (1...12).map { "x\($0) = \($0)\nw\($0) = 0.5\n" }.joined()
    try scratch.write(leaves + "y = tanh(\(terms))\n", to: "w.formula")
    let run = try await scratch.run(
      "render", "w.formula", "-o", "p.svg", "--fit", "500", "--direction", "TB")
    #expect(run.status == 0)
    #expect(
      run.err.contains("folded to ") && run.err.contains("to be legible at a width of 500 px"), "\(run.err)")
    #expect(try smallest(scratch.bytes(of: "p.svg"), at: 500) >= 9)
    let whole = try await scratch.run(
      "render", "w.formula", "-o", "p.svg", "--fit", "500", "--direction", "TB", "--max-nodes", "0")
    #expect(whole.err.contains("--max-nodes with fewer nodes makes it legible"), "\(whole.err)")
  }

  @Test("An animation is turned, too") func animation() async throws {
    let scratch = try Scratch.withSeed()
    let run = try await scratch.run(
      "render", "seed.formula", "-o", "p.svg", "--fit", "560", "--animate", "--frames", "steps")
    #expect(run.status == 0)
    #expect(run.err == "gradgraph: note: drawn from top to bottom, to be legible at a width of 560 px\n")
    for name in ["p.svg", "steps/003.svg"] {
      #expect(try smallest(scratch.bytes(of: name), at: 560) >= 9)
    }
  }

  @Test("The digest in a file is that of the same picture made in Swift, and differs with every option")
  func digest() async throws {
    let scratch = try Scratch.withSeed()
    var digests: Set<String> = []
    let variants = [
      [], ["--fit", "700"], ["--fit", "400"], ["--fit", "400", "--direction", "LR"], ["--theme", "light"],
      ["--id", "x"],
      ["--alt", "x"], ["--animate"], ["--animate", "--seconds-per-step", "2"], ["a=3"],
    ]
    for variant in variants {
      for file in ["p.svg", "q.svg"] {
        let run = try await Program.run(
          ["render", "seed.formula", "-o", file] + variant, directory: scratch.url)
        #expect(run.status == 0)
      }
      let both = try ["p.svg", "q.svg"].map { SVGDocument.digest(in: try scratch.bytes(of: $0)) }
      #expect(both[0] == both[1])
      digests.insert(try #require(both[0]))
    }
    #expect(digests.count == variants.count)
    let json = try await scratch.run("render", "seed.formula", "--format", "json")
    let diagram = try DiagramJSONDecoder().decode(Array(json.out.utf8))
    #expect(digests.contains(SVGDocument.digest(of: diagram, PictureOptions())))
  }

  @Test("Ids and the title can be given") func identity() async throws {
    let scratch = try Scratch.withSeed()
    try await scratch.run("render", "seed.formula", "-o", "p.svg", "--id", "seed", "--alt", "tanh & more")
      .expectSuccess()
    let svg = try scratch.text(of: "p.svg")
    #expect(
      svg.contains("id=\"gg-seed\"") && svg.contains("<title id=\"gg-seed_title\">tanh &amp; more</title>"))
  }

  @Test("A width that is none is a mistake", arguments: ["99", "10001", "-5", "0"])
  func mistakes(width: String) async throws {
    let scratch = try Scratch.withSeed()
    let run = try await scratch.run("render", "seed.formula", "-o", "p.svg", "--fit", width)
    #expect(run.status == 64 && run.err.contains("--fit is 100 to 10000 pixels, not \(width)"))
    #expect(try scratch.names() == ["seed.formula"])
  }
}
