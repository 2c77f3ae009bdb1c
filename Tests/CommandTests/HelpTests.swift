import Autodiff
import Foundation
import FormulaSyntax
import GradGraphCommands
import Testing

@Suite struct HelpTests {
  @Test(arguments: [
    ["--help"], ["tree", "--help"], ["render", "--help"], ["explain", "--help"], ["check", "--help"],
    ["docs", "--help"], ["train", "--help"], ["ops", "--help"], ["help", "render"],
  ])
  func `Every help has examples and fits into 80 columns`(arguments: [String]) async throws {
    let outcome = try await Program.run(arguments)
    outcome.expectSuccess()
    let lines = outcome.out.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.contains("EXAMPLES"))
    #expect(lines.filter { $0.count > 80 } == [])
    // The parser breaks a line that is too long, and puts the rest at the margin, where only headings and whole sentences
    // begin: no line of the source is one word, and none that follows an example is.
    let text = Array(lines.prefix { !$0.hasPrefix("USAGE:") })
    for (line, next) in zip(text.dropFirst(2), text.dropFirst(3))
    where line.hasPrefix("  ") && !next.hasPrefix(" ") {
      #expect(next.isEmpty, "a rest of '\(line)'")
    }
  }

  @Test
  func `The help of every command groups its options under titles, and no option is left without a text`()
    async throws
  {
    let titles: [String: [String]] = [
      "tree": ["SHOWN PART:", "TREE:", "TEXT:", "NUMBERS:"],
      "render": [
        "FILES:", "SHOWN PART:", "PICTURE:", "BACKWARD PASS:", "TREE:", "TEXT:", "NUMBERS:", "GRAPHVIZ:",
      ],
      "explain": ["PATHS:", "NUMBERS:"], "check": ["TEXT:", "NUMBERS:"], "docs": ["GRAPHVIZ:"],
      "train": ["TRAINING:", "FILES:", "PICTURE:", "NUMBERS:"], "ops": ["OPTIONS:"],
    ]
    for (command, expected) in titles {
      let help = try await Program.run([command, "--help"])
      let lines = help.out.split(separator: "\n")
      for title in expected { #expect(lines.contains { $0 == title }, "\(command): \(title)") }
      let options = lines.enumerated().filter { $1.hasPrefix("  -") }
      for (index, line) in options {
        let isAlone = line.dropFirst(2).split(separator: " ").count <= 2
        #expect(!isAlone || lines[index + 1].hasPrefix("      "), "\(command): \(line)")
      }
    }
  }

  @Test func `The help of every command names its exit codes, and the first one all of them`() async throws {
    for command in ["render", "explain", "check", "docs", "train"] {
      let help = try await Program.run([command, "--help"])
      #expect(help.out.contains("\nEXIT CODES\n") && help.out.contains("\n  64  "), "\(command)")
    }
    let help = try await Program.run(["--help"])
    for words in ["a check or an --expect that fails", "a training that diverges", "  64  usage"] {
      #expect(help.out.contains(words), "\(words)")
    }
  }

  @Test func `Without arguments, an example, the commands and where to read on are one small screen`()
    async throws
  {
    let screen = try await Program.run([])
    screen.expectSuccess()
    let lines = screen.out.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count <= 25 && lines.allSatisfy { $0.count <= 80 && $0.utf8.allSatisfy { $0 < 0x80 } })
    for name in ["render", "explain", "check", "docs", "train", "ops"] {
      #expect(lines.contains { $0.hasPrefix("  \(name) ") }, "\(name)")
    }
    let full = try await Scratch().shell("\"$G\" > /dev/full")
    #expect(full.status == 1 && full.err.hasPrefix("gradgraph: error: standard output: "))
  }

  @Test func `The example of the first screen prints a tree`() async throws {
    let screen = try await Program.run([])
    let example = try #require(screen.out.split(separator: "\n").first { $0.hasPrefix("  gradgraph 'd") })
    let outcome = try await Scratch().shell(String(example).replacing("gradgraph", with: "\"$G\""))
    outcome.expectSuccess()
    #expect(outcome.out.hasPrefix("d  tanh "))
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
        not as PyTorch: the sum of the products is rounded once, as that of `sum`; PyTorch rounds each product

      mse: mse(x, y)
        made of     mean(square(x - y))
      """)
  }

  @Test(arguments: ["tahn", ""]) func `An unknown operation is a mistake`(name: String) async throws {
    try await Program.run(["ops", "relu", name]).expectMistake(
      "gradgraph: error: unknown operation '\(name)'; gradgraph ops lists them all")
  }
}
