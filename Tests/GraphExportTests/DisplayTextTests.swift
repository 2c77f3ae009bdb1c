import DisplayText
import Testing

@Suite struct DisplayTextTests {
  @Test(arguments: [
    ("x₁", "x_{1}"), ("ŷ", "\\hat{y}"), ("y\u{302}", "\\hat{y}"), ("重み", "\\text{重み}"), ("x'", "x'"),
    ("α_2", "\\alpha\\mathit{\\_2}"), ("α₂", "\\alpha_{2}"), ("x_1", "\\mathit{x\\_1}"), ("Δx", "\\Delta x"),
    ("x₁²", "x_{1}^{2}"), ("x₁²₃", "x_{1}^{2}{}_{3}"), ("x²'", "x^{2}{}'"), ("loss₁", "\\mathit{loss}_{1}"),
    ("a b", "\\text{a b}"), ("a$b", "\\text{a\\ensuremath{\\mathdollar}b}"), ("x", "x"),
    ("ab", "\\mathit{ab}"),
  ])
  func `TeX shows names readably`(name: String, tex: String) {
    #expect(TeXText.name(name, longest: 24) == tex)
  }

  @Test func `Different names never have the same TeX`() {
    let signs = Array("ab1_₁₂²'′αΔĥ重 -^\\{é$x\u{302}")
    var state: UInt64 = 1
    var owners: [String: String] = [:]
    for _ in 0..<50_000 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let length = 1 + Int(state >> 60) % 5
      let name = String((0..<length).map { signs[Int(state >> (8 * UInt64($0) + 16)) % signs.count] })
      let tex = TeXText.name(name, longest: 24)
      // Canonically equal names are one.
      if let owner = owners[tex] { #expect(owner == name, "\(tex)") }
      owners[tex] = name
    }
  }

  @Test func `Signs are replaced whatever combines with them`() {
    #expect(XMLText.attribute("a\"\u{301}<\u{301}'&>") == "a&quot;\u{301}&lt;\u{301}&#39;&amp;&gt;")
    #expect(XMLText.element("]]></script>\u{0}\r\n") == "]]&gt;&lt;/script&gt;\\u{0}\\u{D}\\u{A}")
    #expect(MarkdownText.escaped("|\u{301}a*") == "\\|\u{301}a\\*")
    #expect(XMLText.element(String(repeating: "<", count: 5000)).utf8.count == 20_000)
  }

  @Test func `A line feed alone ends a line of a message`() {
    #expect(TerminalText.lines("a\r\nb\u{1B}[2J\nc\u{FEFF}") == "a\\u{D}\nb\\u{1B}[2J\nc\\u{FEFF}")
    #expect(TerminalText.line("a\n::x") == "a\\u{A}::x")
  }

  @Test(.timeLimit(.minutes(1)))
  func `A hundred thousand marks on a letter take a moment, and a picture shows a few of them`() {
    let name = "a" + String(repeating: "\u{301}", count: 100_000)
    let duration = ContinuousClock().measure {
      #expect(VisibleText.of(name).utf8.count == name.utf8.count)
      #expect(VisibleText.width(name) == 1)
      #expect(VisibleText.fitted(name, to: 32).unicodeScalars.count < 400)
      #expect(TeXText.name(name, longest: 24).utf8.count < 1000)
      #expect(XMLText.element(name).utf8.count == name.utf8.count)
    }
    // Quadratic, it took hours.
    #expect(duration < .seconds(20))
  }
}
