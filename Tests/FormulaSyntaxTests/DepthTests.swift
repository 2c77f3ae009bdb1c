import Autodiff
import FormulaSyntax
import Testing

@Suite("Depth and size")
struct DepthTests {
  /// An inner text, a hundred thousand times between an opening and a closing one.
  struct Nest: CustomTestStringConvertible {
    static let depth = 100_000
    var opening: String
    var inner: String
    var closing: String
    var value = 0.0

    init(_ opening: String, _ inner: String, _ closing: String, is value: Double = 0) {
      (self.opening, self.inner, self.closing, self.value) = (opening, inner, closing, value)
    }

    var text: String {
      String(repeating: opening, count: Self.depth) + inner + String(repeating: closing, count: Self.depth)
    }
    var testDescription: String { "\(opening)…\(inner)…\(closing)".debugDescription }
  }

  @Test(
    "nesting and chains of a hundred thousand are read",
    arguments: [
      Nest("(", "a", ")", is: 1), Nest("-", "a", "", is: 1), Nest("+", "a", "", is: 1),
      Nest("a**", "a", "", is: 1),
      Nest("relu(", "a", ")", is: 1), Nest("max(a, ", "a", ")", is: 1), Nest("a+", "a", "", is: 100_001),
      Nest("a*(", "a", ")", is: 1), Nest("-(", "a", ")", is: 1), Nest("a**-", "a", "", is: 1),
      Nest("(\n", "a", "\n)", is: 1), Nest("a\n", "a", "", is: 1), Nest("a;", "a", "", is: 1),
      Nest("h {}\n", "a", "", is: 1),
      Nest("[", "a", "][0]", is: 1), Nest("sum([a, ", "a", "])", is: 100_001),
      Nest("-(a*[", "a", "])[0]", is: 1),
    ])
  func deep(nest: Nest) throws {
    let found = try value(nest.text, [("a", 1.0)])
    #expect(found == nest.value)
  }

  @Test("a number of a hundred thousand digits is read")
  func longNumber() throws {
    #expect(try value("1" + String(repeating: "0", count: 100_000) + "e-100000") == 1)
  }

  @Test(
    "deep mistakes are reported",
    arguments: [
      Nest("(", "", ""), Nest("f(", "", ""), Nest("g {", "", ""), Nest("}", "", ""), Nest(")", "", ""),
      Nest("a**", "", ""),
      Nest("(", "1", "}"), Nest("((1", "\n", ""), Nest("{", "", "\n"), Nest("a = {\n", "", ""),
      Nest("max(1,", ")", ""),
      Nest("tahn(", "1", ")"), Nest("'", "", ""), Nest("$\n", "", ""), Nest("x", "$", "y"),
      Nest("é", "$", "\u{301}"),
      Nest("[", "", ""), Nest("[", "1", "]"), Nest("]", "", ""), Nest("a[", "0", "]"), Nest("a", "", "[0]"),
      Nest("[(", "1", "])"), Nest("[1,", "1", "]"), Nest("a = [\n", "", ""), Nest("a@", "a", ""),
      Nest("a[0", "", ""),
      Nest("a = (\n", "", ""), Nest("$\u{301}", "", ""), Nest("\"", "", "\n\""),
    ])
  func deepMistakes(nest: Nest) {
    let isEmpty = mistakes(nest.text).isEmpty
    #expect(!isEmpty)
  }

  @Test("many statements, and many names, are read")
  func wide() throws {
    let count = 50_000
    let text = "x0 = 1\n" + (1...count).map { "x\($0) = x\($0 - 1) + 1\n" }.joined()
    let graph = Graph()
    let recording = try Formula(parsing: Source(text)).record(on: graph)
    #expect(recording.output.data == Double(count + 1))
    #expect(graph.count == 2 * count + 1)
    #expect(recording.value(named: "x\(count / 2)")?.data == Double(count / 2 + 1))
  }

  @Test("a vector of many elements is read, and each is an element of its own")
  func longVector() throws {
    let count = 100_000
    let uses = (0..<count).map { "y\($0) = x[\($0)]\n" }.joined()
    let text = "x = [" + (0..<count).map { "\($0)" }.joined(separator: ", ") + "]\n\(uses)z = sum(2 * x)"
    let graph = Graph()
    let recording = try Formula(parsing: Source(text)).record(on: graph, values: [("x[7]", 8)])
    #expect(recording.output.data == Double(count * (count - 1) + 2))
    #expect(graph.count == 2 * count + 2)
    #expect(recording.value(named: "y99999")?.name == "x[99999]")
  }

  @Test("a product that is too large for any graph is a mistake")
  func hugeProduct() {
    let rows = Array(repeating: "[1]", count: 20_000).joined(separator: ", ")
    let found = mistakes("x = [\(rows)]\nsum(x @ transpose(x))")
    #expect(
      found.contains("2:7: error: the formula makes 400 020 001 nodes and 1 200 000 000 operands in lists"))
    #expect(found.contains("GB; at most 8 388 608 nodes are recorded"))
  }

  @Test("many unknown names among many known ones are reported without comparing all with all")
  func manyUnknown() {
    let text = (1...20_000).map { "known\($0) = unknown\($0)\n" }.joined()
    #expect(mistakes(text).hasSuffix("19000 more errors are not shown"))
  }

  @Test("a thousand mistakes on one long line are found in one walk")
  func longLine() {
    let text = (1...999).map { "a\($0) = θ $ \(String(repeating: "é", count: 100));" }.joined()
    let isFound = mistakes(text).contains("<formula>:1:111678: error: unexpected character '$'")
    #expect(isFound)
  }
}
