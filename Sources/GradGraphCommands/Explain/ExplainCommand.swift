import ArgumentParser
import Autodiff
import ChainRule
import DisplayText
import GraphExport

/// `gradgraph explain`: the chain rule, written out path by path.
struct ExplainCommand: AsyncParsableCommand, InputCommand {
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

      EXIT CODES
        0   success
        1   a number is not as --expect says, or the output can't be written
        64  wrong options, mistakes in the formula or the JSON
      """)

  @OptionGroup var input: InputOptions

  @OptionGroup(title: "Paths") var paths: PathOptions

  @Option(name: .long, help: "Format of the explanation.")
  var format: Format = .txt

  @Option(name: .long, help: "Characters of txt (default: by the locale).")
  var charset: TreeOptions.Charset?

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp(
      "Maximum width of txt, 40 or more; 0 is no limit (default: the terminal's).", valueName: "columns"))
  var width: Int?

  @OptionGroup(title: "Numbers") var numbers: NumberOptions

  func validate() throws {
    if let width, width < 0 { throw ValidationError("--width is 0 (any) or more, not \(width)") }
  }

  func run() async throws {
    try await reporting {
      let graph = try input.graph(for: "explain")
      let output = try paths.output(in: graph)
      let expected = try input.expected(among: graph.names) { name throws(CommandFailure) in
        try graph.numbers(of: name, in: [output])
      }
      let variables = try paths.variables(in: graph)
      if let warning = variables.warning { StandardError.warn(warning) }
      let explanation = withExtendedLifetime(graph.graph) {
        paths.explanation(of: variables.values, from: output, isWhole: format == .json)
      }
      try expected.verify(after: { try StandardOutput.write(encode(explanation)) })
    }
  }

  private func encode(_ explanation: Explanation) -> [UInt8] {
    let options = ExplanationOptions(
      charset: charset ?? (format == .txt && !Terminal.isUTF8 ? .ascii : .utf8), precision: numbers.precision,
      width: width.map { $0 == 0 ? nil : $0 } ?? Terminal.width)
    return switch format {
    case .txt: ExplanationEncoder(options).encode(explanation)
    case .md: ExplanationMarkdownEncoder(options).encode(explanation)
    case .tex: ExplanationTeXEncoder(options).encode(explanation, defining: true)
    case .json: ExplanationJSONEncoder().encode(explanation)
    }
  }
}
