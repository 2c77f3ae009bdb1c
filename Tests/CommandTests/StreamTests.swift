import Foundation
import Testing

/// What standard output may be, and how large a formula.
@Suite struct StreamTests {
  private static let count = 20_000

  private static func lines(_ count: Int) -> String {
    "a = 1\nx0 = a\n" + (1...count).map { "x\($0) = x\($0 - 1) + a\n" }.joined()
  }

  private static func expression(_ count: Int) -> String {
    "a = 1\nb = a" + String(repeating: " + a", count: count) + "\n"
  }

  @Test func `A reader that stops early ends the program quietly`() async throws {
    let scratch = try Scratch()
    try scratch.write(Self.lines(Self.count), to: "long.formula")
    for command in ["", "render --format dot", "render --format json"] {
      let outcome = try await scratch.shell(
        "{ \"$G\" \(command) long.formula; echo $? >status; } | head -n 1")
      #expect(outcome.err == "")
      #expect(outcome.out.count { $0 == "\n" } == 1)
      #expect(try scratch.text(of: "status") == "0\n")
    }
  }

  @Test func `A reader that stops early does not keep the files from being written`() async throws {
    let scratch = try Scratch()
    try scratch.write(Self.lines(Self.count), to: "long.formula")
    let outcome = try await scratch.shell("\"$G\" render long.formula -o - -o d.txt -o d.json | head -n 1")
    #expect(outcome.err == "")
    #expect(try scratch.names() == ["d.json", "d.txt", "long.formula"])
  }

  @Test(
    .enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "no /dev/full on this system"),
    arguments: ["seed.formula", "render seed.formula", "ops"])
  func `A full disk is a failure with a message`(arguments: String) async throws {
    try await Scratch.withSeed().shell("\"$G\" \(arguments) >/dev/full").expectMistake(
      "gradgraph: error: standard output: the disk or your quota is full; "
        + "make room, or choose another disk", status: 1)
  }

  @Test func `A long expression and a long file are shown in every own format`() async throws {
    let scratch = try Scratch()
    try scratch.write(Self.expression(Self.count), to: "expression.formula")
    try scratch.write(Self.lines(Self.count), to: "lines.formula")
    for name in ["expression", "lines"] {
      let tree = try await scratch.run("\(name).formula")
      tree.expectSuccess()
      #expect(tree.out.hasSuffix("\n\(Self.count + 1) nodes, \(2 * Self.count) edges, 1 shared\n"))
      try await scratch.run("render", "\(name).formula", "-o", "\(name).dot", "-o", "\(name).json")
        .expectSuccess()
      #expect(try scratch.text(of: "\(name).dot").hasSuffix("}\n"))
      let json = try Data(scratch.bytes(of: "\(name).json"))
      let object = try JSONSerialization.jsonObject(with: json) as? [String: Any]
      #expect((object?["nodes"] as? [Any])?.count == Self.count + 1)
    }
  }

  @Test func `Parentheses of any depth are read, closed or not`() async throws {
    let scratch = try Scratch()
    let open = String(repeating: "(", count: 100_000)
    try scratch.write("a = 1\nb = \(open)a\(open.replacing("(", with: ")"))\n", to: "deep.formula")
    try await scratch.run("deep.formula").expectSuccess("a   data 1   grad 1\n1 node, 0 edges, 0 shared")
    try scratch.write("a = 1\nb = \(open)", to: "open.formula")
    let outcome = try await scratch.run("open.formula")
    #expect(outcome.status == 64)
    #expect(outcome.out == "")
    #expect(outcome.err.hasPrefix("open.formula:2:"))
    #expect(outcome.err.count < 10_000)
  }
}
