import Foundation
import GradGraphCommands
import Testing

private let hasDot = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
  .contains { FileManager.default.isExecutableFile(atPath: "\($0)/dot") }

@Suite struct RenderCommandTests {
  // MARK: Formats of this program

  @Test(arguments: [("dot", "digraph gradgraph {\n"), ("json", "{\"version\": 1,"), ("txt", "d  tanh  ")])
  func `An own format is the same in a file and on standard output`(format: String, start: String)
    async throws
  {
    let scratch = try Scratch.withSeed()
    try await scratch.run("render", "seed.formula", "-o", "d.\(format)").expectSuccess()
    let file = try scratch.text(of: "d.\(format)")
    #expect(file.hasPrefix(start))
    for arguments in [["--format", format], ["--format", format, "-o", "-"]] {
      let outcome = try await Program.run(["render", "seed.formula"] + arguments, directory: scratch.url)
      outcome.expectSuccess()
      #expect(outcome.out == file)
    }
    #expect(try scratch.names() == ["d.\(format)", "seed.formula"])
  }

  @Test func `Without a file and a format it is DOT, and so it is for a lone minus`() async throws {
    let scratch = try Scratch.withSeed()
    let outcome = try await scratch.run("render", "seed.formula")
    outcome.expectSuccess()
    #expect(outcome.out.hasPrefix("digraph gradgraph {\n"))
    #expect(try await scratch.run("render", "seed.formula", "-o", "-").out == outcome.out)
  }

  @Test func `The ending counts in capitals too, and the format option wins over it`() async throws {
    let scratch = try Scratch.withSeed()
    try await scratch.run("render", "seed.formula", "-o", "D.DOT").expectSuccess()
    try await scratch.run("render", "seed.formula", "-o", "d.graph", "--format", "dot").expectSuccess()
    #expect(try scratch.bytes(of: "D.DOT") == scratch.bytes(of: "d.graph"))
  }

  @Test(arguments: ["dot", "json", "txt"]) func `Five runs give the same bytes`(format: String) async throws {
    let scratch = try Scratch.withSeed()
    var outputs: Set<String> = []
    for _ in 1...5 { outputs.insert(try await scratch.run("render", "seed.formula", "--format", format).out) }
    #expect(outputs.count == 1 && outputs.first?.isEmpty == false)
  }

  @Test func `JSON that is read and written again is the same`() async throws {
    let scratch = try Scratch.withSeed()
    try await scratch.run("render", "seed.formula", "-o", "d.json").expectSuccess()
    try await scratch.run("render", "d.json", "-o", "again.json").expectSuccess()
    #expect(try scratch.bytes(of: "d.json") == scratch.bytes(of: "again.json"))
  }

  @Test func `The view options reach the formats that can carry them`() async throws {
    let scratch = try Scratch.withSeed()
    func dot(_ arguments: String...) async throws -> String {
      let outcome = try await Program.run(["render", "seed.formula"] + arguments, directory: scratch.url)
      outcome.expectSuccess()
      return outcome.out
    }
    #expect(try await dot("--direction", "tb").contains("rankdir=TB"))
    #expect(try await dot().contains(">0.07065<"))
    #expect(try await dot("--precision", "2").contains(">0.071<"))
    func labels(_ text: String) -> Int {
      text.split(separator: "\n").count { $0.contains("->") && $0.contains("[label=") }
    }
    #expect(labels(try await dot()) == 6)
    #expect(labels(try await dot("--edges", "none")) == 0)
    #expect(try await dot("--format", "txt", "--depth", "0").contains("… 5 nodes below"))
    let light = try await dot("--theme", "light")
    #expect(try await dot("--theme", "dark") != light)
  }

  // MARK: Pictures

  @Test(.enabled(if: hasDot, "Graphviz is not installed"))
  func `Several files of every format come out of one run`() async throws {
    let scratch = try Scratch.withSeed()
    let endings = ["svg", "png", "pdf", "dot", "txt", "json"]
    let outcome = try await Program.run(
      ["render", "seed.formula"] + endings.flatMap { ["-o", "d.\($0)"] }, directory: scratch.url)
    outcome.expectSuccess()
    #expect(outcome.out == "")
    #expect(try scratch.names() == (endings.map { "d.\($0)" } + ["seed.formula"]).sorted())
    let svg = try scratch.text(of: "d.svg")
    #expect(svg.components(separatedBy: "class=\"node\"").count == 7)
    #expect(svg.components(separatedBy: "class=\"edge\"").count == 7)
    #expect(try scratch.bytes(of: "d.png").starts(with: [0x89, 0x50, 0x4E, 0x47]))
    #expect(try scratch.bytes(of: "d.pdf").starts(with: Array("%PDF-".utf8)))
  }

