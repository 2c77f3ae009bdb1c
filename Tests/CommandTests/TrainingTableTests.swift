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

  // MARK: Words, commas, comments, gaps

  /// Ten flowers of three kinds, as Fisher's iris is published: four features and a word.
  private let flowers: [(features: [String], kind: String)] = [
    (["5.1", "3.5", "1.4", "0.2"], "setosa"), (["4.9", "3.0", "1.4", "0.2"], "setosa"),
    (["4.7", "3.2", "1.3", "0.2"], "setosa"), (["7.0", "3.2", "4.7", "1.4"], "versicolor"),
    (["6.4", "3.2", "4.5", "1.5"], "versicolor"), (["6.9", "3.1", "4.9", "1.5"], "versicolor"),
    (["6.3", "3.3", "6.0", "2.5"], "virginica"), (["5.8", "2.7", "5.1", "1.9"], "virginica"),
    (["7.1", "3.0", "5.9", "2.1"], "virginica"), (["6.3", "2.9", "5.6", "1.8"], "virginica"),
  ]

  private func table(_ separator: String, comma: Bool = false, end: String = "\n", header: String = "")
    -> String
  {
    header
      + flowers.map { row in
        (row.features.map { comma ? $0.replacing(".", with: ",") : $0 } + [row.kind]).joined(
          separator: separator)
      }.joined(separator: end) + end
  }

  @Test func `Words are classes, and a table of flowers is the same in every spelling`() async throws {
    let plain = try await summary(table(","))
    #expect(plain.hasPrefix("t.csv: 10 points, 4 features, 3 classes: setosa, versicolor, virginica\n"))
    #expect(plain.contains("network 4-2-3") && plain.contains("crossentropy loss"))
    for text in [
      table(",", header: "sepal length,sepal width,petal length,petal width,species\n"),
      table("; ", comma: true, end: ";\r\n", header: "a;b;c;d;species;\r\n"),
      table(";", comma: true, end: ";\n", header: "a;b;c;d;species\n"),
      table("\t", comma: true), table("\t", header: "a\tb\tc\td\tkind of flower\n"),
      table("  "), table(" \t ", end: " \n"),
      table(" ", comma: true, header: "# five columns\na b c d kind\n"),
      table(",", end: "\n# a comment, with a comma\n\n"), table(",", end: ",\n"),
      table(";", header: "sep=;\n"), table("|", header: "sep=|\r\n"),
      "\u{FEFF}" + table(",", end: "\r\n"),
    ] {
      #expect(try await summary(text) == plain, "\(text.debugDescription)")
    }
  }

  @Test func `Rows with a missing value are left out and counted`() async throws {
    let scratch = try Scratch()
    let gaps = ["", "NA", "n/a", "#N/A", "nan", "NaN", "NULL", "null", "?"].map { "\($0),2,3,4,setosa\n" }
    try scratch.write("a,b,c,d,kind\n" + table(",") + gaps.joined() + "1,2,3,4,NA\n,,,,\n", to: "t.csv")
    let outcome = try await scratch.run("train", "t.csv", "--epochs", "1", "--hidden", "2", "--quiet")
    #expect(outcome.status == 0 && outcome.out.hasPrefix("t.csv: 10 points, 4 features, 3 classes: "))
    #expect(
      outcome.err
        == "gradgraph: note: t.csv: 11 of 21 rows are left out: a value is missing, first in line 12\n")
    #expect(
      try await mistakes("a,b\nNA,1\n2,?\n").hasPrefix(
        "t.csv:1:1: error: training needs two rows of numbers or more, not 0; 2 of 2 rows are left out: "))
  }

  @Test func `The names of classes are in the plots and in the network's graph`() async throws {
    let scratch = try Scratch()
    let rows = flowers.map { "\($0.features[0]),\($0.features[2]),\($0.kind)\n" }.joined()
    try scratch.write("length,petal,kind\n" + rows, to: "t.csv")
    let outcome = try await scratch.run(
      "train", "t.csv", "--epochs", "3", "--hidden", "2", "--plot", "p.svg", "-o", "n.txt", "--width", "72")
    #expect(outcome.status == 0 && outcome.out.contains("o kind = setosa   x kind = versicolor"))
    #expect(try scratch.text(of: "p.svg").contains("kind = virginica"))
    #expect(try scratch.text(of: "n.txt").contains("kind[setosa]"))
    let two = try await summary("1,2,no\n2,3,yes\n3,4,no\n")
    #expect(two.contains("2 classes: no, yes\n") && two.contains("margin loss"))
  }

  @Test func `Names of classes are shown, not interpreted`() async throws {
    let shown = try await summary("a,b,kind\n1,2,\u{1B}[2J\n2,3,b\n")
    #expect(shown.hasPrefix("t.csv: 2 points, 2 features, 2 classes: \\u{1B}[2J, b\n"))
  }

  @Test(arguments: [
    (
      "a;y\n1,5;2\n2.5;3\n",
      "t.csv:3:1: error: '2.5' has a decimal point where '1,5' has a decimal comma; write all numbers alike"
    ),
    (
      "a;y\n1.000,5;2\n2;3\n",
      "t.csv:2:1: error: '1.000,5' is not a number; leave out what separates thousands"
    ),
    (
      "color,y\nred,1\nblue,2\n",
      "t.csv:2:1: error: column 'color' holds words, which only the target may; predict it with --target, or take it out"
    ),
    ("a,y\n1,2\n2,x\n3,4\n", "t.csv:3:3: error: 'x' is not a number, such as 2.5 or -1e-3"),
    ("a,y\n1,2\n\u{2212}3,4\n5,6\n", "t.csv:3:1: error: '\u{2212}3' is not a number, such as 2.5 or -1e-3"),
    ("1 2\n3 \"4\"5\n", "t.csv:2:6: error: expected a blank or the end of the line after a quoted field"),
    ("1 2 3\n4 5 # note\n", "t.csv:2:7: error: the row has 4 fields, the first row has 3"),
  ]) func `What can't be read is told at its place`(text: String, message: String) async throws {
    #expect(try await mistakes(text).hasPrefix(message + "\n"))
  }

  @Test func `Bytes that are no UTF-8 are told, since two names could become one`() async throws {
    let scratch = try Scratch()
    try scratch.write(
      Array("1,2,caf".utf8) + [0xE9, 0x0A] + Array("2,3,caf".utf8) + [0xE8, 0x0A], to: "t.csv")
    let latin = try await scratch.run("train", "t.csv")
    #expect(latin.status == 64 && latin.err.hasPrefix("t.csv:1:5: error: the text is not UTF-8; "))
    try scratch.write([0xFF, 0xFE, 0x31, 0x00, 0x2C, 0x00], to: "u.csv")
    let wide = try await scratch.run("train", "u.csv")
    #expect(wide.status == 64 && wide.err.hasPrefix("u.csv:1:1: error: the table is UTF-16; "))
  }

  @Test func `Words that a loss can't learn are said`() async throws {
    #expect(
      try await mistakes("1,a\n2,a\n")
        == "gradgraph: error: every target 'y' is a: there is nothing to learn\n")
    #expect(
      try await mistakes("1,a\n2,b\n", "--loss", "mse")
        == "gradgraph: error: --loss mse is for numbers, 'y' has words; use --loss crossentropy\n")
    #expect(
      try await mistakes((0..<12).map { "\($0),name\($0)\n" }.joined())
        == "gradgraph: error: at most 10 classes can be learnt, 'y' has 12 distinct words; --target names another column\n"
    )
  }

  // MARK: Extreme numbers

  @Test(arguments: [
    "x,z,y\n0,0,0\n5e-324,1,1\n1e-323,2,0\n", "a,b,y\n1,5e-324,1\n2,1e-323,0\n",
    "a,b,y\n-5e-324,0,1\n5e-324,0,0\n", "a,b,y\n1e-310,3e-309,1\n2e-310,-3e-309,0\n",
    "a,b,y\n1e-291,1,1\n9e-291,2,0\n", "a,b,y\n1e100,2,0\n-1e100,3,1\n",
    "a,b,y\n1,1,0\n1.0000000000000002,1,1\n", "a,b,y\n7,7,0\n7,7,1\n", "a,y\n1,5e-324\n2,1e-323\n3,0\n4,0\n",
  ]) func `Subnormal, huge and constant columns are trained on and plotted`(text: String) async throws {
    let scratch = try Scratch()
    try scratch.write(text, to: "t.csv")
    let outcome = try await scratch.run("train", "t.csv", "--epochs", "2", "--hidden", "2", "--plot", "p.svg")
    #expect(outcome.status == 0 && outcome.out.contains("loss by epoch"), "\(outcome.err)")
    let svg = try scratch.text(of: "p.svg")
    #expect(!svg.contains("nan") && !svg.contains("inf"))
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
        t.csv:8:1: error: the number is too large: at most 1e100
          1e200,1,nan
          ^~~~~

        """)
  }

  @Test func `Many mistakes are cut and counted`() async throws {
    let shown = try await mistakes("a,b\n1,2\n" + String(repeating: "x,1\n", count: 13))
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
    ("1,2\n1e308,3\n", "t.csv:2:1: error: the number is too large: at most 1e100"),
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
