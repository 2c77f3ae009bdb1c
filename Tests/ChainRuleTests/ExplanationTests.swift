import Autodiff
import ChainRule
import Foundation
import FormulaSyntax
import Testing

@Suite struct ExplanationTests {
  /// The text of an explanation of the last statement by its variables.
  private func text(
    _ formula: String, of name: String, top: Int = 10,
    _ options: ExplanationOptions = ExplanationOptions()
  ) throws -> String {
    let graph = Graph()
    let recording = try Formula.record(Source(formula), on: graph)
    let variables = [try #require(recording.value(named: name))]
    let explanation = Explanation(of: variables, from: recording.output, top: top)
    return String(decoding: ExplanationEncoder(options).encode(explanation), as: UTF8.self)
  }

  private static let seed = "a = 2; b = -3; c = a*b + a**2; d = tanh(c)"

  @Test func `The first example is written out path by path`() throws {
    #expect(
      try text(Self.seed, of: "a") == """
        ∂d/∂a: 2 paths
        ∂d/∂c · ∂c/∂(a**2) · ∂(a**2)/∂a = (1 − tanh²c) · 1 · 2·a = 0.07065 · 1 · 4 = 0.2826
        ∂d/∂c · ∂c/∂(a*b) · ∂(a*b)/∂a = (1 − tanh²c) · 1 · b = 0.07065 · 1 · -3 = -0.2120
        ∂d/∂a = 0.2826 − 0.2120 = 0.07065

        """)
  }

