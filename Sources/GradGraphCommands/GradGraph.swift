import ArgumentParser

/// The command line: `gradgraph`.
public struct GradGraph: AsyncParsableCommand {
  /// The name, the help texts and the subcommands.
  public static let configuration = CommandConfiguration(
    commandName: "gradgraph",
    // The lines of the texts below stay within 80 columns: the parser breaks longer ones anywhere.
    abstract: "See every value, gradient and local derivative of a formula.",
    usage: """
      gradgraph <input> [<name=value> ...] [<options>]
      gradgraph <subcommand>
      """,
    discussion: """
      EXAMPLES
        gradgraph 'tanh(a*b + a**2)' a=2 b=-3        the tree, in the terminal
        gradgraph seed.formula a=1.5                 a file, with another a
        gradgraph render seed.formula -o seed.svg    a picture (needs Graphviz)
        gradgraph explain seed.formula --of a        the chain rule, path by path
        gradgraph check seed.formula                 three ways to the gradient
        gradgraph docs --check README.md             the numbers of a document
        gradgraph train moons                        a small network learns
        gradgraph ops                                the operations of formulas

      The input is a formula, a file that ends in .formula or .json, or - for
      standard input. Without a subcommand, the tree is printed, or with -o a
      picture written, as render does.

      EXIT CODES
        0   success
        1   failure: a check or an --expect that fails, a document that is not
            current, a training that diverges, Graphviz missing or failing, a file
            that can't be written
        64  usage: wrong options, mistakes in a formula, in JSON or in a table
      """,
    version: version,
    subcommands: [
      TreeCommand.self, RenderCommand.self, ExplainCommand.self, CheckCommand.self, DocsCommand.self,
      TrainCommand.self, OperationsCommand.self,
    ],
    defaultSubcommand: TreeCommand.self)

  /// The version of the program.
  public static let version = "0.1.0"

  /// The command with nothing parsed yet, as `ParsableCommand` requires.
  public init() {}
}
