import Autodiff
import Foundation
import GradGraphCommands
import GraphExport
import Graphviz
import Testing

private let seed = "'c = a*b + a**2; d = tanh(c)' a=2 b=-3"

/// A document with a block of each kind.
private let document = """
  # Seed

  <!-- gradgraph seed \(seed) --show svg,tree --expect a.grad=0.07065 -->
  <!-- /gradgraph -->

  The gradient is <!-- gradgraph-value seed a.grad --><!-- /gradgraph-value -->.

  ```gradgraph line w=2
  x = 3
  y = w*x
  ```

  - <!-- gradgraph line --show tree,explain,check,table -->
    <!-- /gradgraph -->

  """

extension Scratch {
  fileprivate func docs(
    _ arguments: String..., environment: [String: String] = [:]
  ) async throws -> Program.Outcome {
    try await Program.run(["docs"] + arguments, environment: environment, directory: url)
  }

  fileprivate func text(_ name: String) throws -> String {
    String(decoding: try bytes(of: name), as: UTF8.self)
  }

  fileprivate func exists(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: url.appendingPathComponent(name).path)
  }

  fileprivate func modified(_ name: String) throws -> Date? {
    try FileManager.default.attributesOfItem(atPath: url.appendingPathComponent(name).path)[.modificationDate]
      as? Date
  }

  /// With a document whose blocks are filled.
  fileprivate static func filled(_ text: String = document) async throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write(text, to: "a.md")
    let outcome = try await scratch.docs("a.md")
    try #require(outcome.status == 0, "\(outcome.err)")
    return scratch
  }
}

@Suite struct DocsCommandTests {
  @Test("Pictures with groups are the same each time they are drawn") func deterministic() async throws {
    let vectors = (1...6).map { number in
      """
      <!-- gradgraph p\(number) 'u = [1, 2]; v = [\(number), 4]; w = softmax(u + v); y = dot(w, v)' -->
      <!-- /gradgraph -->

      """
    }
    let plain = (1...12).map { "<!-- gradgraph plain\($0) 'y = x * \($0)' x=2 -->\n<!-- /gradgraph -->\n" }
    let scratch = try await Scratch.filled((vectors + plain).joined(separator: "\n"))
    func pictures() throws -> [[UInt8]] { try (1...6).map { try Array(scratch.bytes(of: "p\($0).svg")) } }
    let first = try pictures()
    for _ in 1...3 {
      try #require(try await scratch.docs("--redraw", "a.md").status == 0)
      #expect(try pictures() == first)
    }
    // What is drawn with others in one run is as it is alone.
    for number in 1...12 { #expect(try !scratch.text("plain\(number).svg").contains("page0")) }
  }

  @Test("Blocks and numbers are filled, and a second run writes nothing")
  func fills() async throws {
    let scratch = try await Scratch.filled()
    let text = try scratch.text("a.md")
    #expect(
      text.contains("The gradient is <!-- gradgraph-value seed a.grad -->0.07065<!-- /gradgraph-value "))
    #expect(text.contains("\n```text\nd  tanh         data -0.9640   grad 1\n"))
    #expect(text.contains("\n  ∂y/∂w = x = 3\n"))
    #expect(text.contains("![Computation graph"))
    #expect(text.contains("](seed.svg)"))
    #expect(try scratch.text("seed.svg").contains("0.07065"))
    let times = try ["a.md", "seed.svg"].map(scratch.modified)
    let again = try await scratch.docs(".")
    #expect(again.out == "3 blocks in 1 file: all current\n")
    #expect(try ["a.md", "seed.svg"].map(scratch.modified) == times)
  }

