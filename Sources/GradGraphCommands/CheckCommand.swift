import ArgumentParser
import Autodiff
import GraphExport

/// `gradgraph check`: three ways to one gradient.
struct CheckCommand: AsyncParsableCommand {
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
      evaluate: central differences for 16 step sizes, extrapolated to step 0,
      with an estimate of their error. Operations are edges multiplied, and nodes
      evaluated for the differences.

      A derivative at a kink or a singular point is a convention that differences
      cannot confirm: it is named, and is no failure. Exit code 1: a derivative
      disagrees by more than the errors explain.
      """)

  @OptionGroup var input: InputOptions

  @Option(
    name: .long,
    help: ArgumentHelp(
      "How to compute the Jacobian, forward or reverse (default: the cheaper).", valueName: "mode"))
  var mode: Mode?

  @Option(name: .long, help: "The format.")
  var format: Format = .txt

  @Option(name: .long, help: "Characters to write with (default: by the locale).")
  var charset: TreeOptions.Charset?

  @OptionGroup var numbers: NumberOptions

  func validate() throws {
    if input.forwardOnly { throw ValidationError("check needs gradients; leave out --forward-only") }
  }

  func run() async throws {
    try await reporting {
      let (loaded, outputs) = try input.graphAndOutputs()
      let variables = loaded.graph.values.filter { $0.operation == .variable }
      let checks = outputs.map { (output: $0.name, check: $0.value.check(Array(variables))) }
      let report = CheckReport(
        checks, jacobian: Jacobian(of: outputs.map(\.value), by: Array(variables), mode: mode),
        recorded: loaded.recordedGradients, precision: numbers.precision)
      let text =
        switch format {
        case .txt: report.text(isASCII: charset.map { $0 == .ascii } ?? !Terminal.isUTF8)
        case .md: report.markdown
        case .json: report.json
        }
      try StandardOutput.write(Array(text.utf8))
      try input.expect.verify(loaded.numbers(of:))
      if !report.isPassed { throw ExitCode.failure }
    }
  }
}

extension Mode: ExpressibleByArgument {}
