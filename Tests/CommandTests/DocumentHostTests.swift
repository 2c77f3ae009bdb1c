import Foundation
import Testing

/// What blocks become for each reader of documents.
@Suite struct DocumentHostTests {
  private static func filled(_ host: String, _ text: String) async throws -> String {
    let scratch = try Scratch()
    try scratch.write(text, to: "a.md")
    let outcome = try await scratch.run("docs", "--host", host, "a.md")
    #expect(outcome.status == 0, "\(outcome.err)")
    let again = try await scratch.run("docs", "--check", "--host", host, "a.md")
    #expect(again.status == 0, "\(again.err)")
    return try scratch.text(of: "a.md")
  }

  private static func block(_ words: String) -> String {
    "<!-- gradgraph s 'y = x*x' x=3 --alt 'A \"b\" <c>' \(words) -->\n<!-- /gradgraph -->\n"
  }

  @Test(arguments: [
    ("plain", "<a id=\"fig:s\"></a>\n\n![A \"b\" \\<c\\>](s.svg)\n\n*The \\*s\\**\n"),
    ("docc", "![A \"b\" \\<c\\>](s.svg)\n\n*The \\*s\\**\n"),
    ("github", "  <img src=\"s.svg\" alt=\"A &quot;b&quot; &lt;c&gt;\">\n</picture>\n\n*The \\*s\\**\n"),
    (
      "mkdocs",
      "<figure markdown=\"span\" id=\"fig:s\">\n![A \"b\" &lt;c&gt;](s.svg)\n<figcaption>The *s*</figcaption>\n</figure>\n"
    ), ("myst", "```{figure} s.svg\n:alt: \"A \\\"b\\\" <c>\"\n:name: \"fig:s\"\n\nThe \\*s\\*\n```\n"),
    ("quarto", "![The \\*s\\*](s.svg){#fig-s fig-alt=\"A \\\"b\\\" <c>\"}\n"),
  ])
  func `A figure has a caption and a label`(host: String, figure: String) async throws {
    let text = try await Self.filled(host, Self.block("--caption 'The *s*' --label fig:s"))
    #expect(text.contains(figure), "\(text)")
  }

  @Test(arguments: [
    ("github", "<details>\n<summary>As a tree</summary>\n\n```text\n"),
    ("mkdocs", "<details>\n<summary>As a tree</summary>\n<pre><code>y  *"),
    ("quarto", "::: {.callout-note collapse=\"true\"}\n## As a tree\n\n```text\n"),
  ])
  func `The tree below the picture is code of the host`(host: String, details: String) async throws {
    let text = try await Self.filled(host, Self.block("--details"))
    #expect(text.contains(details), "\(text)")
  }

  @Test(arguments: [
    ("plain", "```math\n"), ("myst", "```{math}\n:nowrap:\n\n"), ("mkdocs", "$$\n\\begin{aligned}\n"),
    ("quarto", "$$\n\\begin{aligned}\n"),
  ])
  func `Equations stand where the host shows them`(host: String, start: String) async throws {
    let text = try await Self.filled(host, Self.block("--show math"))
    #expect(text.contains(start), "\(text)")
    #expect(!text.contains("$$\n\\begin{align*}"))
  }

  @Test(arguments: [
    "```gradgraph s x=3\ny = x*x\n```", "```{.gradgraph #s x=3 .numberLines title=\"t\"}\ny = x*x\n```",
    "``` { #s .gradgraph x=3 }\ny = x*x\n```", "```{gradgraph} s x=3\ny = x*x\n```",
    "~~~{.gradgraph #s x=3}\ny = x*x\n~~~",
    "```{code-block} text\n:class: gradgraph\n:name: s\n\nx = 3\ny = x*x\n```",
  ])
  func `A code block holds a formula in the forms of all readers`(fence: String) async throws {
    let text = try await Self.filled(
      "myst", fence + "\n\nIt is <!-- gradgraph-value s y --><!-- /gradgraph-value -->.\n")
    #expect(text.contains("-->9<!--"), "\(text)")
  }

  @Test func `Code blocks of others are left alone, and one without a name is told`() async throws {
    let scratch = try Scratch()
    try scratch.write(
      "```{code-block} python\n:name: x\nprint(1)\n```\n\n```{.python #gradgraph}\n1\n```\n", to: "a.md")
    #expect(try await scratch.run("docs", "a.md").out == "0 blocks in 1 file: all current\n")
    try scratch.write("```{.gradgraph a=2}\ny = a\n```\n", to: "a.md")
    let outcome = try await scratch.run("docs", "a.md")
    #expect(
      outcome.status == 1 && outcome.err.contains("needs a name: ```{.gradgraph #seed}"), "\(outcome.err)")
  }
}
