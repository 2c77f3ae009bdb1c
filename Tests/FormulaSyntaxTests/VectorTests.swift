import Autodiff
import FormulaSyntax
import Testing

@Suite("Vectors")
struct VectorTests {
  // MARK: Nodes, names and groups

  @Test("the elements of vectors and matrices are variables with names, in groups")
  func names() throws {
    let graph = Graph()
    let recording = try record("x = [1, -2]; W = [[1, 2, 3], [4, 5, 6]]; y = sum(x)", on: graph)
    #expect(recording.names == ["x[0]", "x[1]"] + matrix("W", 2, 3) + ["y"])
    #expect(graph.values.map(\.name) == recording.names)
    #expect(graph.values.prefix(8).allSatisfy { $0.operation == .variable })
    #expect(recording.values(named: "x")?.map(\.data) == [1, -2])
    #expect(recording.values(named: "W")?.map(\.data) == [1, 2, 3, 4, 5, 6])
    #expect(recording.values(named: "W[1]")?.map(\.data) == [4, 5, 6])
    #expect(recording.value(named: "W[1][0]")?.data == 4)
    #expect(recording.value(named: "W[1, 0]") == recording.value(named: "W[1][0]"))
    #expect(graph.groups.map(\.path) == ["x", "W"])
    #expect(graph.groupSpans.map(\.ids) == [0..<2, 2..<8])
  }

  @Test(
    "what is not there has no value",
    arguments: ["x[2]", "x[0][0]", "x[", "x[-1]", "x]", "z[0]", "x[a]", "y[0]"])
  func missing(name: String) throws {
    let recording = try record("x = [1, 2]; y = sum(x)", on: Graph())
    #expect(recording.value(named: name) == nil)
    #expect(recording.values(named: name) == nil)
  }

  @Test("the elements of a computed vector have its name, and all it took is its group")
  func computed() throws {
    let graph = Graph()
    let recording = try record("x = [1, 2]; h = tanh(2*x + 1); y = h[0]*h[1]", on: graph)
    #expect(recording.values(named: "h")?.map(\.name) == ["h[0]", "h[1]"])
    #expect(graph.groups.map(\.path) == ["x", "h"])
    #expect(graph.groupSpans.last?.ids == 2..<10)
    #expect(recording.value(named: "y")?.id == 10)
  }

  @Test("groups of vectors stand in the group of their statement")
  func nestedGroups() throws {
    let graph = Graph()
    _ = try record("layer { W = [[1, 2]]; h = W @ [3, 4] }\nsum(h)", on: graph)
    #expect(graph.groups.map(\.path) == ["layer", "layer.W", "layer.h"])
  }

  @Test("a name for a vector, a row or an element is the same, and makes no group")
  func aliases() throws {
    let graph = Graph()
    let recording = try record(
      "W = [[1, 2], [3, 4]]; V = W; r = W[1]; a = r[0]; t = transpose(W); u = [a, r[1]]; a", on: graph)
    #expect(graph.count == 4)
    #expect(graph.groups.map(\.path) == ["W"])
    #expect(recording.output.name == "W[1][0]")
    #expect(recording.value(named: "V[0][1]")?.name == "W[0][1]")
    #expect(recording.values(named: "t")?.map(\.name) == ["W[0][0]", "W[1][0]", "W[0][1]", "W[1][1]"])
    #expect(recording.values(named: "u") == recording.values(named: "r"))
  }

  @Test("an element in brackets is a variable, another name, or computed")
  func mixed() throws {
    let graph = Graph()
    let recording = try record("a = 2; b = 3; v = [a, b*2, -5, pi]; sum(v)", on: graph)
    let v = try #require(recording.values(named: "v"))
    #expect(v.map(\.name) == ["a", "v[1]", "v[2]", "v[3]"])
    #expect(v.map(\.operation) == [.variable, .multiply, .variable, .variable])
    #expect(v.map(\.data) == [2, 6, -5, .pi])
  }

  @Test("a number beside a vector is one constant for all elements")
  func sharedConstant() throws {
    #expect(try structure("x = [1, 2]; sum(3 * x)") == "sum(mul(3.0, x[0]), mul(3.0, x[1]))")
    let graph = Graph()
    _ = try record("x = [1, 2]; sum(3 * x)", on: graph)
    #expect(graph.values.filter { $0.operation == .constant }.count == 1)
  }

  // MARK: Values

