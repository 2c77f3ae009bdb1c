import Testing

@testable import GraphExport

@Suite struct NumberTextTests {
  @Test(arguments: [
    (0.07065082485316448, "0.07065"), (-0.9640275800758169, "-0.9640"), (2, "2"), (-0.0, "0"), (0, "0"),
    (0.5, "0.5"),
    (1e-7, "1e-7"), (0.00001234, "1.234e-5"), (0.0001234, "0.0001234"), (0.99999, "1.000"),
    (-0.99999, "-1.000"),
    (99999.7, "100000"), (123456.7, "123457"), (123456, "123456"), (1_234_567, "1.235e6"),
    (9_999_999, "1.000e7"),
    (1e300, "1e300"), (.leastNonzeroMagnitude, "5e-324"), (-1.23456e-20, "-1.235e-20"), (.nan, "nan"),
    (.infinity, "inf"),
    (-.infinity, "-inf"), (1000, "1000"), (1e6, "1e6"), (12345.678, "12346"), (0.30000000000000004, "0.3000"),
    (123456.7, "123457"), (999_999.7, "1.000e6"), (-999_999.7, "-1.000e6"), (999_999.4, "999999"),
    (0.00009999, "9.999e-5"), (0.000099999, "0.0001000"), (9.9999e-8, "1.000e-7"), (1e5, "100000"),
    (.greatestFiniteMagnitude, "1.798e308"), (0.1, "0.1"), (0.00005, "5e-5"),
  ])
  func fourDigitsAreWrittenForReaders(_ number: Double, _ expected: String) {
    #expect(NumberText().text(number) == expected)
  }

