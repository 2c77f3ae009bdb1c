import DisplayText
import FormulaSyntax

/// The numbers of a table's complete rows; in the target's column, words are numbered as classes.
struct TableColumns {
  /// Rows of one number per column.
  private(set) var rows: [[Double]] = []
  /// The names of the classes, ascending; `nil` where the targets are numbers.
  private(set) var classNames: [String]?
  /// A sentence about the rows that are left out; `nil` where all are complete.
  private(set) var omission: String?

  private typealias Mistake = (range: Range<Int>, message: String)

  /// - Throws: an error that names every row of another width, and every field that is no number.
  init(
    _ table: [[CSVTable.Field]], width: Int, target: Int, names: [String]?, decimalComma: Bool,
    in source: Source
  ) throws(CommandFailure) {
    var mistakes: [Mistake] = []
    var complete: [(fields: [CSVTable.Field], cells: [CSVCell])] = []
    var words = Array(repeating: [CSVTable.Field](), count: width)
    var numbers = Array(repeating: 0, count: width)
    var decimals = DecimalMarks()
    var gaps: [Int] = []
    for row in table {
      guard row.count == width else {
        let place = row.count > width ? row[width].range : row[row.count - 1].range
        mistakes.append((place, "the row has \(row.count) fields, the first row has \(width)"))
        continue
      }
      let cells = row.map { CSVCell($0.text, decimalComma: decimalComma) }
      for (column, cell) in cells.enumerated() {
        switch cell {
        case .number:
          numbers[column] += 1
          if let mistake = decimals.mistake(in: row[column]) { mistakes.append((row[column].range, mistake)) }
        case .word: words[column].append(row[column])
        case .tooLarge: mistakes.append((row[column].range, "the number is too large: at most 1e100"))
        case .missing: break
        }
      }
      if let gap = cells.firstIndex(of: .missing) {
        gaps.append(row[gap].range.lowerBound)
      } else {
        complete.append((row, cells))
      }
    }
    let hasClasses = words[target].count > numbers[target]
    for column in 0..<width where column != target || !hasClasses {
      mistakes += Self.mistakes(
        words[column], among: numbers[column], name: names?[column] ?? "\(column + 1)")
    }
    guard mistakes.isEmpty else {
      throw source.failure(mistakes.sorted { $0.range.lowerBound < $1.range.lowerBound })
    }
    if let first = gaps.first {
      let line = source.diagnostics([(first..<first, "")]).first?.line.map { ", first in line \($0)" } ?? ""
      omission =
        "\(gaps.count) of \(table.count) rows \(gaps.count == 1 ? "is" : "are") left out: a value is missing\(line)"
    }
    number(complete, target: hasClasses ? target : nil)
  }

  /// The numbers of the complete rows, with the index of its class in place of each word of the target's column.
  private mutating func number(_ complete: [(fields: [CSVTable.Field], cells: [CSVCell])], target: Int?) {
    let classes = target.map { column in Set(complete.map { $0.fields[column].text }).sorted() }
    var indices: [String: Double] = [:]
    for (index, name) in (classes ?? []).enumerated() { indices[name] = Double(index) }
    rows = complete.map { fields, cells in
      cells.enumerated().map { column, cell in
        if column == target { return indices[fields[column].text] ?? 0 }
        return if case .number(let number) = cell { number } else { 0 }
      }
    }
    classNames = classes
  }

  /// The errors for words in a column of numbers: one sentence if the column has nothing else.
  private static func mistakes(
    _ words: [CSVTable.Field], among numbers: Int, name: String
  ) -> [Mistake] {
    if numbers == 0, words.count > 1 {
      return [
        (
          words[0].range,
          "column '\(VisibleText.of(name))' holds words, which only the target may; predict it with --target, or take it out"
        )
      ]
    }
    return words.map { ($0.range, reason($0.text)) }
  }

  private static func reason(_ text: String) -> String {
    let shown = VisibleText.fitted(VisibleText.of(text), to: 40)
    let isGrouped =
      text.utf8.contains(UInt8(ascii: ","))
      && text.utf8.allSatisfy {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || "+-,.".utf8.contains($0)
      }
    if isGrouped { return "'\(shown)' is not a number; leave out what separates thousands" }
    return "'\(shown)' is not a number, such as 2.5 or -1e-3"
  }
}

/// The decimal marks in the numbers of a table, points or commas: both together are an error.
private struct DecimalMarks {
  private var first: (mark: UInt8, text: String)?

  mutating func mistake(in field: CSVTable.Field) -> String? {
    guard let mark = field.text.utf8.first(where: { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ",") })
    else {
      return nil
    }
    guard let first else {
      first = (mark, field.text)
      return nil
    }
    guard first.mark != mark else { return nil }
    let (own, other) = mark == UInt8(ascii: ".") ? ("point", "comma") : ("comma", "point")
    return
      "'\(field.text)' has a decimal \(own) where '\(first.text)' has a decimal \(other); write all numbers alike"
  }
}
