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

  /// What is wrong with a text that is no expectation.
  public struct Mistake: Error, Equatable, CustomStringConvertible {
    public let description: String
  }

  /// Reads `NAME.grad=NUMBER`, `NAME.data=NUMBER` or `NAME=NUMBER` (the data), with `±TOLERANCE` or `+-TOLERANCE`.
  ///
  /// Without a tolerance the number may differ by half a unit of its last digit: `0.07065` is met by all that is rounded
  /// to it.
  public init(parsing text: String) throws(Mistake) {
    func mistake(_ what: String) -> Mistake {
      Mistake(
        description: "\(what) in '\(VisibleText.of(text))'; an expectation is written a.grad=0.07065±1e-4")
    }
    guard let sign = text.lastIndex(of: "="), sign != text.startIndex else {
      throw mistake("there is no name=number")
    }
    var name = text[..<sign].trimmed[...]
    var quantity = Quantity.data
    for candidate in [Quantity.data, .grad] where name.hasSuffix(".\(candidate.rawValue)") {
      name = name.dropLast(candidate.rawValue.count + 1)
      quantity = candidate
    }
    let parts = text[text.index(after: sign)...].replacing("+-", with: "±")
      .split(separator: "±", omittingEmptySubsequences: false).map { $0.filter { $0 != " " } }
    guard let number = parts.first.flatMap({ Double($0) }) else { throw mistake("the number can't be read") }
    guard parts.count <= 2, !name.isEmpty else {
      throw mistake(name.isEmpty ? "there is no name" : "there is more than one ±")
    }
    if parts.count == 2 {
      guard let tolerance = Double(parts[1]), tolerance >= 0 else {
        throw mistake("the tolerance can't be read")
      }
      self.tolerance = tolerance
    } else {
      tolerance = number.isFinite ? Self.halfUnit(parts[0]) : 0
    }
    self.name = String(name)
    self.quantity = quantity
    self.number = number
  }

  /// Half a unit in the last place that is written: 0.000005 for `0.07065`.
  private static func halfUnit(_ text: String) -> Double {
    let parts = text.lowercased().split(separator: "e")
    let digits = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    let exponent = (parts.count > 1 ? Int(parts[1]) ?? 0 : 0) - (digits.count > 1 ? digits[1].count : 0)
    return Double("0.5e\(exponent)") ?? 0
  }

  /// Whether a number meets the expectation.
  public func isMet(by actual: Double) -> Bool {
    if number.isNaN || !number.isFinite { return actual == number || (actual.isNaN && number.isNaN) }
    // The difference itself is rounded.
    return (actual - number).magnitude <= tolerance * (1 + 0x1p-40) + number.magnitude * 0x1p-52
  }
}

extension Substring {
  fileprivate var trimmed: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}

extension [Expectation] {
  /// Compares all with the numbers of a graph, and says on standard error which are not met.
  ///
  /// - Parameter find: data and gradient of a name.
  func verify(
    _ find: (String) throws(CommandFailure) -> (data: Double?, grad: Double?)
  ) throws(CommandFailure) {
    var lines: [String] = []
    for expectation in self {
      let shown = "\(VisibleText.of(expectation.name)).\(expectation.quantity.rawValue)"
      let numbers = try find(expectation.name)
      guard let actual = expectation.quantity == .data ? numbers.data : numbers.grad else {
        lines.append(
          "gradgraph: error: expected \(shown) to be \(NumberText.exact(expectation.number)); it was not computed"
        )
        continue
      }
      if expectation.isMet(by: actual) { continue }
      let difference = NumberText(precision: 2).text(actual - expectation.number)
      lines.append(
        "gradgraph: error: expected \(shown) to be \(NumberText.exact(expectation.number)) "
          + "(±\(NumberText.exact(expectation.tolerance))); it is \(NumberText.exact(actual)), off by \(difference)"
      )
    }
    if !lines.isEmpty { throw CommandFailure(message: lines.joined(separator: "\n"), code: .failure) }
  }
}
