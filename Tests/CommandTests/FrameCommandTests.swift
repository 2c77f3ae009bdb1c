import Foundation
import Testing

private let hasDot = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
  .contains { FileManager.default.isExecutableFile(atPath: "\($0)/dot") }

@Suite struct PathOptionTests {
  private let note = "gradgraph: note: showing 4 of 6 nodes\n"

  @Test func `The tree shows what lies between a value and the output, and counts the rest`() async throws {
    let outcome = try await Scratch.withSeed().run("seed.formula", "--path", "b")
    #expect(
      outcome.out == """
        d  tanh         data -0.9640   grad 1
        └── c  +        data -2        grad 0.07065   ∂ 0.07065
            └── *       data -6        grad 0.07065   ∂ 1
                └── b   data -3        grad 0.1413    ∂ 2 ⇒ 0.1413
        4 nodes, 3 edges, 0 shared; showing 4 of 6 nodes

        """)
    #expect(outcome.err == note && outcome.status == 0)
  }

  @Test func `Every own format takes it, and says what it leaves out`() async throws {
    let scratch = try Scratch.withSeed()
    let outcome = try await scratch.run(
      "render", "seed.formula", "--path", "b", "-o", "d.dot", "-o", "d.json", "-o", "d.txt")
    #expect(outcome.err == note && outcome.status == 0)
    #expect(try scratch.text(of: "d.dot").contains("showing 4 of 6 nodes\\l"))
    #expect(try scratch.text(of: "d.txt").contains("showing 4 of 6 nodes\n"))
    #expect(
      try scratch.text(of: "d.json").hasPrefix(
        #"{"version": 1, "output": 5, "whole": {"nodes": 6, "edges": 6, "nonFinite": []},"#))
    let again = try await scratch.run("render", "d.json", "--format", "json")
    #expect(try again.out == scratch.text(of: "d.json") && again.err == note)
    let shorter = try await scratch.run("d.json", "--path", "#2")
    #expect(shorter.out.hasSuffix("3 nodes, 2 edges, 0 shared; showing 3 of 6 nodes\n"))
  }

  @Test(.enabled(if: hasDot, "Graphviz is not installed"))
  func `The picture says it, too`() async throws {
    let scratch = try Scratch.withSeed()
    try await #expect(scratch.run("render", "seed.formula", "--path", "b", "-o", "d.svg").err == note)
    let svg = try scratch.text(of: "d.svg")
    #expect(svg.contains(">showing 4 of 6 nodes</text>"))
    #expect(svg.components(separatedBy: "class=\"node\"").count == 5)
  }

  @Test func `Several paths are one view, and all of them leave nothing out`() async throws {
    let scratch = try Scratch.withSeed()
    let whole = try await scratch.run("seed.formula", "--path", "a", "--path", "b")
    whole.expectSuccess()
    #expect(try await whole.out == scratch.run("seed.formula").out)
  }

  @Test func `Unknown names are told with the nearest, and names that lead nowhere with the output`()
    async throws
  {
    let scratch = try Scratch.withSeed()
    try await scratch.run("seed.formula", "--path", "dd").expectMistake(
      "gradgraph: error: --path: there is no value named 'dd'; did you mean 'd'? There are a, b, c, d, and #0 to #5"
    )
    try await scratch.run("seed.formula", "--path", "#6").expectMistake(
      "gradgraph: error: --path: there is no value named '#6'; there are a, b, c, d, and #0 to #5")
    try await scratch.run("seed.formula", "--output", "c", "--path", "d").expectMistake(
      "gradgraph: error: --path: 'd' does not lead to the output 'c': nothing lies between them")
    _ = try await scratch.run("render", "seed.formula", "--path", "b", "-o", "d.json")
    try await scratch.run("d.json", "--path", "a").expectMistake(
      "gradgraph: error: --path: there is no value named 'a'; there are b, c, d, and #1, #2, #4, #5")
  }
}

