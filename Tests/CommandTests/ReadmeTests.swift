import Autodiff
import Foundation
import FormulaSyntax
import GradGraphCommands
import GraphExport
import Graphviz
import Testing

/// The Swift tours of the documents, compiled and run, and the shape of the README.
@Suite struct ReadmeTests {
  @Test func theChecksTourRuns() {
    // ARTICLE: check
    let check = GradientCheck(at: [3, -1]) { x in x[0] ** 2 + x[1] ** 2 + 2 * x[0] * x[1] }
    print(check.isPassed, check.rows.map(\.reverse))  // true [4.0, 4.0]
    print(check.rows[0].difference.error < 1e-10)  // true
    // ARTICLE: end
    #expect(check.isPassed && check.rows.map(\.reverse) == [4, 4])
    #expect(check.rows[0].difference.error < 1e-10)
  }

  @Test func theEnginesTourRuns() throws {
    // ARTICLE: engine
    let graph = Graph()
    let a = graph.variable(2, named: "a")
    let b = graph.variable(-3, named: "b")
    let c = (a * b + a ** 2).named("c")
    let d = tanh(c).named("d")

    d.backward()
    print(d.data)  // -0.9640275800758169
    print(a.grad ?? .nan)  // 0.07065082485316448
    print(a.localDerivatives, c.operands.map(\.data))  // [] [-6.0, 4.0]

    a.data = 3  // now d is stale …
    print(d.isStale)  // true
    graph.forward()  // … until the graph is computed again
    print(d.data)  // 0.0

    let hidden = graph.group("hidden") { relu(0.5 * d - 1) }
    hidden.backward()
    let diagram = Diagram(graph)  // a snapshot for every format
    print(String(decoding: TreeEncoder().encode(diagram), as: UTF8.self))
    let dot = DOTEncoder(PictureOptions(direction: .topToBottom)).encode(diagram)
    let json = DiagramJSONEncoder().encode(diagram)
    // ARTICLE: end
    #expect(d.data == 0 && !d.isStale)
    #expect(c.operands.map(\.data) == [-9, 9])
    #expect(String(decoding: dot, as: UTF8.self).contains("rankdir=TB"))
    #expect(String(decoding: json, as: UTF8.self).contains("\"path\": \"hidden\""))
  }

  @Test(.enabled(if: hasGraphviz, "needs Graphviz")) func theFormulasTourRuns() async throws {
    // ARTICLE: formulas
    let formula = try Formula(parsing: Source("y = sigmoid(w*x + b)", name: "neuron"))
    let net = Graph()
    let neuron = try formula.record(on: net, values: [("w", 2), ("x", 0.5), ("b", -1)])
    neuron.output.backward()
    let options = PictureOptions()
    let picture = Diagram(net, output: neuron.output)
    let drawn = try await Graphviz().render(DOTEncoder(options).encode(picture), as: .svg)
    let svg = SVGDocument.finish(drawn.bytes, of: picture, options)

    let frames = try BackwardFrames(picture, options)  // the backward pass, laid out once
    let layout = try await Graphviz().render(frames.dot, as: .svg)
    let steps = try frames.pictures(in: layout.bytes)  // an SVG each
    let movie = try frames.animation(in: layout.bytes, secondsPerStep: 1)
    // ARTICLE: end
    #expect(steps.count == 8 && movie.count > layout.bytes.count)
    #expect(neuron.output.data == 0.5 && neuron.value(named: "x")?.grad == 0.5)
    #expect(svg.map { String(decoding: $0, as: UTF8.self).contains("role=\"img\"") } == true)
  }

  @Test func theNetworksTourRuns() throws {
    // ARTICLE: networks
    let data = DataSet.moons()
    let space = Graph()
    let network = MLP(on: space, inputs: 2, layers: [16, 16, 1], activation: .relu, seed: 1)
    let scores = data.features.map { network($0.map(space.constant))[0] }
    let loss = maxMarginLoss(scores, data.targets.map { 2 * $0 - 1 })
    var trainer = Trainer(loss, with: Adam(network.parameters, rate: 0.02))
    try trainer.run(epochs: 60)
    print(trainer.losses[60])  // 0.0007706866…
    // ARTICLE: end
    #expect(trainer.losses[60].description.hasPrefix("0.00077068660"))
  }

  private static let hasGraphviz = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    .contains { FileManager.default.isExecutableFile(atPath: "\($0)/dot") }

  // MARK: The README

  /// A door, not a manual: what is longer is a DocC page.
  @Test func itHasAtMost250Lines() throws {
    let readme = try #require(Document.all.first { $0.description == "README.md" })
    let lines = try readme.text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count <= 250)
    #expect(lines.prefix(12).contains { $0.hasPrefix("![") }, "it begins with a picture")
  }

  @Test(arguments: ["README.md", "Output/README.md"])
  func everyRelativeLinkLeadsToAFile(name: String) throws {
    let file = Document.root.appending(path: name)
    let text = try String(contentsOf: file, encoding: .utf8)
    let targets = text.matches(of: /\]\(([^)\s]+)\)/).map { String($0.1) }
      .filter { !$0.hasPrefix("http") && !$0.hasPrefix("#") }
    #expect(!targets.isEmpty)
    for target in targets {
      let path = file.deletingLastPathComponent().appending(path: target).path
      #expect(FileManager.default.fileExists(atPath: path), "\(name) links to \(target)")
    }
  }
}