  @Test("--check needs no Graphviz, and writes nothing")
  func checks() async throws {
    let scratch = try await Scratch.filled()
    let nothing = ["PATH": "/nonexistent"]
    #expect(try await scratch.docs("--check", "a.md", environment: nothing).status == 0)
    try scratch.write(document, to: "a.md")
    let outcome = try await scratch.docs("--check", "--diff", "a.md", environment: nothing)
    #expect(outcome.status == 1)
    #expect(outcome.err.contains("a.md:3:1: stale: "))
    #expect(outcome.err.contains("a.md:6:17: stale: this should be 0.07065"))
    #expect(outcome.out.contains("\n-The gradient is <!-- gradgraph-value seed a.grad --><!--"))
    #expect(outcome.out.contains("\n+The gradient is <!-- gradgraph-value seed a.grad -->0.07065<!--"))
    #expect(try scratch.text("a.md") == document)
  }

  @Test(
    "Every mutation is caught by --check",
    arguments: [
      ("a=2", "a=2.00001", "a.md:3:1: stale: "), ("a*b", "2*a*b", "a.md:3:87: error: expected a.grad"),
      ("-->0.07065<", "-->0.07066<", "a.md:20:17: stale: this should be 0.07065, and "),
      ("grad 0.07065   ∂ 1", "grad 0.07065   ∂ 2", "stale: what stands here was edited by hand"),
      ("x = 3", "x = 4", "a.md:27:3: stale: "),
      ("--expect a.grad=0.07065", "--expect a.grad=0.08", "error: expected a.grad to be 0.08"),
      ("w=2", "", "error: variable 'w' has no value"),
    ])
  func mutations(from old: String, to new: String, finding: String) async throws {
    let scratch = try await Scratch.filled()
    let text = try scratch.text("a.md")
    let place = try #require(text.range(of: old))
    try scratch.write(text.replacingCharacters(in: place, with: new), to: "a.md")
    let outcome = try await scratch.docs("--check", "a.md")
    #expect(outcome.status == 1)
    #expect(outcome.err.contains(finding), "\(outcome.err)")
  }

  @Test("A deleted picture and one of another formula are caught")
  func pictures() async throws {
    let scratch = try await Scratch.filled()
    let picture = try scratch.text("seed.svg")
    try FileManager.default.removeItem(at: scratch.url.appendingPathComponent("seed.svg"))
    let missing = try await scratch.docs("--check", "a.md")
    #expect(missing.status == 1)
    #expect(missing.err.contains("a.md:3:16: stale: the picture 'seed.svg' is missing"))
    #expect(try await scratch.docs("a.md").out.hasPrefix("seed.svg: drawn\n"))
    #expect(try scratch.text("seed.svg") == picture)
    try scratch.write(picture.replacing("gradgraph docs: ", with: "gradgraph docs; "), to: "seed.svg")
    #expect(try await scratch.docs("--check", "a.md").err.contains("was edited since it was drawn"))
  }

  @Test("What was edited by hand stays, unless --force is given")
  func edits() async throws {
    let scratch = try await Scratch.filled()
    let edited = try scratch.text("a.md").replacing("y  *", with: "y times")
    try scratch.write(edited, to: "a.md")
    let outcome = try await scratch.docs("a.md")
    #expect(outcome.status == 1)
    #expect(outcome.err.contains("was edited by hand"))
    #expect(try scratch.text("a.md") == edited)
    #expect(try await scratch.docs("--force", "a.md").status == 0)
    #expect(try scratch.text("a.md").contains("y  *"))
  }

