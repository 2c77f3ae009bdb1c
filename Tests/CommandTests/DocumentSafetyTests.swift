import Foundation
import Testing

/// What documents of others, and other programs that save at the same time, can't do.
@Suite struct DocumentSafetyTests {
  private static func block(_ words: String) -> String {
    "<!-- gradgraph \(words) -->\n<!-- /gradgraph -->\n"
  }

  @Test func `A document that is saved while its picture is drawn keeps what was saved`() async throws {
    let scratch = try Scratch()
    try scratch.write(Self.block("w 'y = x*x' x=3"), to: "a.md")
    try scratch.fakeDot("test -e done || { echo 'saved meanwhile' >> a.md; touch done; }; exec dot \"$@\"")
    let outcome = try await scratch.run("docs", "--dot", "./fake", "a.md")
    #expect(outcome.status == 0, "\(outcome.err)")
    let text = try scratch.text(of: "a.md")
    #expect(text.contains("saved meanwhile") && text.contains("](w.svg)"))
  }

  @Test func `A picture that this program did not write stays, unless --force is given`() async throws {
    let scratch = try Scratch()
    let foreign = "<svg xmlns=\"http://www.w3.org/2000/svg\"><!-- by hand --></svg>"
    try scratch.write(foreign, to: "p.svg")
    try scratch.write(Self.block("p 'y = x' x=1"), to: "a.md")
    for arguments in [["docs", "a.md"], ["docs", "--redraw", "a.md"]] {
      let outcome = try await Program.run(arguments, directory: scratch.url)
      #expect(outcome.status == 1 && outcome.err.contains("was not written by gradgraph docs"))
      #expect(try scratch.text(of: "p.svg") == foreign)
    }
    #expect(try await scratch.run("docs", "--force", "a.md").status == 0)
    #expect(try scratch.text(of: "p.svg").contains("Computation graph"))
  }

  @Test
  func `A picture that was changed by hand is found without Graphviz, and other line ends are no change`()
    async throws
  {
    let scratch = try Scratch()
    try scratch.write(Self.block("p 'y = x' x=1"), to: "a.md")
    try #require(try await scratch.run("docs", "a.md").status == 0)
    let picture = try scratch.text(of: "p.svg")
    try scratch.write(Array(picture.utf8.flatMap { $0 == 0x0A ? [0x0D, 0x0A] : [$0] }), to: "p.svg")
    #expect(try await scratch.run("docs", "--check", "a.md").status == 0)
    for changed in [
      picture.replacing("<svg ", with: "<svg onload=\"alert(1)\" "),
      picture.components(separatedBy: "\n").suffix(2).joined(separator: "\n"), String(picture.dropLast(40)),
      "",
    ] {
      try scratch.write(changed, to: "p.svg")
      #expect(try await scratch.run("docs", "--check", "a.md", environment: ["PATH": "/none"]).status == 1)
    }
  }

  @Test(arguments: ["../out/x.svg", "/tmp/gradgraph-outside.svg", "link/x.svg"])
  func `Blocks write below the directory that was given`(path: String) async throws {
    let scratch = try Scratch()
    for name in ["in", "out"] { try scratch.makeDirectory(name) }
    try FileManager.default.createSymbolicLink(
      atPath: scratch.url.path + "/in/link", withDestinationPath: scratch.url.path + "/out")
    try scratch.write(Self.block("p 'y = x' x=1 -o \(path)"), to: "in/a.md")
    let outcome = try await scratch.run("docs", "in")
    #expect(outcome.status == 1 && outcome.err.contains("--allow-outside"), "\(outcome.err)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.url.path + "/out").isEmpty)
  }

  @Test func `What a link leads to outside is not quoted`() async throws {
    let scratch = try Scratch()
    try FileManager.default.createSymbolicLink(
      atPath: scratch.url.path + "/pw.formula", withDestinationPath: "/etc/passwd")
    try scratch.write(Self.block("p pw.formula --show tree"), to: "a.md")
    let outcome = try await scratch.run("docs", "--check", "a.md")
    #expect(outcome.status == 1 && !outcome.err.contains("root:"))
    #expect(outcome.err.contains("a.md:1:18: error: 'pw.formula' leads out of"))
  }

