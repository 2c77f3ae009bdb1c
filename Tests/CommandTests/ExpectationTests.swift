import Foundation
import GradGraphCommands
import Testing

@Suite struct ExpectationTests {
  @Test("An expectation has a name, a quantity, a number and a tolerance")
  func parts() throws {
    let written = try Expectation(parsing: "a.grad=0.07065±1e-4")
    #expect(
      written.name == "a" && written.quantity == .grad && written.number == 0.07065
        && written.tolerance == 1e-4)
    #expect(try Expectation(parsing: "a.grad=0.07065+-1e-4") == written)
    #expect(try Expectation(parsing: " a.grad = 0.07065 ± 1e-4 ") == written)
    #expect(try Expectation(parsing: "layer.1.w[0].data = 2").name == "layer.1.w[0]")
    #expect(try Expectation(parsing: "x.grad.data=2").name == "x.grad")
    #expect(try Expectation(parsing: "a=b=2").name == "a=b")
    #expect(try Expectation(parsing: "#7=2").quantity == .data)
  }

  @Test(
    "Without a tolerance the digits that are written count",
    arguments: [
      ("0.07065", 0.0706508, true), ("0.07065", 0.070656, false), ("2", 2.4, true), ("2", 2.6, false),
      ("0.5", 0.55, true), ("2.50", 2.506, false), ("1.5e3", 1540, true), ("1.5e3", 1551, false),
      ("-3", -3.5, true), ("nan", .nan, true), ("inf", .infinity, true), ("-inf", .infinity, false),
      ("1", .nan, false), ("nan", 1, false), ("inf", 1e308, false),
      ("0.7071067811865476", 0.7071067811865476, true), ("0.7071067811865474", 0.7071067811865476, false),
      ("0.7071067811865475", 0.7071067811865476, false), ("0.30000000000000004", 0.1 + 0.2, true),
      ("9007199254740993", 9007199254740996, false),
      ("1.000000000000000", 1.0000000000000004, true), ("1.000000000000000", 1.0000000000000007, false),
      ("-0.05", 0.0, false), ("-0.1", 0.05, false), ("1e-320", Double("1e-320") ?? 0, true),
      ("1e-320", Double("2e-320") ?? 0, false),
      ("5e-324", .leastNonzeroMagnitude, true), ("1.7976931348623157e308", .greatestFiniteMagnitude, true),
      ("1.7976931348623155e308", .greatestFiniteMagnitude, false), ("0", 0.5, true), ("0.0", -0.05, true),
      ("1e3", 1499, true), ("1e3", 1501, false), ("100", 99.5, true), ("100", 99.4, false),
    ])
  func digits(text: String, actual: Double, isMet: Bool) throws {
    #expect(try Expectation(parsing: "x=\(text)").isMet(by: actual) == isMet)
  }

  @Test("A tolerance is kept to its end, also where the difference is rounded")
  func tolerance() throws {
    #expect(try Expectation(parsing: "x=0.3±0.1").isMet(by: 0.4))
    #expect(try !Expectation(parsing: "x=0.3±0.1").isMet(by: 0.400001))
    #expect(try Expectation(parsing: "x=2±0").isMet(by: 2))
    #expect(try !Expectation(parsing: "x=2±0").isMet(by: 2.000000000001))
  }

  @Test(
    "What is no expectation is refused",
    arguments: [
      "", "a", "=2", " =2", "a=", "a=x", "a=1 2", "a=0x10", "a=1e999", "a=1±", "a=1±-2", "a=1±2±3", "a=1±inf",
      "a=1±nan", "a=inf±1", ".grad=1", "a=±1", "a=1e+-4",
    ])
  func mistakes(text: String) {
    #expect(throws: Expectation.Mistake.self) { try Expectation(parsing: text) }
  }
}

/// `--expect` makes every command that takes an input a test.
@Suite struct ExpectationOptionTests {
  private static let seed = ["d = tanh(a*b + a**2)", "a=2", "b=-3"]
  static let commands = [[], ["tree"], ["check"], ["explain"], ["render"]]

  @Test("What is met is silent", arguments: commands)
  func met(command: [String]) async throws {
    let run = try await Program.run(
      command + Self.seed + [
        "--expect", "a.grad=0.07065±1e-4", "--expect", "d=-0.9640", "--expect", "#2.data=-6",
      ])
    #expect(run.status == 0 && run.err.isEmpty && !run.out.isEmpty)
  }

  @Test("What is not met is told in a line each, after the output", arguments: commands)
  func missed(command: [String]) async throws {
    let plain = try await Program.run(command + Self.seed)
    let run = try await Program.run(
      command + Self.seed + ["--expect", "a.grad=0.08", "--expect", "b=-3", "--expect", "#2=1"])
    #expect(run.status == 1 && run.out == plain.out)
    #expect(
      run.err == """
        gradgraph: error: expected a.grad to be 0.08 (±0.005); it is 0.07065082485316448, off by -0.0093
        gradgraph: error: expected #2.data to be 1 (±0.5); it is -6, off by -7

        """)
  }

  @Test("An unknown name and a malformed text are mistakes before any output", arguments: commands)
  func mistakes(command: [String]) async throws {
    try await Program.run(command + Self.seed + ["--expect", "dd=1"]).expectMistake(
      "gradgraph: error: --expect: there is no value named 'dd'; did you mean 'd'? There are a, b, d, and #0 to #5"
    )
    let malformed = try await Program.run(command + Self.seed + ["--expect", "a.grad"])
    #expect(malformed.status == 64 && malformed.out.isEmpty)
    #expect(
      malformed.err.contains(
        "there is no name=number in 'a.grad'; an expectation is written a.grad=0.07065±1e-4"))
  }

  @Test("render writes its files before it fails")
  func render() async throws {
    let scratch = try Scratch()
    let run = try await scratch.run("render", "x*x", "x=3", "-o", "g.dot", "--expect", "x.grad=7")
    #expect(run.status == 1 && run.err.contains("expected x.grad to be 7"))
    #expect(try scratch.names() == ["g.dot"])
  }

  @Test("A reader who stops early does not stop the test")
  func closedPipe() async throws {
    let scratch = try Scratch()
    let lines = "a = 1\nx0 = a\n" + (1...5000).map { "x\($0) = x\($0 - 1) + a\n" }.joined()
    try scratch.write(lines, to: "long.formula")
    _ = try await scratch.shell(
      "{ \"$G\" long.formula --expect a=2 2>error; echo $? >status; } | head -n 1")
    #expect(try scratch.text(of: "status") == "1\n")
    #expect(try scratch.text(of: "error").hasPrefix("gradgraph: error: expected a.data to be 2"))
  }

  @Test("A gradient that was not computed, and the gradient of several outputs, are not there")
  func missing() async throws {
    let forward = try await Program.run(["a*b", "a=2", "b=3", "--forward-only", "--expect", "a.grad=3"])
    #expect(forward.status == 1)
    #expect(forward.err == "gradgraph: error: expected a.grad to be 3 (±0.5); there is no such number\n")
    let several = try await Program.run([
      "check", "u = a*b; v = u*a", "a=2", "b=3", "--output", "u,v", "--expect", "a.grad=3",
    ])
    #expect(several.status == 1 && several.err.hasSuffix("there is no such number\n"))
  }

  @Test("explain's gradients are those of what it explains")
  func explained() async throws {
    let run = try await Program.run(
      ["explain", "c = a*a; d = 5*c", "a=3", "--to", "c", "--expect", "a.grad=6.0", "--expect", "d=45.0"])
    #expect(run.status == 0 && run.err.isEmpty)
  }
}
