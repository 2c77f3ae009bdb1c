import Autodiff
import FormulaSyntax
import Testing

@Suite("Statements")
struct StatementTests {
  @Test("the seed's example gives its numbers")
  func seed() throws {
    let text = """
      # the seed's example
      a = 2
      b = -3
      c = a*b + a**2    # two paths to a
      d = tanh(c)
      """
    let graph = Graph()
    let recording = try Formula(parsing: Source(text)).record(on: graph)
    #expect(recording.names == ["a", "b", "c", "d"])
    #expect(recording.output.name == "d")
    #expect(recording.output.data == -0.9640275800758169)
    #expect(graph.count == 6)
    #expect(recording.value(named: "c")?.data == -2)
    #expect(recording.value(named: "x") == nil)
  }

  @Test(
    "a number alone makes a variable",
    arguments: [
      "a = 3", "a = +3", "a = (3)", "a = --3", "a = -(-3)", "a = 3.0 # three", "  a=3;", "\u{FEFF}a = 3",
    ])
  func variables(text: String) throws {
    #expect(try structure(text) == "variable a 3.0")
  }

  @Test("a constant's name alone makes a variable, and a bare number a constant")
  func constantVariable() throws {
    #expect(try structure("a = -pi") == "variable a -3.141592653589793")
    #expect(try structure("3") == "3.0")
    #expect(try structure("a = 1 + 2") == "add(1.0, 2.0)")
  }

  @Test("statements end at any line end, or at ';'", arguments: ["\n", "\r\n", "\r", ";", " ; \n;\r\n ;"])
  func separators(separator: String) throws {
    #expect(try value(["a = 2", "b = 3", "a*b"].joined(separator: separator)) == 6)
  }

  @Test("wide spaces are white space, in any number")
  func spaces() throws {
    #expect(try value("a\u{A0}=\u{3000}2\n" + String(repeating: "\u{A0} ", count: 50_000) + "a") == 2)
  }

  @Test("names may have letters of any script, subscripts and marks")
  func unicodeNames() throws {
    #expect(try value("θ = 2; x₁ = 3; ñ_2 = 4; 変数 = 5; θ*x₁*ñ_2*変数") == 120)
    #expect(try value("é = 2; e\u{301} * 3") == 6)
    #expect(try value("é * 3", [("e\u{301}", 5)]) == 15)
    #expect(try value("e\u{301} = 2; é + é + e\u{301} + e\u{301}") == 8)
  }

  @Test("names of any length are told apart by each of their characters")
  func similarNames() throws {
    for length in 1...25 {
      let name = [UInt8](repeating: UInt8(ascii: "a"), count: length)
      var names: [String] = []
      for place in 0..<length {
        // Those after the first are the same as `a` in their last four bits.
        for letter in ["b", "q", "Q", "A"].flatMap(\.utf8) {
          var other = name
          other[place] = letter
          names.append(String(decoding: other, as: UTF8.self))
        }
      }
      let statements = names.enumerated().map { "\($1) = \($0)" }
      for (index, name) in names.enumerated() where index % 7 == 0 || index == names.count - 1 {
        #expect(try value((statements + [name]).joined(separator: "\n")) == Double(index), "\(name)")
      }
    }
  }

  @Test("free names become variables first, in order of first use")
  func freeNames() throws {
    let formula = try Formula(parsing: Source("c = y*x + pi\nd = y + z"))
    #expect(formula.freeNames == ["y", "x", "z"])
    let graph = Graph()
    let recording = try formula.record(on: graph, values: [("x", 1), ("y", 2), ("z", 3)])
    #expect((0..<3).map { graph[$0].name } == ["y", "x", "z"])
    #expect(recording.names == ["y", "x", "z", "c", "d"])
    #expect(recording.output.data == 5)
  }

  @Test("given values replace numbers in the text")
  func overrides() throws {
    #expect(try value("a = 2; b = -pi; a*b", [("a", 3), ("b", 4)]) == 12)
    #expect(try structure("a = -(2)", [("a", .number(.infinity))]) == "variable a inf")
  }

  @Test("a name for a name is the same value, which keeps its first name")
  func aliases() throws {
    let graph = Graph()
    let recording = try Formula(parsing: Source("a = 2; b = a; c = (b)")).record(on: graph)
    #expect(graph.count == 1)
    #expect(recording.output.name == "a")
    #expect(recording.names == ["a", "b", "c"])
    #expect(recording.value(named: "c") == recording.value(named: "a"))
  }

  @Test("the output is the last statement, also inside a group, or the one asked for")
  func outputs() throws {
    #expect(try value("a = 2; h { b = a*3; b + 1 }") == 7)
    #expect(try value("a = 2; h { b = a*3 }; g { }") == 6)
    #expect(try value("a = 2; b = a*3; a + 1", output: "b") == 6)
    #expect(try value("x*x", [("x", 3)], output: "x") == 3)
  }

  @Test("groups nest, and names are known across them")
  func groups() throws {
    let text = """
      x = 2
      net {
        hidden { h = relu(x)
          g = h + 1 }
        out { y = g*h }
      }
      y + 1
      """
    let graph = Graph()
    let recording = try Formula(parsing: Source(text)).record(on: graph)
    #expect(recording.output.data == 7)
    #expect(graph.groups.map(\.parent) == [nil, 0, 0])
  }

  @Test("a formula that fails leaves the graph as it was")
  func atomic() throws {
    let graph = Graph()
    let formula = try Formula(parsing: Source("a = 2; b = a*x"))
    #expect(throws: FormulaErrors.self) { try formula.record(on: graph) }
    #expect(graph.count == 0)
    _ = try formula.record(on: graph, values: [("x", 1)])
    _ = try formula.record(on: graph, values: [("x", 2)])
    #expect(graph.count == 6)
  }

  @Test("groups may be a thousand deep")
  func deepGroups() throws {
    let text = String(repeating: "g {\n", count: 1000) + "1\n" + String(repeating: "}\n", count: 1000)
    #expect(try value(text) == 1)
    let deeper = "g {\n" + text + "}"
    #expect(
      mistakes(deeper) == """
        <formula>:1001:1: error: groups nest more than 1000 deep
          g {
          ^
        """)
  }
}
