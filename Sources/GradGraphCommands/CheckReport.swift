import Autodiff
import DisplayText
import GraphExport

/// What `gradgraph check` says: a table of derivatives, what each mode cost, the Jacobian.
public struct CheckReport {
  private let checks: [(output: String, check: GradientCheck)]
  private let jacobian: Jacobian
  /// Gradients that the input brought along, by output's position and variable's id.
  private let recorded: [Int: Double]
  private let numbers: NumberText

  /// - Parameters:
  ///   - checks: one per output, with the output's name.
  ///   - jacobian: the derivatives of all outputs, one row each.
  ///   - recorded: gradients that a file claims, by the variable's id; they are compared with reverse mode.
  ///   - precision: significant digits.
  public init(
    _ checks: [(output: String, check: GradientCheck)], jacobian: Jacobian, recorded: [Int: Double] = [:],
    precision: Int = 4
  ) {
    self.checks = checks
    self.jacobian = jacobian
    self.recorded = recorded
    numbers = NumberText(precision: precision)
  }

  /// Whether nothing disagrees.
  public var isPassed: Bool { checks.allSatisfy(\.check.isPassed) && mistakes.isEmpty }

  /// The gradients of the file that are not those of reverse mode, to 1e-9 relative.
  private var mistakes: [(row: GradientCheck.Row, recorded: Double)] {
    checks.flatMap(\.check.rows).compactMap { row in
      guard let recorded = recorded[row.variable] else { return nil }
      let agrees =
        recorded == row.reverse || (recorded.isNaN && row.reverse.isNaN)
        || (recorded - row.reverse).magnitude <= 1e-9 * row.reverse.magnitude
      return agrees ? nil : (row, recorded)
    }
  }

  // MARK: Cells

  private var header: [String] {
    (checks.count > 1 ? ["output"] : []) + ["variable", "data", "reverse", "forward", "differences", ""]
  }

  private func cells(_ marks: Marks) -> [[String]] {
    checks.flatMap { output, check in
      check.rows.map { row in
        (checks.count > 1 ? [marks.shown(output)] : []) + [
          marks.shown(row.label), numbers.text(row.data), numbers.text(row.reverse),
          numbers.text(row.forward),
          text(row.difference, marks), marks.word(row.verdict),
        ]
      }
    }
  }

  private func text(_ difference: FiniteDifference, _ marks: Marks) -> String {
    guard difference.derivative.isFinite else { return "none" }
    let error = NumberText(precision: 1).text(difference.error)
    return "\(numbers.text(difference.derivative)) \(marks.plusMinus) \(error)"
  }

  private var costs: [(name: String, cost: Cost)] {
    var sums = [("reverse", Cost()), ("forward", Cost()), ("differences", Cost())]
    for check in checks.map(\.check) {
      sums[0].1 += check.reverseCost
      // The tangents of one pass are those of every output.
      if sums[1].1.passes == 0 { sums[1].1 = check.forwardCost }
      sums[2].1 += check.differenceCost
    }
    return sums.map { (name: $0.0, cost: $0.1) }
  }

  /// Each singular point once, with the variables whose derivative it concerns.
  private var singularities: [String] {
    var variables: [String: [String]] = [:]
    var order: [String] = []
    for row in checks.flatMap(\.check.rows) where row.verdict != .agrees {
      var texts = row.singularities
      if texts.isEmpty, row.verdict == .singular, let slopes = row.difference.slopes {
        let distance = NumberText(precision: 1).text(row.difference.distance)
        texts = [
          "a kink within \(distance): the slope is \(numbers.text(slopes.left)) below and \(numbers.text(slopes.right)) above"
        ]
      }
      for text in texts {
        if variables[text] == nil { order.append(text) }
        if variables[text]?.contains(row.label) != true { variables[text, default: []].append(row.label) }
      }
    }
    return order.map { "\($0) (for \((variables[$0] ?? []).joined(separator: ", ")))" }
  }

  private var summary: String {
    let rows = checks.flatMap(\.check.rows)
    var parts: [String] = []
    func count(_ verdict: GradientCheck.Verdict, _ words: String) {
      let count = rows.count { $0.verdict == verdict }
      if count > 0 { parts.append("\(count) \(words)") }
    }
    count(.agrees, rows.count == 1 ? "agrees" : "agree")
    count(.singular, "at a kink or singular point")
    count(.notFinite, "not finite")
    count(.disagrees, "DISAGREE")
    let noun = rows.count == 1 ? "1 derivative" : "\(rows.count) derivatives"
    if rows.count > 1, rows.allSatisfy({ $0.verdict == .agrees }) { return "\(noun): all agree" }
    return rows.isEmpty ? "no variables, so no derivatives" : "\(noun): \(parts.joined(separator: ", "))"
  }

  private var recordedLines: [String] {
    mistakes.map {
      "the file says that the gradient of \($0.row.label) is \(numbers.text($0.recorded)); reverse mode gives \(numbers.text($0.row.reverse))"
    }
  }

  // MARK: Formats