  @Test("Every mistake is told at its place, and the other blocks are filled")
  func mistakes() async throws {
    let scratch = try Scratch()
    try scratch.write(
      """
      <!-- gradgraph one 'tahn(a) + zz' a=1 --show tree -->
      <!-- /gradgraph -->

      <!-- gradgraph two 'a*a' a=3 --show tree -->
      <!-- /gradgraph -->

      > ```gradgraph three
      > x = 1 +
      > y = é*q
      > ```

      <!-- gradgraph four 'a*a' a=3 --shwo tree -->
      <!-- /gradgraph -->

      <!-- gradgraph two 'b' b=3 --show tree -->
      <!-- /gradgraph -->

      <!-- gradgraph five none.formula -->
      <!-- /gradgraph -->

      <!-- gradgraph six @seven -->
      <!-- /gradgraph -->

      <!-- gradgraph eight @eight -->
      <!-- /gradgraph -->

      <!-- gradgraph nine 'a*a' a=three -->
      <!-- /gradgraph -->

      <!-- gradgraph ten 'a*a' a=3 --show tree --path b -->
      <!-- /gradgraph -->

      <!-- gradgraph ../x 'a*a' a=3 --show tree -->
      <!-- /gradgraph -->

      A number <!-- gradgraph-value two c --><!-- /gradgraph-value -->.
      """, to: "a.md")
    let outcome = try await scratch.docs("a.md")
    #expect(outcome.status == 1)
    for message in [
      "a.md:1:21: error: unknown function 'tahn'; did you mean 'tanh'?\n  <!-- gradgraph one 'tahn(a) + zz' a=1 --show tree -->\n                      ^~~~\n",
      "a.md:1:31: error: variable 'zz' has no value", "a.md:8:9: error: expected an operand after '+'",
      "a.md:9:9: error: variable 'q' has no value", "a.md:12:31: error: Unknown option '--shwo'",
      "a.md:15:16: error: two blocks are called 'two': the other is at line 4",
      "a.md:18:21: error: 'none.formula' can't be read",
      "a.md:21:20: error: there is no block called 'seven'",
      "a.md:24:22: error: the block 'eight' takes its formula from itself",
      "a.md:27:27: error: the value of 'a' must be a number",
      "a.md:30:49: error: --path: there is no value named 'b'",
      "a.md:33:16: error: '../x' is no name for a block", "a.md:36:35: error: there is no value named 'c'",
    ] { #expect(outcome.err.contains(message), "\(message)\n\(outcome.err)") }
    #expect(try scratch.text("a.md").contains("data 9"))
  }

  @Test("A file that is not UTF-8 is told where, and one without blocks is none of our business")
  func encodings() async throws {
    let scratch = try Scratch()
    try scratch.write(
      Array("<!-- gradgraph s 'a' a=1 --show tree -->\n<!-- /gradgraph -->\n".utf8) + [0xFF], to: "a.md")
    try scratch.write([0xFF, 0xFE, 0x0A], to: "b.md")
    let outcome = try await scratch.docs(".")
    #expect(outcome.status == 1)
    #expect(outcome.err.contains("a.md:3:1: error: the text is not UTF-8 here"))
    #expect(!outcome.err.contains("b.md"))
  }

  @Test("Two blocks do not share a picture, in one file or in two")
  func collisions() async throws {
    let scratch = try Scratch()
    try scratch.write("<!-- gradgraph s 'a' a=1 -->\n<!-- /gradgraph -->\n", to: "a.md")
    try scratch.write("\n<!-- gradgraph s 'b' b=1 -->\n<!-- /gradgraph -->\n", to: "b.md")
    let outcome = try await scratch.docs(".")
    #expect(outcome.status == 1)
    #expect(
      outcome.err.contains(
        "b.md:2:16: error: 's.svg' is already another picture, of the block 's' at a.md:1:16"))
  }

