import Autodiff
import FormulaSyntax

/// What the formula records, written as nested calls: `add(a, powc(b; 2))`.
func structure(
  _ text: String, _ values: [(String, GivenValue)] = [], output: String? = nil
) throws -> String {
  let graph = Graph()
  let values = values.map { (name: $0.0, value: $0.1) }
  let recording = try Formula(parsing: Source(text)).record(on: graph, values: values, output: output)
  return describe(recording.output, isRoot: true)
}

/// The value of the output.
func value(_ text: String, _ values: [(String, GivenValue)] = [], output: String? = nil) throws -> Double {
  let graph = Graph()
  let values = values.map { (name: $0.0, value: $0.1) }
  return try Formula(parsing: Source(text)).record(on: graph, values: values, output: output).output.data
}

/// Every diagnostic of reading and recording the formula, as printed; empty if there is none.
func mistakes(
  _ text: String, _ values: [(String, GivenValue)] = [], output: String? = nil, name: String = "<formula>"
) -> String {
  mistakes(in: Source(text, name: name), values, output: output)
}

func mistakes(in source: Source, _ values: [(String, GivenValue)] = [], output: String? = nil) -> String {
  do {
    let values = values.map { (name: $0.0, value: $0.1) }
    _ = try Formula.record(source, on: Graph(), values: values, output: output)
    return ""
  } catch {
    return error.description
  }
}

private func describe(_ value: Value, isRoot: Bool) -> String {
  if !isRoot, let name = value.name { return name }
  switch value.operation {
  case .constant: return "\(value.data)"
  case .variable: return "variable \(value.name ?? "?") \(value.data)"
  default:
    let operands = value.operands.map { describe($0, isRoot: false) }.joined(separator: ", ")
    let parameters = value.parameters.map { "\($0)" }.joined(separator: ", ")
    return "\(value.operation.name)(\(operands)\(parameters.isEmpty ? "" : "; " + parameters))"
  }
}
