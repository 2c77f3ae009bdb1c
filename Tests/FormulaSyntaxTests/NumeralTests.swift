import Autodiff
import FormulaSyntax
import Testing

@Suite("Numbers as people write them")
struct NumeralTests {
  @Test("a fraction makes a variable, alone and in brackets, and can be given")
  func fractions() throws {
    #expect(try structure("a = -1/3; a*2") == "mul(a, 2.0)")
    #expect(try structure("a = -1/3; a*2", [("a", 5)]) == "mul(a, 2.0)")
    #expect(try value("a = -1/3; a*3") == -1)
    #expect(try value("a = -1/3; a*3", [("a", 5)]) == 15)
    #expect(try structure("x = [1/2, pi]; x[0]") == "variable x[0] 0.5")
    #expect(try value("x = [1/2, 2*pi]; x[1]") == 2 * .pi)
    #expect(try structure("x = [1/2, pi]; x[0]", [("x[0]", 7)]) == "variable x[0] 7.0")
    // Sums and products of plain numbers are computations.
    #expect(try structure("2*3") == "mul(2.0, 3.0)")
    #expect(try structure("a = 2*3; a*1").hasPrefix("mul(a"))
  }

  @Test("nodes without a name are found in the text")
  func expressions() throws {
    let graph = Graph()
    let source = Source("a = 1\nb = 2*log((a - 1)  # why\n   *a) + sqrt(a)")
    let recording = try Formula(parsing: source).record(on: graph)
    let found = recording.expressions(of: Array(0..<graph.count))
    let texts = Set(found.values.map { "\($0.line):\($0.column) \($0.text)" })
    #expect(texts.contains("2:7 log((a - 1) *a)"), "\(texts)")
    #expect(texts.contains("2:12 a - 1") || texts.contains("2:11 (a - 1)"), "\(texts)")
    #expect(texts.contains("3:10 sqrt(a)"), "\(texts)")
  }

  @Test("too large a formula is refused before it is recorded, with its size")
  func limits() throws {
    let graph = Graph()
    let formula = try Formula(parsing: Source("sum(x @ x)"))
    #expect(throws: FormulaErrors.self) {
      try formula.record(
        on: graph, values: [("x", .vector(Array(repeating: 1, count: 1000)))], limits: SizeLimits(memory: 1e5)
      )
    }
    #expect(graph.count == 0)
  }
}
