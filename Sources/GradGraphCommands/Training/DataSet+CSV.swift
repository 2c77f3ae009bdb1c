import Autodiff
import DisplayText
import FormulaSyntax

extension DataSet {
  /// Reads a table.
  ///
  /// The first row names the columns if no field in it is a number. Words in the target's column are the names of classes. Rows
  /// with a missing value are left out.
  ///
  /// - Parameter target: the column to predict, by name or by number from 1; `nil` for the last.
  /// - Returns: the data, and a sentence about the rows that are left out, if there are any.
  /// - Throws: all mistakes with line, column and excerpt, at most ten.
  static func read(csv source: Source, target: String?) throws(CommandFailure) -> (
    data: DataSet, note: String?
  ) {
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
    let hasHeader = isHeader(first, decimalComma: table.separator.allowsDecimalComma)
    let names = hasHeader ? columnNames(first) : nil
    let column = try self.column(target, names, of: first, in: source)
    let columns = try TableColumns(
      Array(table.rows.dropFirst(hasHeader ? 1 : 0)), width: first.count, target: column, names: names,
      decimalComma: table.separator.allowsDecimalComma, in: source)
    guard columns.rows.count > 1 else {
      throw source.failure([
        (
          first[0].range,
          "training needs two rows of numbers or more, not \(columns.rows.count)"
            + (columns.omission.map { "; \($0)" } ?? "")
        )
      ])
    }
    let data = DataSet(
      features: columns.rows.map { $0.without(column) }, targets: columns.rows.map { $0[column] },
      featureNames: names?.without(column), targetName: names?[column] ?? "y", classNames: columns.classNames)
    return (data, columns.omission)
  }

  /// A row without numbers; of the words for missing values alone it would be a row of data.
  private static func isHeader(_ row: [CSVTable.Field], decimalComma: Bool) -> Bool {
    let cells = row.map { CSVCell($0.text, decimalComma: decimalComma) }
    return cells.allSatisfy { $0 == .word || $0 == .missing } && cells.dropLast().contains(.word)
      || cells.allSatisfy { $0 == .word }
  }

  /// A column without a name, such as that of a data frame's index, is called by its number.
  private static func columnNames(_ row: [CSVTable.Field]) -> [String] {
    row.enumerated().map { $1.text.isEmpty ? "column \($0 + 1)" : $1.text }
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
}

extension Array {
  /// All elements but one.
  fileprivate func without(_ index: Int) -> [Element] { Array(self[..<index] + self[(index + 1)...]) }
}

extension Source {
  /// Mistakes in this text as one message.
  func failure(_ mistakes: [(range: Range<Int>, message: String)]) -> CommandFailure {
    let shown = mistakes.prefix(10)
    var lines = diagnostics(Array(shown)).map(\.description)
    let more = mistakes.count - shown.count
    if more > 0 { lines.append("\(more) more \(more == 1 ? "error is" : "errors are") not shown") }
    return .located(lines.joined(separator: "\n"))
  }
}
