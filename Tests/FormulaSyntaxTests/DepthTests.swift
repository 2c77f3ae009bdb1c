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
