import ArgumentParser
import DisplayText
import GraphExport

/// A number that a graph is expected to have, such as `a.grad=0.07065±1e-4`.
public struct Expectation: Equatable, Sendable {
  /// Which number of a node.
  public enum Quantity: String, Sendable { case data, grad }

  /// The node's name, or `#7` for its id.
  public let name: String
  public let quantity: Quantity
  public let number: Double
  /// By how much the number may differ.
  public let tolerance: Double
  /// The number as it was written, where its digits say how much it may differ.
  private let written: DecimalNumber?

  /// What is wrong with a text that is no expectation.
  public struct Mistake: Error, Equatable, CustomStringConvertible {
    public let description: String
  }

  /// Reads `NAME.grad=NUMBER`, `NAME.data=NUMBER` or `NAME=NUMBER` (the data), with `±TOLERANCE` or `+-TOLERANCE`.
  ///
  /// Without a tolerance the number may differ by half a unit of its last digit: `0.07065` is met by all that is rounded
  /// to it. That is decided on the decimal digits, of which the number that is compared has as many as tell it apart.
  public init(parsing text: String) throws(Mistake) {
    func mistake(_ what: String) -> Mistake {
      Mistake(
        description: "\(what) in '\(VisibleText.of(text))'; an expectation is written a.grad=0.07065±1e-4")
    }
    guard let sign = text.lastIndex(of: "=") else { throw mistake("there is no name=number") }
    var name = text[..<sign].withoutBlanks
    var quantity = Quantity.data
    if let given = [Quantity.data, .grad].first(where: { name.hasSuffix(".\($0.rawValue)") }) {
      name = name.dropLast(given.rawValue.count + 1)
      quantity = given
    }
    guard !name.isEmpty else { throw mistake("there is no name") }
    let parts = text[text.index(after: sign)...].replacing("+-", with: "±")
      .split(separator: "±", omittingEmptySubsequences: false).map { $0.withoutBlanks }
    guard parts.count <= 2 else { throw mistake("there is more than one ±") }
    guard let number = Self.number(parts[0]) else { throw mistake("the number can't be read") }
    if parts.count == 2 {
      guard let tolerance = Self.number(parts[1]), tolerance >= 0, tolerance.isFinite else {
        throw mistake("the tolerance can't be read")
      }
      guard number.isFinite else { throw mistake("only a finite number has a tolerance") }
      self.tolerance = tolerance
      written = nil
    } else {
      written = number.isFinite ? DecimalNumber(parts[0]) : nil
      tolerance = number.isFinite ? Self.halfUnit(parts[0]) : 0
    }
    self.name = String(name)
    self.quantity = quantity
    self.number = number
  }

  /// A decimal number that fits in a double, or `nan`, `inf` and `-inf`.
  private static func number(_ text: Substring) -> Double? {
    switch text.lowercased() {
    case "nan": return .nan
    case "inf", "+inf": return .infinity
    case "-inf": return -.infinity
    default:
      let isDecimal = text.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || [0x2B, 0x2D, 0x2E].contains(byte) || byte | 0x20 == 0x65
      }
      return isDecimal ? Double(text).flatMap { $0.isFinite ? $0 : nil } : nil
    }
  }

  /// Half a unit in the last place that is written: 0.000005 for `0.07065`.
  private static func halfUnit(_ text: Substring) -> Double {
    let parts = text.lowercased().split(separator: "e")
    let digits = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    let exponent = (parts.count > 1 ? Int(parts[1]) ?? 0 : 0) - (digits.count > 1 ? digits[1].count : 0)
    return Double("0.5e\(exponent)") ?? 0
  }

  /// Whether a number meets the expectation.
  public func isMet(by actual: Double) -> Bool {
    if number.isNaN || !number.isFinite { return actual == number || (actual.isNaN && number.isNaN) }
    if let written {
      guard actual.isFinite else { return false }
      if actual == number { return true }
      return DecimalNumber("\(actual)").map(written.isRounded) ?? false
    }
    // The difference itself is rounded.
    return (actual - number).magnitude <= tolerance * (1 + 0x1p-40) + number.magnitude * 0x1p-52
  }
}

/// The numbers of a graph that were expected, and what they are.
struct ExpectedNumbers {
  private let numbers: [(expectation: Expectation, actual: Double?)]

  /// - Parameter numbers: an actual number is absent where it was not computed.
  init(_ numbers: [(Expectation, Double?)]) { self.numbers = numbers }

  /// Writes the results, and then says on standard error what is not as expected, one line each.
  ///
  /// - Throws: what `write` throws, but for a reader who has seen enough; exit code 1 when an expectation is not met.
  func verify(after write: () throws -> Void) throws {
    do {
      try write()
    } catch OutputError.closedPipe {
      // The numbers count, however much of them was read.
    }
    if !areMet { throw ExitCode.failure }
  }

  /// Whether all expectations are met; those that are not are said on standard error.
  var areMet: Bool {
    let complaints = numbers.compactMap { $0.expectation.complaint(ifMissedBy: $0.actual) }
    for complaint in complaints { StandardError.write("gradgraph: error: \(complaint)") }
    return complaints.isEmpty
  }
}

extension Expectation {
  /// Expected, actual and difference, in one line; `nil` when the number is as expected.
  func complaint(ifMissedBy actual: Double?) -> String? {
    if let actual, isMet(by: actual) { return nil }
    var expected = "expected \(VisibleText.of(name)).\(quantity.rawValue) to be \(NumberText.exact(number))"
    if number.isFinite { expected += " (±\(NumberText.exact(tolerance)))" }
    guard let actual else { return "\(expected); there is no such number" }
    let difference = actual - number
    let distance = difference.isFinite ? ", off by \(NumberText(precision: 2).text(difference))" : ""
    return "\(expected); it is \(NumberText.exact(actual))\(distance)"
  }
}