  static let values: [(String, Double)] = [
    ("x[1]", 2), ("x[0] - 3*x[1]**2", -11), ("sum(x + y)", 10), ("sum(x * y)", 11), ("sum(y / x)", 5),
    ("sum(x - 1)", 1), ("sum(1 - x)", -1), ("sum(x**2)", 5), ("sum(2**x)", 6), ("sum(x**y)", 17),
    ("sum(-x)", -3), ("sum(-(x - y))", 4), ("(x + y)[1]", 6), ("[5, 6][1]", 6), ("[[1, 2], [3, 4]][1][0]", 3),
    ("[[1, 2], [3, 4]][1, 0]", 3), ("x[1.0]", 2), ("x[\n1\n]", 2), ("sum([1,\n 2,\n 3])", 6),
    ("-x[1]**2", -4),
    ("mean(x)", 1.5), ("product(y)", 12), ("sum(W)", 10), ("mean(W)", 2.5), ("sum(max(x, y - 2))", 3),
    ("sum(relu(x - 1.5))", 0.5), ("sum(leaky_relu(-x, 0.1))", -0.30000000000000004),
    ("sum(clamp(y, 0, 3.5))", 6.5),
    ("dot(x, y)", 11), ("dot(3, 4)", 12), ("x @ y", 11), ("(W @ x)[0]", 5), ("(W @ x)[1]", 11),
    ("(x @ W)[0]", 7),
    ("(x @ W)[1]", 10), ("(W @ W)[1][0]", 15), ("(W @ transpose(W))[0, 1]", 11), ("sum(W + W)", 20),
    ("sum(W * 2)", 20), ("W[1] @ x", 11), ("2 * x @ y", 22), ("x @ y * 2", 22), ("x @ y + 1", 12),
    ("-x @ y", -11),
    ("mse(x, y)", 4), ("mse(x, 1)", 0.5), ("mse(3, 1)", 4), ("mse(W, W + 1)", 1),
  ]

  @Test("operators, functions and products have their values", arguments: values)
  func hasValue(text: String, expected: Double) throws {
    let found = try value("x = [1, 2]; y = [3, 4]; W = [[1, 2], [3, 4]]\n" + text)
    #expect(found == expected, "\(text): \(found), not \(expected)")
  }

  static let identities: [(String, String)] = [
    ("sum(softmax(x))", "1"), ("softmax(x)[0]", "exp(x[0]) / sum(exp(x))"),
    ("log_softmax(x)[1]", "log(softmax(x)[1])"),
    ("logsumexp(x)", "log(sum(exp(x)))"), ("logsumexp(x[0], x[1], x[2])", "logsumexp(x)"),
    ("cross_entropy(x, 2)", "-log_softmax(x)[2]"), ("sum(softmax(W))", "2"),
    ("softmax(W)[1][0]", "softmax(W[1])[0]"),
    ("sum(log_softmax(W))", "sum(log_softmax(W[0])) + sum(log_softmax(W[1]))"),
    ("mse(x, 2*x)", "mean(square(x))"),
    ("dot(x, x)", "sum(x*x)"), ("dot(x, x)", "x @ x"), ("sum(W @ x)", "dot(W[0], x) + dot(W[1], x)"),
    ("sum(W @ x)", "sum(x @ transpose(W))"), ("(W @ V)[0, 1]", "W[0] @ transpose(V)[1]"),
    ("sum(transpose(W) @ [1, 1])", "sum(W)"), ("transpose(transpose(W))[1, 2]", "W[1, 2]"),
  ]

  @Test("functions of vectors are what they are made of, and so are their gradients", arguments: identities)
  func identity(left: String, right: String) throws {
    let variables = "x = [0.5, -1, 2]; W = [[1, -2, 0.3], [0.7, 0, -1]]; V = [[1, 2], [-3, 0.4], [0.5, 6]]\n"
    let found = try gradients(variables + left)
    let expected = try gradients(variables + right)
    #expect(
      zip(found, expected).allSatisfy { ($0 - $1).magnitude < 1e-14 }, "\(left): \(found), not \(expected)")
  }

  /// The output, and its gradient by the 15 variables.
  private func gradients(_ text: String) throws -> [Double] {
    let graph = Graph()
    let recording = try record(text, on: graph)
    recording.output.backward()
    return [recording.output.data] + graph.values.prefix(15).map { $0.grad ?? .nan }
  }

  @Test("a function that is a whole statement makes one group, another one of its own")
  func functionGroups() throws {
    let graph = Graph()
    _ = try record("z = [1, 2]; p = softmax(z); loss = cross_entropy(z, 0) + sum(softmax(2*z))", on: graph)
    #expect(graph.groups.map(\.path) == ["z", "p", "cross_entropy", "softmax"])
    let nested = Graph()
    _ = try record("z = [1, 2]; p = 2 * softmax(z); sum(p)", on: nested)
    #expect(nested.groups.map(\.path) == ["z", "p", "p.softmax"])
  }

  @Test("a product of a matrix is one node for each element")
  func productNodes() throws {
    #expect(
      try structure("x = [1, 2]; W = [[3, 4], [5, 6]]; h = W @ x; h[1]")
        == "dot(W[1][0], W[1][1], x[0], x[1])")
  }
}

private func record(_ text: String, on graph: Graph) throws -> Recording {
  try Formula(parsing: Source(text)).record(on: graph)
}

private func matrix(_ name: String, _ rows: Int, _ columns: Int) -> [String] {
  (0..<rows).flatMap { row in (0..<columns).map { "\(name)[\(row)][\($0)]" } }
}