  @Test func `In 7 bits the derivatives are formulas`() throws {
    #expect(
      try text(Self.seed, of: "b", ExplanationOptions(charset: .ascii, precision: 3)) == """
        dd/db: 1 path
        dd/dc * dc/d(a*b) * d(a*b)/db = (1 - tanh(c)**2) * 1 * a = 0.0707 * 1 * 2 = 0.141
        dd/db = 0.141

        """)
  }

  @Test func `A narrow line is broken before its signs`() throws {
    #expect(
      try text("a = 2; d = sin(cos(exp(a)) * 3)", of: "a", ExplanationOptions(width: 40)) == """
        ∂d/∂a: 1 path
        ∂d/∂(cos(exp(a))*3)
            · ∂(cos(exp(a))*3)/∂cos(exp(a))
            · ∂cos(exp(a))/∂exp(a) · ∂exp(a)/∂a
          = cos(cos(exp(a))*3) · 3
            · (−sin(exp(a))) · exp(a)
          = 0.2238 · 3 · -0.8939 · 7.389
          = -4.435
        ∂d/∂a = -4.435

        """)
  }

  @Test(arguments: [40, 57, 80, 160]) func `No line is wider than the width`(width: Int) throws {
    let chain =
      "x = 0.5\n"
      + (0..<60).map { "v\($0) = sin(\($0 == 0 ? "x" : "v\($0 - 1)")) * 1.5 + x" }
      .joined(separator: "\n")
    for formula in [Self.seed, chain] {
      let lines = try text(formula, of: formula == chain ? "x" : "a", ExplanationOptions(width: width))
        .split(separator: "\n")
      #expect(lines.allSatisfy { $0.count <= width }, "\(lines.map(\.count))")
    }
  }

  @Test func `Paths that are not listed are counted and added up`() throws {
    let ladder =
      "x = 1\n"
      + (0..<70).map { "v\($0) = \($0 == 0 ? "x" : "v\($0 - 1)") * 2 - \($0 == 0 ? "x" : "v\($0 - 1)")" }
      .joined(separator: "\n")
    let lines = try text(ladder, of: "x", top: 1).split(separator: "\n")
    #expect(lines[0] == "∂v69/∂x: 1180591620717411303424 paths, the largest:")
    #expect(lines[1].contains(" · … 128 factors … · "))
    #expect(lines[1].hasSuffix(" = 1.181e21"))
    #expect(lines[2] == "all other paths: -1.181e21")
    #expect(lines[3] == "∂v69/∂x = 1.181e21 − 1.181e21 = 1")
  }

  @Test func `Without a path the gradient is 0, and words say so`() throws {
    #expect(try text("x = 2; y = 3; z = x*2", of: "y") == "no path leads from y to z: the gradient is 0\n")
    #expect(try text("x = 2; z = x", of: "x").hasSuffix("∂x/∂x = 1\n"))
  }

  @Test func `Parameters are put in, and what says nothing is left out`() throws {
    func derivative(_ formula: String) throws -> Substring {
      let line = try text(formula, of: "x").split(separator: "\n")[1]
      return line.split(separator: " = ")[1]
    }
    #expect(try derivative("x = 3; y = x**2") == "2·x")
    #expect(try derivative("x = 3; y = x**3") == "3·x²")
    #expect(try derivative("x = 3; y = x**1") == "1")
    #expect(try derivative("x = 3; y = x**-1") == "−x⁻²")
    #expect(try derivative("x = 3; y = x**0.5") == "0.5·x^-0.5")
    #expect(try derivative("x = 3; y = leaky_relu(x, 0.2)") == "1")
    #expect(try derivative("x = -3; y = leaky_relu(x, 0.2)") == "0.2")
    #expect(try derivative("x = -3; y = elu(x, 2)") == "2·exp(x)")
    #expect(try derivative("x = 3; a = 1; y = mean(x, a, 2)") == "1/3")
    #expect(try derivative("x = 3; a = 4; y = product(x, a)") == "y/x")
    #expect(try derivative("x = 3; a = 4; y = logsumexp(x, a)") == "exp(x − y)")
    #expect(try derivative("x = 3; a = 4; y = x/(a + 1)") == "1/(a + 1)")
  }

  @Test func `At a kink the number stands for the text, and the convention is told`() throws {
    let lines = try text("x = 1; y = 1; m = max(x, y)", of: "x").split(separator: "\n")
    #expect(
      lines == [
        "∂m/∂x: 1 path", "∂m/∂x = 0.5", "∂m/∂x = 0.5", "note: at m (max): x = y: each operand gets half",
      ])
  }

  @Test func `What is not finite is said in words`() throws {
    let lines = try text("x = 0; y = sqrt(x) * 0", of: "x").split(separator: "\n")
    #expect(
      lines.suffix(4) == [
        "∂y/∂x = nan", "note: ∂y/∂x is not a number (NaN)", "note: ∂sqrt(x)/∂x is infinite",
        "note: at sqrt(x) (sqrt): x = 0: the derivative is inf",
      ])
    #expect(try text("x = -1; y = log(x)", of: "x").contains("note: the value of y is not a number (NaN)\n"))
  }

  @Test func `Hostile names are made visible in every format`() throws {
    let graph = Graph()
    let names = [
      "\u{1B}[31mx", "a`|b", "\\end{align*}", "\"<&>\n", "é_#$%^~", "x + y",
      String(repeating: "n", count: 300),
    ]
    let variables = names.map { graph.variable(2, named: $0) }
    let output = product(variables).named("out|`")
    let explanation = Explanation(of: variables, from: output, steps: true)
    let plain = Explanation(of: variables, from: output)
    for explained in [explanation, plain] {
      let texts = [
        ExplanationEncoder().encode(explained), ExplanationMarkdownEncoder().encode(explained),
        ExplanationTeXEncoder().encode(explained),
      ].map { String(decoding: $0, as: UTF8.self) }
      for text in texts { #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 }) }
      #expect(!texts[2].contains("\\end{align*}}"))
      let rows = texts[1].split(separator: "\n").filter { $0.hasPrefix("|") }
      #expect(rows.allSatisfy { $0.replacing("\\|", with: "").count { $0 == "|" } == 5 })
      let json = try JSONSerialization.jsonObject(with: Data(ExplanationJSONEncoder().encode(explained)))
      let gradients = (json as? [String: Any])?["gradients"] as? [[String: Any]]
      #expect(gradients?.map { ($0["of"] as? [String: Any])?["name"] as? String } == names)
    }
    let ascii = ExplanationEncoder(ExplanationOptions(charset: .ascii)).encode(plain)
    #expect(ascii.allSatisfy { $0 < 0x80 })
  }

  @Test func `The steps are aligned and end with the gradients`() throws {
    let graph = Graph()
    let recording = try Formula.record(Source(Self.seed), on: graph)
    let a = try #require(recording.value(named: "a"))
    let explanation = Explanation(of: [a], from: recording.output, top: 0, steps: true)
    #expect(
      String(decoding: ExplanationEncoder().encode(explanation), as: UTF8.self) == """
        start  d.grad = 1
            1  c.grad +=      d.grad · ∂d/∂c           = 1 · 0.07065  = 0.07065  sum 0.07065
            2  (a*b).grad +=  c.grad · ∂c/∂(a*b)       = 0.07065 · 1  = 0.07065  sum 0.07065
            3  (a**2).grad += c.grad · ∂c/∂(a**2)      = 0.07065 · 1  = 0.07065  sum 0.07065
            4  a.grad +=      (a**2).grad · ∂(a**2)/∂a = 0.07065 · 4  = 0.2826   sum 0.2826
            5  a.grad +=      (a*b).grad · ∂(a*b)/∂a   = 0.07065 · -3 = -0.2120  sum 0.07065
            6  b.grad +=      (a*b).grad · ∂(a*b)/∂b   = 0.07065 · 2  = 0.1413   sum 0.1413

        ∂d/∂a = 0.07065

        """)
  }

  @Test func `A factor that is wider than a line is broken between its words`() throws {
    let lines = try text(
      "a = 2; b = 3; y = gelu(a/b + sin(a))", of: "a", ExplanationOptions(width: 40)
    ).split(separator: "\n")
    #expect(lines.allSatisfy { $0.count <= 40 || !$0.dropFirst(4).contains(" ") }, "\(lines)")
    #expect(lines.contains { $0.hasPrefix("  = ((1 + ") })
  }

  // MARK: One name for one thing

  @Test func `Edges that join the same two nodes are told apart`() throws {
    #expect(
      try text("x = 4; y = x/x", of: "x") == """
        ∂y/∂x: 2 paths
        ∂₁y/∂x = 1/x = 0.25
        ∂₂y/∂x = −x/x/x = -0.25
        ∂y/∂x = 0.25 − 0.25 = 0

        ∂₁, ∂₂: by the first, by the second operand

        """)
    let ascii = try text("x = 4; y = x/x", of: "x", ExplanationOptions(charset: .ascii))
    #expect(ascii.contains("d2 y/dx = -x/x/x = -0.25\n"))
    #expect(ascii.hasSuffix("d1, d2: by the first, by the second operand\n"))
  }

  @Test func `Nodes of one name, as far as it is shown, are told apart by their ids`() {
    let graph = Graph()
    let long = String(repeating: "n", count: 30)
    let variables = ["a", "a", long + "1", long + "2"].map { graph.variable(2, named: $0) }
    let explanation = Explanation(of: variables, from: product(variables).named("y"), top: 0)
    let lines = String(decoding: ExplanationEncoder().encode(explanation), as: UTF8.self).split(
      separator: "\n")
    let cut = String(repeating: "n", count: 23) + "…"
    let heads = lines.filter { $0.hasSuffix(": 1 path") }
    #expect(heads == ["a", "a#1", cut, cut + "#3"].map { "∂y/∂\($0): 1 path" })
  }

  @Test func `What the ids stand for is in a legend`() throws {
    let formula = "a = 2; b = 3; y = exp(sum(a, b, sin(a) + cos(b), a*b, 7) * tanh(b))"
    let lines = try text(formula, of: "b").split(separator: "\n")
    let legend = lines.drop { !$0.hasPrefix("#") }
    #expect(legend.contains("#7 = sum(a, b, sin(a) + cos(b), a*b, …)"))
    #expect(legend.count { $0.hasPrefix("#7 = ") } == 1)
    let chain = "x = 1; y = " + (0..<60).reduce("x") { text, _ in "sin(\(text) + 1)" }
    let graph = Graph()
    let output = try Formula.record(Source(chain), on: graph).output
    let explanation = Explanation(of: [graph[0]], from: output, factors: 200)
    let text = String(decoding: ExplanationEncoder().encode(explanation), as: UTF8.self)
    #expect(text.hasSuffix(" more nodes without a name\n"))
    let missing = text.split(separator: "\n").count { $0.hasPrefix("#") }
    #expect(missing == 30)
  }

  // MARK: What is easily misread

  @Test func `An exponent of zero is a derivative of zero, and no sign comes twice`() throws {
    #expect(try text("x = 3; y = x**0", of: "x").contains("∂y/∂x = 0\n"))
    #expect(try text("x = 3; b = 2; y = (-x)/b", of: "b").contains("∂y/∂b = −(-x/b)/b = 0.75\n"))
    #expect(!(try text("x = 3; y = -(-x)", of: "x").contains("--")))
  }

  @Test func `The product of the factors that are left out is told`() throws {
    let chain =
      "x = 1\n" + (0..<20).map { "v\($0) = \($0 == 0 ? "x" : "v\($0 - 1)") * 2" }.joined(separator: "\n")
    let line = try text(chain, of: "x").split(separator: "\n")[1]
    #expect(line.contains(" = 2 · 2 · 2 · 2 · 2 · 2 · … 8 factors … · 2"))
    #expect(line.contains(" = 2 · 2 · 2 · 2 · 2 · 2 · … 8 factors: 256 … · 2"))
  }

  @Test func `Where infinities do not add up to the gradient, that is said`() throws {
    #expect(
      try text("x = 0; r = sqrt(x); y = r + r*0", of: "x").contains(
        "note: the products add up to nan; the backward pass adds before it multiplies, which gives inf\n"))
    #expect(!(try text(Self.seed, of: "a").contains("note")))
  }
}
