import MarkdownBlocks
import Testing

private func document(_ text: String) -> MarkdownDocument { MarkdownDocument(Array(text.utf8)) }

/// The text with every region filled with the same lines, and every slot with `1`.
private func filled(_ text: String, _ lines: [String] = ["A", "", "B"]) -> String {
  let document = document(text)
  let edits =
    document.regions.map { document.edit($0, lines: lines) }
    + document.slots.map { document.edit($0, text: "1") }
  return String(decoding: document.applying(edits), as: UTF8.self)
}

private let region = "<!-- gradgraph seed 'a*b' a=2 -->\n<!-- /gradgraph -->\n"

@Suite struct `Where blocks are` {
  @Test(
    arguments: [
      "", "# Heading\n", "text\n", "text\n\n", "- item\n\n", "> quote\n\n", "***\n",
      "| a |\n|---|\n| 1 |\n\n",
      "<div>\n\n", "---\ntitle: x\n---\n", "\u{FEFF}", "`` ` ``\n\n", "a \\` b ` c\n\n",
      "1. one\n2. two\n\n\n",
      "```\ncode\n```\n", "~~~~ text\n```\n~~~~\n", "<!-- another -->\n", "<!-->\n\n", "    code\n\n",
      "```` md\n```\n````\n", "<!-- over\nlines -->\n",
    ])
  func `A block is found behind other text`(text: String) {
    let document = document(text + region)
    #expect(document.regions.map(\.name.text) == ["seed"])
    #expect(document.regions.first?.words.map(\.text) == ["a*b", "a=2"])
    #expect(document.problems.isEmpty)
  }

  @Test(
    arguments: [
      "```\n\(region)```\n", "~~~ markdown\n\(region)~~~\n", "````\n```\n\(region)```\n````\n",
      "    <!-- gradgraph seed a -->\n    <!-- /gradgraph -->\n",
      "- item\n\n      <!-- gradgraph seed a -->\n", "> ```\n> <!-- gradgraph seed a -->\n> ```\n",
      "Write `<!-- gradgraph seed a -->` there.\n", "Write `` ` <!-- gradgraph seed a -->`` there.\n",
      "Write `over\nlines <!-- gradgraph seed --> end` there.\n", "Write \\<!-- gradgraph seed -->.\n",
      "<!-- see <!-- gradgraph seed a -->\n", "---\nx: <!-- gradgraph seed -->\n---\n",
      "- ```\n  <!-- gradgraph seed a -->\n", "```\n\(region)",
    ])
  func `What is only shown is no block`(text: String) {
    let document = document(text)
    #expect(document.regions.isEmpty)
    #expect(document.problems.isEmpty)
    #expect(filled(text) == text)
  }

  @Test(
    arguments: [
      ("```\nopen fence in a quote ends\n", false), ("> ```\n> open\n\n", true),
      ("- ```\n  open\n\nend\n\n", true),
      ("` open span\n\n", true), ("a `` b ` c\n\n", true), ("<!-- open\n\n-->\n", true),
      ("---\nnot front matter\n\n", true), ("- a\n\n  - b\n\n", true),
    ])
  func `What begins and does not end hides what CommonMark says it hides`(before: String, isFound: Bool) {
    #expect(document(before + region).regions.count == (isFound ? 1 : 0))
  }

  @Test func `Words are those of a shell, with their places`() throws {
    let text =
      "<!-- gradgraph seed 'd = a*b'  --alt \"a \\\"b\\\" \\\\\" x='1 2'\n  --show tree -->\n<!-- /gradgraph -->"
    let document = document(text)
    let region = try #require(document.regions.first)
    #expect(region.words.map(\.text) == ["d = a*b", "--alt", "a \"b\" \\", "x=1 2", "--show", "tree"])
    #expect(document.text(region.words[0].range) == "d = a*b")
    #expect(document.text(region.words[5].range) == "tree")
  }

  @Test func `A fence has a name, words and lines without marks`() throws {
    let document = document("> ```gradgraph seed a=2\n> x = 1\n>\n>   y = x\n> ```\n")
    let fence = try #require(document.fences.first)
    #expect(fence.name.text == "seed")
    #expect(fence.words.map(\.text) == ["a=2"])
    #expect(fence.lines.map(document.text) == ["x = 1\n", "\n", "  y = x\n"])
  }
}

