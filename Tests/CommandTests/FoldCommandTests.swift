import Foundation
import Testing

@Suite("Large graphs on the command line") struct FoldCommandTests {
  /// `x1*x1 + x2*x2 + …`, and two groups.
  private static func large(_ terms: Int) -> String {
    let squares = (1...terms).map { "s\($0) = x\($0)**2\n" }.joined()
    let leaves = (1...terms).map { "x\($0) = \($0)\n" }.joined()
    let sum = (1...terms).map { "s\($0)" }.joined(separator: " + ")
    return leaves + "squares {\n\(squares)}\ny = \(sum)\n"
  }

  @Test("--max-nodes folds in every format, and says so") func everyFormat() async throws {
    let scratch = try Scratch()
    try scratch.write(Self.large(60), to: "l.formula")
    for format in ["dot", "txt", "json"] {
      let run = try await scratch.run("render", "l.formula", "--format", format, "--max-nodes", "10")
      #expect(run.status == 0)
      #expect(run.err.hasPrefix("gradgraph: note: showing "))
      #expect(run.err.contains(" of 179 nodes"))
      #expect(run.err.contains("--max-nodes 0 (all)"))
      let whole = try await scratch.run("render", "l.formula", "--format", format)
      whole.expectSuccess()
      #expect(whole.out.count > run.out.count * 4)
    }
    let tree = try await scratch.run("l.formula", "--max-nodes", "10")
    #expect(tree.out.contains("of 179 nodes"))
    #expect(tree.out.split(separator: "\n").count < 24)
  }

  @Test("What was folded is read again, and printed as a tree") func again() async throws {
    let scratch = try Scratch()
    try scratch.write(Self.large(60), to: "l.formula")
    let folded = try await scratch.run("render", "l.formula", "-o", "l.json", "--max-nodes", "10")
    #expect(folded.status == 0)
    let tree = try await scratch.run("l.json")
    #expect(tree.status == 0)
    #expect(tree.out.contains("×60"))
    let check = try await scratch.run("check", "l.json")
    #expect(check.status == 64)
  }

  @Test("A group is collapsed, and a name that is none is a mistake") func collapse() async throws {
    let scratch = try Scratch()
    try scratch.write("a = 2\nhidden {\n h = tanh(a)\n g = h*a\n}\ny = g + 1\n", to: "g.formula")
    let run = try await scratch.run("g.formula", "--collapse", "hidden")
    #expect(run.out.contains("hidden [2: 1 *, 1 tanh]"))
    for word in ["all", "auto"] {
      #expect(try await scratch.run("g.formula", "--collapse", word).out.contains("hidden [2: 1 *, 1 tanh]"))
    }
    try await scratch.run("g.formula", "--collapse", "hiden").expectMistake(
      "gradgraph: error: --collapse: there is no group named 'hiden'; did you mean 'hidden'?; there are hidden; "
        + "besides all and auto")
    try await scratch.run("g.formula", "--expand", "x").expectMistake(
      "gradgraph: error: --expand: there is no group named 'x'; there are hidden; besides all")
  }

  @Test("A focus shows what is near, and expectations still see the whole") func focus() async throws {
    let scratch = try Scratch.withSeed()
    let run = try await scratch.run("seed.formula", "--focus", "b", "--radius", "1", "--expect", "d=-0.9640")
    #expect(run.status == 0)
    #expect(run.err == "gradgraph: note: showing 2 of 6 nodes\n")
    let unknown = try await scratch.run("seed.formula", "--focus", "bb")
    #expect(unknown.status == 64)
    #expect(unknown.err.contains("--focus: there is no value named 'bb'"))
    for arguments in [["--radius", "1"], ["--focus", "b", "--radius", "-1"], ["--max-nodes", "-1"]] {
      #expect(try await Program.run(["tanh(b)", "b=1"] + arguments).status == 64)
    }
  }

  @Test("Constants can be hidden") func constants() async throws {
    let run = try await Program.run(["2*x + 1", "x=3", "--hide-constants"])
    #expect(run.err == "gradgraph: note: showing 3 of 5 nodes\n")
  }

  @Test("A folded graph has no backward pass to animate") func animation() async throws {
    let scratch = try Scratch()
    try scratch.write(Self.large(60), to: "l.formula")
    let run = try await scratch.run("render", "l.formula", "-o", "l.svg", "--animate")
    run.expectMistake(
      "gradgraph: error: --animate: the backward pass of folded boxes can't be shown step by step; show a part of the "
        + "graph with --path or --focus, or all 179 nodes with --max-nodes 0 and without --collapse")
    #expect(try scratch.names() == ["l.formula"])
  }

  @Test("What Graphviz can't draw in time is not handed to it") func preflight() async throws {
    let scratch = try Scratch()
    let chain = (1...33_000).map { "x\($0) = tanh(x\($0 - 1))\n" }.joined()
    try scratch.write("x0 = 1\n" + chain, to: "c.formula")
    try scratch.fakeDot("exit 3")
    let run = try await scratch.run(
      "render", "c.formula", "-o", "c.svg", "--max-nodes", "0", "--dot", "./fake")
    #expect(run.status == 1)
    #expect(run.err.contains("the longest path has 33001 nodes"))
    #expect(run.err.contains("--max-nodes 150"))
  }
}
