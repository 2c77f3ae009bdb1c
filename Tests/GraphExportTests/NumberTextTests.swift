import GraphExport
import Testing

@Suite struct NumberTextTests {
  @Test(arguments: [
    (0.07065082485316443, "0.07065"), (-0.9640275800758169, "-0.9640"), (2, "2"), (-0.0, "0"), (0, "0"),
    (0.5, "0.5"),
    (1e-7, "1e-7"), (0.00001234, "1.234e-5"), (0.0001234, "0.0001234"), (0.99999, "1.000"),
    (-0.99999, "-1.000"),
    (99999.7, "100000"), (123456.7, "123457"), (123456, "123456"), (1_234_567, "1.235e6"),
    (9_999_999, "1.000e7"),
    (1e300, "1e300"), (.leastNonzeroMagnitude, "5e-324"), (-1.23456e-20, "-1.235e-20"), (.nan, "nan"),
    (.infinity, "inf"),
    (-.infinity, "-inf"), (1000, "1000"), (1e6, "1e6"), (12345.678, "12346"), (0.30000000000000004, "0.3000"),
  ])
  func fourDigitsAreWrittenForReaders(_ number: Double, _ expected: String) {
    #expect(NumberText().text(number) == expected)
  }

  @Test(arguments: 1...17)
  func theTextIsWithinHalfAUnitOfTheLastDigit(_ precision: Int) throws {
    var random = Seeded(UInt64(precision))
    for _ in 0..<400 {
      let number = Double(bitPattern: UInt64.random(in: .min ... .max, using: &random))
      guard number.isFinite else { continue }
      let shown = NumberText(precision: precision).text(number)
      let back = try #require(Double(shown), "\(number) is shown as \(shown)")
      // Half a unit of the last digit, relative to the number, with room for the last bit.
      var unit = 0.5
      for _ in 1..<precision { unit /= 10 }
      let error = (back - number).magnitude
      #expect(
        error <= number.magnitude * unit * 1.0001 + number.ulp || !back.isFinite,
        "\(number) is shown as \(shown)")
      #expect(!shown.hasPrefix("-0.0000") && shown != "-0" && shown.count <= precision + 12)
    }
  }

  @Test func exactTextReadsBackToTheSameDouble() {
    var random = Seeded(7)
    for _ in 0..<5000 {
      let number = Double(bitPattern: UInt64.random(in: .min ... .max, using: &random))
      guard number.isFinite else { continue }
      #expect(Double(NumberText.exact(number))?.bitPattern == number.bitPattern)
    }
    #expect(NumberText.exact(2) == "2")
  }
}
