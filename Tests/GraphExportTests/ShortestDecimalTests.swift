@testable import GraphExport
import Testing

@Suite struct ShortestDecimalTests {
  @Test("The digits are those of the standard library, for doubles of all bit patterns")
  func bitPatterns() {
    var random = Seeded(11)
    var different = 0
    for _ in 0..<100_000 {
      let number = Double(bitPattern: random.next())
      if text(number) != expected(number), different < 5 {
        different += 1
        Issue.record("\(number): \(text(number))")
      }
    }
  }

  @Test("… and for every power of two and of ten, subnormals, decimal fractions and integers")
  func edges() {
    var numbers: [Double] = [
      0, -0.0, .nan, .infinity, -.infinity, .leastNonzeroMagnitude, .greatestFiniteMagnitude,
    ]
    numbers += (-1074...1023).flatMap { exponent -> [Double] in
      let power = Double(sign: .plus, exponent: exponent, significand: 1)
      return [power, power.nextUp, power.nextDown]
    }
    numbers += (-323...308).compactMap { Double("1e\($0)") }.flatMap { [$0, $0.nextUp, $0.nextDown] }
    numbers += (0..<2000).map { Double($0) / 1000 } + (0..<2000).map { Double($0) * 1.1e13 }
    numbers += [
      9_007_199_254_740_992, 18_014_398_509_481_984, 18_014_398_509_481_988, 123_456_789_012_345_680,
    ]
    for number in numbers { #expect(text(number) == expected(number)) }
  }

  private func text(_ number: Double) -> String { NumberText.exact(number) }

  private func expected(_ number: Double) -> String {
    let text = number.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
