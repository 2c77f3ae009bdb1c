import Autodiff
import DisplayText
import GraphExport

extension CheckReport {
  /// The report as Markdown.
  public var markdown: String {
    let derivatives = check.rows.indices.map { index in
      let row = check.rows[index]
      return (outputs.count > 1 ? [output(of: index)] : []) + [
        label(of: row.variable), numbers.text(row.variable.data), numbers.text(row.reverse),
        numbers.text(row.forward), self.text(row.difference), distance(in: row), mark(row),
      ]
    }
    let header = ["variable", "data", "reverse", "forward", "differences", "apart", ""]
    let hasOutputs = outputs.count > 1
    var text =
      check.rows.isEmpty
      ? "" : table((hasOutputs ? ["output"] : []) + header, texts: hasOutputs ? 2 : 1, derivatives)
    text += table(
      ["mode", "passes", "operations"], texts: 1,
      costs.map { [$0.name, "\($0.cost.passes)", "\($0.cost.operations)"] })
    for note in notes { text += "- \(escaped(note))\n" }
    return text + (notes.isEmpty ? "" : "\n") + summary + "\n"
  }

  private func table(_ header: [String], texts: Int, _ rows: [[String]]) -> String {
    func line(_ cells: [String]) -> String { "| \(cells.joined(separator: " | ")) |\n" }
    let rule = header.indices.map { $0 < texts || header[$0].isEmpty ? "---" : "---:" }
    return line(header) + line(rule) + rows.map { line($0.map(escaped)) }.joined() + "\n"
  }

  /// Text in which Markdown and HTML see nothing of their own.
  private func escaped(_ text: String) -> String {
    MarkdownText.escaped(text)
  }

  /// The report for programs: numbers in full, with `"nan"`, `"inf"` and `"-inf"` as strings.
  public var json: String {
    let costs = costs.map {
      "\"\($0.name)\": {\"passes\": \($0.cost.passes), \"operations\": \($0.cost.operations)}"
    }
    let jacobian = self.jacobian.rows.map { "[\($0.map(JSONText.number).joined(separator: ", "))]" }
    let claims = falseClaims.map { claim in
      object(
        [("node", JSONText.quoted(claim.node)), ("id", "\(claim.id)")]
          + (claim.operand.map { [("operand", "\($0.number)"), ("from", "\($0.id)")] } ?? [])
          + [
            ("quantity", JSONText.quoted(claim.quantity.rawValue)),
            ("claimed", claim.claimed.map(JSONText.number) ?? "null"),
            ("computed", JSONText.number(claim.computed)),
          ])
    }
    return """
      {"version": 1, "passed": \(isPassed),
       "derivatives": [\(lines(check.rows.indices.map(derivative)))],
       "costs": {\(costs.joined(separator: ", "))},
       "jacobian": {"mode": "\(self.jacobian.mode.rawValue)", "rows": [\(jacobian.joined(separator: ", "))]},
       \(blocks.isEmpty ? "" : "\"blocks\": [\(lines(blocks.indices.flatMap(blockRows)))],\n ")\
      "wrongInFile": [\(lines(claims))]}

      """
  }

  private func blockRows(_ output: Int) -> [String] {
    blocks[output].rows.map { row in
      object([
        ("output", JSONText.quoted(outputs[output])), ("first", "\(row.variables.lowerBound)"),
        ("count", "\(row.variables.count)"), ("reverse", JSONText.number(row.reverse)),
        ("forward", JSONText.number(row.forward)),
        ("difference", JSONText.number(row.difference.derivative)),
        ("error", JSONText.number(row.difference.error)), ("verdict", JSONText.quoted(row.verdict.rawValue)),
      ])
    }
  }

  private func derivative(_ index: Int) -> String {
    let row = check.rows[index]
    let points = row.singularPoints.map { JSONText.quoted($0.description) }
    return object([
      ("output", JSONText.quoted(output(of: index))), ("variable", JSONText.quoted(label(of: row.variable))),
      ("id", "\(row.variable.id)"), ("data", JSONText.number(row.variable.data)),
      ("reverse", JSONText.number(row.reverse)), ("forward", JSONText.number(row.forward)),
      ("difference", JSONText.number(row.difference.derivative)),
      ("error", JSONText.number(row.difference.error)), ("verdict", JSONText.quoted(row.verdict.rawValue)),
      ("singularities", "[\(points.joined(separator: ", "))]"),
    ])
  }

  private func object(_ members: [(String, String)]) -> String {
    "{" + members.map { "\"\($0)\": \($1)" }.joined(separator: ", ") + "}"
  }

  private func lines(_ elements: [String]) -> String {
    elements.isEmpty ? "" : "\n  " + elements.joined(separator: ",\n  ")
  }
}
