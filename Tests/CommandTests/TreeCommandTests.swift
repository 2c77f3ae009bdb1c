import Foundation
import Testing

@Suite struct TreeCommandTests {
  private let seed = """
    d  tanh         data -0.9640   grad 1
    └── c  +        data -2        grad 0.07065   ∂ 0.07065
        ├── *       data -6        grad 0.07065   ∂ 1
        │   ├── a   data  2        grad 0.07065   ∂ -3 ⇒ -0.2120
        │   └── b   data -3        grad 0.1413    ∂  2 ⇒  0.1413
        └── **2     data  4        grad 0.07065   ∂ 1
            └── a (*)                             ∂  4 ⇒  0.2826
    6 nodes, 6 edges, 1 shared
    """

  // MARK: Inputs

  @Test func `A bare formula takes its variables from the command line`() async throws {
    let scratch = try Scratch()
    try await scratch.run("c = a*b + a**2; d = tanh(c)", "a=2", "b=-3").expectSuccess(seed)
  }

  @Test func `A formula file, its JSON and both on standard input give the same tree`() async throws {
    let scratch = try Scratch.withSeed()
    try await scratch.run("seed.formula").expectSuccess(seed)
    try await scratch.run("tree", "seed.formula").expectSuccess(seed)
    try await scratch.run("-", input: scratch.text(of: "seed.formula")).expectSuccess(seed)
    try await scratch.run("render", "seed.formula", "-o", "seed.json").expectSuccess()
    try await scratch.run("seed.json").expectSuccess(seed)
    try await scratch.run("-", input: scratch.text(of: "seed.json")).expectSuccess(seed)
    try await scratch.run("-", input: "\n  " + scratch.text(of: "seed.json")).expectSuccess(seed)
  }

  @Test func `A file with a byte order mark and lines of Windows is read`() async throws {
    let scratch = try Scratch()
    try scratch.write("\u{FEFF}a = 2\r\nb = a*a\r\n", to: "windows.formula")
    try await scratch.run("windows.formula").expectSuccess(
      """
      b  *    data 4   grad 1
      ├── a   data 2   grad 4   ∂ 2
      └── a (*)                 ∂ 2
      2 nodes, 2 edges, 1 shared
      """)
  }

  @Test func `A formula that starts with a minus goes after two dashes`() async throws {
    try await Scratch().run("--", "-a", "a=2").expectSuccess(
      """
      neg     data -2   grad  1
      └── a   data  2   grad -1   ∂ -1
      2 nodes, 1 edge, 0 shared
      """)
  }

