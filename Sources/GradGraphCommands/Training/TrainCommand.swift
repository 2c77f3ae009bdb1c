import ArgumentParser
import Autodiff
import DisplayText
import GraphExport
import Plots

/// `gradgraph train`: trains a small network and shows the result.
struct TrainCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Train a small network, and show its loss and its decisions.",
    usage: "gradgraph train <data> [-o <file> ...] [--plot <file>] [<options>]",
    discussion: """
      EXAMPLES
        gradgraph train xor
        gradgraph train moons --hidden 16,16 --plot moons.svg
        gradgraph train xor --hidden 4 -o network.svg      the network's graph
        gradgraph train iris.csv                           words as classes
        gradgraph train flowers.csv --target kind --activation tanh

      The data are xor, moons or circles, or a table in a file (- is standard input)
      whose last column is the target. Words are classes; two distinct numbers are
      two classes; three to ten whole numbers, each there twice, are classes, too;
      others are numbers to predict. --loss overrides these rules. Features of a
      table are brought to mean 0 and standard deviation 1.

      A table has a separator (comma, semicolon, tab or blanks), which the first row
      shows, and may have a row of names, decimal commas, and lines of comments (#).
      Rows with a missing value (empty, NA, NaN, null or ?) are left out and counted.

      One seed gives the same numbers on every machine, unless --activation is tanh
      or sigmoid or --loss is crossentropy: these use functions of the C library,
      whose last digits differ.

      EXIT CODES
        0   success
        1   the training diverges (use a smaller --rate), Graphviz is missing or
            fails, or a file can't be written
        64  wrong options, mistakes in the table
      """)

  @OptionGroup var data: TrainingDataOptions
  @OptionGroup(title: "Training") var method: TrainingOptions
  @OptionGroup(title: "Files") var output: TrainingFileOptions

  @Flag(name: .long, help: "Result only, without progress and plots.")
  var quiet = false

  @OptionGroup(title: "Shown part of the network (-o)") var view: ViewOptions
  @OptionGroup(title: "Picture") var picture: PictureViewOptions
  @OptionGroup var tree: TreeViewOptions
  @OptionGroup(title: "Graphviz") var drawing: DrawingOptions

  private var files: [String] { output.files }
  private var point: Int { output.point }
  private var plot: String? { output.plot }

  func run() async throws {
    try await reporting {
      let targets = try targets()
      try Rendering.check(targets.map(\.path) + (plot.map { [$0] } ?? []))
      let problem = try data.problem(seed: method.seed, loss: method.loss)
      guard (1...problem.data.count).contains(point) else {
        throw CommandFailure.usage(
          "--point is 1 to \(problem.data.count), the number of points, not \(point)")
      }
      let training = try method.train(on: problem, progress: quiet ? .none : .standard(charset: charset))
      try show(training)
      if let plot { try OutputFile.write(training.svg(picture.theme, tree.numbers.precision), to: plot) }
      if targets.isEmpty { return }
      var rendering = Rendering(
        view: try view.view(of: InputDiagram(training.network.diagram(point: point - 1))),
        picture: picture.options(precision: tree.numbers.precision),
        keepsDirection: picture.direction != nil, tree: tree.options(forTerminal: false),
        graphviz: drawing.graphviz, timeout: drawing.timeout)
      if try await !rendering.write(targets) { throw ExitCode.failure }
    }
  }

  private func targets() throws(CommandFailure) -> [Rendering.Target] {
    if let plot, !plot.lowercased().hasSuffix(".svg") {
      throw .usage("--plot writes svg: '\(VisibleText.of(plot))' must end in .svg")
    }
    var targets: [Rendering.Target] = []
    for file in files {
      guard file != "-" else {
        throw .usage("-o - is not possible here, standard output has the report; name a file")
      }
      targets.append(Rendering.Target(path: file, format: try OutputFormat(of: file)))
    }
    return targets
  }

  private var charset: TreeOptions.Charset { tree.options(forTerminal: true).charset }

  private func show(_ training: Training) throws(OutputError) {
    let view = tree.options(forTerminal: true)
    let options = PlotOptions(
      charset: view.charset, width: view.width ?? 80, precision: view.precision, usesColor: view.usesColor)
    do throws(OutputError) {
      try StandardOutput.write(training.report(options, hasPlots: !quiet))
    } catch .closedPipe {
      // The reader has seen enough; the files are still wanted.
    }
  }
}

/// The files of a training.
struct TrainingFileOptions: ParsableArguments {
  @Option(
    name: [.customShort("o"), .customLong("out")],
    help: ArgumentHelp(
      "File for the network's graph at one point (\(OutputFormat.list)). Repeatable.", valueName: "file"),
    completion: .file(extensions: OutputFormat.allCases.map(\.rawValue)))
  var files: [String] = []

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp("Point of the graph in -o, from 1.", valueName: "number"))
  var point = 1

  @Option(
    name: .long,
    help: ArgumentHelp("File for the loss and the decisions as one picture (svg).", valueName: "file"),
    completion: .file(extensions: ["svg"]))
  var plot: String?
}
