import Foundation
import Testing

/// What a user reads after a mistake: all of standard error, exit code 64, and nothing on standard output.
@Suite struct MistakeTests {
  // MARK: Names and values

  @Test func `A variable without a value is named with the way to give it`() async throws {
    try await Scratch().run("a+b", "a=1").expectMistake(
      """
      <formula>:1:3: error: variable 'b' has no value; give b=…
        a+b
          ^
      """)
  }

  @Test func `An unknown function comes with the nearest name`() async throws {
    try await Scratch().run("tahn(a)", "a=1").expectMistake(
      """
      <formula>:1:1: error: unknown function 'tahn'; did you mean 'tanh'?
        tahn(a)
        ^~~~
      """)
  }

  @Test func `A given name that is not in the formula comes with the nearest`() async throws {
    try await Scratch().run("alpha*2", "alpha=1", "alpa=1").expectMistake(
      "<formula>: error: the formula has no variable 'alpa'; did you mean 'alpha'?")
  }

  @Test func `A computed name can't be given`() async throws {
    try await Scratch().run("c = a*a; d = c+1", "a=2", "c=3").expectMistake(
      """
      <formula>:1:1: error: 'c' is computed by the formula; only variables can be given
        c = a*a; d = c+1
        ^
      """)
  }

  @Test(arguments: ["a", "=3", "=", ""]) func `What is no assignment is shown as it was typed`(text: String)
    async throws
  {
    try await Scratch().run("a*a", text).expectMistake(
      "gradgraph: error: '\(text)' is not of the form name=value, such as a=2")
  }

  @Test(arguments: ["x", "", "1,5", " 2", "2 ", "1=1"]) func `A value that is no number is shown`(
    text: String
  )
    async throws
  {
    try await Scratch().run("a*a", "a=\(text)").expectMistake(
      "gradgraph: error: the value of 'a' must be a number, such as 2, -1e-3 or pi/4, not '\(text)'")
  }

  @Test func `A value beyond the doubles is refused, and not taken for infinity`() async throws {
    try await Scratch().run("a*a", "a=1e999").expectMistake(
      "gradgraph: error: the value of 'a' does not fit in a double: '1e999'")
  }

  @Test func `A name given twice is a mistake, also with the same value`() async throws {
    try await Scratch().run("a*a", "a=1", "a=1").expectMistake("gradgraph: error: 'a' is given twice")
  }

  @Test func `An unknown output comes with the nearest name`() async throws {
    let scratch = try Scratch.withSeed()
    try await scratch.run("seed.formula", "--output", "cc").expectMistake(
      "seed.formula: error: the formula has no value 'cc' to put out; did you mean 'c'?")
    try await scratch.run("seed.formula", "--output", "").expectMistake(
      "seed.formula: error: the formula has no value '' to put out")
  }

  // MARK: Files

  @Test func `All mistakes of a file are reported in one run, each with its place`() async throws {
    let scratch = try Scratch()
    try scratch.write("a = 2\nb = a +\nc = tahn(a)\n  d = a b\n", to: "bad.formula")
    try await scratch.run("bad.formula").expectMistake(
      """
      bad.formula:2:7: error: expected an operand after '+', but the line ends here
        b = a +
              ^
      bad.formula:3:5: error: unknown function 'tahn'; did you mean 'tanh'?
        c = tahn(a)
            ^~~~
      bad.formula:4:9: error: expected an operator between 'a' and 'b'; a product is written a*b
          d = a b
                ^
      """)
  }

  @Test(arguments: ["formula", "json"]) func `A missing file and a directory are told apart`(ending: String)
    async throws
  {
    let scratch = try Scratch()
    try scratch.makeDirectory("folder.\(ending)")
    try await scratch.run("missing.\(ending)").expectMistake(
      "gradgraph: error: 'missing.\(ending)' can't be read: no such file")
    try await scratch.run("folder.\(ending)").expectMistake(
      "gradgraph: error: 'folder.\(ending)' can't be read: it is a directory")
  }

  @Test func `A file with another ending is taken for a formula, with a note`() async throws {
    let scratch = try Scratch()
    try scratch.write("a = 1", to: "a")
    try await scratch.run("a").expectMistake(
      """
      <formula>:1:1: error: variable 'a' has no value; give a=…
        a
        ^
      note: there is a file of that name; files are read when they end in .formula or .json
      """)
  }

  @Test func `Invalid UTF-8 is pointed at`() async throws {
    let scratch = try Scratch()
    try scratch.write(Array("a = ".utf8) + [0xFF] + Array("2\n".utf8), to: "bad.formula")
    try await scratch.run("bad.formula").expectMistake(
      """
      bad.formula:1:5: error: invalid UTF-8
        a = \u{FFFD}2
            ^
      """)
  }

  @Test func `An empty formula says what was expected`() async throws {
    let message = "error: the formula is empty; expected a statement such as 'y = 2*x'"
    let scratch = try Scratch()
    try scratch.write("", to: "empty.formula")
    try await scratch.run("empty.formula").expectMistake("empty.formula: " + message)
    try await scratch.run("-").expectMistake("<stdin>: " + message)
    try await scratch.run("").expectMistake("<formula>: " + message)
  }

  // MARK: JSON

