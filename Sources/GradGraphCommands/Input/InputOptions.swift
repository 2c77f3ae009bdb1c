import ArgumentParser
import Autodiff
import DisplayText
import FormulaSyntax
import GraphExport

/// What every command that shows a graph takes: the input, its values, its output.
struct InputOptions: ParsableArguments {
  @Argument(
    help: "A formula, a .formula file, a graph in .json, or - for standard input.",
    completion: .file(extensions: ["formula", "json"]), transform: Arguments.unmarked)
  var input: String

  @Argument(
    help: ArgumentHelp("Values of variables: a=2 'x=[1, 2]' 'x[0]=3'.", valueName: "name=value"),
    transform: Arguments.unmarked)
  var values: [String] = []

  @Option(
    name: .long,
    help: ArgumentHelp("Differentiate this name instead of the last statement.", valueName: "name"))
  var output: String?

  @Flag(name: .long, help: "Compute the values only, and no gradients.")
  var forwardOnly = false

  @Option(
    name: .customLong("expect"),
    help: ArgumentHelp(
      "Fail unless a number is as expected: a.grad=0.07065±1e-4 or c=-2, of a vector 'x.grad=[1, 2]'; without ±, to half a unit of the last digit that is written. May be repeated.",
      valueName: "name.grad=number"),
    transform: Expectation.list(parsing:))
  private var expectLists: [[Expectation]] = []

  /// What is expected, number by number.
  var expect: [Expectation] { expectLists.flatMap { $0 } }

  /// Reads, records, runs forward and backward, and takes the snapshot.
  ///
  /// Numbers that are not finite are said on standard error.
  func diagram() throws(CommandFailure) -> InputDiagram {
    let (input, recording) = try snapshot()
    if let warning = NonFiniteWarning(input.diagram, recording)?.text { StandardError.warn(warning) }
    return input
  }

  private func snapshot() throws(CommandFailure) -> (InputDiagram, Recording?) {
    switch try read(outputIsAllowed: false) {
    case .diagram(let diagram, _): return (InputDiagram(diagram), nil)
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

  func read(outputIsAllowed: Bool) throws(CommandFailure) -> Contents {
    let isFile = input == "-" || input.hasSuffix(".formula") || input.hasSuffix(".json")
    guard isFile else { return .source(Source(input)) }
    let bytes = try InputFile.read(input)
    let name = input == "-" ? "<stdin>" : input
    // A formula can't start with a brace, a graph in JSON must.
    let isJSON = input.hasSuffix(".json") || (input == "-" && bytes.first { $0 > 0x20 } == UInt8(ascii: "{"))
    return isJSON
      ? .diagram(try decode(bytes, name, outputIsAllowed), name: name)
      : .source(Source(bytes: bytes, name: name))
  }

  private func decode(
    _ bytes: [UInt8], _ name: String, _ outputIsAllowed: Bool
  ) throws(CommandFailure) -> Diagram {
    guard values.isEmpty, !forwardOnly, output == nil || outputIsAllowed else {
      throw .usage(
        outputIsAllowed
          ? "a graph in JSON has its values; name=value needs a formula"
          : "a graph in JSON has its values and output; name=value, --output and --forward-only need a formula"
      )
    }
    do {
      return try DiagramJSONDecoder().decode(bytes)
    } catch {
      throw .located(VisibleText.of("\(name):\(error)"))
    }
  }

  /// Records a formula; what should be known of it is said on standard error.
  ///
  /// - Parameter takesArrays: whether the output may be a vector.
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
        throw .usage("'\(shown)' is not of the form name=value, such as a=2")
      }
      let name = String(text[..<sign])
      let number = String(text[text.index(after: sign)...])
      guard let value = GivenValue(number) else {
        let kind =
          number.contains("[")
          ? "a vector, such as [1, 2], or a matrix, such as [[1, 2], [3, 4]]"
          : "a number, such as 2 or -1e-3"
        throw .usage(
          "the value of '\(VisibleText.of(name))' must be \(kind), not '\(VisibleText.of(number))'")
      }
      guard !value.numbers.contains(where: \.isInfinite) || number.lowercased().contains("inf") else {
        throw .usage(
          "the value of '\(VisibleText.of(name))' does not fit in a double: '\(VisibleText.of(number))'")
      }
      guard names.insert(name).inserted else {
        throw .usage("'\(VisibleText.of(name))' is given twice")
      }
      result.append((name, value))
    }
    return result
  }
}
