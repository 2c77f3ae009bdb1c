import Autodiff
import FormulaSyntax
import Testing

@Suite("Given vectors")
struct GivenValueTests {
  @Test("a free name takes the shape of its value")
  func freeNames() throws {
    #expect(try value("sum(x * w)", [("x", [1, 2]), ("w", [3, 4])]) == 11)
    #expect(try value("sum(x * w)", [("x", [1, 2]), ("w", 3)]) == 9)
    #expect(try value("sum(W @ x)", [("x", [1, 2]), ("W", .matrix([[1, 2], [3, 4]]))]) == 16)
    #expect(try value("x[1]", [("x", [1, 2])]) == 2)
    #expect(try value("x @ x", [("x", [1, 2]), ("x[0]", 3)]) == 13)
    #expect(try value("W[1][0]", [("W", .matrix([[1, 2], [3, 4]])), ("W[1][0]", 9)]) == 9)
  }

  @Test("a free vector is a group of variables, recorded first")
  func nodes() throws {
    let graph = Graph()
    let formula = try Formula(parsing: Source("y = sum(x * 2)"))
    let recording = try formula.record(on: graph, values: [("x", [5, 6])])
    #expect(recording.names == ["x[0]", "x[1]", "y"])
    #expect(graph[1].name == "x[1]" && graph[1].operation == .variable && graph[1].data == 6)
    #expect(graph.groups.map(\.path) == ["x"])
  }

