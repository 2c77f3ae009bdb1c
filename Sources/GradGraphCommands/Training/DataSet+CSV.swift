import Autodiff
import DisplayText
import FormulaSyntax

extension DataSet {
  /// Reads a table of numbers.
  ///
  /// The first row names the columns if no field in it is a number.
  ///
  /// - Parameter target: the column to predict, by name or by number from 1; `nil` for the last.
  /// - Throws: all mistakes with line, column and excerpt, at most ten.
  init(csv source: Source, target: String?) throws(CommandFailure) {
    let table: CSVTable
    do throws(CSVTable.Mistake) {
      table = try CSVTable(source)
    } catch {
      throw source.failure([(error.range, error.message)])
    }
    guard let first = table.rows.first else { throw source.failure([(0..<0, "the table is empty")]) }
    guard first.count > 1 else {
      throw source.failure([
        (first[0].range, "a row needs two fields or more, features and a target, separated by ','")
      ])
    }
    let hasHeader = first.allSatisfy { Double(plain: $0.text) == nil }
    let names = hasHeader ? first.map(\.text) : nil
    let column = try Self.column(target, names, of: first, in: source)
    let rows = try Self.numbers(
      Array(table.rows.dropFirst(hasHeader ? 1 : 0)), width: first.count, in: source)
    guard rows.count > 1 else {
      throw source.failure([(first[0].range, "training needs two rows of numbers or more, not \(rows.count)")]
      )
    }
    func withoutTarget<Element>(_ row: [Element]) -> [Element] {
      Array(row[..<column] + row[(column + 1)...])
    }
    self.init(
      features: rows.map(withoutTarget), targets: rows.map { $0[column] },
      featureNames: names.map(withoutTarget), targetName: names?[column] ?? "y")
  }

  private static func column(
    _ target: String?, _ names: [String]?, of first: [CSVTable.Field], in source: Source
  ) throws(CommandFailure) -> Int {
    guard let target else { return first.count - 1 }
    if let index = names?.firstIndex(of: target) { return index }
    if let number = Int(target), first.indices.contains(number - 1) { return number - 1 }
    let known = names?.prefix(12).map { "'\(VisibleText.of($0))'" }.joined(separator: ", ")
    let there =
      known.map { "the columns are \($0)\(first.count > 12 ? ", …" : "")" }
      ?? "the columns have no names; give a number from 1 to \(first.count)"
    let range = first[0].range.lowerBound..<(first.last ?? first[0]).range.upperBound
    throw source.failure([(range, "there is no column '\(VisibleText.of(target))'; \(there)")])
  }

  private static func numbers(
    _ rows: [[CSVTable.Field]], width: Int, in source: Source
  ) throws(CommandFailure) -> [[Double]] {
    var mistakes: [(range: Range<Int>, message: String)] = []
    var numbers: [[Double]] = []
    numbers.reserveCapacity(rows.count)
    for row in rows {
      if row.count != width {
        let place = row.count > width ? row[width].range : row[row.count - 1].range
        mistakes.append((place, "the row has \(row.count) fields, the first row has \(width)"))
        continue
      }
      var line: [Double] = []
      for field in row {
        if let number = Double(plain: field.text), number.magnitude <= largest {
          line.append(number)
        } else {
          mistakes.append((field.range, reason(field.text)))
        }
      }
      numbers.append(line)
    }
    guard mistakes.isEmpty else { throw source.failure(mistakes) }
    return numbers
  }

  /// The squares of such numbers can be summed.
  private static let largest = 1e100

  private static func reason(_ text: String) -> String {
    if text.isEmpty { return "the field is empty; every field must hold a number" }
    if Double(plain: text) != nil { return "the number is too large: at most 1e100" }
    return "'\(VisibleText.fitted(VisibleText.of(text), to: 40))' is not a number, such as 2.5 or -1e-3"
  }
}

extension Double {
  /// A decimal number: no `nan`, no `inf`, no hexadecimal.
  fileprivate init?(plain text: String) {
    let isPlain = text.utf8.allSatisfy { byte in
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "+-.eE".utf8.contains(byte)
    }
    guard isPlain, let number = Double(text) else { return nil }
    self = number
  }
}

extension Source {
  /// Mistakes in this text as one message.
  fileprivate func failure(_ mistakes: [(range: Range<Int>, message: String)]) -> CommandFailure {
    let shown = mistakes.prefix(10)
    var lines = diagnostics(Array(shown)).map(\.description)
    let more = mistakes.count - shown.count
    if more > 0 { lines.append("\(more) more \(more == 1 ? "error is" : "errors are") not shown") }
    return .located(lines.joined(separator: "\n"))
  }
}
