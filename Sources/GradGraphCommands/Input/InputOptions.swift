import ArgumentParser
import Autodiff
import DisplayText
import FormulaSyntax
import GraphExport

/// What every command that shows a graph takes: the input, its values, its output.
struct InputOptions: ParsableArguments {
  @Argument(
    help: "Formula, .formula file, graph in .json, or - for standard input.",
    completion: .file(extensions: ["formula", "json"]))
  var input: String

  @Argument(
    help: ArgumentHelp("Values of variables: a=2 'x=[1, 2]' 'x[0]=3'.", valueName: "name=value"))
  var values: [String] = []

  @Option(
    name: .long,
    help: ArgumentHelp("Value to differentiate (default: the last statement).", valueName: "name"))
  var output: String?

  @Flag(
    name: .long, help: "Recompute a graph in JSON from the data of its leaves, as name=value does.")
  var compute = false

  @Flag(name: .long, help: "Values only, without gradients.")
  var forwardOnly = false

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Expected number, such as a.grad=0.07065±1e-4 or c=-2; exit code 1 where it differs. Without ±, half a unit of the last digit. Repeatable.",
      valueName: "name.grad=number"),
    transform: Expectation.init(parsing:))
  var expect: [Expectation] = []

  /// Reads, records, runs forward and backward, and takes the snapshot.
  ///
  /// Numbers that are not finite are said on standard error.
  func diagram() throws(CommandFailure) -> InputDiagram {
    let input = try snapshot()
    if let warning = input.diagram.nonFiniteWarning { StandardError.warn(warning) }
    return input
  }

  private func snapshot() throws(CommandFailure) -> InputDiagram {
    switch try read() {
    case .diagram(let diagram, let name): return InputDiagram(try computed(diagram, name))
    case .source(let source):
      let graph = Graph()
      let recording = try record(source, on: graph)
      if !forwardOnly { recording.output.backward() }
      return InputDiagram(
        Diagram(graph, output: recording.output), names: recording.names,
        find: { recording.value(named: $0)?.id })
    }
  }

  enum Contents {
    case source(Source)
    case diagram(Diagram, name: String)
  }

  func read() throws(CommandFailure) -> Contents {
    let isFile = input == "-" || input.hasSuffix(".formula") || input.hasSuffix(".json")
    guard isFile else { return .source(Source(input)) }
    let bytes = try InputFile.read(input)
    let name = input == "-" ? "<stdin>" : input
    // A formula can't start with a brace, a graph in JSON must.
    let first = bytes.dropFirst(bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0).first { $0 > 0x20 }
    let isJSON = input.hasSuffix(".json") || (input == "-" && first == UInt8(ascii: "{"))
    return isJSON
      ? .diagram(try decode(bytes, name), name: name)
      : .source(Source(bytes: bytes, name: name))
  }

  private func decode(_ bytes: [UInt8], _ name: String) throws(CommandFailure) -> Diagram {
    do {
      return try DiagramJSONDecoder().decode(bytes)
    } catch {
      throw .located(VisibleText.of("\(name):\(error)"))
    }
  }

  func record(_ source: Source, on graph: Graph) throws(CommandFailure) -> Recording {
    let given = try assignments()
    do {
      return try Formula.record(source, on: graph, values: given, output: output)
    } catch {
      var text = "\(error)"
      if source.name == "<formula>", InputFile.exists(input) {
        text += "\nnote: there is a file of that name; files are read when they end in .formula or .json"
      }
      if let output, output.namesBetweenCommas.count > 1 {
        text += "\nnote: several outputs are for gradgraph check"
      }
      throw .located(text)
    }
  }

  func assignments() throws(CommandFailure) -> [(name: String, value: GivenValue)] {
    var result: [(name: String, value: GivenValue)] = []
    var names: Set<String> = []
    for text in values {
      let shown = VisibleText.of(text)
      guard let sign = text.firstIndex(of: "="), sign != text.startIndex else {
        throw .usage("'\(shown)' is not of the form name=value, such as a=2", about: text)
      }
      let name = String(text[..<sign])
      let number = String(text[text.index(after: sign)...])
      guard let value = GivenValue(number) else {
        let kind =
          number.contains("[")
          ? "a vector, such as [1, 2], or a matrix, such as [[1, 2], [3, 4]]"
          : "a number, such as 2 or -1e-3"
        throw .usage(
          "the value of '\(VisibleText.of(name))' must be \(kind), not '\(VisibleText.of(number))'",
          about: text)
      }
      guard !value.numbers.contains(where: \.isInfinite) || number.lowercased().contains("inf") else {
        throw .usage(
          "the value of '\(VisibleText.of(name))' does not fit in a double: '\(VisibleText.of(number))'",
          about: text)
      }
      guard names.insert(name).inserted else {
        throw .usage("'\(VisibleText.of(name))' is given twice", about: text)
      }
      result.append((name, value))
    }
    return result
  }
}

extension Diagram {
  /// The first number that is not finite, and where it comes from.
  fileprivate var nonFiniteWarning: String? {
    let origins = nonFiniteOrigins
    guard let first = origins.first else { return nil }
    let node = nodes[first.node]
    let numbers = NumberText()
    let what = node.operation.map { " (\(VisibleText.of($0.name)))" } ?? ""
    let number = numbers.text((first.isData ? node.data : node.grad) ?? .nan)
    let related = edges.filter { (first.isData ? $0.to : $0.from) == first.node }.prefix(3).map { edge in
      let other = nodes[first.isData ? edge.from : edge.to]
      return first.isData
        ? "\(VisibleText.of(other.label)) = \(other.data.map(numbers.text) ?? "—")"
        : "∂\(VisibleText.of(other.label)) = \(edge.local.map(numbers.text) ?? "—")"
    }
    let cause = related.isEmpty ? "" : ", from \(related.joined(separator: ", "))"
    let more = origins.count > 1 ? "; \(origins.count - 1) more" : ""
    let kind = first.isData ? "data" : "gradient"
    return
      "the \(kind) of '\(VisibleText.of(node.label))'\(what) is \(number)\(cause): the first that is not finite\(more)"
  }
}
