import ArgumentParser
import Autodiff
import GraphExport

/// `gradgraph check`: three ways to one gradient.
struct CheckCommand: AsyncParsableCommand, InputCommand {
  enum Format: String, CaseIterable, ExpressibleByArgument { case txt, md, json }

  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Compare the gradient by reverse mode, forward mode and finite differences.",
    usage: "gradgraph check <input> [<name=value> ...] [<options>]",
    discussion: """
      EXAMPLES
        gradgraph check 'x**2 + y**2 + 2*x*y' x=3 y=-1
        gradgraph check seed.formula --format md
        gradgraph check 'u = sin(t); v = t*u' t=0.5 --output u,v     the Jacobian
        gradgraph check graph.json          also compares every number in the file

      Reverse mode is one pass per output, forward mode (dual numbers) one per
      variable; both multiply the same local derivatives. Finite differences only
      evaluate: central differences at steps that grow while the error shrinks,
      extrapolated to step 0, with an estimate of their error. Operations are
      edges multiplied, and nodes evaluated for the differences. 'apart' is how
      far another way is from reverse mode.

      A derivative at a kink or a singular point is a convention that differences
      cannot confirm: it is named, and is no failure. A derivative is undecided
      where their error is too large.

      Of very many variables some are checked one by one, and all of them in blocks:
      one derivative along a direction in which all of a block move. The report says
      so.

      EXIT CODES
        0   all derivatives agree, or are named as undecided
        1   a derivative disagrees by more than the errors explain, a file has a
            wrong number, or a number is not as --expect says
        64  wrong options, mistakes in the formula or the JSON
      """)

  @OptionGroup var input: InputOptions

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Mode of the Jacobian (default: the one with fewer passes).",
      valueName: "mode"))
  var mode: Mode?

  @Option(name: .long, help: "Format of the report.")
  var format: Format = .txt

  @OptionGroup(title: "Text") var text: TextOptions
  @OptionGroup(title: "Numbers") var numbers: NumberOptions

  func run() async throws {
    try await reporting {
      let loaded = try input.graph(for: "check", severalOutputs: true, comparing: true)
      let outputs = loaded.outputs.map(\.value)
      let expected = try input.expected(among: loaded.names) { name throws(CommandFailure) in
        try loaded.numbers(of: name, in: outputs)
      }
      let report = CheckReport(
        of: loaded, mode: mode,
        options: .init(
          charset: text.charset(forTerminal: format == .txt), precision: numbers.precision,
          width: text.width(forTerminal: true), usesColor: text.usesColor(forTerminal: true)))
      try expected.verify(after: { try StandardOutput.write(encode(report)) })
      if !report.isPassed { throw ExitCode.failure }
    }
  }

  private func encode(_ report: CheckReport) -> [UInt8] {
    let text =
      switch format {
      case .txt: report.text
      case .md: report.markdown
      case .json: report.json
      }
    return Array(text.utf8)
  }
}

extension CheckReport {
  /// Compares the derivatives of a graph's outputs by all its variables.
  init(of loaded: InputGraph, mode: Mode?, options: Options) {
    self = withExtendedLifetime(loaded.graph) {
      let outputs = loaded.outputs.map(\.value)
      let claims = loaded.discrepancies.map { Claim($0, in: loaded.file) }
      let variables = loaded.graph.values.filter { $0.operation == .variable }
      let chosen = Self.chosen(variables.count, nodes: loaded.graph.count)
      var blocks: [BlockCheck] = []
      if chosen.count < variables.count {
        let progress = CheckProgress(parts: outputs.count * BlockCheck.blocks)
        for (index, output) in outputs.enumerated() {
          blocks.append(
            BlockCheck(of: output, by: variables, in: loaded.graph) {
              progress.report(index * BlockCheck.blocks + $0)
            })
        }
        progress.finish()
      }
      return CheckReport(
        GradientCheck(of: outputs, by: chosen.map { variables[$0] }), outputs: loaded.outputs.map(\.name),
        mode: mode, claims: claims, blocks: blocks, options: options)
    }
  }

  /// The largest number of node evaluations, some seconds of work: a variable takes forty passes or more over its dependents.
  private static let mostWork = 20_000_000

  /// The positions of the variables that are checked one by one: all, or as many as there is time for, spread evenly.
  private static func chosen(_ variables: Int, nodes: Int) -> [Int] {
    let most = max(mostWork / max(nodes, 1) / 40, 16)
    // A few thousand small cones take no time, however many there are.
    if variables <= most || variables * nodes <= mostWork { return Array(0..<variables) }
    return (0..<most).map { $0 * variables / most }
  }
}

/// Reports the progress of a long check on a terminal.
private struct CheckProgress {
  let parts: Int
  private let isShown = Terminal.errorWidth != nil

  init(parts: Int) { self.parts = parts }

  func report(_ part: Int) {
    if isShown { StandardError.rewrite("checking \(part) of \(parts) blocks") }
  }

  /// Takes the line away.
  func finish() { if isShown { StandardError.rewrite("") } }
}

extension Mode: ExpressibleByArgument {}
