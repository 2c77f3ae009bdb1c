import ArgumentParser
import Autodiff
import ChainRule

/// The options that choose the paths of the chain rule.
struct PathOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Variable to differentiate by, of a vector each element (default: each variable). Repeatable.",
      valueName: "name"))
  var of: [String] = []

  @Option(
    name: .long, help: ArgumentHelp("Value to differentiate (default: the output).", valueName: "name"))
  var to: String?

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp("Number of paths to list, the largest first.", valueName: "paths"))
  var top = 10

  @Flag(name: .long, help: "Steps of the backward pass instead of the paths.")
  var steps = false

  func validate() throws {
    if top < 0 { throw ValidationError("--top is 0 or more, not \(top)") }
  }

  /// The differentiated value.
  func output(in graph: InputGraph) throws(CommandFailure) -> Value {
    try to.map { name throws(CommandFailure) in try graph.value(named: name, for: "--to") } ?? graph.output
  }

  private static let mostVariables = 20

  /// The variables of the derivatives. Each costs a walk over the graph: of very many, only the first are explained.
  func variables(in graph: InputGraph) throws(CommandFailure) -> (values: [Value], warning: String?) {
    var variables: [Value] = []
    for name in of { variables += try graph.values(named: name, for: "--of") }
    if !of.isEmpty { return (variables, nil) }
    variables = graph.graph.values.filter { $0.operation == .variable }
    if variables.isEmpty, !steps {
      throw .usage("there is no variable to differentiate by; --of names a value, such as #0")
    }
    guard variables.count > Self.mostVariables else { return (variables, nil) }
    return (
      Array(variables.prefix(Self.mostVariables)),
      "the first \(Self.mostVariables) of \(variables.count) variables are explained; name others with --of"
    )
  }

  /// - Parameter isWhole: `true` to keep the middle of long paths.
  func explanation(of variables: [Value], from output: Value, isWhole: Bool) -> Explanation {
    Explanation(
      of: variables, from: output, top: steps && !isWhole ? 0 : top, factors: isWhole ? nil : 12,
      steps: steps)
  }
}
