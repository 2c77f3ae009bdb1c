import ArgumentParser
import Autodiff
import ChainRule
import DisplayText
import GraphExport

/// `gradgraph explain`: the chain rule, written out path by path.
struct ExplainCommand: AsyncParsableCommand {
  enum Format: String, CaseIterable, ExpressibleByArgument { case txt, md, tex, json }

  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Write the chain rule out: one line for each path, and their sum.",
    usage: "gradgraph explain <input> [<name=value> ...] [--of <name>] [<options>]",
    discussion: """
      EXAMPLES
        gradgraph explain seed.formula --of a
        gradgraph explain seed.formula --of a --to c     the gradient of c
        gradgraph explain seed.formula --steps           the backward pass, += by +=
        gradgraph explain 'x*x' x=3 --format tex         for LaTeX, with amsmath

      A path leads from the output down to the variable; its product is that of the
      local derivatives along it, and the sum over all paths is the gradient. There
      may be very many: they are counted, the largest listed, the others added up.
      A long path is shown without its middle, except in json.
      """)

  @OptionGroup var input: InputOptions

  @Option(
    name: .long,
    help: ArgumentHelp(
      "By what to differentiate; may be repeated (default: every variable).", valueName: "name"))
  var of: [String] = []

  @Option(
    name: .long, help: ArgumentHelp("What to differentiate (default: the output).", valueName: "name"))
  var to: String?

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp("List so many paths, the largest first.", valueName: "paths"))
  var top = 10

  @Flag(name: .long, help: "List the steps of the backward pass instead of the paths.")
  var steps = false

  @Option(name: .long, help: "The format.")
  var format: Format = .txt

  @Option(name: .long, help: "Characters to write with (default: by the locale).")
  var charset: TreeOptions.Charset?

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp(
      "Fit txt into so many columns, at least 40; 0 is any (default: the terminal's).", valueName: "columns"))
  var width: Int?

  @OptionGroup var numbers: NumberOptions

  func validate() throws {
    if top < 0 { throw ValidationError("--top is 0 or more, not \(top)") }
    if let width, width < 0 { throw ValidationError("--width is 0 (any) or more, not \(width)") }
  }

  func run() async throws {
    try await reporting {
      let (graph, output) = try graphAndOutput()
      let expected = try input.expected { name throws(CommandFailure) in
        try graph.numbers(of: name, in: [output])
      }
      let explanation = try explanation(of: output, in: graph)
      try expected.verify(after: { try StandardOutput.write(encode(explanation)) })
    }
  }

  private func graphAndOutput() throws(CommandFailure) -> (InputGraph, Value) {
    let graph = try input.graph(for: "explain")
    let output =
      try to.map { name throws(CommandFailure) in try graph.value(named: name, for: "--to") } ?? graph.output
    return (graph, output)
  }

  private func explanation(of output: Value, in graph: InputGraph) throws(CommandFailure) -> Explanation {
    var variables: [Value] = []
    for name in of { variables.append(try graph.value(named: name, for: "--of")) }
    if of.isEmpty { variables = Self.firstVariables(of: graph.graph) }
    if variables.isEmpty, !steps {
      throw .usage("there is no variable to differentiate by; --of names a value, such as #0")
    }
    return withExtendedLifetime(graph.graph) {
      Explanation(
        of: variables, from: output, top: steps && format != .json ? 0 : top,
        factors: format == .json ? nil : 12, steps: steps)
    }
  }

  private static let mostVariables = 20

  /// Each variable costs a walk over the graph: of very many, only the first are explained, and that is said.
  private static func firstVariables(of graph: Graph) -> [Value] {
    let all = graph.values.filter { $0.operation == .variable }
    if all.count > mostVariables {
      StandardError.warn(
        "the first \(mostVariables) of \(all.count) variables are explained; name others with --of")
    }
    return Array(all.prefix(mostVariables))
  }

  private func encode(_ explanation: Explanation) -> [UInt8] {
    let options = ExplanationOptions(
      charset: charset ?? (format == .txt && !Terminal.isUTF8 ? .ascii : .utf8), precision: numbers.precision,
      width: width.map { $0 == 0 ? nil : $0 } ?? Terminal.width)
    return switch format {
    case .txt: ExplanationEncoder(options).encode(explanation)
    case .md: ExplanationMarkdownEncoder(options).encode(explanation)
    case .tex: ExplanationTeXEncoder(options).encode(explanation)
    case .json: ExplanationJSONEncoder().encode(explanation)
    }
  }
}