  @Test("values replace numbers in the text, whole or one by one")
  func overrides() throws {
    let text = "x = [1, 2]; a = 7; v = [3, a, -x[1], -4]; W = [[1, 2], -[3, 4]]; y = sum(x) + sum(v) + sum(W)"
    let before = try value(text)
    #expect(try value(text, [("x[0]", 11)]) == before + 10)
    #expect(try value(text, [("x", [11, 2])]) == before + 10)
    #expect(try value(text, [("x", [1, 2, 10])]) == before + 10)
    #expect(try value(text, [("v[0]", 13), ("v[3]", 6)]) == before + 20)
    #expect(try value(text, [("W[0][1]", 12), ("W[1, 1]", 6)]) == before + 20)
    #expect(try value(text, [("W", .matrix([[1, 2, 10], [-3, -4, 0]]))]) == before + 10)
    #expect(try value("a = 2; sum(a * 3)", [("a", [1, 2])]) == 9)
    #expect(
      mistakes("a = [1, 2]; sum(a * 3)", [("a", 2)]).hasPrefix(
        "<formula>:1:1: error: 'a' is a vector of shape [2] in the formula, but the value given is a number; write 'a=[1, 2]' or 'a[0]=1'"
      ))
  }

  @Test("an overridden element is a variable of its name")
  func overriddenElement() throws {
    #expect(try structure("x = [1, 2]; x[1]", [("x[1]", 5)]) == "variable x[1] 5.0")
    #expect(try structure("x = [1, 2]; x[1]", [("x", [4, 5])]) == "variable x[1] 5.0")
  }

  @Test("only variables can be given, and they must be there")
  func mistakesOfValues() {
    let text = """
      x = [1, 2]; a = 3
      h = tanh(x)
      v = [1, a, 2*a]
      W = [[1, 2], [3, 4]]
      s = sum(h) + sum(v) + sum(W)
      """
    let values: [(String, GivenValue)] = [
      ("x[2]", 1), ("a[0]", 1), ("h", [1, 2]), ("h[0]", 1), ("v", [1, 2, 3]), ("v[1]", 1), ("v[2]", 1),
      ("W[1]", 1), ("W[2][0]", 1), ("W[0]", [1, 2]), ("W[0][0]", 1), ("W[0, 0]", 2), ("s[0]", 1), ("q[0]", 1),
      ("xx[0]", 1), ("x", []), ("W", .matrix([[1], [2, 3]])),
    ]
    #expect(
      mistakes(text, values) == """
        <formula>:2:1: error: 'h' is computed by the formula; only variables can be given
          h = tanh(x)
          ^
        <formula>:2:1: error: 'h[0]' is computed by the formula; only variables can be given
          h = tanh(x)
          ^
        <formula>:3:1: error: 'v' is computed by the formula; only variables can be given
          v = [1, a, 2*a]
          ^
        <formula>:3:1: error: 'v[1]' is another name of a value; only variables can be given
          v = [1, a, 2*a]
          ^
        <formula>:3:1: error: 'v[2]' is computed by the formula; only variables can be given
          v = [1, a, 2*a]
          ^
        <formula>:5:1: error: 's[0]' is computed by the formula; only variables can be given
          s = sum(h) + sum(v) + sum(W)
          ^
        <formula>: error: 'W[0, 0]' is given twice
        <formula>: error: the formula has no variable 'q[0]'
        <formula>: error: the formula has no variable 'xx[0]'; did you mean 'x'?
        <formula>: error: the vector given for 'x' is empty
        <formula>: error: the rows given for 'W' have different lengths
        <formula>: error: 'x[2]' does not exist; its shape is [2]
        <formula>: error: 'a[0]' does not exist; a number has no elements
        <formula>: error: 'W[1]' is no single number; give a number for each of its elements
        <formula>: error: 'W[2][0]' does not exist; its shape is [2, 2]
        <formula>: error: 'W[0]' is no single number; give a number for each of its elements
        """)
  }

  @Test("shapes that come with the values are checked")
  func shapesOfValues() {
    #expect(
      mistakes("sum(x + y)", [("x", [1, 2]), ("y", [1, 2, 3])]) == """
        <formula>:1:7: error: shapes [2] of 'x' and [3] of 'y' do not fit in '+'
          sum(x + y)
                ^
        """)
    #expect(
      mistakes("x[1]", [("x", 2)]) == """
        <formula>:1:2: error: 'x' is a number and has no elements
          x[1]
           ^~~
        """)
    #expect(
      mistakes("tanh(x)", [("x", [1, 2])]) == """
        <formula>:1:1: error: the output is a vector of shape [2]; an output is one number, such as the sum
          tanh(x)
          ^~~~
        """)
    #expect(mistakes("x[1]").hasPrefix("<formula>:1:1: error: variable 'x' has no value; give x=…"))
  }

  @Test(
    "values are read from text",
    arguments: [
      ("2", .number(2)), ("-1e3", .number(-1000)), ("pi/4", .number(.pi / 4)), ("1/3", .number(1.0 / 3)),
      ("sqrt(2)", .number(2.0.squareRoot())), ("−3", .number(-3)), ("[pi/2, 1/3]", [.pi / 2, 1.0 / 3]),
      ("2*x", nil), ("value_", nil), ("1; 2", nil), ("1 # 2", nil), ("1\n2", nil), ("a = 2", nil),
      ("[1]", [1]), ("[1, -2.5,3e1]", [1, -2.5, 30]),
      (" [ 1 , inf ] ", [1, .infinity]), ("[[1]]", .matrix([[1]])),
      ("[[1, 2],\t[3,4] ]", .matrix([[1, 2], [3, 4]])),
      ("[[1], [2, 3]]", .matrix([[1], [2, 3]])), ("", nil), ("[]", nil), ("[1", nil), ("1]", nil),
      ("[1,]", nil),
      ("[,1]", nil), ("[1 2]", nil), ("[[1]", nil), ("[1]]", nil), ("[[1][2]]", nil), ("[[1],]", nil),
      ("[[1], 2]", nil), ("[1, [2]]", nil), ("[[[1]]]", nil), ("[a]", nil), ("[[]]", nil), ("[[1]],", nil),
    ] as [(String, GivenValue?)])
  func text(text: String, expected: GivenValue?) {
    #expect(GivenValue(text) == expected)
  }
}
