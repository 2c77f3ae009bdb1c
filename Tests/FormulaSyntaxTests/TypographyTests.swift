import Autodiff
import FormulaSyntax
import Testing

@Suite("Typeset and pasted text")
struct TypographyTests {
  @Test(
    "typeset signs are read where they mean one thing",
    arguments: [
      ("x²", 9.0), ("-x²", -9), ("x⁻¹ * 3", 1), ("10⁻³", 1e-3), ("2**x²", 512), ("√(x + 1)", 2),
      ("√4 + 1", 3),
      ("∛27", 3), ("π", .pi), ("2·π", 2 * .pi), ("x⋅2", 6), ("x∗2", 6), ("x×2", 6), ("x÷2", 1.5),
      ("x − 1", 2),
      ("x – 1", 2), ("２＊（x＋１）", 8), ("x ＾ ２", 9), ("１．５", 1.5), ("x＊＊２", 9),
    ])
  func signs(text: String, expected: Double) throws {
    let found = try value(text, text.utf8.contains(UInt8(ascii: "x")) ? [("x", 3)] : [])
    #expect(abs(found - expected) <= 1e-15 * abs(expected))
  }

  @Test("a raised T transposes, also as a part")
  func transposed() throws {
    #expect(try value("W = [[1, 2], [3, 4]]; y = Wᵀ @ [1, 0]; y[1]") == 2)
    #expect(try value("W = [[1, 2], [3, 4]]; y = W.T @ [1, 0]; y[1]") == 2)
  }

  @Test("modules and words of other languages are left out, and that is said")
  func dropped() throws {
    for (text, expected) in [
      ("np.exp(x)", 1.0), ("torch.tanh(x)", 0), ("math.sqrt(x + 4)", 2), ("F.relu(x - 1)", 0),
      ("torch.nn.functional.relu(x + 2)", 2), ("np.pi + x", .pi), ("let y = x + 1", 1), ("y := x + 1", 1),
      ("var y = x + 1;", 1), ("y = x + 1\nreturn y", 1),
    ] {
      let graph = Graph()
      let recording = try Formula(parsing: Source(text)).record(on: graph, values: [("x", 0)])
      #expect(recording.output.data == expected, "\(text)")
      #expect(recording.remarks.count == (text.hasPrefix("y :=") ? 0 : 1), "\(text)")
      #expect(recording.remarks.allSatisfy { $0.severity == .note })
    }
  }

  @Test(
    "what may mean several things is a mistake that says how to write it",
    arguments: [
      ("2x", "a product is written 2*x"), ("2 x", "a product is written 2*x"),
      ("2(x + 1)", "a product is written 2*("), ("(x)(x)", "a product is written )*("),
      ("x(x + 3)", "to multiply, write '*' before '('"),
      ("sum(W' @ x)", "a transpose is written transpose(W)"),
      ("x.sum()", "write sum(x) in place of 'x.sum'"), ("sin²(x)", "a power of it is written sin(x)**2"),
      ("√x²", "write sqrt(x)**2 or sqrt(x**2)"), ("x²**3", "write parentheses"), ("xⁿ", "expected '**n'"),
      ("x && x", "a formula has no conditions"), ("x < 2", "a formula has no conditions"),
      ("def f(x): x", "unexpected 'def'"), ("import numpy as np\nx", "a formula imports nothing"),
      ("∑(x)", "a sum is written sum(x)"), ("y = x\nreturn y\nz = x", "followed by other statements"),
      ("W = [[1, 2], [3, 4]]; sum(W²) + x", "may mean two things"),
      ("mae(x, x)", "write mean(abs(x - y))"), ("relu6(x)", "write clamp(x, 0, 6)"), ("ln(x)", "'log'"),
      ("sqr(x)", "'square'"),
    ])
  func hints(text: String, hint: String) {
    let found = mistakes(text, [("x", 2)])
    #expect(found.contains(hint), "\(found)")
    #expect(!found.contains("has no variable 'x'"), "\(found)")
  }

  @Test(
    "a suggestion is right or absent",
    arguments: ["floor(x)", "foo(x)", "mad(x)", "cat(x)", "relu7(x)", "gamma(x)", "log7(x)", "box(x)"])
  func noSuggestion(text: String) {
    let found = mistakes(text, [("x", 2)])
    #expect(found.contains("unknown function") && !found.contains("did you mean"), "\(found)")
  }
}
