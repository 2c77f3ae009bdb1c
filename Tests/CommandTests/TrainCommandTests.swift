import Foundation
import Testing

@Suite struct TrainCommandTests {
  // MARK: Learning

  @Test func `XOR is learnt with the default options`() async throws {
    try await Scratch().run("train", "xor", "--quiet").expectSuccess(
      """
      xor: 4 points, 2 features, 2 classes
      network 2-16-16-1, 337 parameters, relu; margin loss, adam, rate 0.02, seed 1
      loss from 0.9930 to 0 in 200 epochs; accuracy 100 % (4 of 4)
      4 of 32 relus are dead: 0 for every point
      """)
  }

  @Test func `Two moons are told apart with the default network`() async throws {
    let outcome = try await Scratch().run("train", "moons", "--quiet", "--epochs", "60")
    outcome.expectSuccess()
    #expect(outcome.out.contains("network 2-16-16-1") && outcome.out.contains("accuracy 100 % (100 of 100)"))
  }

  @Test(arguments: ["2", "7", "13"]) func `Other seeds learn XOR, too`(seed: String) async throws {
    let outcome = try await Scratch().run("train", "xor", "--quiet", "--seed", seed, "--epochs", "60")
    #expect(outcome.out.contains("accuracy 100 %"))
  }

  @Test("The network's graph is drawn as a picture, folded where it is large")
  func networkPicture() async throws {
    let scratch = try Scratch()
    let outcome = try await Program.run(
      ["train", "xor", "--epochs", "1", "--quiet", "-o", "n.svg"], directory: scratch.url)
    #expect(outcome.status == 0, "\(outcome.err)")
    #expect(String(decoding: try scratch.bytes(of: "n.svg"), as: UTF8.self).contains("role=\"img\""))
  }

  @Test(arguments: [
    ["--activation", "tanh"], ["--activation", "sigmoid"], ["--optimizer", "sgd"],
    ["--loss", "crossentropy"],
    ["--loss", "mse"], ["--hidden", "8"], ["--optimizer", "sgd", "--momentum", "0.5", "--rate", "0.5"],
  ]) func `Other methods learn XOR, too`(options: [String]) async throws {
    let outcome = try await Program.run(["train", "xor", "--quiet"] + options)
    outcome.expectSuccess()
    #expect(outcome.out.contains(options[1] == "mse" ? "% of the variance" : "accuracy 100 %"))
  }

  @Test func `A network without hidden layers can't learn XOR`() async throws {
    let outcome = try await Scratch().run("train", "xor", "--hidden", "none", "--quiet")
    #expect(outcome.out.contains("network 2-1, 3 parameters; margin loss"))
    #expect(!outcome.out.contains("100 %"))
  }

  // MARK: Plots

