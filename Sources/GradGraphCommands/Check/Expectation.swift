import ArgumentParser
import DisplayText
import GraphExport

/// A number that a graph is expected to have, such as `a.grad=0.07065±1e-4`.
public struct Expectation: Equatable, Sendable {
  /// A quantity of a node.
  public enum Quantity: String, Sendable { case data, grad }

  /// The node's name, or `#7` for its id.
  public let name: String
  /// The expected quantity of the node.
  public let quantity: Quantity
  /// The expected number.
  public let number: Double
  /// The largest accepted difference from the number.
  public let tolerance: Double
  /// The number as written, if its digits give the tolerance.
  private let written: DecimalNumber?
  /// For an element of an array that is expected as a whole: the array's name and the number of expected elements.
  private(set) var whole: Whole?

  struct Whole: Equatable, Sendable {
    var name: String
    var count: Int
  }

  /// An error in the text of an expectation.
  public struct Mistake: Error, Equatable, CustomStringConvertible {
    /// One line with the reason, the text, and an example of an expectation.
    public let description: String
  }

  /// Reads `NAME.grad=NUMBER`, `NAME.data=NUMBER` or `NAME=NUMBER` (the data), with `±TOLERANCE` or `+-TOLERANCE`.
  ///
  /// Without a tolerance the number may differ by half a unit of its last digit: `0.07065` is met by all numbers that
  /// round to it. The comparison uses decimal digits; the compared number has as many as identify it among doubles.
  ///
  /// - Throws: ``Mistake`` for a text of another form, with the reason.
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

  /// Reads an expectation of a number, or of a vector or a matrix number by number: `W.grad=[1, 2]±1e-6`.
  ///
  /// - Throws: ``Mistake`` for a text of another form, with the reason.
  public static func list(parsing text: String) throws(Mistake) -> [Expectation] {
    guard let sign = text.lastIndex(of: "="),
      case let numbers = text[text.index(after: sign)...].withoutBlanks,
      numbers.first == "["
    else { return [try Expectation(parsing: text)] }
    var name = text[..<sign].withoutBlanks
    var quantity = ""
    if let given = [Quantity.data, .grad].first(where: { name.hasSuffix(".\($0.rawValue)") }) {
      quantity = ".\(given.rawValue)"
      name = name.dropLast(quantity.count)
    }
    guard let elements = elements(of: numbers) else {
      throw Mistake(
        description:
          "the numbers in '\(VisibleText.of(text))' can't be read; those of a vector are written W.grad=[1, 2]"
      )
    }
    var list: [Expectation] = []
    for (indices, number) in elements.numbers {
      var expectation = try Expectation(
        parsing: "\(name)\(indices)\(quantity)=\(number)\(elements.tolerance)")
      expectation.whole = Whole(name: String(name), count: elements.numbers.count)
      list.append(expectation)
    }
    return list
  }

  /// The numbers in brackets with their indices, and the text behind the brackets.
  private static func elements(
    of text: Substring
  ) -> (numbers: [(indices: String, number: Substring)], tolerance: Substring)? {
    guard let end = text.lastIndex(of: "]") else { return nil }
    let tolerance = text[text.index(after: end)...].withoutBlanks
    guard tolerance.isEmpty || tolerance.hasPrefix("±") || tolerance.hasPrefix("+-") else { return nil }
    let inner = text[text.index(after: text.startIndex)..<end].withoutBlanks
    guard inner.first == "[" else {
      let parts = inner.split(separator: ",", omittingEmptySubsequences: false).map { $0.withoutBlanks }
      guard parts.allSatisfy({ !$0.isEmpty }) else { return nil }
      return (parts.enumerated().map { ("[\($0.offset)]", $0.element) }, tolerance)
    }
    guard inner.last == "]" else { return nil }
    var numbers: [(indices: String, number: Substring)] = []
    let rows = inner.dropLast().split(separator: "]", omittingEmptySubsequences: false)
    for (row, text) in rows.enumerated() {
      guard let start = text.firstIndex(of: "["),
        text[..<start].withoutBlanks == (row == 0 ? "" : ",")
      else { return nil }
      let parts = text[text.index(after: start)...].split(separator: ",", omittingEmptySubsequences: false)
        .map { $0.withoutBlanks }
      guard parts.allSatisfy({ !$0.isEmpty }) else { return nil }
      for (column, part) in parts.enumerated() { numbers.append(("[\(row)][\(column)]", part)) }
    }
    return (numbers, tolerance)
  }

  /// Checks that an array has as many elements as numbers are expected of it.
  func verifyShape(among names: NodeNames) throws(CommandFailure) {
    if let whole {
      // A name that does not exist is reported when its elements are looked up.
      guard let count = names.ids(of: whole.name)?.count, count != whole.count else { return }
      throw .usage(
        "--expect: '\(VisibleText.of(whole.name))' stands for \(count) value\(count == 1 ? "" : "s"), but \(whole.count) \(whole.count == 1 ? "is" : "are") expected"
      )
    }
    guard let count = names.ids(of: name)?.count, count > 1 else { return }
    throw .usage(
      "--expect: '\(VisibleText.of(name))' stands for \(count) values; write their numbers in brackets, such as '\(VisibleText.of(name))=[1, 2]'"
    )
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

  /// Half a unit in the last written place: 0.000005 for `0.07065`.
  private static func halfUnit(_ text: Substring) -> Double {
    let parts = text.lowercased().split(separator: "e")
    let digits = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    let exponent = (parts.count > 1 ? Int(parts[1]) ?? 0 : 0) - (digits.count > 1 ? digits[1].count : 0)
    return Double("0.5e\(exponent)") ?? 0
  }

  /// `true` if a number meets the expectation.
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

/// The expected numbers of a graph, and its actual ones.
struct ExpectedNumbers {
  private let numbers: [(expectation: Expectation, actual: Double?)]

  /// - Parameter numbers: an actual number is absent where it was not computed.
  init(_ numbers: [(Expectation, Double?)]) { self.numbers = numbers }

  /// Writes the results, then reports each unmet expectation on standard error, one line each.
  ///
  /// - Throws: the errors of `write`, except that of a reader who closed the pipe; exit code 1 if an expectation is not met.
  func verify(after write: () throws -> Void) throws {
    do {
      try write()
    } catch OutputError.closedPipe {
      // The numbers count, however much of them was read.
    }
    if !areMet { throw ExitCode.failure }
  }

  /// `true` if all expectations are met; the others are reported on standard error.
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
