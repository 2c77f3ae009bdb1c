import Testing

@testable import GraphExport

@Suite struct DOTQuotingTests {
  @Test(arguments: [
    ("a", "\"a\""), ("", "\"\""), ("a\"b", #""a\"b""#), ("a\\", #""a\\""#), ("\\N", #""\\N""#),
    ("&amp;", "\"&amp;amp;\""), ("<b>", "\"<b>\""), ("a\nb", #""a\\u{A}b""#), ("node", "\"node\""),
    ("1a", "\"1a\""), ("\u{FFFE}", #""\\u{FFFE}""#),
  ])
  func aQuotedStringStandsForTheText(_ text: String, _ expected: String) {
    #expect(DOTQuoting.quoted(text) == expected)
  }

  @Test(arguments: [
    ("a", "a"), ("<&>\"", "&lt;&amp;&gt;&quot;"), ("&#1;", "&amp;#1;"), ("\\N", "<font>\\</font>N"),
    ("\u{1}", "<font>\\</font>u{1}"),
  ])
  func anHTMLLabelStandsForTheText(_ text: String, _ expected: String) {
    #expect(DOTQuoting.html(text) == expected)
  }

  @Test func linesAreJoinedByTheEscapeThatEndsALine() {
    #expect(DOTQuoting.quoted(lines: ["a", "b\nc"]) == #""a\nb\\u{A}c""#)
  }

  @Test func aNameThatGraphvizWouldChangeIsNoIdentifier() {
    #expect(DOTQuoting.identifier("a\\b") == nil)
    #expect(DOTQuoting.identifier("#2") == nil)
    #expect(DOTQuoting.identifier("\n") == nil)
    #expect(DOTQuoting.identifier("graph") == "\"graph\"")
  }

  /// Graphviz refuses runs of more than 16,381 characters between escapes.
  @Test func noRunIsLongerThanGraphvizReads() {
    for character in ["a", "&", "\"", "\\", "\u{FFFE}", "\u{10FFFF}", "👩‍👩‍👧", "e\u{301}", "\u{301}", "<"] {
      let name = String(repeating: character, count: 20_000)
      for text in [DOTQuoting.quoted(name), DOTQuoting.html(name)] {
        let runs = text.utf8.split {
          [UInt8(ascii: "\\"), UInt8(ascii: "<"), UInt8(ascii: ">")].contains($0)
        }
        #expect(runs.allSatisfy { $0.count <= 16_381 }, "\(character.debugDescription)")
      }
      #expect(DOTQuoting.quoted(name).hasSuffix("\(name.unicodeScalars.count) characters)\""))
    }
  }

  @Test func whateverIsQuotedEndsWhereItShould() {
    for seed in UInt64(0)..<2000 {
      var random = Seeded(seed)
      let quoted = DOTQuoting.quoted(Sample.name(&random)).utf8
      var isEscaped = false
      var quotes = 0
      for byte in quoted {
        #expect(byte >= 0x20, "seed \(seed)")
        if byte == UInt8(ascii: "\""), !isEscaped { quotes += 1 }
        isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
      }
      #expect(quotes == 2 && !isEscaped, "seed \(seed)")
    }
  }
}
