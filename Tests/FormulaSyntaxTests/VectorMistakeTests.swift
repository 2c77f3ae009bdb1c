import FormulaSyntax
import Testing

@Suite("Mistakes of vectors")
struct VectorMistakeTests {
  @Test("shapes that do not fit are told with both, all in one run")
  func shapes() {
    let text = """
      x = [1, 2]
      y = [1, 2, 3]
      W = [[1, 2, 3], [4, 5, 6]]
      a = x + y
      b = max(x, y)
      c = W @ x
      d = (x * 2) @ y
      e = dot(x, W)
      f = mse(x, y) + tahn(x)
      g = a + y
      h = transpose(W) + W
      i = softmx(x) + softmax(3)
      """
    #expect(
      mistakes(text) == """
        <formula>:4:7: error: shapes [2] of 'x' and [3] of 'y' do not fit in '+'
          a = x + y
                ^
        <formula>:5:5: error: shapes [2] of 'x' and [3] of 'y' do not fit in 'max'
          b = max(x, y)
              ^~~
        <formula>:6:7: error: shapes [2, 3] of 'W' and [2] of 'x' do not fit in '@'; the left side has 3 columns, the right side 2 elements
          c = W @ x
                ^
        <formula>:7:13: error: shapes [2] and [3] of 'y' do not fit in '@'; the left side has 2 elements, the right side 3 elements
          d = (x * 2) @ y
                      ^
        <formula>:8:5: error: shapes [2] of 'x' and [2, 3] of 'W' do not fit in 'dot'
          e = dot(x, W)
              ^~~
        <formula>:9:5: error: shapes [2] of 'x' and [3] of 'y' do not fit in 'mse'
          f = mse(x, y) + tahn(x)
              ^~~
        <formula>:9:17: error: unknown function 'tahn'; did you mean 'tanh'?
          f = mse(x, y) + tahn(x)
                          ^~~~
        <formula>:11:18: error: shapes [3, 2] and [2, 3] of 'W' do not fit in '+'
          h = transpose(W) + W
                           ^
        <formula>:12:5: error: unknown function 'softmx'; did you mean 'softmax'?
          i = softmx(x) + softmax(3)
              ^~~~~~
        <formula>:12:17: error: 'softmax' takes a vector or a matrix, but is given a number
          i = softmx(x) + softmax(3)
                          ^~~~~~~
        """)
  }

  @Test("what is no vector, no matrix or no number is told")
  func kinds() {
    let text = """
      x = [1, 2]
      a = x @ 3
      b = transpose(x)
      c = cross_entropy([x], 0)
      d = sum(x, 1)
      e = clamp(x, 0, x)
      f = matmul(x, x)
      g = [[[1]]]
      h = [[1, 2], [3]]
      i = [1, x]
      j = max(x)
      k = softmax(x, x)
      """
    #expect(
      mistakes(text) == """
        <formula>:2:7: error: '@' multiplies matrices and vectors; a number is multiplied with '*'
          a = x @ 3
                ^
        <formula>:3:5: error: 'transpose' takes a matrix, but is given a vector of shape [2]
          b = transpose(x)
              ^~~~~~~~~
        <formula>:4:5: error: 'cross_entropy' takes a vector, but is given a matrix of shape [1, 2]
          c = cross_entropy([x], 0)
              ^~~~~~~~~~~~~
        <formula>:5:5: error: 'sum' takes one vector or any number of numbers, but a vector of shape [2] is one of several arguments
          d = sum(x, 1)
              ^~~
        <formula>:6:17: error: the parameter 'hi' of 'clamp' must be a number
          e = clamp(x, 0, x)
                          ^
        <formula>:7:5: error: unknown function 'matmul'; did you mean '@'?
          f = matmul(x, x)
              ^~~~~~
        <formula>:8:5: error: brackets nest no deeper than the rows of a matrix
          g = [[[1]]]
              ^~~~~~~
        <formula>:9:14: error: the rows of a matrix have one length; the first has 2, this one 1
          h = [[1, 2], [3]]
                       ^~~
        <formula>:10:9: error: a vector holds numbers and a matrix rows; the first element is a number, this one a vector of shape [2]
          i = [1, x]
                  ^
        <formula>:11:5: error: 'max' takes 2 arguments, max(x, y), but 1 is given
          j = max(x)
              ^~~
        <formula>:12:5: error: 'softmax' takes 1 argument, softmax(x), but 2 are given
          k = softmax(x, x)
              ^~~~~~~
        """)
  }

  @Test("an index is a whole number in range")
  func indices() {
    let text = """
      x = [1, 2]; W = [[1], [2], [3]]; s = 1
      a = x[2] + (x + x)[5]
      b = W[3]
      c = W[0][1] + [1][1]
      d = s[0] + x[0, 1]
      e = x[x[0]]
      f = x[-1]
      g = x[0.5]
      h = x[]
      i = x[1e99]
      j = cross_entropy(x, 2)
      k = cross_entropy(x, 0.5) + cross_entropy(x, -1)
      l = x[1 2]
      m = x[0
      """
    #expect(
      mistakes(text) == """
        <formula>:2:6: error: the index 2 is out of range; 'x' has 2 elements, 0 to 1
          a = x[2] + (x + x)[5]
               ^~~
        <formula>:2:19: error: the index 5 is out of range; the vector has 2 elements, 0 to 1
          a = x[2] + (x + x)[5]
                            ^~~
        <formula>:3:6: error: the index 3 is out of range; 'W' has 3 rows, 0 to 2
          b = W[3]
               ^~~
        <formula>:4:9: error: the index 1 is out of range; the vector has 1 element, 0
          c = W[0][1] + [1][1]
                  ^~~
        <formula>:4:18: error: the index 1 is out of range; the vector has 1 element, 0
          c = W[0][1] + [1][1]
                           ^~~
        <formula>:5:6: error: 's' is a number and has no elements
          d = s[0] + x[0, 1]
               ^~~
        <formula>:5:13: error: a number has no elements
          d = s[0] + x[0, 1]
                      ^~~~~~
        <formula>:6:7: error: an index is a whole number, counted from 0; found 'x'
          e = x[x[0]]
                ^
        <formula>:7:7: error: an index is a whole number, counted from 0; found '-'
          f = x[-1]
                ^
        <formula>:8:7: error: an index is a whole number, counted from 0; found '0.5'
          g = x[0.5]
                ^~~
        <formula>:9:7: error: an index is a whole number, counted from 0; found ']'
          h = x[]
                ^
        <formula>:10:7: error: an index is a whole number, counted from 0; found '1e99'
          i = x[1e99]
                ^~~~
        <formula>:11:5: error: the index 2 is out of range; 'x' has 2 elements, 0 to 1
          j = cross_entropy(x, 2)
              ^~~~~~~~~~~~~
        <formula>:12:22: error: the label of 'cross_entropy' must be a whole number, an index counted from 0
          k = cross_entropy(x, 0.5) + cross_entropy(x, -1)
                               ^~~
        <formula>:12:46: error: the label of 'cross_entropy' must be a whole number, an index counted from 0
          k = cross_entropy(x, 0.5) + cross_entropy(x, -1)
                                                       ^~
        <formula>:13:9: error: expected ']', found '2'
          l = x[1 2]
                  ^
        <formula>:14:6: error: this '[' is never closed; expected ']'
          m = x[0
               ^
        """)
  }

  @Test("brackets close what they open")
  func brackets() {
    let text = """
      a = [1, 2
      b = [1, (2]
      c = [1, 2)
      d = 1]
      ]
      e = []
      f = [1, ]
      g = tanh([1, 2)
      h = [1,
        2
      i = e[
      j = [0] = 1
      """
    #expect(
      mistakes(text) == """
        <formula>:1:5: error: this '[' is never closed; expected ']'
          a = [1, 2
              ^
        <formula>:2:11: error: expected ')', found ']'
          b = [1, (2]
                    ^
        <formula>:3:10: error: expected ']', found ')'
          c = [1, 2)
                   ^
        <formula>:4:6: error: unexpected ']'; there is no '[' to close
          d = 1]
               ^
        <formula>:5:1: error: unexpected ']'; there is no '[' to close
          ]
          ^
        <formula>:6:5: error: a vector has at least one element
          e = []
              ^~
        <formula>:7:9: error: expected an operand after ',', found ']'
          f = [1, ]
                  ^
        <formula>:8:15: error: expected ']', found ')'
          g = tanh([1, 2)
                        ^
        <formula>:9:5: error: this '[' is never closed; expected ']'
          h = [1,
              ^
        <formula>:11:6: error: this '[' is never closed; expected ']'
          i = e[
               ^
        <formula>:12:9: error: unexpected '='; only a single name can be defined
          j = [0] = 1
                  ^
        """)
  }

  @Test("an output is one number")
  func outputs() {
    #expect(
      mistakes("x = [1, 2]; h = 2 * x") == """
        <formula>:1:19: error: the output 'h' is a vector of shape [2]; an output is one number, such as 'h[0]'
          x = [1, 2]; h = 2 * x
                            ^
        """)
    #expect(
      mistakes("[[1, 2]]") == """
        <formula>:1:1: error: the output is a matrix of shape [1, 2]; an output is one number, such as the sum
          [[1, 2]]
          ^~~~~~~~
        """)
    let text = "x = [1, 2]; W = [x, x]; s = sum(x)"
    #expect(mistakes(text, output: "x[1]").isEmpty)
    #expect(mistakes(text, output: "W[1, 0]").isEmpty)
    #expect(
      mistakes(text, output: "W[1]")
        == "<formula>: error: the output 'W[1]' is a vector of shape [2]; an output is one number, such as 'W[1][0]'"
    )
    #expect(mistakes(text, output: "x[2]") == "<formula>: error: 'x[2]' does not exist; its shape is [2]")
    #expect(
      mistakes(text, output: "s[0]") == "<formula>: error: 's[0]' does not exist; a number has no elements")
    #expect(
      mistakes("abc = 1", output: "abd[0]")
        == "<formula>: error: the formula has no value 'abd[0]' to put out; did you mean 'abc'?")
    #expect(
      mistakes("a = 1", output: "a[0]") == "<formula>: error: 'a[0]' does not exist; a number has no elements"
    )
  }

  @Test("after a mistake, the last statement that could be read is not taken for the output")
  func brokenOutput() {
    #expect(
      mistakes("x = [1, 2]\ny = sum(x") == """
        <formula>:2:8: error: this '(' is never closed; expected ')'
          y = sum(x
                 ^
        """)
  }

  @Test("one mistake brings no others")
  func cascades() {
    let text = "x = [1, 2]; y = [1, 2, 3]; a = x + y; b = a + x; c = [a, [a, 1]]; d = c @ y + c[7]; sum(d)"
    #expect(mistakes(text).split(separator: "\n").count { $0.contains("error") } == 1)
  }
}
