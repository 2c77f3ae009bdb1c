/// The output of `gradgraph` without arguments: an example, the commands, and places to read on.
///
/// At most 25 lines of 80 columns, so that a small terminal shows all of it.
enum FirstScreen {
  static let text = """
    gradgraph \(GradGraph.version): every value, gradient and local derivative of a formula

    Try:
      gradgraph 'd = tanh(a*b + a**2)' a=2 b=-3
      gradgraph render 'd = tanh(a*b + a**2)' a=2 b=-3 -o seed.svg

    Commands:
      gradgraph <input>   the graph as a tree with values and gradients
      render              the graph as a picture, a table or data: svg, png, md ...
      explain             the chain rule, path by path
      check               reverse mode, forward mode and finite differences
      docs                pictures and numbers in Markdown, filled and checked
      train               a small network: xor, moons, circles or a table
      ops                 the operations, their derivatives and conventions

    The input is a formula, a file (.formula, .json), or - for standard input.

    Read on:
      gradgraph --help            examples and exit codes
      gradgraph help render       the options of a command

    """
}
