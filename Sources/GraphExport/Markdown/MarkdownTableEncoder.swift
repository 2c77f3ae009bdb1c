import DisplayText

/// Encodes a diagram as a table in Markdown (GitHub's dialect): the variables first, then the computed
/// values, step by step.
///
/// ```
/// | name | expression | data | grad |
/// |---|---|--:|--:|
/// | `a` | | 2 | 0.07065 |
/// | `b` | | -3 | 0.1413 |
/// | | `a*b` | -6 | 0.07065 |
/// | | `a**2` | 4 | 0.07065 |
/// | `c` | `a*b + a**2` | -2 | 0.07065 |
/// | **`d`** | `tanh(c)` | -0.9640 | 1 |
/// ```
/// The output is bold. Constants without a name have no row, because their number is the expression itself.
/// Lines below the table list omitted nodes and numbers that were not computed.
/// - Complexity: O(nodes + edges).
public struct MarkdownTableEncoder: Sendable {
  /// The options that every call of ``encode(_:)`` uses.
  public var options: MarkdownOptions

  /// Creates an encoder; by default with 4 significant digits.
  public init(_ options: MarkdownOptions = MarkdownOptions()) { self.options = options }

  /// The diagram as a Markdown table, in UTF-8.
  ///
  /// - Complexity: O(nodes + edges).
  public func encode(_ diagram: Diagram) -> [UInt8] {
    let numbers = NumberText(precision: options.precision)
    let definitions = diagram.definitions(longest: Self.longestExpression)
    let out = TextBuffer()
    out.append("| name | expression | data | grad |\n|---|---|--:|--:|\n")
    for isFirst in [true, false] {
      for (index, node) in diagram.nodes.enumerated() where (node.kind == .variable) == isFirst {
        if node.kind == .constant, node.shownName == nil, node.folded == nil, index != diagram.output {
          continue
        }
        let (label, definition) = definitions[index]
        let row = Row(node, label, definition, isOutput: index == diagram.output, numbers)
        out.append(MarkdownText.row(row.cells))
        out.newline()
      }
    }
    for note in notes(diagram, numbers) { out.append("\n\(note)\n") }
    return out.bytes
  }

  /// The maximum columns of an expression inside another one; longer ones are cut.
  private static let longestExpression = 60

  private func notes(_ diagram: Diagram, _ numbers: NumberText) -> [String] {
    var notes: [String] = []
    if let omission = diagram.omission {
      notes.append(omission.prefix(1).uppercased() + omission.dropFirst() + ".")
    }
    if diagram.isStale {
      notes.append(
        diagram.isRead
          ? "Not computed: `--compute` or `name=value` computes it."
          : "Stale: a variable was changed; values and gradients are shown after `forward()`.")
    } else if !diagram.hasGradients && !diagram.nodes.isEmpty {
      notes.append(
        diagram.isRead
          ? "No gradients: `--compute` computes them." : "No gradients: `backward()` has not run.")
    }
    if let origin = diagram.nonFiniteOrigins.first {
      let node = diagram.nodes[origin.node]
      let number = (origin.isData ? node.data : node.grad).map(numbers.text) ?? ""
      notes.append("⚠ **\(number)** arises first in \(MarkdownText.code(node.shortLabel)).")
    }
    return notes
  }
}

/// The cells of a node.
private struct Row {
  var cells: [String]

  init(
    _ node: Diagram.Node, _ label: String, _ definition: String?, isOutput: Bool, _ numbers: NumberText
  ) {
    if let folded = node.folded {
      let contents = folded.contents(most: 4) { Diagram.Operation(named: $0, parameters: []).text }
      let words = [contents, folded.warnings].compactMap { $0 }.joined(separator: "; ")
      cells = [
        Self.code("\(folded.title) #\(node.id)"),
        Self.code("\(Diagram.Folded.counted(folded.nodes, "node")): \(words)"),
        node.data == nil ? folded.data.map { numbers.text($0) } ?? "—" : Self.text(node.data, numbers),
        node.grad == nil ? folded.grad.map { numbers.text($0) } ?? "—" : Self.text(node.grad, numbers),
      ]
    } else {
      // A node without a name shows its number if other rows refer to it by that.
      let name = node.shownName ?? (label.hasPrefix("#") ? label : nil)
      let isConstant = node.kind == .constant
      cells = [
        name.map { Self.code(VisibleText.fitted($0, to: Diagram.Node.longestLabel)) } ?? "",
        definition.map(Self.code) ?? "", Self.text(node.data, numbers),
        isConstant ? "" : Self.text(node.grad, numbers),
      ]
    }
    if isOutput, let place = cells.firstIndex(where: { !$0.isEmpty }) { cells[place] = "**\(cells[place])**" }
  }

  private static func code(_ text: String) -> String { MarkdownText.code(text, inTable: true) }

  private static func text(_ number: Double?, _ numbers: NumberText) -> String {
    guard let number else { return "—" }
    return number.isFinite ? numbers.text(number) : "**\(numbers.text(number))**"
  }
}
