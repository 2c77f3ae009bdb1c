/// The contents of a table's field.
enum CSVCell: Equatable {
  case number(Double)
  /// Nothing, or one of the words for nothing.
  case missing
  case word
  /// A number whose square does not fit into a double.
  case tooLarge

  /// Words for a missing value, as R, pandas, spreadsheets and the UCI repository write them.
  private static let missingWords: Set<String> = ["", "NA", "N/A", "#N/A", "NAN", "NULL", "?"]

  /// The squares of such numbers can be summed.
  private static let largest = 1e100

  static func isMissing(_ text: String) -> Bool { missingWords.contains(text.uppercased()) }

  /// - Parameter decimalComma: `true` to read a single comma as a decimal point.
  init(_ text: String, decimalComma: Bool) {
    if let number = Self.number(text, decimalComma: decimalComma) {
      self = number.magnitude <= Self.largest ? .number(number) : .tooLarge
    } else {
      self = Self.isMissing(text) ? .missing : .word
    }
  }

  /// A decimal number: no `nan`, no `inf`, no hexadecimal.
  private static func number(_ text: String, decimalComma: Bool) -> Double? {
    var commas = 0
    var points = 0
    let plain = text.utf8.map { byte -> UInt8 in
      if byte == UInt8(ascii: ".") { points += 1 }
      guard byte == UInt8(ascii: ",") else { return byte }
      commas += 1
      return UInt8(ascii: ".")
    }
    let isPlain = plain.allSatisfy { byte in
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "+-.eE".utf8.contains(byte)
    }
    guard isPlain, commas == 0 || (decimalComma && commas == 1 && points == 0) else { return nil }
    return Double(String(decoding: plain, as: UTF8.self))
  }
}