  @Test func `An empty graph in JSON is shown as such`() async throws {
    try await Scratch().run("-", input: #"{"version": 1, "nodes": [], "edges": [], "groups": []}"#)
      .expectSuccess("0 nodes, 0 edges, 0 shared")
  }

  // MARK: Values and output

  @Test func `Values on the command line override those in the file`() async throws {
    let outcome = try await Scratch.withSeed().run("seed.formula", "a=0", "b=1e-3")
    outcome.expectSuccess(
      """
      d  tanh         data 0       grad 1
      └── c  +        data 0       grad 1       ∂ 1
          ├── *       data 0       grad 1       ∂ 1
          │   ├── a   data 0       grad 0.001   ∂ 0.001
          │   └── b   data 0.001   grad 0       ∂ 0
          └── **2     data 0       grad 1       ∂ 1
              └── a (*)                         ∂ 0
      6 nodes, 6 edges, 1 shared
      """)
  }

  @Test func `Another output is differentiated by name`() async throws {
    try await Scratch.withSeed().run("seed.formula", "--output", "c").expectSuccess(
      """
      c  +        data -2   grad 1
      ├── *       data -6   grad 1   ∂ 1
      │   ├── a   data  2   grad 1   ∂ -3
      │   └── b   data -3   grad 2   ∂ 2
      └── **2     data  4   grad 1   ∂ 1
          └── a (*)                  ∂ 4
      5 nodes, 5 edges, 1 shared; 1 other node not below the output
      """)
  }

  @Test func `Without a backward pass every gradient is a dash`() async throws {
    try await Scratch().run("a*b", "a=2", "b=3", "--forward-only").expectSuccess(
      """
      *       data 6   grad —
      ├── a   data 2   grad —   ∂ 3
      └── b   data 3   grad —   ∂ 2
      3 nodes, 2 edges, 0 shared; no gradients: backward() has not run
      """)
  }

  // MARK: The view

  @Test func `A cut by depth is marked and counted`() async throws {
    try await Scratch.withSeed().run("seed.formula", "--depth", "1").expectSuccess(
      """
      d  tanh    data -0.9640   grad 1
      └── c  +   data -2        grad 0.07065   ∂ 0.07065
          └── … 4 nodes below
      6 nodes, 6 edges, 1 shared; showing 2 of 6 nodes
      """)
  }

  @Test func `The tree upside down shows who uses each variable`() async throws {
    try await Scratch.withSeed().run("seed.formula", "--invert").expectSuccess(
      """
      a                     data  2        grad 0.07065
      ├── #2 *              data -6        grad 0.07065   ∂ -3 ⇒ -0.2120
      │   └── c  +          data -2        grad 0.07065   ∂ 1
      │       └── d  tanh   data -0.9640   grad 1         ∂ 0.07065
      └── **2               data  4        grad 0.07065   ∂  4 ⇒  0.2826
          └── c (*)                                       ∂ 1
      b                     data -3        grad 0.1413
      └── #2 * (*)                                        ∂  2 ⇒  0.1413
      6 nodes, 6 edges, 2 shared
      """)
  }

  @Test func `The precision counts significant digits`() async throws {
    let scratch = try Scratch()
    try await scratch.run("a", "a=0.123456789012345678", "--precision", "1").expectSuccess(
      "a   data 0.1   grad 1\n1 node, 0 edges, 0 shared")
    try await scratch.run("a", "a=0.123456789012345678", "--precision", "17").expectSuccess(
      "a   data 0.12345678901234568   grad 1\n1 node, 0 edges, 0 shared")
  }

  @Test func `A narrow width hides columns and says so`() async throws {
    let outcome = try await Scratch.withSeed().run("seed.formula", "--width", "40")
    outcome.expectSuccess()
    let lines = outcome.out.split(separator: "\n")
    #expect(lines.allSatisfy { $0.count <= 40 })
    #expect(lines.suffix(2) == ["6 nodes, 6 edges, 1 shared; ∂ hidden at", "this width"])
  }

  @Test func `A pipe has no width, and COLUMNS changes nothing there`() async throws {
    try await Scratch.withSeed().run("seed.formula", environment: ["COLUMNS": "20"]).expectSuccess(seed)
    try await Scratch.withSeed().run("seed.formula", "--width", "0").expectSuccess(seed)
  }

  // MARK: Characters and colours

  @Test(arguments: [
    (["LC_ALL": "C"], false), (["LC_ALL": "POSIX", "LANG": "en_US.UTF-8"], false),
    (["LC_ALL": "", "LANG": ""], false), (["LC_ALL": "de_DE.utf8"], true),
    (["LC_ALL": "", "LC_CTYPE": "C.UTF-8", "LANG": "C"], true),
    (["LC_ALL": "", "LANG": "en_US.UTF-8"], true),
  ])
  func `The locale chooses the characters`(environment: [String: String], isUTF8: Bool) async throws {
    let outcome = try await Scratch.withSeed().run("seed.formula", environment: environment)
    outcome.expectSuccess()
    #expect(outcome.out.contains("└──") == isUTF8)
    #expect(outcome.out.utf8.allSatisfy { $0 < 0x80 } == !isUTF8)
  }

  @Test func `The option for characters wins over the locale`() async throws {
    let scratch = try Scratch.withSeed()
    let ascii = """
      d  tanh         data -0.9640   grad 1
      `-- c  +        data -2        grad 0.07065   d 0.07065
          |-- *       data -6        grad 0.07065   d 1
          |   |-- a   data  2        grad 0.07065   d -3 => -0.2120
          |   `-- b   data -3        grad 0.1413    d  2 =>  0.1413
          `-- **2     data  4        grad 0.07065   d 1
              `-- a (*)                             d  4 =>  0.2826
      6 nodes, 6 edges, 1 shared
      """
    try await scratch.run("seed.formula", "--charset", "ascii").expectSuccess(ascii)
    try await scratch.run("seed.formula", environment: ["LC_ALL": "C"]).expectSuccess(ascii)
    try await scratch.run("seed.formula", "--charset", "utf8", environment: ["LC_ALL": "C"]).expectSuccess(
      seed)
  }

  @Test func `Colours appear in a pipe only when they are asked for`() async throws {
    let scratch = try Scratch.withSeed()
    try await scratch.run("seed.formula", "--color", "auto").expectSuccess(seed)
    try await scratch.run("seed.formula", "--color", "never").expectSuccess(seed)
    let colored = try await scratch.run("seed.formula", "--color", "always", environment: ["NO_COLOR": "1"])
    #expect(colored.out.contains("\u{1B}["))
    #expect(colored.out.replacing(/\u{1B}\[[0-9;]*m/, with: "") == seed + "\n")
  }

  @Test(.enabled(if: hasLinuxScript, "needs script(1) of util-linux"))
  func `A terminal gets colours and its width, and NO_COLOR is honoured`() async throws {
    func onTerminal(_ environment: [String: String], _ line: String) async throws -> String {
      try await Scratch.withSeed().shell(
        "script -qec '\(line)' /dev/null",
        environment: environment.merging(["TERM": "xterm"]) { old, _ in old }
      ).out
    }
    let plain = seed.replacing("\n", with: "\r\n") + "\r\n"
    let wide = #"stty cols 100; "$G" seed.formula"#
    #expect(try await onTerminal([:], wide).contains("\u{1B}["))
    #expect(try await onTerminal(["NO_COLOR": "1"], wide) == plain)
    #expect(try await onTerminal(["TERM": "dumb"], wide) == plain)
    #expect(try await onTerminal([:], wide + " --color never") == plain)
    let narrow = try await onTerminal(["NO_COLOR": "1"], #"stty cols 40; "$G" seed.formula"#)
    #expect(narrow.hasSuffix("∂ hidden at\r\nthis width\r\n"))
  }

  // MARK: Not finite

  @Test func `A number that is not finite is told on standard error with its node`() async throws {
    let outcome = try await Scratch().run("b = log(a); c = b*2", "a=-1")
    #expect(outcome.status == 0)
    #expect(
      outcome.err
        == "gradgraph: warning: the data of 'b' (log) is nan, from a = -1: the first that is not finite\n")
    #expect(
      outcome.out == """
        c  *         data  nan   grad  1
        ├── b  log   data  nan   grad  2     ∂ 2
        │   └── a    data -1     grad -2     ∂ -1 ⇒ -2
        └── 2        data  2     grad  nan   ∂ nan
        4 nodes, 3 edges, 0 shared

        """)
  }

  @Test func constantsAreLeftOutAndCounted() async throws {
    let run = try await Program.run(["y = 2*x + 3", "x=1", "--hide-constants"])
    #expect(run.status == 0 && run.err == "gradgraph: note: showing 3 of 5 nodes\n")
    #expect(
      run.out == """
        y  +        data 5   grad 1
        └── *       data 2   grad 1   ∂ 1
            └── x   data 1   grad 2   ∂ 2
        3 nodes, 2 edges, 0 shared; showing 3 of 5 nodes

        """)
  }
}

private let hasLinuxScript =
  FileManager.default.fileExists(atPath: "/usr/bin/script") && FileManager.default.fileExists(atPath: "/proc")
