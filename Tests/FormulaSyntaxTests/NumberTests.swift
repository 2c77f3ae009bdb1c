import Autodiff
import FormulaSyntax
import Testing

@Suite("Numbers")
struct NumberTests {
  @Test(
    "numbers are read in all their forms",
    arguments: [
      ("1", 1), ("1.5", 1.5), (".5", 0.5), ("1.", 1), ("1e-3", 0.001), ("1E5", 100000), ("1.e+2", 100),
      (".5e1", 5),
      ("0.1", 0.1), ("123456789012345678901234567890", 123456789012345677877719597056),
      ("0.00000000000000000000001", 1e-23), ("4.9e-324", .leastNonzeroMagnitude), ("1e-999", 0),
      ("1.7976931348623157e308", 1.7976931348623157e308),
      ("007", 7), ("2.2250738585072014e-308", .leastNormalMagnitude),
      ("9007199254740993", 9007199254740992),
    ] as [(String, Double)])
  func forms(text: String, expected: Double) throws {
    #expect(try value(text) == expected)
  }

  @Test("a printed double reads back as itself")
  func roundTrip() throws {
    var generator = SplitMix(seed: 7)
    for _ in 0..<3000 {
      let bits = generator.next()
      let number = Double(bitPattern: bits & ~(1 << 63))
      let short = Double(generator.next() % 1_000_000_000) / 1000
      for expected in [number, short] where expected.isFinite {
        let found = try value("\(expected)")
        #expect(found == expected, "seed 7: \(expected) was read as \(found)")
      }
    }
  }

  @Test("the constants are pi, e, inf and nan")
  func constants() throws {
    #expect(try value("pi") == .pi)
    #expect(try value("e") == 2.718281828459045)
    #expect(try value("-inf") == -.infinity)
    #expect(try value("nan").isNaN)
  }

  @Test("a constant's name can be defined or given, for the whole file")
  func shadowing() throws {
    #expect(try structure("a = 2; e = a*3; d = a**e") == "pow(a, e)")
    #expect(try structure("a**e", [("a", 2), ("e", 3)]) == "pow(a, e)")
    #expect(
      mistakes("a = e\ne = 2") == """
        <formula>:1:5: error: 'e' is used before its definition on line 2
          a = e
              ^
        """)
  }

  @Test("numbers that are none are explained")
  func malformed() {
    #expect(
      mistakes("a = 1e999\nb = 1.2.3\nc = 1e\nd = 2x\nf = 1e+\ng = 1..2\nh = -2e400x") == """
        <formula>:1:5: error: the number '1e999' does not fit in a double
          a = 1e999
              ^~~~~
        <formula>:2:5: error: '1.2.3' is not a number; it has several decimal points
          b = 1.2.3
              ^~~~~
        <formula>:3:5: error: '1e' is not a number; expected digits after the exponent's 'e'
          c = 1e
              ^~
        <formula>:4:6: error: expected an operator between '2' and 'x'; a product is written 2*x
          d = 2x
               ^
        <formula>:5:5: error: '1e+' is not a number; expected digits after the exponent's 'e'
          f = 1e+
              ^~~
        <formula>:6:5: error: '1..2' is not a number; it has several decimal points
          g = 1..2
              ^~~~
        <formula>:7:6: error: the number '2e400' does not fit in a double
          h = -2e400x
               ^~~~~
        """)
  }
}
