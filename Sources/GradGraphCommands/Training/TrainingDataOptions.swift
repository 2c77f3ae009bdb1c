import ArgumentParser
import Autodiff
import DisplayText
import FormulaSyntax

/// The options that choose the training data.
struct TrainingDataOptions: ParsableArguments {
  @Argument(
    help: "xor, moons, circles, a table (.csv), or - for standard input.", completion: .file())
  var data: String

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Column of the table to predict, by name or number (default: the last).", valueName: "column"))
  var target: String?

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp("Number of made points (default: 4 for xor, else 100).", valueName: "count"))
  var points: Int?

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp(
      "Standard deviation of the noise in made points (default: 0 for xor, else 0.1).",
      valueName: "number"))
  var noise: Double?

  func validate() throws {
    if let points, !(2...1_000_000).contains(points) {
      throw ValidationError("--points is 2 to 1000000, not \(points)")
    }
    if let noise, !(0...1e6).contains(noise) {
      throw ValidationError("--noise is 0 to 1e6, not \(noise)")
    }
  }

  func problem(seed: UInt64, loss: LossKind?) throws(CommandFailure) -> TrainingProblem {
    if let made = made(seed) {
      if target != nil { throw .usage("--target names a column of a file; \(data) has its classes") }
      return try TrainingProblem(made, title: data, loss: loss, isScaled: false)
    }
    if points != nil || noise != nil {
      throw .usage("--points and --noise are for xor, moons and circles, not for a file")
    }
    guard data == "-" || data.contains(".") || data.contains("/") || InputFile.exists(data) else {
      throw .usage(
        "'\(VisibleText.of(data))' is neither xor, moons nor circles, and no file of that name is there")
    }
    let source = Source(bytes: try InputFile.read(data), name: data == "-" ? "<stdin>" : data)
    let title =
      data == "-" ? "standard input" : VisibleText.of(String(data.split(separator: "/").last ?? "table"))
    let (table, note) = try DataSet.read(csv: source, target: target)
    if let note { StandardError.note("\(title): \(note)") }
    return try TrainingProblem(table, title: title, loss: loss, isScaled: true)
  }

  /// `nil` for a file.
  private func made(_ seed: UInt64) -> DataSet? {
    switch data {
    case "xor": .xor(points: points ?? 4, noise: noise ?? 0, seed: seed)
    case "moons": .moons(points: points ?? 100, noise: noise ?? 0.1, seed: seed)
    case "circles": .circles(points: points ?? 100, noise: noise ?? 0.1, seed: seed)
    default: nil
    }
  }
}
