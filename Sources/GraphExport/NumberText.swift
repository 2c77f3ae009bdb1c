/// Writes numbers for readers: so many significant digits, never `-0`, never a false `0.0000`.
///
/// ```
/// NumberText(precision: 4).text(0.07065082485316443)   // 0.07065
/// NumberText(precision: 4).text(-0.9640275800758169)   // -0.9640: the last zero says that it is rounded
/// NumberText(precision: 4).text(2)                     // 2: exact
/// NumberText(precision: 4).text(1e-7)                  // 1e-7
/// NumberText(precision: 4).text(123456.7)              // 123457: digits before the point are never zeroed
/// ```
/// Digits come from the shortest text that reads back to the same double; rounding is half away from zero.
public struct NumberText: Equatable, Sendable {
  /// Significant digits, 1 to 17.
  public let precision: Int

  public init(precision: Int = 4) {
    precondition((1...17).contains(precision), "precision is 1 to 17 significant digits, not \(precision)")
    self.precision = precision
  }

  /// The shortest text that reads back to the same double, without a trailing `.0`.
  public static func exact(_ number: Double) -> String {
    let text = number.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  public func text(_ number: Double) -> String {
    if number == 0 { return "0" }
    guard number.isFinite else { return Self.exact(number) }
    var (digits, exponent) = Self.decimal(number.magnitude)
    let kept = exponent >= precision && exponent < Self.largestPlainExponent ? exponent + 1 : precision
    if digits.count > kept { Self.round(&digits, &exponent, to: kept) }
    // 999999.7 is rounded to 1e6, which has no digits before the point to keep.
    if exponent >= Self.largestPlainExponent { digits = Array(digits.prefix(precision)) }
    let sign = number < 0 ? "-" : ""
    return sign + Self.layOut(digits, exponent)
  }

  private static let largestPlainExponent = 6
  private static let smallestPlainExponent = -4

  /// The significant digits of a positive number and the decimal exponent of the first.
  private static func decimal(_ number: Double) -> (digits: [UInt8], exponent: Int) {
    var digits: [UInt8] = []
    var exponent = -1
    var pointSeen = false
    var text = number.description.utf8[...]
    while let byte = text.popFirst() {
      switch byte {
      case UInt8(ascii: "."): pointSeen = true
      case UInt8(ascii: "e"):
        exponent += Int(String(Substring(text))) ?? 0
        text = text.suffix(0)
      default:
        if digits.isEmpty && byte == UInt8(ascii: "0") {
          if pointSeen { exponent -= 1 }
        } else {
          digits.append(byte - UInt8(ascii: "0"))
          if !pointSeen { exponent += 1 }
        }
      }
    }
    while digits.last == 0 { digits.removeLast() }
    return (digits, exponent)
  }

  /// Rounds half away from zero; trailing zeros stay, they say that the number is rounded.
  private static func round(_ digits: inout [UInt8], _ exponent: inout Int, to count: Int) {
    let roundsUp = digits[count] >= 5
    digits.removeSubrange(count...)
    guard roundsUp else { return }
    var index = count - 1
    while index >= 0, digits[index] == 9 {
      digits[index] = 0
      index -= 1
    }
    if index >= 0 {
      digits[index] += 1
    } else {
      digits.insert(1, at: 0)
      digits.removeLast()
      exponent += 1
    }
  }

  private static func layOut(_ digits: [UInt8], _ exponent: Int) -> String {
    func text(_ part: ArraySlice<UInt8>) -> String { part.map { String($0) }.joined() }
    func zeros(_ count: Int) -> String { String(repeating: "0", count: max(0, count)) }
    switch exponent {
    case largestPlainExponent..., ..<smallestPlainExponent:
      let fraction = digits.count > 1 ? "." + text(digits[1...]) : ""
      return "\(digits[0])\(fraction)e\(exponent)"
    case ..<0:
      return "0." + zeros(-exponent - 1) + text(digits[...])
    default:
      let whole = digits.prefix(exponent + 1)
      let fraction = digits.dropFirst(exponent + 1)
      return text(whole) + zeros(exponent + 1 - digits.count) + (fraction.isEmpty ? "" : "." + text(fraction))
    }
  }
}
