import ArgumentParser
import DisplayText
import GraphExport
import Graphviz

/// `gradgraph render`: pictures and files.
struct RenderCommand: AsyncParsableCommand, InputCommand {
  static let configuration = CommandConfiguration(
    commandName: "render",
    abstract: "Write the graph as a picture, a table, a tree or data.",
    usage: "gradgraph render <input> [<name=value> ...] [-o <file> ...] [<options>]",
    discussion: """
      EXAMPLES
        gradgraph render seed.formula -o seed.svg
        gradgraph render seed.formula -o seed.png -o seed.json --direction TB
        gradgraph render 'x*x' x=3 --format dot          to standard output
        gradgraph render seed.formula -o seed.svg --edges contribution --theme dark
        gradgraph render seed.formula -o seed.svg --path a     from a to the output
        gradgraph render seed.formula -o seed.svg --fit 720    legible on a page of 720 pixels
        gradgraph render large.json -o large.svg --max-nodes 40   folded to 40 nodes
        gradgraph render seed.formula -o seed.svg --animate    the backward pass
        gradgraph render seed.formula --frames steps           the same, step by step

      Formats are svg, png, pdf, dot; mmd (Mermaid), tex (TikZ) and md (a table of
      Markdown) for documents; txt (the tree), md-tree (the same in a block of code)
      and json. svg, png and pdf are drawn by Graphviz (apt install graphviz, or brew
      install graphviz). When it fails, the DOT is kept beside the picture, as
      seed.svg.dot. Files appear whole or not at all; only regular files are
      overwritten.

      --animate and --frames show the backward pass: which edge is active, what is
      known so far, and the running sums. An animation loops; readers who prefer
      reduced motion see the finished graph. --frames writes DIR/000.svg and so on,
      and replaces only such frames of an earlier run.
      """)

  @OptionGroup var input: InputOptions

  @Option(
    name: [.customShort("o"), .customLong("out")],
    help: ArgumentHelp("A file to write, or - for standard output; may be repeated.", valueName: "file"),
    completion: .file(extensions: OutputFormat.allCases.map(\.rawValue)))
  var files: [String] = []

  @Option(name: .long, help: "The format (default: by the file's ending).")
  var format: OutputFormat?

  @OptionGroup var view: ViewOptions
  @OptionGroup var picture: PictureViewOptions
  @OptionGroup var identity: PictureIdentity
  @OptionGroup var tree: TreeViewOptions
  @OptionGroup var backward: FrameOptions

  @OptionGroup var drawing: DrawingOptions

  func run() async throws {
    try await reporting {
      let targets = try targets()
      try Rendering.check(targets.map(\.path))
      let directory = try backward.directory.map(FrameDirectory.init)
      let loaded = try input.diagram()
      let expected = try input.expected(among: loaded.names, loaded.numbers(of:))
      let view = try view.view(of: loaded)
      let options = picture.options(precision: tree.numbers.precision)
      var rendering = Rendering(
        view: view, picture: options, keepsDirection: picture.direction != nil,
        tree: tree.options(forTerminal: false),
        graphviz: drawing.graphviz, timeout: drawing.timeout,
        frames: try backward.frames(of: view, options),
        secondsPerStep: backward.animate ? backward.seconds : nil, step: backward.step,
        identity: identity)
      var succeeds = try await rendering.write(targets)
      if let directory {
        if try await !Rendering.succeeds({ try await rendering.writeFrames(to: directory) }) {
          succeeds = false
        }
      }
      if !expected.areMet { succeeds = false }
      if !succeeds { throw ExitCode.failure }
    }
  }

  private func targets() throws(CommandFailure) -> [Rendering.Target] {
    if files.isEmpty { return try standardOutput() }
    var targets: [Rendering.Target] = []
    for file in files {
      // A lone - means what no -o means.
      let isStandardOutput = file == "-"
      let given = format ?? (isStandardOutput ? standardFormat : nil)
      let format = try OutputFormat(of: file, or: given, option: "--format")
      guard format == .svg || !(backward.animate || backward.step != nil) else {
        throw .usage(
          "\(backward.animate ? "--animate" : "--step") draws svg, but '\(VisibleText.of(file))' is to be \(format.rawValue)"
        )
      }
      targets.append(Rendering.Target(path: isStandardOutput ? nil : file, format: format))
    }
    return targets
  }

  private var standardFormat: OutputFormat { backward.animate || backward.step != nil ? .svg : .dot }

  /// What is written where no file is named: nothing when there are frames.
  private func standardOutput() throws(CommandFailure) -> [Rendering.Target] {
    guard backward.animate || backward.directory != nil else {
      return [Rendering.Target(path: nil, format: format ?? .dot)]
    }
    let option = backward.animate ? "--animate" : "--frames"
    if let format, format != .svg { throw .usage("\(option) draws svg, not \(format.rawValue)") }
    if backward.directory == nil { return [Rendering.Target(path: nil, format: .svg)] }
    guard !backward.animate else { throw .usage("--animate beside --frames needs -o and a file for it") }
    return []
  }
}

/// How a picture is drawn.
struct PictureViewOptions: ParsableArguments {
  @Option(
    name: .long,
    help: "Which way the data flows (default: LR, or TB where a large graph is more legible so).")
  var direction: PictureOptions.Direction?

  @Option(
    name: .long, help: "What stands on the edges: the local derivative or what it adds to the gradient.")
  var edges: PictureOptions.EdgeLabel = .local

  @Option(name: .long, help: "Colours; auto follows the reader's setting in an svg and is light elsewhere.")
  var theme: Theme = .auto

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp(
      "Choose direction and folding so that text is at least 9 pixels high in a picture so wide.",
      valueName: "pixels"))
  var fit: Int?

  func validate() throws {
    if let fit, !(100...10_000).contains(fit) {
      throw ValidationError("--fit is 100 to 10000 pixels, not \(fit)")
    }
  }

  func options(precision: Int) -> PictureOptions {
    PictureOptions(
      direction: direction ?? .leftToRight, edges: edges, theme: theme, precision: precision, fit: fit)
  }
}

/// What an SVG says of itself on a page.
struct PictureIdentity: ParsableArguments {
  @Option(
    name: .customLong("id"),
    help: ArgumentHelp(
      "What the ids of the svg begin with, on a page that holds several (default: made of a digest).",
      valueName: "name"))
  var name: String?

  @Option(
    name: .long,
    help: ArgumentHelp("The title of the svg, for those who do not see it.", valueName: "text"))
  var alt: String?
}

/// What Graphviz draws with.
struct DrawingOptions: ParsableArguments {
  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp("Seconds that Graphviz may take for one picture.", valueName: "seconds"))
  var timeout: Double = 60

  @Option(
    name: .long, help: ArgumentHelp("The program to draw with (default: dot in PATH).", valueName: "program"))
  var dot: String?

  func validate() throws {
    guard timeout > 0, timeout <= 86_400 else {
      throw ValidationError("--timeout is more than 0 and at most 86400 seconds, not \(timeout)")
    }
  }

  var graphviz: Graphviz { Graphviz(executable: dot, timeout: .milliseconds(Int64(timeout * 1000))) }
}

extension PictureOptions.Direction: ExpressibleByArgument {
  public init?(argument: String) { self.init(rawValue: argument.uppercased()) }
}
extension PictureOptions.EdgeLabel: ExpressibleByArgument {}
extension Theme: ExpressibleByArgument {}
