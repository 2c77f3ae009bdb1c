import Autodiff
import DisplayText
import FormulaSyntax
import GraphExport

/// The operations' table for readers, made of the rows and nothing else; after it, the functions that are made of
/// operations.
public struct OperationTable {
  private let operations: [Operation]
  private let functions: [VectorFunction]

  /// A table of the given operations and functions of vectors, by default of all.
  public init(
    _ operations: [Operation] = Operation.computed, _ functions: [VectorFunction] = VectorFunction.allCases
  ) {
    self.operations = operations
    self.functions = functions
  }

  /// One aligned line per operation.
  public var text: String {
    let cells =
      [["NAME", "WRITTEN", "VALUE", "DERIVATIVES"]]
      + operations.map { operation in
        let row = operation.definition
        return [row.name, row.written, row.formula, row.derivatives.joined(separator: ",  ")]
      } + functions.map { [$0.name, $0.written, $0.formula, "those of its operations"] }
    let widths = (0..<3).map { column in cells.map { VisibleText.width($0[column]) }.max() ?? 0 }
    return cells.map { line in
      let padded = (0..<3).map {
        line[$0] + String(repeating: " ", count: widths[$0] - VisibleText.width(line[$0]))
      }
      return (padded + [line[3]]).joined(separator: "  ") + "\n"
    }.joined()
  }

  /// A block per operation, with the conventions at kinks and singular points.
  public var details: String {
    let blocks = operations.map { operation in
      let row = operation.definition
      var lines = ["\(row.name): \(row.written)", "  value       \(row.formula)"]
      for (index, derivative) in row.derivatives.enumerated() {
        lines.append(
          "  \(row.derivatives.count == 1 ? "derivative" : "by \(index == 0 ? "x" : "y")      ")  \(derivative)"
        )
      }
      for parameter in row.parameters {
        lines.append(
          "  constant    \(parameter.name)\(parameter.defaultValue.map { " (default \($0))" } ?? "")")
      }
      for singularity in row.singularities { lines.append("  singular    \(singularity.text)") }
      for difference in row.differences { lines.append("  not as PyTorch: \(difference)") }
      return lines.map { $0 + "\n" }.joined()
    }
    let others = functions.map { "\($0.name): \($0.written)\n  made of     \($0.formula)\n" }
    return (blocks + others).joined(separator: "\n")
  }

  /// A Markdown table of the operations, and one of the functions made of them.
  public var markdown: String {
    var lines: [String] = []
    if !operations.isEmpty {
      lines = [
        "| name | written | value | derivatives | kinks and singular points |", "|---|---|---|---|---|",
      ]
    }
    for operation in operations {
      let row = operation.definition
      let cells = [
        code(row.name), code(row.written), code(row.formula),
        row.derivatives.map(code).joined(separator: ", "),
        row.singularities.map(\.text).joined(separator: "; ").replacing("|", with: "\\|"),
      ]
      lines.append("| " + cells.joined(separator: " | ") + " |")
    }
    if !functions.isEmpty {
      if !operations.isEmpty { lines.append("") }
      lines += ["| function of vectors | made of |", "|---|---|"]
      lines += functions.map { "| \(code($0.written)) | \(code($0.formula)) |" }
    }
    return lines.map { $0 + "\n" }.joined()
  }

  private func code(_ text: String) -> String { MarkdownText.code(text, inTable: true) }

  /// A JSON array of the operations, for programs.
  public var json: String {
    func list(_ texts: [String]) -> String { "[" + texts.map(JSONText.quoted).joined(separator: ", ") + "]" }
    let rows = operations.map { operation in
      let row = operation.definition
      return """
          {"name": \(JSONText.quoted(row.name)), "written": \(JSONText.quoted(row.written)), "arity": \(JSONText.quoted(row.arity.description)), \
        "value": \(JSONText.quoted(row.formula)), "derivatives": \(list(row.derivatives)), \
        "constants": \(list(row.parameters.map(\.name))), "singular": \(list(row.singularities.map(\.text))), \
        "notAsPyTorch": \(list(row.differences))}
        """
    }
    return "[\n" + rows.joined(separator: ",\n") + "\n]\n"
  }
}

extension Definition {
  /// The form of the operation in a formula: `x * y`, `x**c`, `clamp(x, lo, hi)`.
  public var written: String {
    switch notation {
    case .leaf: return name
    case .infix(let sign): return "x \(sign) y"
    case .prefix(let sign): return "\(sign)x"
    case .postfix(let sign): return "x\(sign)c"
    case .call:
      let operands =
        switch arity {
        case .exactly(2), .pairs: ["x", "y"]
        case .exactly: ["x"]
        case .atLeast: ["x", "y", "…"]
        }
      return "\(name)(\((operands + parameters.map(\.name)).joined(separator: ", ")))"
    }
  }
}
