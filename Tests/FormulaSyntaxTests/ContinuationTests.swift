import Autodiff
import FormulaSyntax
import Testing

@Suite("Statements over several lines")
struct ContinuationTests {
  private let values: [(String, GivenValue)] = [("z", 0.5), ("y", 1)]

  private func gradient(_ text: String, of name: String) throws -> (Double, Double?) {
    let graph = Graph()
    let recording = try Formula(parsing: Source(text)).record(on: graph, values: values.map { ($0.0, $0.1) })
    recording.output.backward()
    return (recording.output.data, recording.value(named: name)?.grad)
  }

  @Test(
    "a deeper line that begins with an operator goes on with the statement",
    arguments: [
      "p = sigmoid(z)\nloss = -y*log(p)\n       - (1 - y)*log(1 - p)",
      "p = sigmoid(z)\r\nloss = -y*log(p)\r\n - (1 - y)*log(1 - p)\r\n",
      "p = sigmoid(z)\nloss = -y*log(p)\n\t- (1 - y)*log(1 - p)",
      "p = sigmoid(z)\nloss = -y*log(p)   # the first\n\n  # and\n\n  − (1 - y)*log(1 - p)",
      "p = sigmoid(z); loss = -y*log(p)\n   - (1 - y)*log(1 - p)",
      "g {\n  p = sigmoid(z)\n  loss = -y*log(p)\n    - (1 - y)*log(1 - p)\n}",
      "p = sigmoid(z)\nloss = -y*log(p) -\n(1 - y)*log(1 - p)",
      "p = sigmoid(z)\nloss = -y*log(p) - # why\n\n  (1 - y)\n  *log(1 - p)",
      "p = sigmoid(z)\nloss = (-y*log(p)\n- (1 - y)*log(1 - p))",
      "p = sigmoid(z)\n-y*log(p)\n  -\n  (1 - y)*log(1 - p)",
    ])
  func continued(text: String) throws {
    let (data, grad) = try gradient(text, of: "z")
    #expect(abs(data - 0.4740769841801067) < 1e-15, "\(text)")
    #expect(abs((grad ?? 0) + 0.3775406687981454) < 1e-15, "\(text)")
    #expect(try Formula(parsing: Source(text)).remarks.isEmpty)
  }

  @Test(
    "every operator goes on", arguments: [("+", 5.0), ("-", 1), ("*", 6), ("/", 1.5), ("**", 9), ("^", 9)])
  func operators(sign: String, expected: Double) throws {
    #expect(try value("a = 3\nb = a\n  \(sign) 2\nb") == expected)
    #expect(try value("a = 3\nb = a \(sign)\n2\nb") == expected)
    #expect(try value("W = [[1, 2], [3, 4]]\ny = W\n  @ [1, 1]\nsum(y)") == 10)
  }

  @Test("a line at the same depth that begins with a sign is a statement of its own, and that is said")
  func sameDepth() throws {
    let text = "p = sigmoid(z)\nloss = -y*log(p)\n- (1 - y)*log(1 - p)"
    let remarks = try Formula(parsing: Source(text)).remarks
    #expect(remarks.map(\.severity) == [.warning])
    #expect(
      remarks.first?.description == """
        <formula>:3:1: warning: this line is a statement of its own, and the value of 'loss' before it is not used; to go on with that, indent this line or end the line before with '-'
          - (1 - y)*log(1 - p)
          ^
        """)
    // What is used, or put out, was not meant to go on.
    #expect(try Formula(parsing: Source("a = 2\n-a**2")).remarks.isEmpty)
    #expect(try Formula(parsing: Source("a = 2\nb = 3*a\n+ c\nd = b")).remarks.isEmpty)
    let graph = Graph()
    let recording = try Formula(parsing: Source(text))
      .record(on: graph, values: values.map { ($0.0, $0.1) }, output: "loss")
    #expect(recording.remarks.isEmpty)
  }

  @Test("what can't be meant is a mistake")
  func mistakesOfLines() {
    #expect(
      mistakes("a = 2\n* 3") == """
        <formula>:2:1: error: expected an operand, found '*'; to go on with the statement before, indent this line
          * 3
          ^
        """)
    #expect(
      mistakes("a = 2 +\nb = 3").hasPrefix(
        "<formula>:1:7: error: expected an operand after '+', but the line ends"))
    #expect(
      mistakes("g {\n a = 2 *\n}").hasPrefix(
        "<formula>:2:8: error: expected an operand after '*', but the line ends"))
    #expect(mistakes("   a = 2\n\t- 3").contains("2:2: error: whether this line goes on"))
    #expect(mistakes("  b = 2\n\t* 3").contains("depends on the width of a tab"))
    // One mistake brings no others: the broken statement goes on, too.
    #expect(mistakes("a = 2 $\n  + 3\n  * 4\nb = 1").split(separator: "\n").count == 3)
  }
}
