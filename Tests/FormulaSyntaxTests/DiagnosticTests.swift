import FormulaSyntax
import Testing

@Suite("Diagnostics")
struct DiagnosticTests {
  @Test("tabs, wide characters and emoji before the caret do not misplace it")
  func wideCharacters() {
    #expect(
      mistakes("\t変数\t= 2 $\n# 👩‍👩‍👧 é\nx = (1 + 変数) $") == """
        <formula>:1:9: error: unexpected character '$'
           変数 = 2 $
                    ^
        <formula>:3:14: error: unexpected character '$'
          x = (1 + 変数) $
                         ^
        """)
    #expect(
      mistakes("a = 1 👩‍👩‍👧 2") == """
        <formula>:1:7: error: unexpected character '👩‍👩‍👧'
          a = 1 👩‍👩‍👧 2
                ^~
        """)
  }

  @Test("control characters are shown, never sent to the terminal")
  func controlCharacters() {
    #expect(
      mistakes("a = \u{1B}[31m\u{7}\u{202E} 2", name: "x\u{1B}[0m.formula") == """
        x\\u{1B}[0m.formula:1:5: error: unexpected character '\\u{1B}'
          a = \\u{1B}[31m\\u{7}\\u{202E} 2
              ^~~~~~
        """)
  }

  @Test("invalid UTF-8 is an error at its place, in comments too")
  func invalidUTF8() {
    let bytes =
      Array("a = 2 # é".utf8) + [0xFF, 0xFE, 0x0A] + Array("é = ".utf8) + [
        0xC3, 0x2B, 0x0D, 0x0A, 0xE2, 0x82,
      ]
    #expect(
      mistakes(in: Source(bytes: bytes, name: "<stdin>")) == """
        <stdin>:1:10: error: invalid UTF-8
          a = 2 # é\u{FFFD}\u{FFFD}
                   ^
        <stdin>:2:5: error: invalid UTF-8
          é = \u{FFFD}+
              ^
        <stdin>:3:1: error: invalid UTF-8
          \u{FFFD}
          ^
        """)
  }

  @Test("a byte order mark counts as no column")
  func byteOrderMark() {
    #expect(
      mistakes("\u{FEFF}$") == """
        <formula>:1:1: error: unexpected character '$'
          $
          ^
        """)
  }

  @Test("a long line is cropped around the caret")
  func longLines() {
    let ones = Array(repeating: "1", count: 200).joined(separator: "+")
    let before = String(ones.suffix(49))
    let after = String(ones.prefix(47).dropFirst())
    #expect(
      mistakes("a = \(ones)+$\(ones)") == """
        <formula>:1:405: error: unexpected character '$'
          …\(before.dropFirst())+$1\(after)+…
          \(String(repeating: " ", count: 50))^
        """)
    #expect(
      mistakes("$\(ones)") == """
        <formula>:1:1: error: unexpected character '$'
          $\(ones.prefix(98))…
          ^
        """)
  }

  @Test("no line of a diagnostic is wider than a hundred columns, wherever the caret is")
  func croppedWidth() {
    for count in stride(from: 0, through: 400, by: 7) {
      for letter in ["x", "変", "é"] {
        let line =
          String(repeating: letter, count: count) + " $ " + String(repeating: letter, count: 400 - count)
        let lines = mistakes("q = " + line).split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count >= 3)
        let width = lines[1].dropFirst(2).reduce(0) { $0 + ($1 == "変" ? 2 : 1) }
        #expect(width <= 100, "\(lines[1])")
        let caret = lines[2].prefix { $0 == " " }.count
        var column = 0
        let marked = lines[1].first { character in
          defer { column += character == "変" ? 2 : 1 }
          return column == caret
        }
        #expect(marked == "$" || marked == "q" || marked == Character(letter), "\(lines[1])\n\(lines[2])")
      }
    }
  }

  @Test("a long name is cut in a message")
  func longNames() {
    let name = String(repeating: "x", count: 1000)
    let message = mistakes(name).split(separator: "\n").first
    let shown = String(repeating: "x", count: 60) + "…"
    #expect(message == "<formula>:1:1: error: variable '\(shown)' has no value; give \(shown)=…")
  }

  @Test("a diagnostic's parts can be read one by one")
  func parts() {
    do {
      _ = try Formula(parsing: Source("a = 2\n  b = $", name: "x.formula"))
      Issue.record("no error")
    } catch {
      let diagnostic = error.diagnostics[0]
      #expect(diagnostic.file == "x.formula")
      #expect(diagnostic.line == 2)
      #expect(diagnostic.column == 7)
      #expect(diagnostic.message == "unexpected character '$'")
      #expect(diagnostic.excerpt == "  b = $")
      #expect(diagnostic.underline == "      ^")
    }
  }
}