  @Test(arguments: [
    ("", "1:1: error: expected '{' at the start of the graph"),
    (#"{"version": 1, "nodes": [}"#, "1:26: error: expected '{' at the start of a node"),
    ("{\"version\": 1,\n \"output\": 7}", "1:1: error: the output 7 is not among the nodes"),
    (#"{"version": 2}"#, "1:1: error: the graph has version 2; this program reads version 1"),
    (
      #"{"version": 1, "groups": [{"path": "\u001b[31m"}, {"path": "\u001b[31m"}]}"#,
      #"1:51: error: the group "\u{1B}[31m" is there twice"#
    ),
  ])
  func `A mistake in JSON has its place`(text: String, message: String) async throws {
    let scratch = try Scratch()
    try scratch.write(text, to: "bad.json")
    try await scratch.run("bad.json").expectMistake("bad.json:" + message)
  }

  @Test(arguments: [["a=1"], ["--output", "c"], ["--forward-only"], ["--compute"]])
  func `A graph in JSON takes values and another output, as its formula does`(arguments: [String])
    async throws
  {
    let scratch = try Scratch.withSeed()
    try await scratch.run("render", "seed.formula", "-o", "seed.json").expectSuccess()
    let formula = try await Program.run(
      ["seed.formula"] + arguments.filter { $0 != "--compute" } + ["--width", "0"], directory: scratch.url)
    let json = try await Program.run(["seed.json"] + arguments + ["--width", "0"], directory: scratch.url)
    #expect(json.status == 0 && json.err.isEmpty, "\(json.err)")
    // Of a graph in JSON it is the option that computes gradients, of one in Swift the call.
    #expect(
      json.out.replacing("--compute computes them", with: "backward() has not run") == formula.out,
      "\(json.out)")
  }

  // MARK: Options

  private let treeUsage = """
    Usage: gradgraph <input> [<name=value> ...] [<options>]
      See 'gradgraph tree --help' for more information.
    """

  @Test(arguments: [
    (["a", "--frobnicate"], "Unknown option '--frobnicate'"),
    (["a", "--precision", "0"], "--precision is 1 to 17, not 0"),
    (["a", "--precision", "18"], "--precision is 1 to 17, not 18"),
    (["a", "--precision", "-1"], "--precision is 1 to 17, not -1"),
    (["a", "--depth", "-1"], "--depth is 0 or more, not -1"),
    (["a", "--width", "-1"], "--width is 0 (any) or more, not -1"),
  ])
  func `A wrong option is told with a usage of one line`(arguments: [String], message: String) async throws {
    try await Program.run(arguments).expectMistake("gradgraph: error: \(message)\n\(treeUsage)")
  }

  @Test(arguments: ["0", "-1", "nan", "86401"]) func `A timeout is some time and at most a day`(text: String)
    async throws
  {
    let outcome = try await Program.run(["render", "a", "a=1", "--timeout", text])
    outcome.expectMistake(
      """
      gradgraph: error: --timeout is more than 0 and at most 86400 seconds, not \(try #require(Double(text)))
      Usage: gradgraph render <input> [<name=value> ...] [-o <file> ...] [<options>]
        See 'gradgraph render --help' for more information.
      """)
  }

  // MARK: Places to write

  @Test(arguments: ["d.xyz", "d", ".svg", "folder.svg/d", "", "d."])
  func `A file needs an ending that names a format`(path: String) async throws {
    let scratch = try Scratch.withSeed()
    try await scratch.run("render", "seed.formula", "-o", path).expectMistake(
      "gradgraph: error: '\(path)' needs an ending that names its format, "
        + "or --format: svg, png, pdf, dot, mmd, tex, md, txt, json, md-tree")
    #expect(try scratch.names() == ["seed.formula"])
  }

  @Test func `One file is named once, however it is written`() async throws {
    let scratch = try Scratch.withSeed()
    for other in ["d.dot", "./d.dot", ".//d.dot", scratch.url.path + "/d.dot"] {
      try await scratch.run("render", "seed.formula", "-o", "d.dot", "-o", other).expectMistake(
        "gradgraph: error: '\(other)' is named twice")
    }
    try await scratch.run("render", "seed.formula", "-o", "-", "-o", "-").expectMistake(
      "gradgraph: error: '-' is named twice")
    #expect(try scratch.names() == ["seed.formula"])
  }

  @Test func `A place that can't be written is a failure before anything is written`() async throws {
    let scratch = try Scratch.withSeed()
    try scratch.makeDirectory("folder.dot")
    for (path, message) in [
      ("no place/d.dot", "there is no directory no place; create it with `mkdir -p 'no place'`"),
      ("folder.dot", "is a directory; name a file in it, such as folder.dot/graph.svg"),
      ("/dev/null", "is a device, which can't be replaced; name a regular file"),
    ] {
      try await scratch.run("render", "seed.formula", "-o", "d.dot", "-o", path, "--format", "dot")
        .expectMistake("gradgraph: error: \(path): \(message)", status: 1)
    }
    #expect(try scratch.names() == ["folder.dot", "seed.formula"])
  }

  @Test func `Control characters in a path do not reach the terminal`() async throws {
    let scratch = try Scratch.withSeed()
    let path = "\u{1B}[31m/d.dot"
    try await scratch.run("render", "seed.formula", "-o", path).expectMistake(
      #"gradgraph: error: \u{1B}[31m/d.dot: there is no directory \u{1B}[31m; "#
        + #"create it with `mkdir -p '\u{1B}[31m'`"#, status: 1)
    try await scratch.run("\u{1B}[31m.formula").expectMistake(
      #"gradgraph: error: '\u{1B}[31m.formula' can't be read: no such file"#)
  }
}