  @Test(.enabled(if: hasDot, "Graphviz is not installed"), arguments: ["svg", "png", "pdf"])
  func `A picture goes to standard output as well`(format: String) async throws {
    let outcome = try await Scratch.withSeed().run("render", "seed.formula", "--format", format)
    outcome.expectSuccess()
    let marks = ["svg": "</svg>", "png": "IEND", "pdf": "%%EOF"]
    #expect(outcome.out.contains(try #require(marks[format])))
  }

  @Test func `An old file is replaced, and keeps its permissions`() async throws {
    let scratch = try Scratch.withSeed()
    try scratch.write("old", to: "d.txt")
    let path = scratch.url.appendingPathComponent("d.txt").path
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
    try await scratch.run("render", "seed.formula", "-o", "d.txt").expectSuccess()
    #expect(try scratch.text(of: "d.txt").hasSuffix("6 nodes, 6 edges, 1 shared\n"))
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o640)
  }

  @Test func `After a mistake in the formula no file is touched`() async throws {
    let scratch = try Scratch.withSeed()
    try scratch.write("old", to: "d.dot")
    let outcome = try await scratch.run(
      "render", "seed.formula", "--output", "x", "-o", "d.dot", "-o", "d.txt")
    outcome.expectMistake("seed.formula: error: the formula has no value 'x' to put out")
    #expect(try scratch.names() == ["d.dot", "seed.formula"])
    #expect(try scratch.text(of: "d.dot") == "old")
  }
}

@Suite struct GraphvizFailureTests {
  private static let kept = "The graph is in 'd.svg.dot', as DOT."
  private static let missing =
    "pictures need Graphviz: `sudo apt install graphviz` (Debian, Ubuntu), "
    + "`sudo dnf install graphviz` (Fedora), `brew install graphviz` (macOS)"

  /// Runs with an old picture in place, and looks at everything that is there afterwards.
  private func expectFailure(
    _ arguments: [String], fake: String? = nil, environment: [String: String] = [:], message: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let scratch = try Scratch.withSeed()
    try scratch.write("old", to: "d.svg")
    if let fake { try scratch.fakeDot(fake) }
    let outcome = try await Program.run(
      ["render", "seed.formula", "-o", "d.svg", "-o", "d.json", "-o", "d.txt"] + arguments,
      environment: environment, directory: scratch.url)
    outcome.expectMistake(
      "gradgraph: error: \(message)\n\(Self.kept)", status: 1, sourceLocation: sourceLocation)
    let names = ["d.json", "d.svg", "d.svg.dot", "d.txt"] + (fake == nil ? [] : ["fake"]) + ["seed.formula"]
    #expect(try scratch.names() == names, sourceLocation: sourceLocation)
    #expect(try scratch.text(of: "d.svg") == "old", sourceLocation: sourceLocation)
    #expect(try scratch.text(of: "d.txt").hasSuffix("1 shared\n"), sourceLocation: sourceLocation)
    let dot = try await scratch.run("render", "seed.formula", "--format", "dot")
    #expect(try scratch.text(of: "d.svg.dot") == dot.out, sourceLocation: sourceLocation)
  }

  @Test func `Without Graphviz the way to install it is told, and everything else is written`() async throws {
    try await expectFailure(
      [], environment: ["PATH": "/nowhere"], message: "dot: not found in /nowhere; \(Self.missing)")
    try await expectFailure(
      ["--dot", "/nonexistent"], message: "dot: not found in /nonexistent; \(Self.missing)")
  }

  @Test func `A dot that hangs is ended after the timeout`() async throws {
    // Waiting for this dot would take longer than the whole run of tests may.
    try await expectFailure(
      ["--dot", "./fake", "--timeout", "0.5"], fake: "sleep 3600",
      message: "dot: no picture after 0.5 seconds, so it was ended; draw fewer nodes, "
        + "allow more time, or print the tree instead")
  }

  @Test func `A dot that crashes is told with its signal`() async throws {
    try await expectFailure(
      ["--dot", "./fake"], fake: "kill -KILL $$",
      message: "dot: crashed (signal 9, Killed); the system may have run out of memory: draw fewer nodes")
  }

  @Test func `A dot that writes something else is no success`() async throws {
    try await expectFailure(
      ["--dot", "./fake"], fake: "echo hello",
      message: "dot: wrote no valid picture: the output does not start as an SVG; "
        + "try another format, or install Graphviz anew")
  }

