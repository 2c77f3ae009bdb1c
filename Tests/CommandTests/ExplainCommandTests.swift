import Foundation
import Testing

@Suite struct ExplainCommandTests {
  @Test func `The chain rule of the first example`() async throws {
    try await Scratch.withSeed().run("explain", "seed.formula", "--of", "a").expectSuccess(
      """
      ∂d/∂a: 2 paths
      ∂d/∂c · ∂c/∂(a**2) · ∂(a**2)/∂a = (1 − tanh²c) · 1 · 2·a = 0.07065 · 1 · 4 = 0.2826
      ∂d/∂c · ∂c/∂(a*b) · ∂(a*b)/∂a = (1 − tanh²c) · 1 · b = 0.07065 · 1 · -3 = -0.2120
      ∂d/∂a = 0.2826 − 0.2120 = 0.07065
      """)
  }

  @Test func `Without --of every variable is explained`() async throws {
    let outcome = try await Scratch.withSeed().run("explain", "seed.formula", "b=1")
    outcome.expectSuccess()
    #expect(outcome.out.contains("∂d/∂a: 2 paths") && outcome.out.contains("\n\n∂d/∂b: 1 path\n"))
  }

  @Test func `A masked factor is written as masked, not as a zero that infinity makes NaN of`() async throws {
    let outcome = try await Program.run(["explain", "relu(x)/y", "x=-2", "y=0", "--of", "x"])
    #expect(outcome.out.contains("= 1/y · 0 = inf · 0 (masked) = 0\n"))
    #expect(outcome.out.contains("note: ∂relu(x)/∂x is masked: nothing passes, whatever comes from above\n"))
    let steps = try await Program.run(["explain", "relu(x)/y", "x=-2", "y=0", "--steps"])
    #expect(steps.out.contains(" · 0 (masked) "))
    let tex = try await Program.run(["explain", "relu(x)/y", "x=-2", "y=0", "--of", "x", "--format", "tex"])
    #expect(tex.out.contains("0_{\\text{masked}}"))
    let json = try await Program.run(["explain", "relu(x)/y", "x=-2", "y=0", "--of", "x", "--format", "json"])
    #expect(json.out.contains("\"local\": 0, \"masked\": true, "))
    let taken = try await Program.run(["explain", "relu(x)/y", "x=2", "y=1", "--of", "x"])
    #expect(!taken.out.contains("masked"))
  }

