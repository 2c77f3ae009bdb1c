/// A hundred texts that mean something to some reader: terminals, XML, HTML, Mermaid, TeX, Markdown, DOT, JSON, logs.
enum HostileTexts {
  static let all: [String] = {
    let signs = [
      "\"", "'", "`", "<", ">", "&", "|", "{", "}", "[", "]", "(", ")", "\\", "/", "#", "%", "$", "^", "_",
      "~", "*",
    ]
    var texts = signs.map { "a\($0)b" }
    // A sign that a mark combines with is another character, and the same sign to a reader of bytes.
    texts += signs.map { "a\($0)\u{301}onload=x" }
    texts += [
      "\u{1B}[2J", "\u{1B}]0;t\u{7}", "\u{9B}31m", "\u{7F}", "\u{8}\u{8}", "a\tb", "a\nb", "a\rb", "a\r\nb",
      "a\u{B}b",
      "a\u{85}b", "a\u{2028}b", "a\u{2029}b", "\u{FEFF}a", "\u{202E}abc", "a\u{2066}b", "a\u{200B}b",
      "a\u{200D}b",
      "\u{FFFE}a", "\u{FFFF}a", "\u{0}a", "\u{FFFD}a", "\u{301}", "fe\u{301}", "é", "重み", "ŷ₁'", "👨‍👩‍👧‍👦", "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
      "سلام",
      "x\nclick n0 call f()", "x\r\n::stop-commands::t", "::error::x", "%%{init: {}}%%", ":::class",
      "a --> b", "end",
      "subgraph x", "\"]; n1[\"", "#quot;", "&quot;", "&#34;", "<script>alert(1)</script>", "</script>",
      "]]>", "<!--",
      "-->", "<b onload=\"x\">", "javascript:x", "\\end{tikzpicture}", "\\end{document}", "\\input{x}",
      "$$x$$", "\\\\",
      "^^M", "%", "\\N\\G", "\\l\\r", "| a | b |", "# head", "- item", "1. item", "```", "~~~", "[a](b)",
      "![a](b)",
      "www.a.b", "a@b.c", "  a  ", " ", "{{x}}", "${x}", "`x`", "x; rm", "a,b", "a=b", "-o", "--help", "@x",
      "*", "**",
      String(repeating: "w", count: 5000), "a" + String(repeating: "\u{301}", count: 5000), "\u{E000}",
      "\u{10FFFF}",
    ]
    return texts
  }()

  /// A graph in JSON: the sum of variables with these names, in groups and with an output and an operation of such names.
  static func json(_ names: [String], operation: String, output: String) -> String {
    func quoted(_ text: String) -> String {
      "\""
        + text.unicodeScalars.map { scalar in
          let plain = scalar.value >= 0x20 && scalar.value < 0x7F && scalar != "\"" && scalar != "\\"
          return plain
            ? String(scalar)
            : String(scalar).utf16.map { "\\u" + String(0x10000 + Int($0), radix: 16).dropFirst() }.joined()
        }.joined() + "\""
    }
    let count = names.count
    var nodes = names.enumerated().map { index, name in
      "{\"id\": \(index), \"name\": \(quoted(name)), \"op\": null, \"kind\": \"variable\", \"data\": 1, \"grad\": 1, \"group\": \(quoted(name))}"
    }
    nodes.append(
      "{\"id\": \(count), \"name\": \(quoted(output)), \"op\": \(quoted(operation)), \"kind\": \"operation\", \"data\": \"inf\", \"grad\": 1, \"group\": null}"
    )
    let edges = names.indices.map {
      "{\"from\": \($0), \"to\": \(count), \"operand\": \($0), \"local\": 1, \"contribution\": 1}"
    }
    let groups = names.map { "{\"path\": \(quoted($0)), \"parent\": null}" }
    return "{\"version\": 1, \"output\": \(count),\n \"nodes\": [\(nodes.joined(separator: ",\n  "))],\n"
      + " \"edges\": [\(edges.joined(separator: ",\n  "))],\n \"groups\": [\(groups.joined(separator: ",\n  "))]}\n"
  }
}
