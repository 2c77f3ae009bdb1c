import Testing

/// Tables to train on: what is read, and what a mistake in them says.
@Suite struct TrainingTableTests {
  private func summary(_ text: String, _ options: String...) async throws -> String {
    let scratch = try Scratch()
    try scratch.write(text, to: "t.csv")
    let outcome = try await Program.run(
      ["train", "t.csv", "--epochs", "3", "--hidden", "2", "--quiet"] + options, directory: scratch.url)
    outcome.expectSuccess()
    return outcome.out
  }

  private func mistakes(_ text: String, _ options: String...) async throws -> String {
    let scratch = try Scratch()
    try scratch.write(text, to: "t.csv")
    let outcome = try await Program.run(["train", "t.csv"] + options, directory: scratch.url)
    #expect(outcome.status == 64 && outcome.out == "")
    return outcome.err
  }

  // MARK: What is read

  @Test func `One table in many spellings is the same table`() async throws {
    let plain = try await summary("a,b,y\n1,10,0\n2,20,1\n3,10,0\n4,30,1\n")
    #expect(plain.hasPrefix("t.csv: 4 points, 2 features, 2 classes\n"))
    for text in [
      "1,10,0\n2,20,1\n3,10,0\n4,30,1",
      "\u{FEFF}a,b,y\r\n1,10,0\r\n2,20,1\r\n3,10,0\r\n4,30,1\r\n",
      "\n\na;b;y\n\n 1 ; 10;0\n2;20;1\n   \n3;10;0\n4;30;1\n\n",
      "a\tb\ty\n1\t10\t0\n2\t20\t1\n3\t10\t0\n4\t30\t1\n",
      "\"a\",\"b, \"\"c\"\"\",y\n\"1\",10,0\n2,20,1\n3,1e1,0\n+4,30.0,1\n",
      "\"two\nlines\",b,y\r1,10,0\r2,20,1\r3,10,0\r4,30,1\r",
    ] {
      #expect(try await summary(text) == plain, "\(text.debugDescription)")
    }
    // The target may stand anywhere.
    for target in ["y", "1"] {
      #expect(try await summary("y,a,b\n0,1,10\n1,2,20\n0,3,10\n1,4,30\n", "--target", target) == plain)
    }
  }