  @Test func `Of very many variables the first are explained, and that is said`() async throws {
    let names = (0..<50).map { "x\($0)" }
    let scratch = try Scratch()
    try scratch.write(
      (names.map { "\($0) = 1" } + ["y = sum(\(names.joined(separator: ", ")))"]).joined(separator: "\n"),
      to: "wide.formula")
    let outcome = try await scratch.run("explain", "wide.formula")
    #expect(outcome.status == 0)
    #expect(
      outcome.err
        == "gradgraph: warning: the first 20 of 50 variables are explained; name others with --of\n")
    #expect(outcome.out.contains("∂y/∂x19: 1 path") && !outcome.out.contains("x20"))
  }

  @Test func `Another node is differentiated, by its name or its number`() async throws {
    let scratch = try Scratch.withSeed()
    let expected = "∂c/∂b: 1 path\n∂c/∂(a*b) · ∂(a*b)/∂b = 1 · a = 1 · 2 = 2\n∂c/∂b = 2"
    try await scratch.run("explain", "seed.formula", "--of", "b", "--to", "c").expectSuccess(expected)
    try await scratch.run("explain", "seed.formula", "--of", "#1", "--to", "#4").expectSuccess(expected)
    try await scratch.run("explain", "seed.formula", "--of", "b", "--output", "c").expectSuccess(expected)
  }

  @Test func `Where no path leads the gradient is 0`() async throws {
    try await Scratch.withSeed().run("explain", "seed.formula", "--of", "d", "--to", "a").expectSuccess(
      "no path leads from d to a: the gradient is 0")
  }

  @Test func `The largest paths are listed and the others added up`() async throws {
    let lines = (1...200).map { "v\($0) = v\($0 - 1) + v\($0 - 1)" }.joined(separator: "\n")
    let scratch = try Scratch()
    try scratch.write("v0 = 1\n" + lines, to: "ladder.formula")
    let outcome = try await scratch.run("explain", "ladder.formula", "--top", "2")
    outcome.expectSuccess()
    let out = outcome.out.split(separator: "\n")
    #expect(out.count == 6)
    #expect(out.last == "∂₁, ∂₂: by the first, by the second operand")
    #expect(
      out[0].contains("1606938044258990275541962092341162602522202993782792835301376 paths, the 2 largest:"))
    #expect(out[1].contains("… 188 factors …"))
    #expect(out[3] == "all other paths: 1.607e60")
    let json = try await scratch.run("explain", "ladder.formula", "--top", "1", "--format", "json")
    json.expectSuccess()
    let document = try JSONSerialization.jsonObject(with: Data(json.out.utf8)) as? [String: Any]
    let gradient = (document?["gradients"] as? [[String: Any]])?.first
    let path = (gradient?["largest"] as? [[String: Any]])?.first
    #expect((path?["factors"] as? [Any])?.count == 200 && path?["omitted"] as? Int == 0)
    #expect(gradient?["paths"] as? String == "1606938044258990275541962092341162602522202993782792835301376")
  }

  @Test func `A graph in JSON is explained like its formula`() async throws {
    let scratch = try Scratch.withSeed()
    try await scratch.run("render", "seed.formula", "-o", "seed.json").expectSuccess()
    let formula = try await scratch.run("explain", "seed.formula")
    try await scratch.run("explain", "seed.json").expectSuccess(String(formula.out.dropLast()))
    let json = try scratch.text(of: "seed.json")
    let piped = try await scratch.run("explain", "-", input: json)
    piped.expectSuccess(String(formula.out.dropLast()))
  }

  @Test func `A graph in JSON that can't be computed again is a mistake`() async throws {
    let scratch = try Scratch.withSeed()
    try await scratch.run("render", "seed.formula", "-o", "seed.json").expectSuccess()
    let json = try scratch.text(of: "seed.json")
    try scratch.write(json.replacing("\"data\": -2,", with: "\"data\": -2.5,"), to: "wrong.json")
    try await scratch.run("explain", "wrong.json").expectMistake(
      "wrong.json: error: 'c' has the data -2.5, but 'add' gives -2")
    try scratch.write(json.replacing("\"tanh\"", with: "\"twist\""), to: "unknown.json")
    try await scratch.run("explain", "unknown.json").expectMistake(
      "unknown.json: error: 'd' can't be computed: there is no operation 'twist'")
    try scratch.write(json.replacing("\"data\": 2,", with: "\"data\": null,"), to: "missing.json")
    try await scratch.run("explain", "missing.json").expectMistake(
      "missing.json: error: 'a' has no data to compute from; give it one, as in name=2")
  }

  @Test func `The steps of the backward pass`() async throws {
    let outcome = try await Scratch.withSeed().run("explain", "seed.formula", "--of", "b", "--steps")
    outcome.expectSuccess()
    let lines = outcome.out.split(separator: "\n")
    #expect(lines.count == 8 && lines[0] == "start  d.grad = 1" && lines[7] == "∂d/∂b = 0.1413")
    #expect(
      lines[5] == "    5  a.grad +=      (a*b).grad · ∂(a*b)/∂a   = 0.07065 · -3 = -0.2120  sum 0.07065")
  }

  @Test func `The charset follows the locale, Markdown is UTF-8`() async throws {
    let scratch = try Scratch.withSeed()
    let plain = try await scratch.run("explain", "seed.formula", environment: ["LC_ALL": "C"])
    #expect(plain.out.utf8.allSatisfy { $0 < 0x80 } && plain.out.hasPrefix("dd/da: 2 paths\n"))
    let markdown = try await scratch.run(
      "explain", "seed.formula", "--format", "md", environment: ["LC_ALL": "C"])
    #expect(markdown.out.hasPrefix("`∂d/∂a = 0.07065` is the sum over 2 paths.\n\n| path |"))
  }

  @Test(arguments: [
    (
      ["--of", "q"], "gradgraph: error: --of: there is no value named 'q'; there are a, b, c, d, and #0 to #5"
    ),
    (
      ["--to", "#6"],
      "gradgraph: error: --to: there is no value named '#6'; there are a, b, c, d, and #0 to #5"
    ),
    (["--forward-only"], "gradgraph: error: explain is about gradients; --forward-only computes none"),
  ])
  func `Mistakes are one message`(options: [String], message: String) async throws {
    let scratch = try Scratch.withSeed()
    let outcome = try await Program.run(["explain", "seed.formula"] + options, directory: scratch.url)
    outcome.expectMistake(message)
  }

  @Test func `A formula without variables needs --of`() async throws {
    try await Scratch().run("explain", "3*4").expectMistake(
      "gradgraph: error: there is no variable to differentiate by; --of names a value, such as #0")
    try await Scratch().run("explain", "3*4", "--of", "#0").expectSuccess(
      "∂(3*4)/∂3: 1 path\n∂(3*4)/∂3 = 4\n∂(3*4)/∂3 = 4")
  }

  @Test func `LaTeX compiles`() async throws {
    let scratch = try Scratch()
    let formula =
      "x_1 = 2; α = -3; w = relu(x_1) * α + max(x_1, 2); d = tanh(w)/(1 + sqrt(x_1)) + abs(x_1)**2.5"
    for (name, options) in [("paths", []), ("steps", ["--steps"])] {
      let outcome = try await Program.run(
        ["explain", formula, "--format", "tex"] + options, directory: scratch.url)
      outcome.expectSuccess()
      #expect(outcome.out.utf8.allSatisfy { $0 < 0x80 })
      #expect(
        outcome.out.components(separatedBy: "\\begin{align*}").count
          == outcome.out.components(separatedBy: "\\end{align*}").count)
      guard let latex = Self.latex else { continue }
      try scratch.write(
        "\\documentclass{article}\\usepackage{amsmath}\\begin{document}\n\(outcome.out)\\end{document}\n",
        to: "\(name).tex")
      let compiled = try await Program.run(
        ["-halt-on-error", "-interaction=nonstopmode", "\(name).tex"],
        environment: ["HOME": scratch.url.path],
        directory: scratch.url, program: latex)
      #expect(compiled.status == 0, "\(compiled.out)")
    }
  }

  private static let latex = ["/usr/bin/pdflatex", "/Library/TeX/texbin/pdflatex"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }
}
