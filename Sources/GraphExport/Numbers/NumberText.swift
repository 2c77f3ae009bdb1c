/// Formats numbers for readers: a fixed number of significant digits, never `-0`, never a false `0.0000`.
///
/// ```
/// NumberText(precision: 4).text(0.07065082485316448)   // 0.07065
/// NumberText(precision: 4).text(-0.9640275800758169)   // -0.9640: the last zero says that it is rounded
/// NumberText(precision: 4).text(2)                     // 2: exact
/// NumberText(precision: 4).text(1e-7)                  // 1e-7
/// NumberText(precision: 4).text(123456.7)              // 123457: digits before the point are never zeroed
/// ```
/// Digits come from the shortest text that reads back to the same double; rounding is half away from zero.
public struct NumberText: Equatable, Sendable {
  /// Significant digits, 1 to 17.
  public let precision: Int

  /// Creates a format; a precision outside of 1 to 17 is a programmer's error.
  public init(precision: Int = 4) {
    precondition((1...17).contains(precision), "precision is 1 to 17 significant digits, not \(precision)")
    self.precision = precision
  }

  /// The shortest text that reads back to the same double, without a trailing `.0`.
  public static func exact(_ number: Double) -> String { Digits.text { $0.write(exact: number) } }

  /// The number rounded to ``precision`` significant digits, as in the examples of ``NumberText``.
  public func text(_ number: Double) -> String { Digits.text { $0.write(number, precision: precision) } }
}

extension NumberText {
  /// The number for LaTeX in mathematics mode.
  package func tex(_ number: Double) -> String {
    if number.isNaN { return "\\mathrm{NaN}" }
    if number.isInfinite { return number < 0 ? "-\\infty" : "\\infty" }
    let parts = text(number).split(separator: "e")
    return parts.count == 2 ? "\(parts[0]) \\cdot 10^{\(parts[1])}" : String(parts[0])
  }
}
