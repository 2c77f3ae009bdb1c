import Foundation
import Testing

@Suite struct CheckCommandTests {
  @Test("Exercise 5 as a table, with the passes of each mode and the Jacobian row")
  func table() async throws {
    try await Program.run(["check", "f = x + y + z", "x=1", "y=2", "z=3"]).expectSuccess(
      """
      variable   data   reverse   forward   differences   apart
      x             1         1         1     1 ± 3e-13       0   ✓
      y             2         1         1     1 ± 6e-13       0   ✓
      z             3         1         1     1 ± 4e-13       0   ✓

      mode          passes   operations
      reverse            1            4
      forward            3            5
      differences       68          114

      Jacobian, by reverse mode in 1 pass
          x   y   z
      f   1   1   1

      3 derivatives: all agree
      """)
  }

  @Test("A sum that cancels is undecided, and why is said")
  func cancelled() async throws {
    let run = try await Program.run(["check", "sin(x)/x", "x=1e-8"])
    #expect(run.status == 0)
    #expect(run.out.contains("-3.333e-9 ± ") && run.out.contains("   undecided\n"))
    #expect(
      run.out.contains("\nwhat the paths add for x cancels: by rounding alone, the derivative may be off by ")
    )
    #expect(!run.out.contains("✓"))
  }

  @Test("A singular point is named where its condition holds", arguments: ["x**0", "x**2"])
  func smooth(formula: String) async throws {
    let run = try await Program.run(["check", formula, "x=0"])
    #expect(run.status == 0 && run.out.hasSuffix("\n1 derivative: 1 agrees\n"))
    #expect(!run.out.contains("powc at"))
  }

  @Test(
    "A branch that is not taken is named",
    arguments: [("min(1, exp(x))", "min at #3, does not take #1"), ("clamp(exp(x), 0, 1)", "clamp at ")])
  func masked(formula: String, name: String) async throws {
    let run = try await Program.run(["check", formula, "x=800"])
    #expect(run.status == 0 && run.out.contains("   masked\n") && run.out.contains("\n\(name)"))
    #expect(run.out.hasSuffix("\n1 derivative: 1 behind a branch that is not taken\n"))
  }

  @Test("A kink is named in the words of the row and is no failure")
  func kink() async throws {
    let run = try await Program.run(["check", "h = relu(x); y = h + x**2", "x=0"])
    #expect(run.status == 0)
    #expect(run.out.contains("   kink or singular point\n"))
    #expect(
      run.out.hasSuffix(
        "\nrelu at h, x = 0: the derivative is 0 (for x)\n1 derivative: 1 at a kink or singular point\n"))
    let beside = try await Program.run(["check", "relu(x - 1)", "x=1.0000000000000002"])
    #expect(
      beside.status == 0 && beside.out.contains("relu at #3, beside x = 0: the derivative is 0 (for x)"))
  }

  @Test("Numbers that are not finite are told in words, and are no agreement")
  func notFinite() async throws {
    let run = try await Program.run(["check", "log(x) + y + z", "x=-1", "y=2", "z=1"])
    #expect(run.status == 0)
    #expect(run.out.contains("\ny             2         1         1          none       0   not a number\n"))
    #expect(run.out.hasSuffix("3 derivatives: 1 at a kink or singular point, 2 not finite\n"))
    let infinite = try await Program.run(["check", "exp(x)", "x=1000"])
    #expect(infinite.out.contains("   infinite\n") && infinite.status == 0)
  }

  @Test("What the differences are too rough for is undecided")
  func undecided() async throws {
    let run = try await Program.run(["check", "1e10 + 1e-8*x", "x=1"])
    #expect(run.status == 0)
    #expect(run.out.contains("1e-8      1e-8      0 ± 9e-5    1e-8   undecided\n"), "\(run.out)")
  }

  @Test("A derivative that overflows on the way disagrees with the differences")
  func mismatch() async throws {
    // What comes from above is 1e400 in between, and what comes from below 1e-400.
    let formula = "x*1e-200*1e-200*1e200*1e200"
    let run = try await Program.run(["check", formula, "x=1e200"])
    #expect(run.status == 1 && run.err.isEmpty)
    #expect(run.out.contains("       inf         0   1.000 ± "), "\(run.out)")
    #expect(run.out.contains("   ✗\n"))
    #expect(run.out.hasSuffix("\n1 derivative: 1 DISAGREE\n"))
    let colored = try await Program.run(["check", formula, "x=1e200", "--color", "always"])
    #expect(colored.out.contains("\u{1B}[1;31m✗\u{1B}[0m"))
    #expect(colored.out.replacing(/\u{1B}\[[0-9;]*m/, with: "") == run.out)
  }

  @Test("A variable that is not used agrees with 0, and a formula without variables has no derivatives")
  func unused() async throws {
    let run = try await Program.run(["check", "unused = 3; x = 2; y = x*x"])
    #expect(
      run.out.contains("\nunused        3         0         0             0       0   ✓\n"), "\(run.out)")
    let empty = try await Program.run(["check", "2*3"])
    #expect(empty.status == 0 && empty.out.hasSuffix("\n\nno variables, so no derivatives\n"))
  }

  // MARK: Outputs

  @Test("Several outputs have a Jacobian by the cheaper mode, or by the one that is asked for")
  func outputs() async throws {
    let formula = "u = t*t; v = t*t*t; w = u*v"
    let run = try await Program.run(["check", formula, "t=0.5", "--output", "u, v,w"])
    #expect(run.out.contains("Jacobian, by forward mode in 1 pass\n"))
    #expect(
      run.out.split(separator: "\n").filter { $0.contains("   0.5   ") && $0.hasSuffix("✓") }.count == 3)
    let reverse = try await Program.run(["check", formula, "t=0.5", "--output", "u,v,w", "--mode", "reverse"])
    #expect(reverse.out.contains("Jacobian, by reverse mode in 3 passes\n"))
    let one = try await Program.run(["check", formula, "t=0.5", "--output", "u"])
    #expect(one.out.contains("Jacobian, by reverse mode in 1 pass\n    t\nu   1\n"))
  }

  @Test("An element of a matrix is one name, comma and all")
  func elements() async throws {
    let run = try await Program.run([
      "check", "W = [[1, 2], [3, 4]]; y = W @ [5, 6]", "--output", "y[0],W[1, 0]",
    ])
    #expect(
      run.status == 0 && run.out.contains("\nW[1, 0]   ") && run.out.contains("8 derivatives: all agree"))
  }

  @Test(
    "Names of outputs that are unknown, missing or there twice are mistakes",
    arguments: [
      (
        "u,vv,ww",
        """
        gradgraph: error: --output: there is no value named 'vv'; did you mean 'v'? There are x, u, v, and #0 to #3
        gradgraph: error: --output: there is no value named 'ww'; there are x, u, v, and #0 to #3
        """
      ),
      ("u,,v", "gradgraph: error: --output: a name is missing in 'u,,v'"),
      ("u,v,u", "gradgraph: error: --output: 'u' is named twice"),
      ("uu,v", "<formula>: error: the formula has no value 'uu' to put out; did you mean 'u'?\nnote: "),
      ("", "<formula>: error: the formula has no value '' to put out"),
    ])
  func outputMistakes(output: String, message: String) async throws {
    let run = try await Program.run(["check", "u = x*2; v = u*u", "x=1", "--output", output])
    if message.hasSuffix("note: ") {
      #expect(run.err == String(message.dropLast(7)) + "\n" && run.status == 64)
    } else {
      run.expectMistake(message)
    }
  }

  @Test("Commands with one output say who takes several")
  func oneOutput() async throws {
    try await Program.run(["u = x*2; v = u*u", "x=1", "--output", "u,v"]).expectMistake(
      """
      <formula>: error: the formula has no value 'u,v' to put out
      note: several outputs are for gradgraph check
      """)
  }

  // MARK: Formats

  @Test("A narrow width hides columns and says so; the Jacobian is cut into blocks")
  func width() async throws {
    let names = (0..<12).map { "variable\($0)" }
    let formula = names.map { "\($0) = 0.25; " }.joined() + "y = " + names.joined(separator: " * ")
    let run = try await Program.run(["check", formula, "--width", "44"])
    run.expectSuccess()
    let lines = run.out.split(separator: "\n")
    #expect(lines.filter { $0.count > 44 } == [])
    #expect(lines.count { $0.hasPrefix("y   ") } > 1)
    #expect(
      lines.suffix(2).joined(separator: " ").hasSuffix(
        "12 derivatives: all agree; apart, data, forward hidden at this width"))
    let long = try await Program.run(["check", String(repeating: "x", count: 90) + "=1", "--width", "40"])
    #expect(long.out.split(separator: "\n").filter { $0.count > 40 } == [])
  }

  @Test("ASCII output has seven bits, Markdown is a table, JSON is valid")
  func formats() async throws {
    let ascii = try await Program.run(["check", "relu(θ) + max(θ, 0)", "θ=0", "--charset", "ascii"])
    #expect(ascii.out.utf8.allSatisfy { $0 < 0x80 } && ascii.out.contains("+-"))
    let ok = try await Program.run(["check", "x*x", "x=1"], environment: ["LC_ALL": "C"])
    #expect(ok.out.contains("   ok\n"))
    let markdown = try await Program.run(["check", "a*b", "a=1", "b=2", "--format", "md"])
    #expect(
      markdown.out.hasPrefix(
        """
        | variable | data | reverse | forward | differences | apart |  |
        | --- | ---: | ---: | ---: | ---: | ---: | --- |
        | a | 1 | 2 | 2 | 2 ±
        """), "\(markdown.out)")
    let json = try await Program.run([
      "check", "log(x)", "x=0", "--format", "json",
    ])
    let object = try JSONSerialization.jsonObject(with: Data(json.out.utf8)) as? [String: Any]
    #expect(object?["passed"] as? Bool == true)
    let rows = try #require(object?["derivatives"] as? [[String: Any]])
    #expect(rows[0]["verdict"] as? String == "singular")
    #expect(rows[0]["reverse"] as? String == "inf" && rows[0]["difference"] as? String == "nan")
    #expect(rows[0]["singularities"] as? [String] == ["log at #1, x = 0: -inf, derivative inf"])
    #expect((object?["jacobian"] as? [String: Any])?["mode"] as? String == "reverse")
  }

  // MARK: JSON inputs

  @Test("A gradient in a file that is not the computed one is a failure")
  func editedFile() async throws {
    let scratch = try Scratch()
    try scratch.write("a = 2\nb = -3\nc = a*b\nd = c*c\n", to: "g.formula")
    let json = try await scratch.run("render", "g.formula", "--format", "json").out
    try scratch.write(json, to: "g.json")
    let same = try await scratch.run("check", "g.json")
    #expect(same.status == 0 && same.out.hasSuffix("2 derivatives: all agree\n"), "\(same.err)")

    let edited = json.replacing("\"data\": 2, \"grad\": 36", with: "\"data\": 2, \"grad\": 3")
      .replacing("\"data\": -6, \"grad\": -12", with: "\"data\": -6, \"grad\": \"nan\"")
    try scratch.write(edited, to: "g.json")
    let wrong = try await scratch.run("check", "g.json")
    #expect(wrong.status == 1)
    #expect(
      wrong.out.hasSuffix(
        """

        the file says that the gradient of a is 3; reverse mode gives 36
        the file says that the gradient of c is nan; reverse mode gives -12
        2 derivatives: all agree; 2 gradients in the file WRONG

        """), "\(wrong.out)")
    // The gradients in the file are those of d.
    let other = try await scratch.run("check", "g.json", "--output", "c,#3")
    #expect(
      other.status == 0 && other.out.hasSuffix("4 derivatives: all agree\n"), "\(other.out)\(other.err)")

    try scratch.write(json.replacing("\"data\": 36", with: "\"data\": 0.5"), to: "g.json")
    let data = try await scratch.run("check", "g.json")
    #expect(
      data.status == 1
        && data.out.hasSuffix(
          "\nthe file says that the data of d is 0.5; the operations give 36\n"
            + "2 derivatives: all agree; 1 number in the file WRONG\n"),
      "\(data.out)\(data.err)")
    try await scratch.run("explain", "g.json").expectMistake(
      "g.json: error: 'd' has the data 0.5, but 'mul' gives 36")
    #expect(try await scratch.run("check", "g.json", "--compute").status == 0)
  }

  @Test("Every number in a file is compared: each changed edge, gradient and datum is told with both numbers")
  func everyNumber() async throws {
    let scratch = try Scratch()
    try await scratch.run(
      "render", "p = x*y; q = p+x; r = q*q*p; s = r*r+q+p*x", "x=2", "y=-3", "-o", "g.json"
    )
    .expectSuccess()
    let json = try scratch.text(of: "g.json")
    try await scratch.run("check", "g.json", "--format", "txt").expectSuccessStatus()
    let number = try Regex("\"(data|grad|local|contribution)\": (-?[0-9.e+-]+)")
    let places = json.matches(of: number).map(\.range)
    #expect(places.count > 40)
    for place in places {
      let text = String(json[place])
      let name = text.split(separator: "\"")[0]
      // The data of a leaf is the question, not the answer.
      let line = json[json.lineRange(for: place)]
      if name == "data", line.contains("\"op\": null") { continue }
      let value = try #require(Double(text.split(separator: " ")[1]))
      for changed in ["\(value == 0 ? 1e-300 : value * (1 + 1e-9))", "99", "null"]
      where Double(changed) != value {
        if changed == "null", name == "data" { continue }
        var edited = json
        edited.replaceSubrange(place, with: "\"\(name)\": \(changed)")
        try scratch.write(edited, to: "e.json")
        let run = try await scratch.run("check", "e.json")
        #expect(run.status == 1 && run.out.contains("the file "), "\(line) \(changed): \(run.out)\(run.err)")
      }
    }
  }

  @Test(
    "A graph in JSON without numbers is not computed, and --compute or name=value computes it for every view")
  func withoutNumbers() async throws {
    let scratch = try Scratch.withSeed()
    try await scratch.run("render", "seed.formula", "-o", "full.json").expectSuccess()
    let bare = try scratch.text(of: "full.json")
      .replacing(
        try Regex("\"(data|grad|local|contribution)\": [^,}]+"),
        with: { match in
          "\"\(match.output[1].substring ?? "")\": null"
        })
    try scratch.write("\u{FEFF}" + bare, to: "bare.json")
    let tree = try await scratch.run("bare.json")
    #expect(
      tree.out.contains("not computed") && !tree.out.contains("stale") && tree.status == 0,
      "\(tree.out)\(tree.err)")
    let piped = try await scratch.run("-", input: "\u{FEFF}" + bare)
    #expect(piped.out == tree.out)
    for arguments in [
      ["bare.json"], ["render", "bare.json", "--format", "md"], ["explain", "bare.json"],
      ["check", "bare.json"],
    ] {
      let whole = try await Program.run(
        arguments.map { $0 == "bare.json" ? "full.json" : $0 } + ["--compute"], directory: scratch.url)
      let given = try await Program.run(arguments + ["a=2", "b=-3"], directory: scratch.url)
      #expect(given.status == 0 && given.out == whole.out, "\(arguments): \(given.out)\(given.err)")
    }
    #expect(try await scratch.run("bare.json", "--compute").err.contains("'a' has no data to compute from"))
  }

  @Test("A graph in JSON has its values, and gradients are needed")
  func misuse() async throws {
    let scratch = try Scratch.withSeed()
    try await scratch.run("check", "seed.formula", "--forward-only").expectMistake(
      "gradgraph: error: check is about gradients; --forward-only computes none")
    try await scratch.run("render", "seed.formula", "-o", "seed.json").expectSuccess()
    let changed = try await scratch.run("check", "seed.json", "a=1")
    #expect(changed.status == 0 && changed.out.contains("\na             1 "), "\(changed.out)\(changed.err)")
    try await scratch.run("check", "seed.json", "c=1").expectMistake(
      "gradgraph: error: 'c' is computed; only variables and constants take values")
  }
}
