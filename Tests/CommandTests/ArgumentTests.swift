import Foundation
import Testing

/// What is typed behind the program's name: formulas that begin with a minus, `-o`, names of vectors, messages.
@Suite struct ArgumentTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func run(_ words: [String]) async throws -> Program.Outcome {
    try await Program.run(words, directory: scratch.url)
  }

  @Test(arguments: [
    ["-x**2", "x=3"], ["x=3", "--precision", "6"], ["-x", "x=3"], ["-(x + 1)", "x=3", "--depth", "2"],
    ["--depth", "2", "-2*x", "x=3"], ["--forward-only", "-x*x", "x=3"], ["--", "-x**2", "x=3"],
  ])
  func `A formula that begins with a minus needs no dashes`(words: [String]) async throws {
    let words = words[0] == "x=3" ? ["-x**2"] + words : words
    try await run(words).expectSuccess()
    for command in ["tree", "render", "explain", "check"] {
      try await run([command] + words.filter { !["--depth", "2", "--forward-only"].contains($0) })
        .expectSuccess()
    }
  }

  @Test func `A misspelt option stays one, with a suggestion`() async throws {
    for words in [["x", "x=1", "--dept", "2"], ["-x**2", "x=1", "--dept", "2"]] {
      let outcome = try await run(words)
      #expect(outcome.status == 64)
      #expect(
        outcome.err.hasPrefix("gradgraph: error: Unknown option '--dept'. Did you mean '--depth'?\n"),
        "\(outcome.err)")
    }
    let short = try await scratch.run("x", "x=1", "-q")
    #expect(short.status == 64 && short.err.hasPrefix("gradgraph: error: Unknown option '-q'"))
  }

  @Test func `A file to write makes a picture without a subcommand`() async throws {
    try await scratch.run("x**2", "x=3", "-o", "x.json").expectSuccess()
    try await scratch.run("-x**2", "x=3", "-o", "y.json").expectSuccess()
    #expect(try scratch.text(of: "x.json").contains("\"data\": 9"))
    #expect(try scratch.text(of: "y.json").contains("\"data\": -9"))
  }

  @Test func `Vectors, rows and elements are names for every option`() async throws {
    let text = "x = [1, 2]\nW = [[1, 2], [3, 4]]\ny = W @ x\ns = sum(y)\n"
    try scratch.write(text, to: "v.formula")
    for name in ["W", "W[0]", "W[0][1]", "W[0, 1]", "x", "y"] {
      for words in [
        ["tree", "--path", name], ["tree", "--focus", name], ["render", "--format", "md", "--path", name],
        ["explain", "--of", name],
      ] {
        let outcome = try await run([words[0], "v.formula"] + words.dropFirst())
        #expect(outcome.status == 0, "\(words): \(outcome.err)")
      }
    }
    try await scratch.run("check", "v.formula", "--output", "y").expectSuccess()
    try await scratch.run(
      "v.formula", "--expect", "x.grad=[4, 6]", "--expect", "W.grad=[[1,2],[1,2]]", "--expect",
      "y=[5, 11]±1e-9"
    ).expectSuccess()
    let wrong = try await scratch.run("v.formula", "--expect", "x.grad=[4, 7]")
    #expect(wrong.status == 1 && wrong.err.contains("expected x[1].grad to be 7"))
    for (words, message) in [
      (["--expect", "x.grad=[4]"], "'x' stands for 2 values, but 1 is expected"),
      (["--expect", "x=4"], "'x' stands for 2 values; write their numbers in brackets"),
      (["--path", "WW"], "did you mean 'W'?"),
    ] {
      let outcome = try await run(["v.formula"] + words)
      #expect(outcome.status == 64 && outcome.err.contains(message), "\(outcome.err)")
    }
    let shape = try await scratch.run("v.formula", "x=3")
    #expect(shape.status == 64)
    #expect(
      shape.err.contains("'x' is a vector of shape [2] in the formula, but the value given is a number"))
  }

  @Test func `The same names are found in a graph in JSON`() async throws {
    try await scratch.run("sum(W @ x)", "W=[[1,2],[3,4]]", "x=[1,2]", "-o", "g.json").expectSuccess()
    let part = try await scratch.run("g.json", "--path", "x", "--expect", "W[0].grad=[1,2]")
    #expect(part.status == 0, "\(part.err)")
    let sections = try await scratch.run("explain", "g.json", "--of", "W[1]")
    #expect(sections.out.contains("W[1][0]") && sections.out.contains("W[1][1]"))
  }

  @Test func `Constants, vectors and expressions keep their names`() async throws {
    let tree = try await scratch.run("max(1e-8, x) + pi*x**e", "x=1")
    #expect(
      tree.out.contains("─ π ") && tree.out.contains("─ 1e-8 ") && tree.out.contains("**e"), "\(tree.out)")
    let ascii = try await scratch.run("pi*x", "x=1", "--charset", "ascii")
    #expect(ascii.out.contains("- pi "))
    let table = try await scratch.run("render", "2*dot(w, x)", "w=[1,2]", "x=[3,4]", "--format", "md")
    #expect(table.out.contains("`dot(w, x)`"))
    let warning = try await scratch.run("sqrt(x**2 + y**2)", "x=0", "y=0")
    #expect(warning.err.contains("'x**2 + y**2' (1:6, add)") && !warning.err.contains("#"))
  }

  @Test func `What the formula leaves open is said on standard error`() async throws {
    try scratch.write("a = 2\nb = a*a\n- a\n", to: "open.formula")
    let outcome = try await scratch.run("open.formula")
    #expect(
      outcome.status == 0 && outcome.err.hasPrefix("open.formula:3:1: warning: this line is a statement"))
    #expect(try await scratch.run("np.exp(x)", "x=pi/4").err.contains("note: 'np.' is left out"))
  }
}