@Suite(.enabled(if: hasDot, "Graphviz is not installed")) struct FrameCommandTests {
  private func numbers(_ range: Range<Int>) -> [String] { range.map { "00\($0).svg" } }

  private func files(_ scratch: Scratch, _ directory: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: scratch.url.appendingPathComponent(directory).path)
      .sorted()
  }

  @Test func `A numbered SVG for every step, and dot starts once`() async throws {
    let scratch = try Scratch.withSeed()
    try scratch.fakeDot("echo x >> runs; exec dot \"$@\"")
    try await scratch.run(
      "render", "seed.formula", "--frames", "steps", "--animate", "-o", "d.svg", "-o", "e.svg", "--dot",
      "./fake"
    ).expectSuccess()
    #expect(try files(scratch, "steps") == numbers(0..<9))
    #expect(try scratch.text(of: "runs") == "x\n")
    let frame = try scratch.text(of: "steps/005.svg")
    #expect(frame.contains(">Computation graph of d, step 4 of 6</title>"))
    #expect(frame.contains(">0.2826 …</text>") && frame.contains("role=\"img\" class=\"gradgraph-frame\""))
    #expect(try scratch.text(of: "d.svg") == scratch.text(of: "e.svg"))
    #expect(try scratch.text(of: "d.svg").contains("step-end infinite"))
  }

  @Test func `Two runs give the same bytes`() async throws {
    let scratch = try Scratch.withSeed()
    for directory in ["one", "two"] {
      try await scratch.run("render", "seed.formula", "--frames", directory + "/").expectSuccess()
    }
    for name in numbers(0..<9) {
      #expect(try scratch.bytes(of: "one/" + name) == scratch.bytes(of: "two/" + name))
    }
  }

  @Test func `Frames of an earlier run are replaced, and nothing else is`() async throws {
    let scratch = try Scratch.withSeed()
    try await scratch.run("render", "seed.formula", "--frames", "steps").expectSuccess()
    for name in ["readme.md", "12.svg", "a01.svg"] { try scratch.write("mine", to: "steps/" + name) }
    let shorter = try await scratch.run("render", "a*b", "a=1", "b=2", "--frames", "steps")
    #expect(shorter.err == "gradgraph: note: removed 4 frames of an earlier run from steps\n")
    #expect(shorter.status == 0 && shorter.out == "")
    #expect(try files(scratch, "steps") == numbers(0..<5) + ["12.svg", "a01.svg", "readme.md"])
    try scratch.write("<svg class=\"other\"/>", to: "steps/007.svg")
    let before = try scratch.bytes(of: "steps/000.svg")
    try await scratch.run("render", "seed.formula", "--frames", "steps").expectMistake(
      "gradgraph: error: steps/007.svg: is no frame of this program and stays as it is; "
        + "name another directory for --frames, or move the file away", status: 1)
    #expect(try scratch.bytes(of: "steps/000.svg") == before)
  }

  @Test func `A graph in JSON, a path and a direction have frames, too`() async throws {
    let scratch = try Scratch.withSeed()
    try await scratch.run("render", "seed.formula", "-o", "d.json").expectSuccess()
    let outcome = try await scratch.run(
      "render", "d.json", "--path", "b", "--frames", "steps", "--direction", "TB", "--edges", "contribution")
    #expect(outcome.status == 0 && outcome.err == "gradgraph: note: showing 4 of 6 nodes\n")
    #expect(try files(scratch, "steps") == numbers(0..<6))
    let last = try scratch.text(of: "steps/005.svg")
    #expect(
      last.contains(">showing 4 of 6 nodes</text>")
        && last.contains(">finished: every gradient is known</text>"))
  }

  @Test func `The time of a step can be chosen`() async throws {
    let outcome = try await Scratch.withSeed().run(
      "render", "seed.formula", "--animate", "--seconds-per-step", "0.25", "-o", "-")
    outcome.expectSuccess()
    #expect(outcome.out.contains("{animation:7s step-end infinite}"))
  }

  @Test func `A disk that fills up is told with the number of frames that are there`() async throws {
    let scratch = try Scratch.withSeed()
    // Files of more than 15.5 KB can't be written, and some frames are larger than others.
    let outcome = try await scratch.shell(
      "trap '' XFSZ; ulimit -f 31; \"$G\" render seed.formula --frames steps")
    let names = try files(scratch, "steps")
    #expect(outcome.status == 1 && names == numbers(0..<names.count))
    #expect(outcome.err.hasPrefix("gradgraph: error: steps/00\(names.count).svg: "))
    #expect(outcome.err.hasSuffix("\n\(names.count) of 9 frames were written.\n"))
  }
}

