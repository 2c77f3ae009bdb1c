import Autodiff
import Foundation
import FormulaSyntax
import GradGraphCommands
import Testing

@Suite struct HelpTests {
  @Test(arguments: [
    ["--help"], ["tree", "--help"], ["render", "--help"], ["explain", "--help"], ["check", "--help"],
    ["train", "--help"], ["ops", "--help"], ["help", "render"],
  ])
  func `Every help has examples and fits into 80 columns`(arguments: [String]) async throws {
    let outcome = try await Program.run(arguments)
    outcome.expectSuccess()
    let lines = outcome.out.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.contains("EXAMPLES"))
    #expect(lines.filter { $0.count > 80 } == [])
    // The parser breaks a line that is too long, and leaves a short rest.
    let text = lines.prefix { !$0.hasPrefix("USAGE:") }
    #expect(text.filter { (1...8).contains($0.count) && $0 != "EXAMPLES" && $0 != "formula." } == [])
  }

  @Test func `The version is that of the library`() async throws {
    try await Program.run(["--version"]).expectSuccess(GradGraph.version)
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func `Completion scripts are generated, and their shell accepts them`(shell: String) async throws {
    let script = try await Program.run(["--generate-completion-script", shell])
    script.expectSuccess()
    #expect(script.out.contains("render") && script.out.contains("gradgraph"))
    let path = ["/bin/\(shell)", "/usr/bin/\(shell)"].first {
      FileManager.default.isExecutableFile(atPath: $0)
    }
    guard let path else { return }
    let scratch = try Scratch()
    try scratch.write(script.out, to: "completion")
    try await Program.run(["-n", "completion"], directory: scratch.url, program: path).expectSuccess()
  }
}

@Suite struct OperationsCommandTests {
  private let names = Operation.computed.map(\.name)
  private let functions = VectorFunction.allCases.map(\.name)

  @Test func `The table has one line for each operation, and for each function made of them`() async throws {
    let outcome = try await Program.run(["ops"])
    outcome.expectSuccess()
    let first = outcome.out.split(separator: "\n").map { String($0.prefix { $0 != " " }) }
    #expect(first == ["NAME"] + names + functions)
  }

  @Test func `The Markdown has one row for each operation, of five cells`() async throws {
    let outcome = try await Program.run(["ops", "--format", "md"])
    outcome.expectSuccess()
    let tables = outcome.out.components(separatedBy: "\n\n")
    let rows = tables[0].split(separator: "\n")
    #expect(rows.allSatisfy { $0.replacing("\\|", with: "").count { $0 == "|" } == 6 })
    #expect(rows.dropFirst(2).map { String($0.dropFirst(3).prefix { $0 != "`" }) } == names)
    let others = tables[1].split(separator: "\n").dropFirst(2)
    #expect(others.map { String($0.dropFirst(3).prefix { $0 != "(" }) } == functions)
  }

  @Test func `The JSON has one entry for each operation`() async throws {
    let outcome = try await Program.run(["ops", "--format", "json"])
    outcome.expectSuccess()
    let rows = try JSONSerialization.jsonObject(with: Data(outcome.out.utf8)) as? [[String: Any]]
    #expect(rows?.map { $0["name"] as? String } == names)
    #expect(rows?.allSatisfy { ($0["derivatives"] as? [String])?.isEmpty == false } == true)
  }

  @Test func `Some operations are shown in full`() async throws {
    try await Program.run(["ops", "relu"]).expectSuccess(
      """
      relu: relu(x)
        value       max(0, x)
        derivative  1 if x > 0, else 0
        singular    x = 0: the derivative is 0
      """)
    let every = try await Program.run(["ops"] + names)
    every.expectSuccess()
    #expect(every.out.components(separatedBy: "\n  value ").count == names.count + 1)
  }

  @Test func `A function of vectors says what it is made of`() async throws {
    try await Program.run(["ops", "mse", "dot"]).expectSuccess(
      """
      dot: dot(x, y)
        value       x0 * y0 + x1 * y1 + …
        by x        y
        by y        x

      mse: mse(x, y)
        made of     mean(square(x - y))
      """)
  }

  @Test(arguments: ["tahn", ""]) func `An unknown operation is a mistake`(name: String) async throws {
    try await Program.run(["ops", "relu", name]).expectMistake(
      "gradgraph: error: unknown operation '\(name)'; gradgraph ops lists them all")
  }
}
