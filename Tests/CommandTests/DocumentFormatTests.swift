import Foundation
import Testing

/// Formats for documents, read by the programs that they are for.
@Suite struct DocumentFormatTests {
  @Test(arguments: [
    ("mmd", "flowchart LR\n"), ("tex", "% For \\usepackage{amsmath,tikz}"),
    ("md", "| name | expression | data | grad |\n"), ("md-tree", "```text\nd  tanh  "),
  ])
  func `A file and standard output get the same, five times`(format: String, start: String) async throws {
    let scratch = try Scratch.withSeed()
    try await scratch.run("render", "seed.formula", "-o", "d.\(format)").expectSuccess()
    let file = try scratch.text(of: "d.\(format)")
    #expect(file.hasPrefix(start))
    for _ in 1...5 {
      let outcome = try await scratch.run("render", "seed.formula", "--format", format)
      outcome.expectSuccess()
      #expect(outcome.out == file)
    }
  }

  @Test func `The view options reach them`() async throws {
    let scratch = try Scratch.withSeed()
    func shown(_ format: String, _ arguments: String...) async throws -> String {
      try await Program.run(
        ["render", "seed.formula", "--format", format] + arguments, directory: scratch.url
      ).out
    }
    #expect(try await shown("mmd", "--direction", "TB").hasPrefix("flowchart TB\n"))
    #expect(try await shown("mmd", "--precision", "2", "--edges", "contribution").contains("-->|\"-0.21\"|"))
    #expect(try await shown("mmd", "--theme", "dark").hasPrefix("---\nconfig: {theme: dark}\n---\n"))
    #expect(try await shown("tex", "--edges", "none").contains("gg label]") == false)
    #expect(try await shown("md", "--path", "b").hasSuffix("\n\nShowing 4 of 6 nodes.\n"))
    #expect(
      try await shown("md-tree", "--depth", "0", "--charset", "ascii").contains("`-- ... 5 nodes below"))
  }

  /// Sums of products of all inputs, in groups: many edges, and few nodes that could be left out.
  private static func dense(_ count: Int) -> String {
    let inputs = (1...count).map { "x\($0) = \($0)/10\n" }.joined()
    let layer = (1...count).map { row in
      "h\(row) = tanh(sum(\((1...count).map { "x\($0)*\(row)" }.joined(separator: ", "))))\n"
    }.joined()
    let terms = (1...count).map { "h\($0)" }.joined(separator: ", ")
    return inputs + "layer {\n\(layer)}\ny = sum(\(terms))\n"
  }

  @Test(arguments: ["mmd", "tex"]) func `They fold like other pictures, and what no reader could draw more`(
    _ format: String
  ) async throws {
    let scratch = try Scratch()
    try scratch.write(Self.dense(20), to: "l.formula")
    let run = try await scratch.run("render", "l.formula", "-o", "d.\(format)")
    #expect(run.status == 0)
    #expect(run.err.hasPrefix("gradgraph: note: showing ") && run.err.hasSuffix("or --max-nodes 0 (all)\n"))
    let all = try await scratch.run("render", "l.formula", "-o", "d.\(format)", "--max-nodes", "0")
    #expect(all.status == 0)
    let reader = format == "mmd" ? "Mermaid" : "TeX"
    #expect(
      all.err.hasPrefix("gradgraph: note: showing ") && all.err.hasSuffix("; \(reader) draws no more\n"))
    #expect(try scratch.text(of: "d.\(format)").contains("showing "))
  }

  // MARK: LaTeX

  private static let latex = ["/usr/bin/pdflatex", "/Library/TeX/texbin/pdflatex"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  @Test(
    .enabled(if: latex != nil, "pdflatex is not installed"), arguments: ["seed", "hostile", "folded", "dark"])
  func `LaTeX compiles the picture`(name: String) async throws {
    let scratch = try Scratch.withSeed()
    let latex = try #require(Self.latex)
    let finder = URL(fileURLWithPath: latex).deletingLastPathComponent().appendingPathComponent("kpsewhich")
      .path
    guard try await Program.run(["tikz.sty"], program: finder).status == 0 else { return }
    try scratch.write(try HostileNames.graph(), to: "hostile.json")
    try scratch.write(Self.dense(20), to: "folded.formula")
    try scratch.write("dark { x = -1 \n y = log(x)/x**2 \n}", to: "dark.formula")
    let input = name + (name == "hostile" ? ".json" : ".formula")
    let options = name == "dark" ? ["--theme", "dark", "--direction", "BT"] : []
    let run = try await Program.run(
      ["render", input, "-o", "picture.tex"] + options, directory: scratch.url)
    #expect(run.status == 0)
    try scratch.write(
      """
      \\documentclass{article}\\usepackage{amsmath,tikz}\\begin{document}
      \\resizebox{\\linewidth}{!}{\\input{picture.tex}}
      \\resizebox{!}{0.5\\textheight}{\(try scratch.text(of: "picture.tex"))}
      \\end{document}
      """, to: "document.tex")
    let compiled = try await Program.run(
      ["-halt-on-error", "-interaction=nonstopmode", "document.tex"], environment: ["HOME": scratch.url.path],
      directory: scratch.url, program: latex)
    #expect(compiled.status == 0, "\(compiled.out)")
  }

  // MARK: Mermaid and Markdown

  @Test(.enabled(if: Reader.has("mermaid.py"), "make readers installs Mermaid"))
  func `Mermaid draws every name, edge and group as it is`() async throws {
    let scratch = try Scratch.withSeed()
    try scratch.write(try HostileNames.graph(), to: "hostile.json")
    try scratch.write(Self.dense(14), to: "large.formula")
    for input in ["seed.formula", "hostile.json", "large.formula"] {
      let all = try await scratch.run("render", input, "-o", "d.mmd", "-o", "d.json", "--max-nodes", "0")
      #expect(all.status == 0)
      let drawn = try await Reader.read(scratch.url.appendingPathComponent("d.mmd"), with: "mermaid.py")
      #expect(drawn["error"] is NSNull, "\(drawn)")
      let texts = (drawn["nodes"] as? [String] ?? []).map(Self.plain)
      let edges = drawn["edges"] as? Int
      switch input {
      case "seed.formula":
        #expect(texts.contains("adata 2grad 0.07065= -0.2120 + 0.2826") && texts.count == 6 && edges == 6)
        #expect((drawn["labels"] as? [String])?.sorted() == ["-3", "0.07065", "1", "1", "2", "4"])
        #expect(
          (drawn["description"] as? String)?.contains("b is -3, its gradient is 0.1413; a*b is -6") == true)
      case "hostile.json":
        for name in HostileNames.visible { #expect(texts.contains(name + "data 1grad 1"), "\(name)") }
        #expect(texts.count == HostileNames.all.count + 1 && edges == HostileNames.all.count)
        #expect((drawn["groups"] as? [String])?.map(Self.plain) == ["g\\u{A}\"<"])
      default:
        #expect(
          (1...500).contains(edges ?? 0) && (drawn["headline"] as? String)?.hasPrefix("showing ") == true)
      }
    }
  }

  /// Without the spaces of no width, and with the backticks that could not stay.
  private static func plain(_ text: String) -> String {
    text.unicodeScalars.map { $0 == "\u{2060}" || $0 == "\u{200A}" ? "" : $0 == "\u{2CB}" ? "`" : String($0) }
      .joined()
  }

  @Test(.enabled(if: Reader.has("markdown.py"), "make readers installs a reader of Markdown"))
  func `A reader of Markdown finds every cell as it is`() async throws {
    let scratch = try Scratch.withSeed()
    try scratch.write(try HostileNames.graph(), to: "hostile.json")
    try await scratch.run("render", "hostile.json", "-o", "d.md").expectSuccess()
    let read = try await Reader.read(scratch.url.appendingPathComponent("d.md"), with: "markdown.py")
    let table = try #require((read["tables"] as? [[[String]]])?.first)
    #expect(table.count == HostileNames.all.count + 2 && table.allSatisfy { $0.count == 4 })
    let names = table.map { $0[0] }
    for name in HostileNames.visible { #expect(names.contains(name), "\(name)") }
    try await scratch.run("render", "hostile.json", "-o", "t.md", "--format", "md-tree").expectSuccess()
    let tree = try await Reader.read(scratch.url.appendingPathComponent("t.md"), with: "markdown.py")
    let blocks = try #require(tree["blocks"] as? [[String]])
    let plain = try await scratch.run("hostile.json", "--width", "0")
    #expect(blocks == [["text", plain.out]])
  }
}

