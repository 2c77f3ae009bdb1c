import GradGraphCommands
import Testing

@Suite struct ExpectationTests {
  @Test("An expectation has a name, a quantity, a number and a tolerance")
  func parts() throws {
    let written = try Expectation(parsing: "a.grad=0.07065±1e-4")
    #expect(
      written.name == "a" && written.quantity == .grad && written.number == 0.07065
        && written.tolerance == 1e-4)
    #expect(try Expectation(parsing: "a.grad=0.07065+-1e-4") == written)
    #expect(try Expectation(parsing: "layer.1.w[0].data = 2").name == "layer.1.w[0]")
    #expect(try Expectation(parsing: "#7=2").quantity == .data)
  }

  @Test(
    "Without a tolerance the digits that are written count",
    arguments: [
      ("0.07065", 0.0706508, true), ("0.07065", 0.070656, false), ("2", 2.4, true), ("2", 2.6, false),
      ("1.5e3", 1540, true), ("1.5e3", 1551, false), ("nan", .nan, true), ("inf", .infinity, true),
      ("-inf", .infinity, false),
      ("1", .nan, false),
    ])
  func digits(text: String, actual: Double, isMet: Bool) throws {
    #expect(try Expectation(parsing: "x=\(text)").isMet(by: actual) == isMet)
  }

  @Test(
    "What is no expectation is refused",
    arguments: ["", "a", "=2", "a=", "a=x", "a=1±", "a=1±-2", "a=1±2±3", ".grad=1"])
  func mistakes(text: String) {
    #expect(throws: Expectation.Mistake.self) { try Expectation(parsing: text) }
  }
}
