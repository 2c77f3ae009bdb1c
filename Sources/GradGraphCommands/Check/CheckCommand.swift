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
        gradgraph check graph.json          also compares the gradients in the file

      Reverse mode is one pass per output, forward mode (dual numbers) one per
      variable; both multiply the same local derivatives. Finite differences only
      evaluate: central differences at steps that grow while the error shrinks,
      extrapolated to step 0, with an estimate of their error. Operations are
      edges multiplied, and nodes evaluated for the differences. 'apart' is how
      far another way is from reverse mode.

      A derivative at a kink or a singular point is a convention that differences
      cannot confirm: it is named, and is no failure. Undecided is what they are
      too rough for. Exit code 1: a derivative disagrees by more than the errors
      explain, or a file has a wrong gradient.
      """)

  @OptionGroup var input: InputOptions

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Whose Jacobian to show, forward or reverse (default: the one with fewer passes).",
      valueName: "mode"))
  var mode: Mode?

  @Option(name: .long, help: "The format.")
  var format: Format = .txt

  @OptionGroup var text: TextOptions
  @OptionGroup var numbers: NumberOptions

  func run() async throws {
    try await reporting {
      let loaded = try input.graph(for: "check", severalOutputs: true)
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
      let claimed = loaded.graph.values.filter { loaded.claimedGradients[$0.id] != nil }
      let gradients = Jacobian(of: outputs, by: claimed, mode: .reverse).rows[0]
      let claims = zip(claimed, gradients).map { value, reverse in
        Claim(
          name: value.name, id: value.id, claimed: loaded.claimedGradients[value.id] ?? reverse,
          reverse: reverse)
      }
      return CheckReport(
        GradientCheck(of: outputs), outputs: loaded.outputs.map(\.name), mode: mode, claims: claims,
        options: options)
    }
  }
}

extension Mode: ExpressibleByArgument {}