  @Test("No number is wider than its bound, and the widest are as wide", arguments: [1, 2, 4, 7, 17])
  func bounds(_ precision: Int) {
    let bounds = NumberBounds(NumberText(precision: precision))
    var random = Seeded(UInt64(precision))
    var numbers: [Double] = [
      0, -0.0, 1, -1, 0.1, 0.01, 0.001, 1e-4, 9.99999e-5, 999_999.7, 1e6, -1e100, .nan,
    ]
    numbers += [
      .infinity, -.infinity, .leastNonzeroMagnitude, .leastNormalMagnitude, .greatestFiniteMagnitude,
    ]
    for _ in 0..<2_000 {
      numbers.append(Double(bitPattern: UInt64.random(in: .min ... .max, using: &random)))
      numbers.append(Double.random(in: -1...1, using: &random))
      numbers.append(Double.random(in: 0...1e-3, using: &random))
      numbers.append(Double.random(in: 0...2e6, using: &random))
    }
    var loosest = 0
    for number in numbers {
      let width = NumberText(precision: precision).text(number).utf8.count
      let bound = bounds.mostColumns(number)
      #expect(width <= bound, "\(number)")
      // Numbers of few digits are narrower.
      if number.magnitude < 0.9, number.magnitude > 0.002, (number * 1000).rounded() / 1000 != number {
        loosest = max(loosest, bound - width)
      }
    }
    if precision < 8 { #expect(loosest <= 1) }
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

  @Test(arguments: [
    (1, "3", "0.07", "10", "123457", "1e6", "1"), (2, "3.1", "0.071", "10", "123457", "1.2e6", "1.0"),
    (4, "3.142", "0.07065", "9.96", "123457", "1.235e6", "1.000"),
    (7, "3.141593", "0.07065082", "9.96", "123456.7", "1.234568e6", "0.9999999"),
    (17, "3.141592653589793", "0.07065082485316448", "9.96", "123456.7", "1.2345678e6", "0.9999999"),
  ])
  func thePrecisionIsTheNumberOfSignificantDigits(
    _ precision: Int, _ pi: String, _ small: String, _ carry: String, _ whole: String, _ large: String,
    _ almostOne: String
  ) {
    let numbers = NumberText(precision: precision)
    #expect(numbers.text(.pi) == pi)
    #expect(numbers.text(0.07065082485316448) == small)
    #expect(numbers.text(9.96) == carry)
    #expect(numbers.text(123456.7) == whole)
    #expect(numbers.text(1234567.8) == large)
    #expect(numbers.text(0.9999999) == almostOne)
  }

  @Test(arguments: 1...17)
  func everyWrittenNumberKeepsItsDigitsAndItsSign(_ precision: Int) throws {
    var random = Seeded(UInt64(precision) + 100)
    for _ in 0..<3000 {
      // Numbers of everyday size, where the layout changes.
      var number = Double.random(in: -10...10, using: &random)
      for _ in 0..<Int.random(in: 0...9, using: &random) {
        number *= Bool.random(using: &random) ? 10 : 0.1
      }
      let shown = NumberText(precision: precision).text(number)
      let mantissa = shown.split(separator: "e")[0].filter(\.isNumber).drop { $0 == "0" }
      #expect((1...max(precision, 6)).contains(mantissa.count), "\(number) is shown as \(shown)")
      #expect(shown.hasPrefix("-") == (number < 0), "\(number) is shown as \(shown)")
      #expect(
        NumberText(precision: precision).text(-number) == (number < 0 ? "" : "-") + shown.trimmingPrefix("-"))
    }
  }

  @Test("A rounded number is what rounding its shortest digits by hand gives", arguments: 1...17)
  func roundingByHand(_ precision: Int) {
    var random = Seeded(UInt64(precision) + 200)
    var numbers: [Double] = (-30...30).flatMap { exponent -> [Double] in
      let power = Double("1e\(exponent)") ?? 0
      return [power, power.nextUp, power.nextDown, power * 1.5, power * 0.99999]
    }
    for _ in 0..<3000 {
      // A tie, or a number with just so many digits, and its neighbours.
      let digits = (0..<Int.random(in: 1...min(precision + 1, 17), using: &random)).map { _ in
        String(Int.random(in: 0...9, using: &random))
      }.joined()
      let exponent = Int.random(in: -20...6, using: &random)
      guard let tie = Double("\(digits)5e\(exponent)"), let short = Double("\(digits)e\(exponent)") else {
        continue
      }
      numbers += [tie, tie.nextUp, tie.nextDown, short, short.nextUp, short.nextDown]
      numbers.append(Double.random(in: -1e7...1e7, using: &random) / [1, 1e3, 1e7, 1e9][numbers.count % 4])
    }
    for number in numbers {
      let shown = NumberText(precision: precision).text(number)
      #expect(shown == roundedByHand(number, precision), "\(number)")
    }
  }

  private func roundedByHand(_ number: Double, _ precision: Int) -> String {
    if number == 0 { return "0" }
    let parts = NumberText.exact(number.magnitude).split(separator: "e")
    let point = parts[0].split(separator: ".", omittingEmptySubsequences: false)[0].count
    var digits = parts[0].compactMap(\.wholeNumberValue)
    let zeros = digits.prefix { $0 == 0 }.count
    var exponent = point - zeros - 1 + (parts.count > 1 ? Int(parts[1]) ?? 0 : 0)
    digits.removeFirst(zeros)
    while digits.last == 0 { digits.removeLast() }
    let kept = exponent >= precision && exponent < 6 ? exponent + 1 : precision
    if digits.count > kept {
      let isUp = digits[kept] >= 5
      digits = Array(digits.prefix(kept))
      if isUp {
        while digits.last == 9 { digits.removeLast() }
        if digits.isEmpty {
          digits = [1]
          exponent += 1
        } else {
          digits[digits.count - 1] += 1
        }
        digits += Array(repeating: 0, count: kept - digits.count)
      }
    }
    var text = digits.map(String.init).joined()
    if exponent < -4 || exponent >= 6 {
      text = String(text.prefix(precision))
      return (number < 0 ? "-" : "") + text.prefix(1) + (text.count > 1 ? "." : "") + text.dropFirst()
        + "e\(exponent)"
    }
    if exponent < 0 { text = String(repeating: "0", count: -exponent) + text }
    let whole = max(exponent, 0) + 1
    if text.count < whole { text += String(repeating: "0", count: whole - text.count) }
    return (number < 0 ? "-" : "") + text.prefix(whole) + (text.count > whole ? "." : "")
      + text.dropFirst(whole)
  }
}
