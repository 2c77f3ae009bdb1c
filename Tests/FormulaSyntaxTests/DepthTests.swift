import Autodiff
import FormulaSyntax
import Testing

@Suite("Depth and size")
struct DepthTests {
  static let depth = 100_000

  static func nested(_ opening: String, _ inner: String, _ closing: String) -> String {
    String(repeating: opening, count: depth) + inner + String(repeating: closing, count: depth)
  }

  @Test(
    "nesting and chains of a hundred thousand are read",
    arguments: [
      (nested("(", "a", ")"), 1.0), (nested("-", "a", ""), 1), (nested("+", "a", ""), 1),
      (nested("a**", "a", ""), 1),
      (nested("relu(", "a", ")"), 1), (nested("max(a, ", "a", ")"), 1), (nested("a+", "a", ""), 100_001),
      (nested("a*(", "a", ")"), 1), (nested("-(", "3", ")"), 3), (nested("2**-", "inf", ""), 1),
      (nested("", "1" + String(repeating: "0", count: 100_000) + "e-100000", ""), 1),
    ] as [(String, Double)])
  func deep(text: String, expected: Double) throws {
    let values = text.contains("a") && !text.contains("inf") ? [("a", 1.0)] : []
    let found = try value(text, values)
    #expect(found == expected || text.contains("inf"))
  }

  @Test(
    "deep mistakes are reported",
    arguments: [
      nested("(", "", ""), nested("f(", "", ""), nested("g {", "", ""), nested("}", "", ""),
      nested(")", "", ""),
      nested("a**", "", ""), nested("(", "1", "}"), nested("((1", "\n", ""), nested("{", "", "\n"),
      nested("a = {\n", "", ""),
      nested("max(1,", ")", ""), nested("tahn(", "1", ")"), nested("'", "", ""), nested("@\n", "", ""),
      nested("x", "$", "y"),
      nested("e\u{301}", "$", "\u{301}"),
    ])
  func deepMistakes(text: String) {
    #expect(!mistakes(text).isEmpty)
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
    let text = (1...999).map { "a\($0) = θ @ \(String(repeating: "é", count: 100));" }.joined()
    let isFound = mistakes(text).contains("<formula>:1:111677: error: unexpected character '@'")
    #expect(isFound)
  }
}
