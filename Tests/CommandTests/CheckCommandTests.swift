import Foundation
import Testing

@Suite struct CheckCommandTests {
  @Test("Exercise 5 as a table, with the passes of each mode and the Jacobian row")
  func table() async throws {
    let run = try await Program.run(["check", "f = x + y + z", "x=1", "y=2", "z=3"])
    #expect(run.status == 0 && run.err.isEmpty)
    #expect(run.out.contains("reverse            1            4\n"))
    #expect(run.out.contains("forward            3            5\n"))
    #expect(run.out.contains("Jacobian, by reverse mode in 1 pass\n    x   y   z\nf   1   1   1\n"))
    #expect(run.out.hasSuffix("3 derivatives: all agree\n"))
    #expect(run.out.split(separator: "\n").count { $0.hasSuffix("✓") } == 3)
  }

  @Test("A kink is named in the words of the row and is no failure")
  func kink() async throws {
    let run = try await Program.run(["check", "h = relu(x); y = h + x**2", "x=0"])
    #expect(run.status == 0)
    #expect(run.out.contains("relu at h: x = 0: the derivative is 0 (for x)\n"))
    #expect(run.out.hasSuffix("1 derivative: 1 at a kink or singular point\n"))
  }

  @Test("Several outputs have a Jacobian by the cheaper mode, or by the one that is asked for")
  func outputs() async throws {
    let formula = "u = sin(t); v = cos(t); w = u*v"
    let run = try await Program.run(["check", formula, "t=0.5", "--output", "u,v,w"])
    #expect(run.out.contains("Jacobian, by forward mode in 1 pass\n"))
    let reverse = try await Program.run(["check", formula, "t=0.5", "--output", "u,v,w", "--mode", "reverse"])
    #expect(reverse.out.contains("Jacobian, by reverse mode in 3 passes\n"))
    let wrong = try await Program.run(["check", formula, "t=0.5", "--output", "u,vv"])
    #expect(
      wrong.status == 64 && wrong.err.contains("--output: there is no value named 'vv'; did you mean 'v'?"))
  }

  @Test("ASCII output has seven bits, Markdown is a table, JSON is valid")
  func formats() async throws {
    let ascii = try await Program.run(["check", "relu(θ)", "θ=1", "--charset", "ascii"])
    #expect(ascii.out.utf8.allSatisfy { $0 < 0x80 } && ascii.out.contains("ok"))
    let markdown = try await Program.run(["check", "a*b", "a=1", "b=2", "--format", "md"])
    #expect(markdown.out.hasPrefix("| variable | data | reverse | forward | differences |  |\n| --- |"))
    let json = try await Program.run([
      "check", "log(x)", "x=0", "--format", "json",
    ])
    let object = try JSONSerialization.jsonObject(with: Data(json.out.utf8)) as? [String: Any]
    #expect(object?["passed"] as? Bool == true)
    let rows = try #require(object?["derivatives"] as? [[String: Any]])
    #expect(rows[0]["verdict"] as? String == "not finite" || rows[0]["verdict"] as? String == "singular")
    #expect(rows[0]["reverse"] as? String == "inf")
  }

  @Test("A gradient in a file that is not the computed one is a failure")
  func editedFile() async throws {
    let scratch = try Scratch.withSeed()
    let json = try await scratch.run("render", "seed.formula", "--format", "json").out
    try scratch.write(json, to: "g.json")
    let same = try await scratch.run("check", "g.json")
    #expect(same.status == 0, "\(same.err)")

    let claimed = "\"data\": 2, \"grad\": 0.0706508248531644"
    let range = try #require(json.range(of: claimed))
    let end = try #require(json[range.upperBound...].firstIndex(of: ","))
    try scratch.write(
      json.replacingCharacters(in: range.lowerBound..<end, with: "\"data\": 2, \"grad\": 3"), to: "g.json")
    let edited = try await scratch.run("check", "g.json")
    #expect(edited.status == 1)
    #expect(edited.out.contains("the file says that the gradient of a is 3; reverse mode gives 0.07065"))

    try scratch.write(json.replacing("-0.9640275800758169", with: "0.5"), to: "g.json")
    let wrongData = try await scratch.run("check", "g.json")
    #expect(wrongData.status == 64)
    #expect(wrongData.err.contains("'d' has the data 0.5, but 'tanh' gives -0.9640275800758169"))
  }

  @Test("--expect makes every command a test, after its output", arguments: ["tree", "check"])
  func expectations(command: String) async throws {
    let arguments = [command, "d = tanh(a*b + a**2)", "a=2", "b=-3"]
    let met = try await Program.run(arguments + ["--expect", "a.grad=0.07065±1e-4", "--expect", "d=-0.9640"])
    #expect(met.status == 0 && met.err.isEmpty)
    let missed = try await Program.run(
      arguments + ["--expect", "a.grad=0.08", "--expect", "b=-3", "--expect", "#2=1"])
    #expect(missed.status == 1 && !missed.out.isEmpty)
    #expect(
      missed.err == """
        gradgraph: error: expected a.grad to be 0.08 (±0.005); it is 0.07065082485316443, off by -0.0093
        gradgraph: error: expected #2.data to be 1 (±0.5); it is -6, off by -7

        """)
    let unknown = try await Program.run(arguments + ["--expect", "zz=1"])
    #expect(unknown.status == 64 && unknown.err.contains("--expect: there is no value named 'zz'"))
    let malformed = try await Program.run(arguments + ["--expect", "a.grad"])
    #expect(malformed.status == 64 && malformed.out.isEmpty && malformed.err.contains("a.grad=0.07065±1e-4"))
  }

  @Test("render writes its files before it fails")
  func renderExpects() async throws {
    let scratch = try Scratch()
    let run = try await scratch.run("render", "x*x", "x=3", "-o", "g.dot", "--expect", "x.grad=7")
    #expect(run.status == 1 && run.err.contains("expected x.grad to be 7"))
    #expect(try scratch.names() == ["g.dot"])
  }
}
