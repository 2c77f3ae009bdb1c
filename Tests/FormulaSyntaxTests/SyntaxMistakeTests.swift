import FormulaSyntax
import Testing

@Suite("Mistakes of syntax")
struct SyntaxMistakeTests {
  @Test("each mistake of an expression says what was expected, with a caret under the spot")
  func expressions() {
    let text = """
      a = 2 +
      b = (2 * )
      c = * 3
      d = 2 a
      f = (1)(2)
      g = tanh 2
      h = 2)
      i = 1, 2
      j = max(1, )
      k =
      l = 1 // 2
      m = a == 2
      n = a[pi]
      o = a $ 2
      p = "text" + 1
      q = a²
      )
      = 3
      * 2
      a + b = 3
      """
    #expect(
      mistakes(text) == """
        <formula>:1:7: error: expected an operand after '+', but the line ends here
          a = 2 +
                ^
        <formula>:2:10: error: expected an operand after '*', found ')'
          b = (2 * )
                   ^
        <formula>:3:5: error: expected an operand after '=', found '*'
          c = * 3
              ^
        <formula>:4:7: error: expected an operator between '2' and 'a'; a product is written 2*a
          d = 2 a
                ^
        <formula>:5:8: error: expected an operator between ')' and '('; a product is written )*(
          f = (1)(2)
                 ^
        <formula>:6:10: error: expected '(' after the function 'tanh'
          g = tanh 2
                   ^
        <formula>:7:6: error: unexpected ')'; there is no '(' to close
          h = 2)
               ^
        <formula>:8:6: error: unexpected ','; a comma separates the arguments of a function
          i = 1, 2
               ^
        <formula>:9:12: error: expected an operand after ',', found ')'
          j = max(1, )
                     ^
        <formula>:10:3: error: expected an operand after '=', but the line ends here
          k =
            ^
        <formula>:11:7: error: unexpected '//'; a comment begins with '#'
          l = 1 // 2
                ^~
        <formula>:12:7: error: unexpected '=='; a formula has no comparisons, and '=' defines a name
          m = a == 2
                ^~
        <formula>:13:7: error: an index is a whole number, counted from 0; found 'pi'
          n = a[pi]
                ^~
        <formula>:14:7: error: unexpected character '$'
          o = a $ 2
                ^
        <formula>:15:5: error: unexpected quote; a formula has no strings
          p = "text" + 1
              ^~~~~~
        <formula>:17:1: error: unexpected ')'; there is no '(' to close
          )
          ^
        <formula>:18:1: error: expected a name before '='
          = 3
          ^
        <formula>:19:1: error: expected an operand, found '*'
          * 2
          ^
        <formula>:20:7: error: unexpected '='; only a single name can be defined
          a + b = 3
                ^
        """)
  }

  @Test("an unclosed parenthesis is found where it opens, and the lines after it are read")
  func unclosedParenthesis() {
    let text = """
      a = 2 * (3 + 1
      b = tanh(a +
      c = max(1, (2
      hidden {
        d = ((1)
      }
      f = )
      """
    #expect(
      mistakes(text) == """
        <formula>:1:9: error: this '(' is never closed; expected ')'
          a = 2 * (3 + 1
                  ^
        <formula>:2:9: error: this '(' is never closed; expected ')'
          b = tanh(a +
                  ^
        <formula>:3:12: error: this '(' is never closed; expected ')'
          c = max(1, (2
                     ^
        <formula>:5:7: error: this '(' is never closed; expected ')'
            d = ((1)
                ^
        <formula>:7:5: error: expected an operand after '=', found ')'
          f = )
              ^
        """)
  }

  @Test("a mistake inside parentheses of several lines is reported once")
  func recovery() {
    #expect(
      mistakes("a = max(1 $ 2,\n  (3),\n  4)\nb = 2 $ 3; c = a + +; d = c") == """
        <formula>:1:11: error: unexpected character '$'
          a = max(1 $ 2,
                    ^
        <formula>:4:7: error: unexpected character '$'
          b = 2 $ 3; c = a + +; d = c
                ^
        <formula>:4:21: error: expected an operand after '+', found ';'
          b = 2 $ 3; c = a + +; d = c
                              ^
        """)
  }

  @Test("braces must match, and a group needs a name")
  func braces() {
    #expect(
      mistakes("{\n  a = 1\n}\n}\nb = {1, 2}\nc { d = 1 } e2 = 2\nouter {\n  inner {\n    a = 2\n  }") == """
        <formula>:1:1: error: expected the name of a group before '{'
          {
          ^
        <formula>:4:1: error: unexpected '}'; there is no '{' to close
          }
          ^
        <formula>:5:5: error: expected an operand after '=', found '{'
          b = {1, 2}
              ^
        <formula>:6:13: error: expected a line end or ';' after '}', found 'e2'
          c { d = 1 } e2 = 2
                      ^~
        <formula>:7:1: error: the group 'outer' is never closed; expected '}'
          outer {
          ^~~~~
        <formula>:9:5: error: 'a' is already defined on line 2; a name is defined once
              a = 2
              ^
        """)
  }

  @Test(
    "an empty formula is a mistake", arguments: ["", " \n\t\r\n", "# nothing", ";;", "h { }", "\u{FEFF}"])
  func empty(text: String) {
    #expect(
      mistakes(text, name: "a.formula")
        == "a.formula: error: the formula is empty; expected a statement such as 'y = 2*x'")
  }

  @Test("at most a thousand mistakes are listed, and the others are counted")
  func many() {
    let text = String(repeating: "a $\n", count: 1500)
    do {
      _ = try Formula(parsing: Source(text))
      Issue.record("no error")
    } catch {
      #expect(error.diagnostics.count == 1001)
      #expect(error.diagnostics.last?.description == "<formula>: error: 500 more errors are not shown")
    }
  }
}