  @Test func `Loss and decision boundary are plotted`() async throws {
    let outcome = try await Scratch().run(
      "train", "xor", "--hidden", "8", "--epochs", "100", "--width", "40", "--charset", "ascii")
    #expect(outcome.status == 0)
    let lines = outcome.out.split(separator: "\n")
    #expect(lines.contains("loss by epoch") && lines.contains { $0.hasPrefix("decision boundary: x[0]") })
    #expect(lines.allSatisfy { $0.utf8.count <= 40 && $0.utf8.allSatisfy { $0 < 0x80 } })
    #expect(lines.last == "o y = 0   x y = 1 in .")
    // Elsewhere than on a terminal, progress is five lines.
    #expect(
      outcome.err.split(separator: "\n").map { String($0.prefix { $0 != ":" }) } == [
        "epoch 20 of 100", "epoch 40 of 100", "epoch 60 of 100", "epoch 80 of 100", "epoch 100 of 100",
      ])
  }

  @Test func `What has no boundary says why`() async throws {
    let scratch = try Scratch()
    try scratch.write("a,b,c,y\n1,2,3,0\n3,2,1,1\n2,2,2,0\n", to: "three.csv")
    let three = try await scratch.run("train", "three.csv", "--epochs", "1")
    #expect(three.out.hasSuffix("no decision boundary is shown: there are 3 features, not 2\n"))
    try scratch.write("a,b,y\n1,2,0.5\n3,2,1\n2,2,7\n", to: "number.csv")
    let number = try await scratch.run("train", "number.csv", "--epochs", "1")
    #expect(number.out.hasSuffix("no decision boundary is shown: a number is predicted, not a class\n"))
  }

  @Test func `The plot is an SVG that says what it shows`() async throws {
    let scratch = try Scratch()
    try await scratch.run("train", "xor", "--epochs", "20", "--hidden", "4", "--quiet", "--plot", "plot.svg")
      .expectSuccess()
    let svg = try scratch.text(of: "plot.svg")
    for part in [
      "role=\"img\"", ">xor: network 2-4-1</title>", "prefers-color-scheme: dark", "accuracy",
    ] {
      #expect(svg.contains(part), "\(part)")
    }
    #expect(try scratch.names() == ["plot.svg"])
  }

  // MARK: The network's graph

  @Test func `The network's graph is a graph like any other`() async throws {
    let scratch = try Scratch()
    let outcome = try await scratch.run(
      "train", "xor", "--hidden", "2", "--activation", "tanh", "--quiet", "-o", "n.json", "-o", "n.txt", "-o",
      "n.dot")
    #expect(outcome.err == "" && outcome.status == 0)
    #expect(try scratch.names() == ["n.dot", "n.json", "n.txt"])
    let json = try scratch.text(of: "n.json")
    #expect(json.contains("\"path\": \"layer1.neuron2\"") && json.contains("\"name\": \"w[1]\""))
    let tree = try scratch.text(of: "n.txt")
    #expect(tree.hasPrefix("y  +"))
    try await scratch.run("n.json", "--width", "0").expectSuccess(String(tree.dropLast()))
  }

  @Test func `The graph of a table takes its numbers as they are`() async throws {
    let scratch = try Scratch()
    try scratch.write("size,price\n10,100\n20,205\n30,295\n40,402\n", to: "sizes.csv")
    let outcome = try await scratch.run(
      "train", "sizes.csv", "--hidden", "none", "--quiet", "-o", "n.json", "--point", "2")
    #expect(outcome.out.contains("sizes.csv: 4 points, 1 feature, a number to predict"))
    let object = try JSONSerialization.jsonObject(with: Data(scratch.bytes(of: "n.json"))) as? [String: Any]
    let nodes = try #require(object?["nodes"] as? [[String: Any]])
    #expect(nodes.first?["name"] as? String == "size" && nodes.first?["data"] as? Double == 20)
    let price = try #require(nodes.first { $0["name"] as? String == "price" }?["data"] as? Double)
    #expect((price - 200).magnitude < 10, "\(price)")
  }

  // MARK: Mistakes

  @Test func `A loss that is not finite ends with exit code 1 and the epoch`() async throws {
    let outcome = try await Scratch().run("train", "xor", "--rate", "1e300", "--quiet", "--plot", "p.svg")
    outcome.expectMistake(
      "gradgraph: error: the loss is nan after epoch 1: the steps are too large; use a --rate below 1e300",
      status: 1)
  }

  @Test func `A training that diverges says so and what to do`() async throws {
    let scratch = try Scratch()
    try scratch.write("size,price\n10,100\n20,205\n30,295\n40,402\n", to: "t.csv")
    let outcome = try await scratch.run(
      "train", "t.csv", "--hidden", "none", "--optimizer", "sgd", "--rate", "2", "--quiet", "--plot", "p.svg")
    #expect(outcome.status == 1 && outcome.out == "")
    #expect(outcome.err.hasPrefix("gradgraph: error: training diverges: the loss rose from 0.8339 to "))
    #expect(outcome.err.hasSuffix(" in 200 epochs; use a --rate below 2 or --optimizer adam\n"))
    #expect(try scratch.names() == ["t.csv"])
    let endless = try await scratch.run(
      "train", "t.csv", "--hidden", "none", "--optimizer", "sgd", "--rate", "5", "--quiet")
    #expect(
      endless.status == 1 && endless.err.contains(" after epoch ") && endless.err.contains("--rate below 5"))
  }

  @Test func `A network that is worse than the mean does not explain less than nothing`() async throws {
    let scratch = try Scratch()
    try scratch.write("a,y\n1,5\n2,1\n3,4\n4,2\n5,6.5\n", to: "t.csv")
    let outcome = try await scratch.run(
      "train", "t.csv", "--epochs", "0", "--quiet", "--hidden", "4", "--seed", "2")
    outcome.expectSuccess()
    #expect(outcome.out.contains("worse than the mean of the targets") && !outcome.out.contains("%"))
  }

  @Test func `Unknown data are named`() async throws {
    try await Scratch().run("train", "moon").expectMistake(
      "gradgraph: error: 'moon' is neither xor, moons nor circles, and no file of that name is there")
    try await Scratch().run("train", "moon.csv").expectMistake(
      "gradgraph: error: 'moon.csv' can't be read: no such file")
  }

  @Test(arguments: [
    (["xor", "--target", "y"], "--target names a column of a file; xor has its classes"),
    (["xor", "--point", "5"], "--point is 1 to 4, the number of points, not 5"),
    (["xor", "-o", "-"], "-o - is not possible here, standard output has the report; name a file"),
    (
      ["xor", "-o", "net"],
      "'net' needs an ending that names its format: svg, png, pdf, dot, mmd, tex, md, txt, json, md-tree"
    ),
    (["xor", "--plot", "p.png"], "--plot writes svg: 'p.png' must end in .svg"),
    (["xor", "--plot", "p.svg", "-o", "./p.svg"], "'p.svg' is named twice"),
    (
      ["xor", "--loss", "margin", "--points", "2", "--hidden", "100000,100000"],
      "the graph of 2 points would have about 4.0e10 edges, more than 50000000; use fewer points or smaller "
        + "--hidden layers"
    ),
  ]) func `Options that do not fit are said before training`(arguments: [String], message: String)
    async throws
  {
    try await Program.run(["train"] + arguments).expectMistake("gradgraph: error: \(message)")
  }

  @Test(arguments: [
    ["--hidden", "0"], ["--hidden", "3,"], ["--epochs", "-1"], ["--rate", "0"], ["--rate", "nan"],
    ["--momentum", "0.9"], ["--optimizer", "sgd", "--momentum", "1"], ["--points", "1"], ["--noise", "-1"],
    ["--seed", "-1"], ["--loss", "huber"], ["--activation", "step"],
  ]) func `Bad options are usage errors`(options: [String]) async throws {
    let outcome = try await Program.run(["train", "moons"] + options)
    #expect(outcome.status == 64 && outcome.out == "" && outcome.err.contains(options[options.count - 2]))
  }

  @Test func `A reader that stops early does not keep the files from being written`() async throws {
    let scratch = try Scratch()
    let outcome = try await scratch.shell(
      "\"$G\" train xor --epochs 5 --hidden 2 --plot p.svg -o n.dot 2>/dev/null | head -n 1")
    #expect(outcome.out == "xor: 4 points, 2 features, 2 classes\n")
    #expect(try scratch.names() == ["n.dot", "p.svg"])
  }
}