  @Test("--prune removes pictures that no block names, and nothing else")
  func prune() async throws {
    let scratch = try await Scratch.filled()
    try scratch.write("<svg/>", to: "other.svg")
    try scratch.write(
      try scratch.text("a.md").replacing("gradgraph seed", with: "gradgraph root"), to: "a.md")
    try scratch.write(
      try scratch.text("a.md").replacing("gradgraph-value seed", with: "gradgraph-value root"), to: "a.md")
    #expect(try await scratch.docs("a.md").status == 0)
    #expect(scratch.exists("seed.svg"))
    #expect(
      try await scratch.docs("--check", "--prune", ".").err.contains("seed.svg: stale: no block of 'a.md'"))
    let outcome = try await scratch.docs("--prune", ".")
    #expect(outcome.out.contains("seed.svg: removed"))
    #expect(!scratch.exists("seed.svg") && scratch.exists("root.svg") && scratch.exists("other.svg"))
  }

  @Test("Hosts get the pictures that they show in both themes")
  func hosts() async throws {
    let scratch = try Scratch()
    let block = "<!-- gradgraph s 'a' a=1 --alt 'x \"y\" [z]' -o p/s.svg -->\n<!-- /gradgraph -->\n"
    try scratch.makeDirectory("A.docc")
    try scratch.write(block, to: "A.docc/a.md")
    try scratch.write(block, to: "b.md")
    #expect(try await scratch.docs("A.docc").status == 0)
    #expect(try scratch.text("A.docc/a.md").contains("![x \"y\" \\[z\\]](s.svg)"))
    #expect(scratch.exists("A.docc/p/s.svg") && scratch.exists("A.docc/p/s~dark.svg"))
    #expect(try await scratch.docs("--host", "github", "b.md").status == 0)
    #expect(scratch.exists("p/s.svg") && scratch.exists("p/s-dark.svg"))
    #expect(try scratch.text("b.md").contains("srcset=\"p/s-dark.svg\""))
    #expect(try scratch.text("b.md").contains("<img src=\"p/s.svg\" alt=\"x &quot;y&quot; [z]\">"))
  }

  @Test("A picture that can't be drawn leaves its block as it was; all failures are told")
  func brokenDot() async throws {
    let scratch = try Scratch()
    try scratch.write(document, to: "a.md")
    let outcome = try await scratch.docs("a.md", environment: ["PATH": "/nonexistent"])
    #expect(outcome.status == 1)
    #expect(outcome.err.contains("a.md:3:16: error: dot: not found"), "\(outcome.err)")
    let text = try scratch.text("a.md")
    #expect(text.contains("--expect a.grad=0.07065 -->\n<!-- /gradgraph -->"))
    #expect(text.contains("0.07065<!-- /gradgraph-value"))
    #expect(!scratch.exists("seed.svg"))
  }

  @Test("Many pictures share few runs of dot")
  func batches() async throws {
    let scratch = try Scratch()
    let blocks = (0..<40).map { "<!-- gradgraph s\($0) 'a*\($0)' a=1 -->\n<!-- /gradgraph -->\n\n" }
    try scratch.write(blocks.joined(), to: "a.md")
    try scratch.fakeDot("echo run >> runs; exec dot \"$@\"")
    #expect(try await scratch.docs("--dot", "./fake", "a.md").status == 0)
    #expect(try scratch.text("runs").count <= 4 * "run\n".count)
    for number in 0..<40 { #expect(try scratch.text("s\(number).svg").contains("Computation graph")) }
    #expect(try scratch.text("s7.svg").contains("is 7"))
  }

  @Test("Findings are written for GitHub and as SARIF")
  func formats() async throws {
    let scratch = try Scratch()
    try scratch.write("<!-- gradgraph s 'tahn(a)' a=1 -->\n<!-- /gradgraph -->\n", to: "a b.md")
    let github = try await scratch.docs("--error-format", "github", "a b.md")
    #expect(github.status == 1)
    #expect(
      github.out.hasPrefix(
        "::error file=a b.md,line=1,col=19::unknown function 'tahn'; did you mean 'tanh'?\n"))
    let sarif = try await scratch.docs("--error-format", "sarif", "a b.md")
    let log = try #require(try JSONSerialization.jsonObject(with: Data(sarif.out.utf8)) as? [String: Any])
    let run = try #require((log["runs"] as? [[String: Any]])?.first)
    let result = try #require((run["results"] as? [[String: Any]])?.first)
    #expect(result["ruleId"] as? String == "error")
    #expect("\(result)".contains("a%20b.md"))
    #expect(try await scratch.docs("--error-format", "sarif", "--check", "none").status == 64)
  }

  @Test("--watch fills again when a file is saved")
  func watch() async throws {
    let scratch = try Scratch()
    try scratch.write("y = a*a\n", to: "y.formula")
    try scratch.write("<!-- gradgraph s y.formula a=3 --show tree -->\n<!-- /gradgraph -->\n", to: "a.md")
    let program = Process()
    program.executableURL = URL(fileURLWithPath: Program.path)
    program.arguments = ["docs", "--watch", "a.md"]
    program.currentDirectoryURL = scratch.url
    program.standardOutput = FileHandle.nullDevice
    program.standardError = FileHandle.nullDevice
    try program.run()
    defer { program.terminate() }
    func waits(for text: String) async throws -> Bool {
      for _ in 0..<200 {
        if try scratch.text("a.md").contains(text) { return true }
        try await Task.sleep(for: .milliseconds(100))
      }
      return false
    }
    #expect(try await waits(for: "data 9"))
    try scratch.write("y = a*a + 1\n", to: "y.formula")
    #expect(try await waits(for: "data 10"))
    #expect(program.isRunning)
  }

  @Test("What the hooks and the workflow call is understood, and fails on a stale document")
  func integrations() async throws {
    let hooks = try String(
      contentsOf: Document.root.appending(path: ".pre-commit-hooks.yaml"), encoding: .utf8)
    let workflow = try String(
      contentsOf: Document.root.appending(path: "Examples/workflows/documentation.yml"), encoding: .utf8)
    let calls =
      hooks.matches(of: /entry: gradgraph (docs.*)/).map { String($0.1) }
      + workflow.matches(of: /swift package .*gradgraph-(docs.*)/).map { String($0.1) }
    #expect(calls.count == 3)
    let scratch = try Scratch()
    for call in calls {
      try scratch.write("<!-- gradgraph s 'a*a' a=3 --show tree -->\n<!-- /gradgraph -->\n", to: "a.md")
      let words = call.split(separator: " ").map(String.init)
      let first = try await Program.run(words + ["a.md"], directory: scratch.url)
      #expect(first.status == (words.contains("--check") ? 1 : 0), "\(call): \(first.err)")
      #expect(try await scratch.docs("a.md").status == 0)
      #expect(try await Program.run(words + ["a.md"], directory: scratch.url).status == 0)
    }
  }

  @Test("Markdown without blocks stays as it is, byte for byte")
  func others() async throws {
    let scratch = try Scratch()
    for number in 0..<300 {
      try scratch.write(
        "# \(number)\r\n\n\tx `<!-- gradgraph a -->` \n> ```\n> <!-- gradgraph b -->\n\u{0}",
        to: "\(number).md")
    }
    let before = try (0..<300).map { try scratch.bytes(of: "\($0).md") }
    let outcome = try await scratch.docs(".")
    #expect(outcome.out == "0 blocks in 300 files: all current\n")
    #expect(try (0..<300).map { try scratch.bytes(of: "\($0).md") } == before)
  }

  @Test("A diagram made in Swift writes its pictures into a catalog, once")
  func catalogPicture() async throws {
    let scratch = try Scratch()
    let graph = Graph()
    let y = tanh(graph.variable(0.5, named: "x")).named("y")
    y.backward()
    let picture = CatalogPicture(Diagram(graph), name: "y", host: .docc, alt: "y [1]")
    #expect(picture.markdown == "![y \\[1\\]](y.svg)")
    let directory = scratch.url.appending(path: "A.docc/Pictures").path
    #expect(!picture.isCurrent(in: directory))
    #expect(try await picture.write(to: directory))
    #expect(try await !picture.write(to: directory))
    #expect(scratch.exists("A.docc/Pictures/y.svg") && scratch.exists("A.docc/Pictures/y~dark.svg"))
    let broken = Graphviz(executable: "/nonexistent")
    graph[0].data = 2
    graph.forward()
    y.backward()
    let changed = CatalogPicture(Diagram(graph), name: "y", host: .docc)
    #expect(!changed.isCurrent(in: directory))
    await #expect(throws: CatalogPictureError.self) {
      try await changed.write(to: directory, graphviz: broken)
    }
    #expect(picture.isCurrent(in: directory))
  }

  @Test("Wrong options are refused")
  func options() async throws {
    let scratch = try Scratch()
    for arguments in [
      ["--check", "--watch", "."], ["--check", "--force", "."], [], ["--host", "word", "."],
    ] {
      let outcome = try await Program.run(["docs"] + arguments, directory: scratch.url)
      #expect(outcome.status == 64)
      #expect(!outcome.err.isEmpty)
    }
  }
}
