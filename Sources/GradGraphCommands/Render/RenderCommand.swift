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
        gradgraph render seed.formula -o seed.svg --fit 720    for a page of 720 px
        gradgraph render large.json -o large.svg --max-nodes 40   folded to 40 nodes
        gradgraph render seed.formula -o seed.svg --animate    the backward pass
        gradgraph render seed.formula --frames steps           the same, step by step

      Formats are svg, png, pdf, dot; mmd (Mermaid), tex (TikZ) and md (a table of
      Markdown) for documents; txt (the tree), md-tree (the same in a block of code)
      and json. svg, png and pdf are drawn by Graphviz (apt install graphviz, or brew
      install graphviz). When it fails, the DOT is kept beside the picture, as
      seed.svg.dot. Files appear whole or not at all; only regular files are
      overwritten.

      --animate and --frames show the backward pass: the active edge, the gradients
      that are known so far, and the running sums. An animation loops; readers who
      prefer reduced motion see the finished graph. --frames writes DIR/000.svg and
      so on, and replaces only such frames of an earlier run.

      EXIT CODES
        0   every file is written
        1   Graphviz is missing or fails, a file can't be written, or a number is
            not as --expect says
        64  wrong options, mistakes in the formula or the JSON
      """)

  @OptionGroup var input: InputOptions
  @OptionGroup(title: "Files") var output: FileOptions
  @OptionGroup(title: "Shown part") var view: ViewOptions
  @OptionGroup(title: "Picture") var picture: PictureViewOptions
  @OptionGroup(title: "Picture") var identity: PictureIdentity
  @OptionGroup(title: "Backward pass") var backward: FrameOptions
  @OptionGroup var tree: TreeViewOptions
  @OptionGroup(title: "Graphviz") var drawing: DrawingOptions

  private var files: [String] { output.files }
  private var format: OutputFormat? { output.format }

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
      // `-o -` equals no `-o`.
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

  /// The targets without a file name: none if there are frames.
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

/// The files that are written.
struct FileOptions: ParsableArguments {
  @Option(
    name: [.customShort("o"), .customLong("out")],
    help: ArgumentHelp("File to write, or - for standard output. Repeatable.", valueName: "file"),
    completion: .file(extensions: OutputFormat.allCases.map(\.rawValue)))
  var files: [String] = []

  @Option(name: .long, help: "Format (default: by the file's ending).")
  var format: OutputFormat?
}

/// The options of a picture's look.
struct PictureViewOptions: ParsableArguments {
  @Option(
    name: .long,
    help: "Flow of the data (default: LR; TB where a large graph is more legible).")
  var direction: PictureOptions.Direction?

  @Option(
    name: .long, help: "Numbers on the edges: local derivatives, or parts of the gradient.")
  var edges: PictureOptions.EdgeLabel = .local

  @Option(name: .long, help: "Colours; auto: the reader's setting in an svg, light elsewhere.")
  var theme: Theme = .auto

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp(
      "Width of the page; direction and folding keep text 9 pixels high at this width.",
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

/// The identity of an SVG on a page: its name, title and description.
struct PictureIdentity: ParsableArguments {
  @Option(
    name: .customLong("id"),
    help: ArgumentHelp(
      "Prefix of the svg's ids, which differ on a page with several (default: from a digest).",
      valueName: "name"))
  var name: String?

  @Option(
    name: .long,
    help: ArgumentHelp("Accessible title of the svg.", valueName: "text"))
  var alt: String?
}

/// The options for running Graphviz.
struct DrawingOptions: ParsableArguments {
  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp("Maximum time of Graphviz for one picture.", valueName: "seconds"))
  var timeout: Double = 60

  @Option(
    name: .long, help: ArgumentHelp("Program that draws (default: dot in PATH).", valueName: "program"))
  var dot: String?

  func validate() throws {
    guard timeout > 0, timeout <= 86_400 else {
      throw ValidationError("--timeout is more than 0 and at most 86400 seconds, not \(timeout)")
    }
  }

  var graphviz: Graphviz { Graphviz(executable: dot, timeout: .milliseconds(Int64(timeout * 1000))) }
}

extension PictureOptions.Direction: ExpressibleByArgument {
  /// Reads a direction in capitals or small letters, such as `lr`; `nil` for other words.
  public init?(argument: String) { self.init(rawValue: argument.uppercased()) }
}
extension PictureOptions.EdgeLabel: ExpressibleByArgument {}
extension Theme: ExpressibleByArgument {}
