import FormulaSyntax
import Testing

@Suite("Mistakes of names")
struct NameMistakeTests {
  @Test("mistakes of syntax, of names and of values come in one run, in order of position")
  func oneRun() {
    let text = """
      a = 2
      b = -3 +
      c = a*bb + cc**2
      a = 4
      d = tahn(c) + b
      """
    #expect(
      mistakes(text, [("c", 1), ("x", 2)], output: "dd", name: "seed.formula") == """
        seed.formula:2:8: error: expected an operand after '+', but the line ends here
          b = -3 +
                 ^
        seed.formula:3:1: error: 'c' is computed by the formula; only variables can be given
          c = a*bb + cc**2
          ^
        seed.formula:3:7: error: variable 'bb' has no value; give bb=…, or did you mean 'b'?
          c = a*bb + cc**2
                ^~
        seed.formula:3:12: error: variable 'cc' has no value; give cc=…, or did you mean 'c'?
          c = a*bb + cc**2
                     ^~
        seed.formula:4:1: error: 'a' is already defined on line 1; a name is defined once
          a = 4
          ^
        seed.formula:5:5: error: unknown function 'tahn'; did you mean 'tanh'?
          d = tahn(c) + b
              ^~~~
        seed.formula: error: the formula has no variable 'x'
        seed.formula: error: the formula has no value 'dd' to put out; did you mean 'd'?
        """)
  }

  @Test("a name must be defined before it is used, and once")
  func order() {
    #expect(
      mistakes("a = b + 1\nh {\n  b = 2\n}\nc = c + 1; a = a") == """
        <formula>:1:5: error: 'b' is used before its definition on line 3
          a = b + 1
              ^
        <formula>:5:5: error: 'c' is used in its own definition
          c = c + 1; a = a
              ^
        <formula>:5:12: error: 'a' is already defined on line 1; a name is defined once
          c = c + 1; a = a
                     ^
        """)
  }

  @Test("a free name without a value is reported once, where it is first used")
  func missingValues() {
    #expect(
      mistakes("b*x + b + max", [("x", 1)]) == """
        <formula>:1:1: error: variable 'b' has no value; give b=…
          b*x + b + max
          ^
        <formula>:1:11: error: variable 'max' has no value; give max=…, or call the function: max(…)
          b*x + b + max
                    ^~~
        """)
  }

  @Test("only variables can be given, once each")
  func givenValues() {
    #expect(
      mistakes(
        "a = 2; b = a; c = 1 + 2", [("a", 1), ("a", 2), ("b", 1), ("c", 1), ("a\u{1B}[31m", 1), ("tanh", 1)])
          == """
          <formula>:1:8: error: 'b' is another name of a value; only variables can be given
            a = 2; b = a; c = 1 + 2
                   ^
          <formula>:1:15: error: 'c' is computed by the formula; only variables can be given
            a = 2; b = a; c = 1 + 2
                          ^
          <formula>: error: 'a' is given twice
          <formula>: error: the formula has no variable 'a\\u{1B}[31m'
          <formula>: error: the formula has no variable 'tanh'
          """)
    #expect(
      mistakes("width = 2; height = 3", [("heigth", 1)])
        == "<formula>: error: the formula has no variable 'heigth'; did you mean 'height'?")
    #expect(
      mistakes("g { a = 2 }", output: "g") == "<formula>: error: the formula has no value 'g' to put out")
    #expect(mistakes("pi * 2", output: "pi") == "<formula>: error: the formula has no value 'pi' to put out")
  }

  @Test(
    "a misspelt function is recognized",
    arguments: [
      ("tahn", "tanh"), ("Tanh", "tanh"), ("TANH", "tanh"), ("ln", "log"), ("sigmod", "sigmoid"),
      ("leakyrelu", "leaky_relu"),
      ("sqr", "square"), ("arctan", "atan"), ("maximum", "max"), ("rleu", "relu"),
    ])
  func functions(written: String, meant: String) {
    #expect(
      mistakes("\(written)(1)") == """
        <formula>:1:1: error: unknown function '\(written)'; did you mean '\(meant)'?
          \(written)(1)
          ^\(String(repeating: "~", count: written.count - 1))
        """)
  }

  @Test("a function that resembles nothing, and a variable in a function's place")
  func noFunctions() {
    #expect(
      mistakes("a = 2; frobnicate(a) + a(3)") == """
        <formula>:1:8: error: unknown function 'frobnicate'
          a = 2; frobnicate(a) + a(3)
                 ^~~~~~~~~~
        <formula>:1:24: error: 'a' is a variable, not a function; to multiply, write '*' before '('
          a = 2; frobnicate(a) + a(3)
                                 ^
        """)
  }

  @Test("a wrong number of arguments says what was expected and given")
  func argumentCounts() {
    #expect(
      mistakes("tanh(1, 2)\ntanh()\nmax(1)\nsum()\nleaky_relu(1, 2, 3)\nclamp(1, 2)") == """
        <formula>:1:1: error: 'tanh' takes 1 argument, tanh(x), but 2 are given
          tanh(1, 2)
          ^~~~
        <formula>:2:1: error: 'tanh' takes 1 argument, tanh(x), but none is given
          tanh()
          ^~~~
        <formula>:3:1: error: 'max' takes 2 arguments, max(x, y), but 1 is given
          max(1)
          ^~~
        <formula>:4:1: error: 'sum' takes at least 1 argument, sum(x, y, …), but none is given
          sum()
          ^~~
        <formula>:5:1: error: 'leaky_relu' takes 1 or 2 arguments, leaky_relu(x, slope=0.01), but 3 are given
          leaky_relu(1, 2, 3)
          ^~~~~~~~~~
        <formula>:6:1: error: 'clamp' takes 3 arguments, clamp(x, lo, hi), but 2 are given
          clamp(1, 2)
          ^~~~~
        """)
  }

  @Test("a parameter must be a number")
  func parameters() {
    #expect(
      mistakes("leaky_relu(2, 1 + 1); clamp(2, a, e)", [("a", 1), ("e", 2)]) == """
        <formula>:1:15: error: the parameter 'slope' of 'leaky_relu' must be a number
          leaky_relu(2, 1 + 1); clamp(2, a, e)
                        ^~~~~
        <formula>:1:32: error: the parameter 'lo' of 'clamp' must be a number
          leaky_relu(2, 1 + 1); clamp(2, a, e)
                                         ^
        <formula>:1:35: error: the parameter 'hi' of 'clamp' must be a number
          leaky_relu(2, 1 + 1); clamp(2, a, e)
                                            ^
        """)
  }
}
