import ArgumentParser
import GraphExport

/// `gradgraph INPUT`: the tree, in the terminal.
struct TreeCommand: AsyncParsableCommand, InputCommand {
  static let configuration = CommandConfiguration(
    commandName: "tree",
    abstract: "Print the graph as a tree with values and gradients (the default).",
    usage: "gradgraph <input> [<name=value> ...] [<options>]",
    discussion: """
      EXAMPLES
        gradgraph 'tanh(a*b + a**2)' a=2 b=-3
        gradgraph seed.formula --depth 2
        gradgraph seed.formula --invert              the users of each variable
        gradgraph seed.formula --path a              only what a leads to
        gradgraph seed.formula --output c --charset ascii

      Below a node are its operands. ∂ is the local derivative of the node above by
      this one, ⇒ the part of the gradient that comes over this edge. (*) marks a
      node that is shown in full elsewhere.
      """)

  @OptionGroup var input: InputOptions
  @OptionGroup(title: "Shown part") var view: ViewOptions
  @OptionGroup var tree: TreeViewOptions

  func run() async throws {
    try await reporting {
      let loaded = try input.diagram()
      let expected = try input.expected(among: loaded.names, loaded.numbers(of:))
      let diagram = try view.shown(of: loaded)
      try expected.verify(after: {
        try StandardOutput.write(TreeEncoder(tree.options(forTerminal: true)).encode(diagram))
      })
    }
  }
}

/// The options of a tree's form.
struct TreeViewOptions: ParsableArguments {
  @OptionGroup(title: "Tree") var shape: TreeShapeOptions
  @OptionGroup(title: "Text") var text: TextOptions
  @OptionGroup(title: "Numbers") var numbers: NumberOptions

  /// - Parameter forTerminal: `true` if the text goes to standard output, whose abilities then count.
  func options(forTerminal: Bool) -> TreeOptions {
    TreeOptions(
      depth: shape.depth, charset: text.charset(forTerminal: forTerminal), isInverted: shape.invert,
      precision: numbers.precision, width: text.width(forTerminal: forTerminal),
      usesColor: text.usesColor(forTerminal: forTerminal))
  }
}

/// Direction and depth of a tree.
struct TreeShapeOptions: ParsableArguments {
  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp("Levels below the root (default: all).", valueName: "levels"))
  var depth: Int?

  @Flag(name: .long, help: "Users of each variable instead of the output's operands.")
  var invert = false

  func validate() throws {
    if let depth, depth < 0 { throw ValidationError("--depth is 0 or more, not \(depth)") }
  }
}

/// The options of the form of numbers.
struct NumberOptions: ParsableArguments {
  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp("Significant digits, 1 to 17.", valueName: "digits"))
  var precision = 4

  func validate() throws {
    guard (1...17).contains(precision) else {
      throw ValidationError("--precision is 1 to 17, not \(precision)")
    }
  }
}