  /// The report for a terminal.
  public func text(isASCII: Bool) -> String {
    let marks = Marks(isASCII: isASCII)
    var text = TextColumns(header, cells(marks), leading: checks.count > 1 ? 2 : 1).text
    let costs = costs.map { [$0.name, "\($0.cost.passes)", "\($0.cost.operations)"] }
    text += "\n" + TextColumns(["mode", "passes", "operations"], costs, leading: 1).text
    let names = checks.first?.check.rows.map(\.label) ?? []
    if !names.isEmpty {
      let passes = jacobian.cost.passes == 1 ? "1 pass" : "\(jacobian.cost.passes) passes"
      text += "\nJacobian, by \(jacobian.mode.rawValue) mode in \(passes)\n"
      let rows = zip(checks, jacobian.rows).map { [marks.shown($0.output)] + $1.map(numbers.text) }
      text += TextColumns([""] + names.map(marks.shown), rows, leading: 1).text
    }
    text += "\n"
    for line in singularities + recordedLines { text += marks.shown(line) + "\n" }
    return text + summary + "\n"
  }

  /// The report as Markdown.
  public var markdown: String {
    func code(_ text: String) -> String { text.isEmpty ? "" : text.replacing("|", with: "\\|") }
    func table(_ header: [String], _ rows: [[String]]) -> String {
      ([header, header.map { _ in "---" }] + rows).map { "| \($0.map(code).joined(separator: " | ")) |\n" }
        .joined()
    }
    var text = table(header, cells(Marks(isASCII: false)))
    text +=
      "\n"
      + table(
        ["mode", "passes", "operations"],
        costs.map { [$0.name, "\($0.cost.passes)", "\($0.cost.operations)"] })
    for line in singularities + recordedLines + [summary] { text += "\n\(line)\n" }
    return text
  }

  /// The report for programs.
  public var json: String {
    let rows = checks.flatMap { output, check in check.rows.map { json($0, of: output) } }
    let costs = costs.map {
      "\"\($0.name)\": {\"passes\": \($0.cost.passes), \"operations\": \($0.cost.operations)}"
    }
    let jacobian = jacobian.rows.map { "[\($0.map(JSONText.number).joined(separator: ", "))]" }
    return """
      {"version": 1, "passed": \(isPassed),
       "derivatives": [
        \(rows.joined(separator: ",\n  "))],
       "costs": {\(costs.joined(separator: ", "))},
       "jacobian": {"mode": "\(self.jacobian.mode.rawValue)", "rows": [\(jacobian.joined(separator: ", "))]}}

      """
  }
}

extension CheckReport {
  private func json(_ row: GradientCheck.Row, of output: String) -> String {
    let members: [(String, String)] = [
      ("output", JSONText.quoted(output)), ("variable", JSONText.quoted(row.label)),
      ("id", "\(row.variable)"),
      ("data", JSONText.number(row.data)), ("reverse", JSONText.number(row.reverse)),
      ("forward", JSONText.number(row.forward)), ("difference", JSONText.number(row.difference.derivative)),
      ("error", JSONText.number(row.difference.error)), ("verdict", JSONText.quoted(row.verdict.name)),
      ("singularities", "[\(row.singularities.map(JSONText.quoted).joined(separator: ", "))]"),
    ]
    return "{" + members.map { "\"\($0)\": \($1)" }.joined(separator: ", ") + "}"
  }
}

/// The words and signs of a report.
private struct Marks {
  let isASCII: Bool

  var plusMinus: String { isASCII ? "+-" : "±" }

  /// A text of the user or of a row.
  func shown(_ text: String) -> String {
    guard isASCII else { return VisibleText.of(text) }
    return VisibleText.ascii(
      text.replacing("≥", with: ">=").replacing("≠", with: "!=").replacing("π", with: "pi"))
  }

  func word(_ verdict: GradientCheck.Verdict) -> String {
    switch verdict {
    case .agrees: isASCII ? "ok" : "✓"
    case .disagrees: isASCII ? "FAIL" : "✗"
    case .singular: "kink or singular point"
    case .notFinite: "not finite"
    }
  }
}

extension GradientCheck.Verdict {
  fileprivate var name: String {
    switch self {
    case .agrees: "agrees"
    case .disagrees: "disagrees"
    case .singular: "singular"
    case .notFinite: "not finite"
    }
  }
}

extension GradientCheck.Row {
  fileprivate var label: String { name ?? "#\(variable)" }
}

/// Aligned columns: texts to the left, numbers to the right.
struct TextColumns {
  let text: String

  /// - Parameter leading: how many columns at the left are texts; the last one is, too.
  init(_ header: [String], _ rows: [[String]], leading: Int) {
    let lines = [header] + rows
    let widths = header.indices.map { column in lines.map { VisibleText.width($0[column]) }.max() ?? 0 }
    text = lines.map { line in
      var cells: [String] = []
      for (column, cell) in line.enumerated() {
        let space = String(repeating: " ", count: widths[column] - VisibleText.width(cell))
        let isText = column < leading || header[column].isEmpty
        cells.append(isText ? cell + space : space + cell)
      }
      var joined = cells.joined(separator: "   ")
      while joined.last == " " { joined.removeLast() }
      return joined + "\n"
    }.joined()
  }
}