  @Test func `The targets decide what is learnt, unless --loss does`() async throws {
    func kind(_ targets: [String], _ options: String...) async throws -> String {
      let scratch = try Scratch()
      try scratch.write(targets.enumerated().map { "\($0),\($0 * $0),\($1)\n" }.joined(), to: "t.csv")
      let outcome = try await Program.run(
        ["train", "t.csv", "--epochs", "1", "--hidden", "2", "--quiet"] + options, directory: scratch.url)
      let words = outcome.out.split(separator: "\n")
      return words.prefix(2).map { $0.split(separator: ";")[0].split(separator: ",").last ?? "" }.joined(
        separator: ";")
        + (words.dropFirst().first.map { $0.split(separator: ";")[1].split(separator: ",")[0] } ?? "")
    }
    #expect(try await kind(["-1", "1", "-1", "1"]) == " 2 classes; relu margin loss")
    #expect(try await kind(["0.5", "7", "7", "7"]) == " 2 classes; relu margin loss")
    #expect(try await kind(["0", "1", "2", "0", "1", "2"]) == " 3 classes; relu crossentropy loss")
    #expect(try await kind(["0", "1", "2", "0", "1", "3"]) == " a number to predict; relu mse loss")
    #expect(try await kind(["0", "1", "2.5", "0", "1", "2.5"]) == " a number to predict; relu mse loss")
    #expect(try await kind(["0", "1", "0", "1"], "--loss", "mse") == " a number to predict; relu mse loss")
    #expect(
      try await kind(["0", "1", "0", "1"], "--loss", "crossentropy") == " 2 classes; relu crossentropy loss")
  }

  @Test func `Standard input is a table, too`() async throws {
    let outcome = try await Program.run(
      ["train", "-", "--epochs", "1", "--quiet"], input: "1,2,0\n2,3,1\n")
    #expect(outcome.out.hasPrefix("standard input: 2 points, 2 features, 2 classes\n"))
  }

  @Test func `A feature that never changes is no obstacle`() async throws {
    #expect(try await summary("1,5,0\n2,5,1\n3,5,0\n").contains("loss from"))
  }

  // MARK: Mistakes

  @Test func `Every bad field and row is reported with its place`() async throws {
    #expect(
      try await mistakes("a,b,c\n1,2,3\n4,é,6\n7,8\n1,2,3,4\n\n,1,2\n1e200,1,nan\n") == """
        t.csv:3:3: error: 'é' is not a number, such as 2.5 or -1e-3
          4,é,6
            ^
        t.csv:4:3: error: the row has 2 fields, the first row has 3
          7,8
            ^
        t.csv:5:7: error: the row has 4 fields, the first row has 3
          1,2,3,4
                ^
        t.csv:7:1: error: the field is empty; every field must hold a number
          ,1,2
          ^
        t.csv:8:1: error: the number is too large: at most 1e100
          1e200,1,nan
          ^~~~~
        t.csv:8:9: error: 'nan' is not a number, such as 2.5 or -1e-3
          1e200,1,nan
                  ^~~

        """)
  }

  @Test func `Many mistakes are cut and counted`() async throws {
    let shown = try await mistakes("a,b\n" + String(repeating: "1,x\n", count: 13))
    #expect(shown.components(separatedBy: "is not a number").count == 11)
    #expect(shown.hasSuffix("\n3 more errors are not shown\n"))
  }

  @Test func `A column that is not there comes with those that are`() async throws {
    #expect(
      try await mistakes("size, price\n1,2\n2,3\n", "--target", "cost") == """
        t.csv:1:1: error: there is no column 'cost'; the columns are 'size', 'price'
          size, price
          ^~~~~~~~~~~

        """)
    #expect(
      try await mistakes("1,2\n2,3\n", "--target", "3").hasPrefix(
        "t.csv:1:1: error: there is no column '3'; the columns have no names; give a number from 1 to 2\n"))
  }

  @Test(arguments: [
    ("1,2\n3,\"4\n", "t.csv:2:3: error: this quote is never closed"),
    ("1,2\n3,\"4\"5\n", "t.csv:2:6: error: expected ',' or the end of the line after a quoted field"),
    ("", "t.csv:1:1: error: the table is empty"), (" \n\n", "t.csv:1:1: error: the table is empty"),
    ("1\n2\n", "t.csv:1:1: error: a row needs two fields or more, features and a target, separated by ','"),
    ("a,b\n1,2\n", "t.csv:1:1: error: training needs two rows of numbers or more, not 1"),
    ("a,b\n", "t.csv:1:1: error: training needs two rows of numbers or more, not 0"),
    ("1,b\n1,2\n", "t.csv:1:3: error: 'b' is not a number, such as 2.5 or -1e-3"),
    ("1,0x10\n1,2\n", "t.csv:1:3: error: '0x10' is not a number, such as 2.5 or -1e-3"),
  ]) func `What is no table is said at its place`(text: String, message: String) async throws {
    #expect(try await mistakes(text).hasPrefix(message + "\n"))
  }

  @Test func `Targets that a loss can't learn are said`() async throws {
    #expect(
      try await mistakes("1,2\n2,2\n")
        == "gradgraph: error: every target 'y' is 2: there is nothing to learn\n")
    #expect(
      try await mistakes("1,2\n2,3\n3,4\n", "--loss", "margin")
        == "gradgraph: error: --loss margin is for two classes, 'y' has 3 distinct values; "
        + "use --loss crossentropy or --loss mse\n")
    #expect(try await mistakes("1,2\n2,3\n", "--points", "7").contains("--points and --noise are for xor"))
  }
}
