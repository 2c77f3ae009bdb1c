import Foundation
import Testing

@Suite struct VectorCommandTests {
  private let layer = """
    x = [1, 2]
    W = [[0.5, -1], [2, 0.25]]
    h = tanh(W @ x)
    y = sum(h)
    """

  private func scratch() throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write(layer, to: "layer.formula")
    return scratch
  }

  // MARK: Values

  @Test func `Vectors are given whole or element by element`() async throws {
    try await Scratch().run("sum(w * x)", "w=[3, -1]", "x=[1,2]", "x[1]=4").expectSuccess(
      """
      sum            data -1   grad  1
      ├── *          data  3   grad  1   ∂ 1
      │   ├── w[0]   data  3   grad  1   ∂ 1
      │   └── x[0]   data  1   grad  3   ∂ 3
      └── *          data -4   grad  1   ∂ 1
          ├── w[1]   data -1   grad  4   ∂ 4
          └── x[1]   data  4   grad -1   ∂ -1
      7 nodes, 6 edges, 0 shared
      """)
  }

  @Test func `Vectors of a file are overridden whole, by element and as matrices`() async throws {
    let scratch = try scratch()
    let outcome = try await scratch.run(
      "render", "layer.formula", "x=[3, 4]", "W[1][0]=7", "W[0, 1]=8", "--format", "json")
    outcome.expectSuccess()
    let numbers = [
      "x[0]": "3", "x[1]": "4", "W[0][0]": "0.5", "W[0][1]": "8", "W[1][0]": "7", "W[1][1]": "0.25",
    ]
    for (name, number) in numbers {
      #expect(
        outcome.out.contains(
          "\"name\": \"\(name)\", \"op\": null, \"kind\": \"variable\", \"data\": \(number),"))
    }
    try await scratch.run("layer.formula", "W=[[1, 0], [0, 1]]", "--output", "h[1]", "--depth", "1")
      .expectSuccess(
        """
        h[1]  tanh   data 0.9640   grad 1
        └── dot      data 2        grad 0.07065   ∂ 0.07065
            └── … 4 nodes below
        6 nodes, 5 edges, 0 shared; showing 2 of 6 nodes; 5 other nodes not below the output
        """)
  }

  @Test(arguments: ["h[0]", "W[0][1]", "W[0, 1]"]) func `An element is an output`(name: String) async throws {
    let outcome = try await scratch().run("layer.formula", "--output", name)
    outcome.expectSuccess()
    #expect(outcome.out.hasPrefix(name.replacing(", ", with: "][")))
  }

  // MARK: Mistakes

  @Test func `Mistakes of shapes, values and outputs come in one run`() async throws {
    try await scratch().run(
      "layer.formula", "x=[1, 2, 3]", "W[2][0]=1", "h[0]=1", "q[0]=1", "--output", "x[7]"
    ).expectMistake(
      """
      layer.formula:3:1: error: 'h[0]' is computed by the formula; only variables can be given
        h = tanh(W @ x)
        ^
      layer.formula:3:12: error: shapes [2, 2] of 'W' and [3] of 'x' do not fit in '@'; the left side has 2 columns, the right side 3 elements
        h = tanh(W @ x)
                   ^
      layer.formula: error: the formula has no variable 'q[0]'
      layer.formula: error: 'W[2][0]' does not exist; its shape is [2, 2]
      layer.formula: error: 'x[7]' does not exist; its shape is [3]
      """)
  }

  @Test func `A vector is no output, and the message says what is`() async throws {
    let scratch = try scratch()
    try await scratch.run("layer.formula", "--output", "h").expectMistake(
      "layer.formula: error: the output 'h' is a vector of shape [2]; an output is one number, such as 'h[0]'"
    )
    try await scratch.run("x = [1, 2]; x / 2").expectMistake(
      """
      <formula>:1:15: error: the output is a vector of shape [2]; an output is one number, such as the sum
        x = [1, 2]; x / 2
                      ^
      """)
  }

  @Test(arguments: ["[1", "[]", "[1, a]", "[[1], 2]"]) func `A text that is no vector is shown`(text: String)
    async throws
  {
    try await Scratch().run("sum(x)", "x=\(text)").expectMistake(
      """
      gradgraph: error: the value of 'x' must be a vector, such as [1, 2], or a matrix, such as [[1, 2], [3, 4]], not '\(text)'
      """)
  }

  @Test func `A number beyond the doubles is refused in a vector, too`() async throws {
    try await Scratch().run("sum(x)", "x=[1, 1e999]").expectMistake(
      "gradgraph: error: the value of 'x' does not fit in a double: '[1, 1e999]'")
  }

  // MARK: Formats

  @Test func `Every vector is a frame of the picture and a group of the JSON`() async throws {
    let scratch = try scratch()
    let picture = try await scratch.run("render", "layer.formula")
    picture.expectSuccess()
    for name in ["x", "W", "h"] {
      #expect(picture.out.contains("graph [label=\"\(name)\", tooltip=\"\(name)\""))
    }
    #expect(picture.out.contains("\"W[1][0]\" -> "))
    let json = try await scratch.run("render", "layer.formula", "--format", "json")
    json.expectSuccess()
    #expect(json.out.contains("{\"path\": \"W\", \"parent\": null}"))
    try scratch.write(json.out, to: "layer.json")
    #expect(try await scratch.run("render", "layer.json", "--format", "json").out == json.out)
    #expect(try await scratch.run("layer.json").out == scratch.run("layer.formula").out)
  }

  @Test func `Gradients of vectors pass the check`() async throws {
    let scratch = try scratch()
    try await scratch.run("check", "layer.formula").expectStatus(0)
    try await scratch.run("check", "layer.formula", "--output", "h[0],h[1]").expectStatus(0)
    try await scratch.run("layer.formula", "--depth", "0", "--expect", "x[0].grad=0.37").expectStatus(1)
  }
}

extension Program.Outcome {
  fileprivate func expectStatus(_ expected: Int32, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(status == expected, "\(out)\n\(err)", sourceLocation: sourceLocation)
  }
}
