import Autodiff
import FormulaSyntax
import Testing

@Suite("Expressions")
struct ExpressionTests {
  static let ab: [(String, GivenValue)] = [("a", 2.0), ("b", -3.0), ("c", 5.0), ("x", 7.0)]

  static let precedenceCases: [(String, Double)] = [
    ("a + b * c", -13.0), ("(a + b) * c", -5), ("a - b - c", 0), ("a / b / c", -0.13333333333333333),
    ("a - (b - c)", 10), ("-a**2", -4), ("(-a)**2", 4), ("2**3**2", 512), ("(2**3)**2", 64),
    ("2**-3", 0.125), ("2**-a", 0.25), ("2**-a**2", 0.0625), ("-a * b", 6), ("a * -b", 6),
    ("a*-b**2", -18),
    ("a - -b", -1), ("--a", 2), ("+a - +b", 5), ("a^2 ^ 2", 16),
    ("a × b · c ÷ x − 1", -5.285714285714286),
    ("-2**2", -4), ("2**-3*x", 0.875), ("a**b", 0.125), ("a*b + a**2", -2), ("((((a))))", 2),
  ]

  @Test(
    "operators bind as in mathematics",
    arguments: precedenceCases)
  func precedence(text: String, expected: Double) throws {
    let found = try value(text, Self.ab.filter { text.contains($0.0) })
    #expect(found == expected, "\(text): \(found), not \(expected)")
  }

  @Test(
    "a literal with its sign is one constant",
    arguments: [
      ("x * -3", "mul(x, -3.0)"), ("x * +3", "mul(x, 3.0)"), ("x - 3", "sub(x, 3.0)"),
      ("x - -3", "sub(x, -3.0)"),
      ("-2**2", "neg(powc(2.0; 2.0))"), ("x * --3", "mul(x, 3.0)"), ("x * -(3)", "mul(x, -3.0)"),
      ("-3 * x", "mul(-3.0, x)"), ("-x", "neg(x)"), ("x / -pi", "div(x, -3.141592653589793)"),
    ])
  func signedLiterals(text: String, expected: String) throws {
    #expect(try structure(text, text.contains("x") ? [("x", 7)] : []) == expected)
  }

  @Test(
    "a power with a number as its exponent has one operand",
    arguments: [
      ("x**2", "powc(x; 2.0)"), ("x**-2", "powc(x; -2.0)"), ("x**(2)", "powc(x; 2.0)"),
      ("x^pi", "powc(x; 3.141592653589793)"),
      ("x**x", "pow(x, x)"), ("x**-x", "pow(x, neg(x))"), ("x**(1+1)", "pow(x, add(1.0, 1.0))"),
      ("pow(x, 2)", "powc(x; 2.0)"), ("pow(x, x)", "pow(x, x)"), ("powc(x, 3)", "powc(x; 3.0)"),
      ("x**2**3", "pow(x, powc(2.0; 3.0))"),
    ])
  func powers(text: String, expected: String) throws {
    #expect(try structure(text, text.contains("x") ? [("x", 7)] : []) == expected)
  }

  @Test(
    "every operation is called by its name, operands first and then parameters",
    arguments: [
      ("add(x, 1)", "add(x, 1.0)"), ("sub(x, mul(2, x))", "sub(x, mul(2.0, x))"), ("tanh(x)", "tanh(x)"),
      ("leaky_relu(x)", "leaky_relu(x; 0.01)"), ("leaky_relu(x, 0.2)", "leaky_relu(x; 0.2)"),
      ("clamp(x, -1, +1)", "clamp(x; -1.0, 1.0)"),
      ("clamp(x, -pi, (pi))", "clamp(x; -3.141592653589793, 3.141592653589793)"),
      ("elu(x, 2)", "elu(x; 2.0)"), ("max(x, 0)", "max(x, 0.0)"),
      ("sum(x, 1, x*x)", "sum(x, 1.0, mul(x, x))"),
      ("sum(x)", "sum(x)"), ("neg(3)", "neg(3.0)"), ("tanh ( x )", "tanh(x)"),
      ("relu(max(x, min(x, 2)) + 1)", "relu(add(max(x, min(x, 2.0)), 1.0))"),
    ])
  func calls(text: String, expected: String) throws {
    #expect(try structure(text, text.contains("x") ? [("x", 7)] : []) == expected)
  }

  @Test(
    "a number in the place of an operand is one constant",
    arguments: [
      "tanh(-2)", "leaky_relu(-2)", "sum(3)", "max(2, 3)", "2 + 3", "clamp(5, 0, 1)", "sum(1, 2)", "2**3",
    ])
  func constants(text: String) throws {
    let graph = Graph()
    let output = try Formula(parsing: Source(text)).record(on: graph).output
    #expect(graph.count == output.operandIDs.count + 1)
  }

  @Test("functions and variables are separate namespaces")
  func namespaces() throws {
    #expect(try structure("tanh = 2; y = tanh(tanh)") == "tanh(tanh)")
    #expect(try value("max(max, 1)", [("max", 3)]) == 3)
  }

  @Test("line ends inside parentheses are white space")
  func linesInParentheses() throws {
    #expect(try value("y = (1 +\r\n  2 # two\n\n  + 3\r)\n\nz = y * 2") == 12)
    #expect(try value("max(\n 1,\n 2\n)") == 2)
  }
}