  @Test(arguments: ["mkfifo p.svg", "ln -s /dev/zero p.svg", "mkdir p.svg"])
  func `What is no regular file is told where a picture should be`(making: String) async throws {
    let scratch = try Scratch()
    try scratch.write(Self.block("p 'y = x' x=1"), to: "a.md")
    let outcome = try await scratch.shell("\(making); timeout 20 $G docs --check --allow-outside a.md")
    #expect(outcome.status == 1 && outcome.err.contains("can't be read: it is a"), "\(outcome.err)")
  }

  @Test func `Line ends in names and messages begin no command of GitHub`() async throws {
    let scratch = try Scratch()
    try scratch.write(Self.block("p 'y = zz' x=1"), to: "a\r\n::stop-commands::x.md")
    try scratch.write(
      "<!-- gradgraph q 'y = z\r\n::stop-commands::t' -->\r\n<!-- /gradgraph -->\n", to: "b.md")
    let outcome = try await scratch.run("docs", "--check", "--diff", "--error-format", "github", ".")
    #expect(outcome.status == 1)
    for line in outcome.out.components(separatedBy: .newlines) {
      #expect(!line.trimmingCharacters(in: .whitespaces).hasPrefix("::stop"), "\(line)")
    }
  }

  @Test func `A quote that a mark combines with ends no attribute`() async throws {
    let scratch = try Scratch()
    try scratch.write(Self.block("p 'y = x' x=1 --alt 'a\"\u{308} onerror=x'"), to: "a.md")
    #expect(try await scratch.run("docs", "--host", "github", "a.md").status == 0)
    #expect(try scratch.text(of: "a.md").contains("alt=\"a&quot;\u{308} onerror=x\""))
  }

  @Test func `Blocks that use one another in a chain are computed, and a circle is told`() async throws {
    let scratch = try Scratch()
    let chain = (1...300).reversed().map { Self.block("b\($0) @b\($0 - 1) --show tree") }.joined(
      separator: "\n")
    try scratch.write(chain + Self.block("b0 'y = x' x=1 --show tree"), to: "a.md")
    #expect(try await scratch.run("docs", "a.md").status == 0)
    try scratch.write(Self.block("a @b --show tree") + Self.block("b @a --show tree"), to: "b.md")
    #expect(try await scratch.run("docs", "b.md").err.contains("takes its formula from itself"))
  }

  @Test func `A dot that prints a script is not believed`() async throws {
    let scratch = try Scratch()
    try scratch.write(Self.block("p 'y = x' x=1"), to: "a.md")
    for markup in [
      "<script>1</script>", "<g onload=\"1\"/>", "<a xlink:href=\"javascript:1\"/>", "<text><b>x</b></text>",
      "<path fill='a\" onload=\"1'/>", "<image/>",
    ] {
      let quoted = markup.replacing("'", with: "'\\''")
      try scratch.fakeDot("printf '%s' '<svg xmlns=\"http://www.w3.org/2000/svg\">\(quoted)</svg>'")
      let outcome = try await scratch.run("docs", "--dot", "./fake", "a.md")
      #expect(outcome.status == 1 && outcome.err.contains("the SVG "), "\(markup)\n\(outcome.err)")
    }
  }

  @Test func `Text in UTF-16 and names that are no UTF-8 are told`() async throws {
    let scratch = try Scratch()
    try scratch.write(Array(Self.block("p 'y = zz' --show tree").utf8.flatMap { [$0, 0] }), to: "u.md")
    let wide = try await scratch.run("docs", "--check", "u.md")
    #expect(wide.status == 1 && wide.err.contains("the text is UTF-16"))
    let named = try await scratch.shell(
      "mkdir d; printf '%s\\n' \"<!-- gradgraph p 'y = zz' -->\" '<!-- /gradgraph -->' > \"$(printf 'd/m\\377.md')\"; $G docs --check d; "
        + "$G render x x=1 -o \"$(printf 'o\\377.json')\" && test -e \"$(printf 'o\\377.json')\" && echo written"
    )
    #expect(named.err.contains("d/m\\xFF.md:1:") && named.out.hasSuffix("written\n"), "\(named.err)")
  }

  @Test func `Help that can't be written is a failure`() async throws {
    let outcome = try await Scratch().shell("$G --help > /dev/full")
    #expect(outcome.status == 1 && outcome.err.hasPrefix("gradgraph: error: standard output: the disk"))
  }
}