@Suite struct FrameMistakeTests {
  private func expect(
    _ arguments: [String], _ message: String, status: Int32 = 64,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let scratch = try Scratch.withSeed()
    let outcome = try await Program.run(["render", "seed.formula"] + arguments, directory: scratch.url)
    outcome.expectMistake("gradgraph: error: " + message, status: status, sourceLocation: sourceLocation)
    #expect(try scratch.names() == ["seed.formula"], sourceLocation: sourceLocation)
  }

  @Test func `Without gradients there is no backward pass`() async throws {
    let message =
      "there are no gradients, and so no backward pass to show step by step; leave out --forward-only"
    try await expect(["--forward-only", "--frames", "steps"], "--frames: \(message)")
    try await expect(["--forward-only", "--animate", "-o", "d.svg"], "--animate: \(message)")
  }

  @Test func `Only SVG moves`() async throws {
    try await expect(["--animate", "-o", "d.png"], "--animate draws svg, but 'd.png' is to be png")
    try await expect(
      ["--animate", "-o", "d.svg", "-o", "d.json"], "--animate draws svg, but 'd.json' is to be json")
    try await expect(["--animate", "--format", "pdf"], "--animate draws svg, not pdf")
    try await expect(["--frames", "steps", "--format", "json"], "--frames draws svg, not json")
    try await expect(
      ["--frames", "steps", "--animate"], "--animate beside --frames needs -o and a file for it")
  }

  @Test func `Too many frames are refused with their number`() async throws {
    try await expect(
      ["--frames", "steps", "--max-frames", "8"],
      "--frames: the backward pass has 9 frames, more than 8; "
        + "show a part of the graph with --path, or allow them with --max-frames 9")
  }

  @Test func `A place that can't be written is told before dot starts`() async throws {
    try await expect(
      ["--frames", "no/steps", "--dot", "/nonexistent"],
      "no/steps: there is no directory no; create it with `mkdir -p no`", status: 1)
    try await expect(
      ["--frames", "seed.formula"], "seed.formula: is not a directory; name another one for --frames",
      status: 1)
    try await expect(["--frames", ""], "--frames needs the name of a directory")
  }

  @Test func `After a failure of Graphviz there is no directory`() async throws {
    let scratch = try Scratch.withSeed()
    let outcome = try await scratch.run(
      "render", "seed.formula", "--frames", "steps", "--dot", "/nonexistent")
    #expect(
      outcome.status == 1 && outcome.err.hasPrefix("gradgraph: error: dot: not found in /nonexistent; "))
    #expect(try scratch.names() == ["seed.formula"])
  }

  @Test func `A dot that draws something else is told`() async throws {
    let scratch = try Scratch.withSeed()
    try scratch.fakeDot("echo '<svg width=\"1\"></svg>'")
    let outcome = try await scratch.run("render", "seed.formula", "--frames", "steps", "--dot", "./fake")
    #expect(outcome.status == 1 && outcome.err.contains("the SVG is not what Graphviz makes of these frames"))
    let movie = try await scratch.run("render", "seed.formula", "-o", "d.svg", "--animate", "--dot", "./fake")
    #expect(movie.status == 1 && movie.err.hasSuffix("The graph is in 'd.svg.dot', as DOT.\n"))
    #expect(try scratch.names() == ["d.svg.dot", "fake", "seed.formula"])
  }

  @Test func `An accumulated gradient is no single backward pass`() async throws {
    let scratch = try Scratch.withSeed()
    let json = try await scratch.run("render", "seed.formula", "--format", "json").out
    try scratch.write(json.replacing(#""grad": 0.14130164970632894"#, with: #""grad": 7"#), to: "d.json")
    try await scratch.run("render", "d.json", "--frames", "steps").expectMistake(
      "gradgraph: error: --frames: the gradient of 'b' is 7, but the edges that are shown add up to "
        + "0.14130164970632894: it was accumulated, or a part of the graph is hidden")
  }

  @Test(arguments: [
    ["--seconds-per-step", "1"], ["--animate", "--seconds-per-step", "0"],
    ["--animate", "--seconds-per-step", "nan"], ["--frames", "steps", "--max-frames", "0"],
  ])
  func `Impossible numbers are refused`(arguments: [String]) async throws {
    let outcome = try await Program.run(["render", "x", "x=1"] + arguments)
    #expect(outcome.status == 64 && outcome.out == "" && outcome.err.hasPrefix("gradgraph: error: --"))
  }
}
