import ArgumentParser

/// The command line: `gradgraph`.
public struct GradGraph: AsyncParsableCommand {
  public static let configuration = CommandConfiguration(
    commandName: "gradgraph",
    // The lines of the texts below stay within 80 columns: the parser breaks longer ones anywhere.
    abstract: "See every value, every gradient and the chain rule on every edge of a formula.",
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
        gradgraph check seed.formula                 is the gradient right?
        gradgraph docs --check README.md             are its numbers still true?
        gradgraph train moons                        a small network learns
        gradgraph ops                                what formulas can compute

      The input is a formula, a file that ends in .formula or .json, or - for
      standard input. Without a subcommand, the tree is printed, or with -o a
      picture written, as render does.

      EXIT CODES
        0   success
        1   failure: Graphviz missing or failing, a file that can't be written
        64  usage: wrong options, mistakes in a formula or in JSON
      """,
    version: version,
    subcommands: [
      TreeCommand.self, RenderCommand.self, ExplainCommand.self, CheckCommand.self, DocsCommand.self,
      TrainCommand.self, OperationsCommand.self,
    ],
    defaultSubcommand: TreeCommand.self)

  /// The version of the program.
  public static let version = "0.1.0"

  public init() {}
}