@Suite struct `What is wrong with the marks` {
  @Test(
    arguments: [
      ("<!-- gradgraph seed a -->\n", 0, "never ends"),
      ("<!-- /gradgraph -->\n", 0, "nothing is open"),
      ("<!-- gradgraph seed a\n", 0, "-->"),
      ("<!-- gradgraph -->\n<!-- /gradgraph -->\n", 0, "needs a name"),
      ("<!-- gradgraph a x -->\n<!-- gradgraph b y -->\n<!-- /gradgraph -->\n", 0, "nested"),
      ("text <!-- gradgraph a x -->\n<!-- /gradgraph -->\n", 5, "start of a line"),
      ("<!-- gradgraph a x -->\ntext <!-- /gradgraph -->\n", 28, "begins a line"),
      ("> <!-- gradgraph a x -->\n\n<!-- /gradgraph -->\n", 26, "another quote"),
      ("<!-- gradgraph a 'x -->\n<!-- /gradgraph -->\n", 17, "quote never ends"),
      ("<!-- gradgraph-value a -->1<!-- /gradgraph-value -->", 0, "its node"),
      ("<!-- gradgraph-value a b -->1<!-- /gradgraph -->", 29, "must end what is open"),
      ("`<!-- gradgraph-value a b -->1\n<!-- /gradgraph-value -->\n`", 31, "another paragraph"),
      ("<!-- gradgraph-value a b -->1\n\n<!-- /gradgraph-value -->", 31, "another paragraph"),
      ("<!-- gradgraf a x -->\n", nil, ""), ("<!-- gradgraphs a x -->\n", 0, "unknown comment"),
      ("```gradgraph\nx = 1\n```\n", 3, "needs a name"), ("```gradgraph a\nx = 1\n", 3, "never ends"),
    ] as [(String, Int?, String)])
  func `is told where it is`(text: String, place: Int?, words: String) {
    let problem = document(text).problems.first
    #expect(problem?.range.lowerBound == place)
    if place != nil { #expect(problem?.message.contains(words) == true, "\(problem?.message ?? "")") }
  }
}

@Suite struct `What is written` {
  @Test func `A region is filled between blank lines, and then stays`() {
    let text = filled("before\n\n\(region)after")
    #expect(
      text == """
        before

        <!-- gradgraph seed 'a*b' a=2 -->

        A

        B

        <!-- /gradgraph b58b732e -->
        after
        """)
    #expect(filled(text) == text)
  }

  @Test(
    arguments: [
      "<!-- gradgraph s x --><!-- /gradgraph -->", "> <!-- gradgraph s x -->\n> <!-- /gradgraph -->\n",
      "- <!-- gradgraph s x -->\n  <!-- /gradgraph -->\n", " <!-- gradgraph s x -->\n<!-- /gradgraph -->\n",
      "> - > <!-- gradgraph s x -->\n>   > <!-- /gradgraph -->\n",
      "1) x\n\n   <!-- gradgraph s x -->\n   <!-- /gradgraph -->",
      "<!-- gradgraph s x -->\r\n<!-- /gradgraph -->\r\nend\r\n",
      "<!-- gradgraph s x -->\r<!-- /gradgraph -->\r",
      "\t- a\n", "-\t<!-- gradgraph s x -->\n\t<!-- /gradgraph -->\n",
      "A <!-- gradgraph-value s a --><!-- /gradgraph-value --> b <!-- gradgraph-value s b --><!-- /gradgraph-value -->",
    ])
  func `Filling a second time changes nothing`(text: String) {
    let once = filled(text)
    #expect(filled(once) == once)
    let document = document(once)
    #expect(document.problems.isEmpty)
    for region in document.regions {
      #expect(document.state(of: region, document.edit(region, lines: ["A", "", "B"])) == .current)
    }
    if text.contains("\r") { #expect(!once.replacing("\r\n", with: "").contains("\n")) }
  }

  @Test func `Every line has the marks of its quotes and lists`() {
    #expect(
      filled("> - <!-- gradgraph s x -->\n>   <!-- /gradgraph -->\n")
        == "> - <!-- gradgraph s x -->\n>\n>   A\n>\n>   B\n>\n>   <!-- /gradgraph b58b732e -->\n")
  }

  @Test func `An edit by hand is told from a result that has changed`() throws {
    let text = filled(region)
    func state(_ text: String, _ lines: [String]) throws -> MarkdownDocument.State {
      let document = document(text)
      let region = try #require(document.regions.first)
      return document.state(of: region, document.edit(region, lines: lines))
    }
    #expect(try state(text, ["A", "", "B"]) == .current)
    #expect(try state(text, ["A", "", "C"]) == .stale)
    #expect(try state(text.replacing("B\n", with: "X\n"), ["A", "", "B"]) == .edited)
    #expect(try state(text.replacing("b58b732e", with: ""), ["A", "", "B"]) == .edited)
    #expect(try state(text.replacing("\n", with: "\r\n"), ["A", "", "B"]) == .current)
    #expect(try state(region, ["A"]) == .stale)
    let moved = text.split(separator: "\n", omittingEmptySubsequences: false).map { "> " + $0 }
    #expect(try state(moved.joined(separator: "\n"), ["A", "", "C"]) == .stale)
  }

  @Test func `Random texts keep every byte outside of regions`() {
    var random = SystemRandomNumberGenerator()
    let pieces = [
      "<!-- gradgraph s x -->", "<!-- /gradgraph -->", "\n", "\r\n", "> ", "- ", "  ", "```\n", "`", "a",
      "    ", "<!--",
      "-->", "\t", "---\n", "<!-- gradgraph-value s a -->", "<!-- /gradgraph-value -->", "é", "\\", "1. ",
      "~~~\n", "'",
    ]
    for _ in 0..<3000 {
      let count = Int.random(in: 0...14, using: &random)
      let text = (0..<count).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
      let once = filled(text)
      let (before, after) = (document(text), document(once))
      #expect(before.regions.count == after.regions.count, "\(text.debugDescription)")
      #expect(before.slots.count == after.slots.count, "\(text.debugDescription)")
      #expect(filled(once) == once, "\(text.debugDescription)")
      if before.regions.isEmpty, before.slots.isEmpty { #expect(once == text) }
    }
  }
}