  @Test func `What a dot says that refuses the graph is shown`() async throws {
    try await expectFailure(
      ["--dot", "./fake"], fake: "echo 'syntax error in line 7' >&2; exit 1",
      message: """
        dot: refused the graph (exit code 1); write the DOT file instead of a picture to look at it
          syntax error in line 7
        """)
  }

  @Test func `When the DOT can't be kept either, both reasons are told`() async throws {
    let scratch = try Scratch.withSeed()
    try scratch.makeDirectory("d.svg.dot")
    try await scratch.run("render", "seed.formula", "-o", "d.svg", "--dot", "/nonexistent").expectMistake(
      """
      gradgraph: error: dot: not found in /nonexistent; \(Self.missing)
      Its DOT can't be kept either: d.svg.dot: is a directory; name a file in it, such as d.svg.dot/graph.svg
      """, status: 1)
  }

  @Test(.enabled(if: hasDot, "Graphviz is not installed"))
  func `Warnings of dot are passed on with the picture`() async throws {
    let scratch = try Scratch.withSeed()
    try scratch.fakeDot("echo 'Warning: odd' >&2; exec dot \"$@\"")
    let outcome = try await scratch.run("render", "seed.formula", "-o", "d.svg", "--dot", "./fake")
    #expect(outcome.err == "gradgraph: warning: dot: Warning: odd\n")
    #expect(outcome.status == 0)
    #expect(try scratch.names() == ["d.svg", "fake", "seed.formula"])
  }
}

/// Names that a format could take for its own signs.
@Suite struct HostileNameTests {
  private static let names = [
    "\"", "\\", "|{}<>&", "a\nb", "\u{1B}[31mred", "\u{202E}gnp", "<b>x</b>", "]]>", "\\N\\G", "--", "", " ",
    "😀", "e\u{301}", "\u{0}", "\u{FFFE}", "&amp;", "-->", "a\"];x[label=\"",
    String(repeating: "n", count: 20_000),
  ]

  private static func graph() throws -> String {
    let count = names.count
    var nodes: [[String: Any]] = names.enumerated().map {
      ["id": $0, "name": $1, "op": NSNull(), "kind": "variable", "data": 1, "grad": 1, "group": NSNull()]
    }
    nodes.append([
      "id": count, "name": "\u{1B}\"];<", "op": "sum", "kind": "operation", "data": count, "grad": 1,
      "group": "g\n\"<",
    ])
    let edges: [[String: Any]] = names.indices.map {
      ["from": $0, "to": count, "operand": $0, "local": 1, "contribution": 1]
    }
    let groups: [[String: Any]] = [["path": "g\n\"<", "parent": NSNull()]]
    let object: [String: Any] = [
      "version": 1, "output": count, "nodes": nodes, "edges": edges, "groups": groups,
    ]
    return String(decoding: try JSONSerialization.data(withJSONObject: object), as: UTF8.self)
  }

  @Test func `Trees and DOT escape them, one line for each node`() async throws {
    let scratch = try Scratch()
    let tree = try await scratch.run("-", "--charset", "ascii", input: Self.graph())
    tree.expectSuccess()
    #expect(tree.out.utf8.allSatisfy { (0x20..<0x7F).contains($0) || $0 == 0x0A })
    #expect(tree.out.split(separator: "\n").count == Self.names.count + 2)
    let dot = try await scratch.run("render", "-", input: Self.graph())
    dot.expectSuccess()
    #expect(dot.out.unicodeScalars.allSatisfy { $0.value >= 0x20 || $0 == "\n" })
  }

  @Test func `JSON gives them back unchanged`() async throws {
    let outcome = try await Scratch().run("render", "-", "--format", "json", input: Self.graph())
    outcome.expectSuccess()
    let object = try JSONSerialization.jsonObject(with: Data(outcome.out.utf8)) as? [String: Any]
    let nodes = object?["nodes"] as? [[String: Any]]
    #expect(nodes?.dropLast().map { $0["name"] as? String } == Self.names)
  }

  @Test(.enabled(if: hasDot, "Graphviz is not installed"))
  func `Graphviz draws every one of them`() async throws {
    let scratch = try Scratch()
    try scratch.write(Self.graph(), to: "hostile.json")
    try await scratch.run("render", "hostile.json", "-o", "d.svg", "-o", "d.png", "-o", "d.pdf")
      .expectSuccess()
    let svg = try scratch.text(of: "d.svg")
    #expect(svg.components(separatedBy: "class=\"node\"").count == Self.names.count + 2)
    #expect(svg.unicodeScalars.allSatisfy { $0.value >= 0x20 || $0 == "\n" })
  }
}
