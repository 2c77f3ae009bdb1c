import ArgumentParser
import DisplayText
import GraphExport
import Graphviz

/// `gradgraph render`: pictures and files.
struct RenderCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "render",
    abstract: "Write the graph as svg, png, pdf, dot, txt (the tree) or json.",
    usage: "gradgraph render <input> [<name=value> ...] [-o <file> ...] [<options>]",
    discussion: """
      EXAMPLES
        gradgraph render seed.formula -o seed.svg
        gradgraph render seed.formula -o seed.png -o seed.json --direction TB
        gradgraph render 'x*x' x=3 --format dot          to standard output
        gradgraph render seed.formula -o seed.svg --edges contribution --theme dark
        gradgraph render seed.formula -o seed.svg --path a     from a to the output
        gradgraph render seed.formula -o seed.svg --animate    the backward pass
        gradgraph render seed.formula --frames steps           the same, step by step

      svg, png and pdf are drawn by Graphviz (apt install graphviz, or brew install
      graphviz). When it fails, the DOT is kept beside the picture, as seed.svg.dot.
      Files appear whole or not at all; only regular files are overwritten.

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
  @OptionGroup var tree: TreeViewOptions
  @OptionGroup var backward: FrameOptions

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

  func run() async throws {
    try await reporting {
      let targets = try targets()
      try Self.check(targets)
      let directory = try backward.directory.map(FrameDirectory.init)
      let loaded = try input.diagram()
      let diagram = try view.shown(of: loaded)
      let options = picture.options(precision: tree.numbers.precision)
      var rendering = Rendering(
        diagram: diagram, picture: options, tree: tree.options(forTerminal: false),
        graphviz: Graphviz(executable: dot, timeout: .milliseconds(Int64(timeout * 1000))),
        frames: try backward.frames(of: diagram, options),
        secondsPerStep: backward.animate ? backward.seconds : nil)
      var hasFailed = false
      // Own formats first: they do not depend on another program.
      for target in targets.filter({ $0.format.graphviz == nil })
        + targets.filter({ $0.format.graphviz != nil })
      {
        if try await !Self.succeeds({ try await rendering.write(target) }) { hasFailed = true }
      }
      if let directory {
        if try await !Self.succeeds({ try await rendering.writeFrames(to: directory) }) { hasFailed = true }
      }
      try input.expect.verify(loaded.numbers(of:))
      if hasFailed { throw ExitCode.failure }
    }
  }

  /// Whether one of several works succeeds; if not, its reason is on standard error.
  private static func succeeds(_ work: () async throws -> Void) async throws -> Bool {
    do {
      try await work()
    } catch let failure as CommandFailure {
      StandardError.write(failure.message)
      return false
    } catch OutputError.closedPipe {
      // The reader has seen enough; the files are still wanted.
    } catch let error as OutputError {
      StandardError.write("gradgraph: error: \(error)")
      return false
    }
    return true
  }

  private func targets() throws(CommandFailure) -> [Rendering.Target] {
    if files.isEmpty { return try standardOutput() }
    var targets: [Rendering.Target] = []
    for file in files {
      // A lone - means what no -o means.
      guard let format = format ?? (file == "-" ? standardFormat : OutputFormat(path: file)) else {
        throw .usage(
          "'\(VisibleText.of(file))' needs an ending that names its format, or --format: \(OutputFormat.list)"
        )
      }
      guard format == .svg || !backward.animate else {
        throw .usage("--animate draws svg, but '\(VisibleText.of(file))' is to be \(format.rawValue)")
      }
      targets.append(Rendering.Target(path: file == "-" ? nil : file, format: format))
    }
    return targets
  }

  private var standardFormat: OutputFormat { backward.animate ? .svg : .dot }

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

  /// Every place can be written, and is named once: `d.svg` and `./d.svg` are one.
  private static func check(_ targets: [Rendering.Target]) throws {
    var places: Set<String> = []
    for path in targets.map(\.path) {
      let place = try path.map { try OutputFile.checkWritable($0) } ?? "-"
      guard places.insert(place).inserted else {
        throw CommandFailure.usage("'\(VisibleText.of(path ?? "-"))' is named twice")
      }
    }
  }
}

/// How a picture is drawn.
struct PictureViewOptions: ParsableArguments {
  @Option(name: .long, help: "Which way the data flows.")
  var direction: PictureOptions.Direction = .leftToRight

  @Option(
    name: .long, help: "What stands on the edges: the local derivative or what it adds to the gradient.")
  var edges: PictureOptions.EdgeLabel = .local

  @Option(name: .long, help: "Colours; auto follows the reader's setting in an svg and is light elsewhere.")
  var theme: Theme = .auto

  func options(precision: Int) -> PictureOptions {
    PictureOptions(direction: direction, edges: edges, theme: theme, precision: precision)
  }
}

extension PictureOptions.Direction: ExpressibleByArgument {
  public init?(argument: String) { self.init(rawValue: argument.uppercased()) }
}
extension PictureOptions.EdgeLabel: ExpressibleByArgument {}
extension Theme: ExpressibleByArgument {}
