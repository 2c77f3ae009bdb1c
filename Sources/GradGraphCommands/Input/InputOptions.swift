import ArgumentParser
import Autodiff
import DisplayText
import FormulaSyntax
import GraphExport

/// The options of every command that shows a graph: the input, its values, its output.
struct InputOptions: ParsableArguments {
  @Argument(
    help: "Formula, .formula file, graph in .json, or - for standard input.",
    completion: .file(extensions: ["formula", "json"]), transform: Arguments.unmarked)
  var input: String

  @Argument(
    help: ArgumentHelp("Values of variables: a=2 'x=[1, 2]' 'x[0]=3'.", valueName: "name=value"),
    transform: Arguments.unmarked)
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
    name: .customLong("expect"),
    help: ArgumentHelp(
      "Expected number, such as a.grad=0.07065±1e-4, c=-2 or 'x.grad=[1, 2]'; exit code 1 where it differs. Without ±, half a unit of the last digit. Repeatable.",
      valueName: "name.grad=number"),
    transform: Expectation.list(parsing:))
  private var expectLists: [[Expectation]] = []

  /// The expected numbers, one by one.
  var expect: [Expectation] { expectLists.flatMap { $0 } }

  /// Reads, records, runs forward and backward, and takes the snapshot.
  ///
  /// Numbers that are not finite are reported on standard error.
  func diagram() throws(CommandFailure) -> InputDiagram {
    let (input, recording) = try snapshot()
    if let warning = NonFiniteWarning(input.diagram, recording)?.text { StandardError.warn(warning) }
    return input
  }

  private func snapshot() throws(CommandFailure) -> (InputDiagram, Recording?) {
    switch try read() {
    case .diagram(let diagram, let name): return (InputDiagram(try computed(diagram, name)), nil)
    case .source(let source):
      let graph = Graph()
      let recording = try record(source, on: graph)
      if !forwardOnly { recording.output.backward() }
      return (
        InputDiagram(Diagram(graph, output: recording.output), names: NodeNames(recording)), recording
      )
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

  /// Records a formula; notes and warnings about it go to standard error.
  ///
  /// - Parameter takesArrays: `true` if the output may be a vector.
  func record(
    _ source: Source, on graph: Graph, takesArrays: Bool = false
  ) throws(CommandFailure) -> Recording {
    let given = try assignments()
    do {
      let recording =
        takesArrays
        ? try Formula.recordArrays(source, on: graph, values: given, output: output, limits: Self.limits)
        : try Formula.record(source, on: graph, values: given, output: output, limits: Self.limits)
      for remark in recording.remarks { StandardError.write(remark.description) }
      return recording
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

  /// Formulas take no more memory than there is.
  static var limits: SizeLimits { SizeLimits(memory: AvailableMemory.bytes) }

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
          : "a number, such as 2, -1e-3 or pi/4"
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