/// Programs of others that read what this one writes: `make readers` installs them into `.readers`.
private enum Reader {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Readers")
  private static let python =
    ProcessInfo.processInfo.environment["GRADGRAPH_READERS"]
    ?? folder.appending(path: "../../.readers/bin/python").standardized.path

  /// Whether a script has what it needs.
  static func has(_ script: String) -> Bool {
    guard FileManager.default.isExecutableFile(atPath: python) else { return false }
    let process = Process()
    process.executableURL = URL(filePath: python)
    process.arguments = [folder.appending(path: script).path, "--probe"]
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }

  /// The line of JSON that a script writes for a file.
  static func read(_ file: URL, with script: String) async throws -> [String: Any] {
    let run = try await Program.run([folder.appending(path: script).path, file.path], program: python)
    #expect(run.status == 0, "\(run.err)")
    return try JSONSerialization.jsonObject(with: Data(run.out.utf8)) as? [String: Any] ?? [:]
  }
}

/// Names that a reader of documents could take for its own signs.
private enum HostileNames {
  /// Shown as they are.
  static let visible = [
    "\"", "\\", "a\\", "a\\\"", "|{}<>&", "\\N\\G\\L", "&amp;", "&#1;", "&lt;b&gt;", "<b>", "node", "end",
    "subgraph", "default", "1a", "#2", "x_1", "x[0]", "a:b", "a;b}", "//", "/* */", "-->", "]]>", "%s%n", "%",
    "style:#a;", "classDef x:#b;", "%%{init: {'theme':'forest'}}%%", "#quot;", "#35;", "ﬂ°°35¶ß", "`", "`md`",
    "a``b", "`**b**`", "**b**", "_a_", "__a__", "~~s~~", "[a](http://b.c)", "http://a.b/c", "www.a.com",
    "a@b.c",
    "1. a", "1) a", "- a", "+ a", "* a", "# a", "> a", "---", "===", "$$x$$", "$x$", "fa:fa-car", "![a](b)",
    "<script>alert(1)</script>", "<br/>", "</span>", "accTitle: x", "::icon(x)", "A@{x}", "-0.5", "1.5",
    "a^b~c",
    "θ₁", "日本語", "שלום", "e\u{301}", "``\u{301}", "|\u{301}", "a|b", "a\\|b", "\\|",
  ]
  static let all =
    visible + [
      "", " ", "a\nb", "a\r\nb", "\u{1}\u{2}\u{1F}", "\u{7F}", "\u{FFFE}", "\u{202E}abc", "\u{0}", "\u{85}",
      "\u{2028}",
      "    code", "👩‍👩‍👧", String(repeating: "x", count: 20_000), String(repeating: "\"", count: 9_000),
      "a" + String(repeating: "\u{301}", count: 5000),
    ]

  static func graph() throws -> [UInt8] {
    var nodes: [[String: Any]] = all.enumerated().map {
      ["id": $0, "name": $1, "op": NSNull(), "kind": "variable", "data": 1, "grad": 1, "group": NSNull()]
    }
    nodes.append([
      "id": all.count, "name": "out", "op": "sum", "kind": "operation", "data": all.count, "grad": 1,
      "group": "g\n\"<",
    ])
    let edges: [[String: Any]] = all.indices.map {
      ["from": $0, "to": all.count, "operand": $0, "local": 1, "contribution": 1]
    }
    let object: [String: Any] = [
      "version": 1, "output": all.count, "nodes": nodes, "edges": edges,
      "groups": [["path": "g\n\"<", "parent": NSNull()]],
    ]
    return [UInt8](try JSONSerialization.data(withJSONObject: object))
  }
}
