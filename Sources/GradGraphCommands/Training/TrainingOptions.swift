import ArgumentParser
import Autodiff
import GraphExport

/// The network and how it is trained.
///
/// The defaults reach 100 % on XOR, on two moons and on circles with each of the seeds 0 to 19.
struct TrainingOptions: ParsableArguments {
  enum Method: String, CaseIterable, ExpressibleByArgument { case adam, sgd }

  @Option(
    name: .long,
    help: ArgumentHelp("Neurons of the hidden layers: 16,16, or none.", valueName: "sizes"))
  var hidden = HiddenLayers(sizes: [16, 16])

  @Option(name: .long, help: "Function of the hidden neurons.")
  var activation: Activation = .relu

  @Option(name: .long, help: "Loss to minimize (default: by the targets, see above).")
  var loss: LossKind?

  @Option(name: .long, parsing: .unconditional, help: ArgumentHelp("Number of steps.", valueName: "count"))
  var epochs = 200

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp("Seed of the made points and of the first weights.", valueName: "number"))
  var seed: UInt64 = 1

  @Option(name: .long, help: "Method of the steps.")
  var optimizer: Method = .adam

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp("Learning rate (default: 0.02 for adam, 0.1 for sgd).", valueName: "number"))
  var rate: Double?

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp("Share of the last step that sgd keeps, 0 up to 1 (default: 0.9).", valueName: "share")
  )
  var momentum: Double?

  func validate() throws {
    guard (0...10_000_000).contains(epochs) else {
      throw ValidationError("--epochs is 0 to 10000000, not \(epochs)")
    }
    if let rate, !(rate > 0 && rate.isFinite) {
      throw ValidationError("--rate is a positive number, not \(rate)")
    }
    if let momentum {
      guard momentum >= 0, momentum < 1 else {
        throw ValidationError("--momentum is 0 or more and less than 1, not \(momentum)")
      }
      guard optimizer == .sgd else { throw ValidationError("--momentum is for --optimizer sgd") }
    }
  }

  private var usedRate: Double { rate ?? (optimizer == .adam ? 0.02 : 0.1) }

  // MARK: Training

  func train(on problem: TrainingProblem, progress style: TrainingProgress.Style) throws(CommandFailure)
    -> Training
  {
    let inputs = problem.data.featureNames.count
    let sizes = hidden.sizes + [problem.outputs]
    try Self.checkSize([inputs] + sizes, points: problem.data.count)
    let graph = Graph()
    let network = MLP(on: graph, inputs: inputs, layers: sizes, activation: activation, seed: seed)
    let loss = problem.recordLoss(of: network, on: graph)
    let parameters = network.parameters
    let losses =
      switch optimizer {
      case .adam: try run(Trainer(loss, with: Adam(parameters, rate: usedRate)), progress: style)
      case .sgd:
        try run(
          Trainer(loss, with: SGD(parameters, rate: usedRate, momentum: momentum ?? 0.9)), progress: style)
      }
    return Training(
      shape: ([inputs] + sizes).map(String.init).joined(separator: "-"),
      parameterCount: parameters.count, method: description(of: problem), losses: losses,
      network: TrainedNetwork(network, for: problem))
  }

  /// Runs all epochs.
  ///
  /// - Returns: the loss before the first epoch, then after each.
  private func run<Method: Optimizer>(
    _ trainer: Trainer<Method>, progress style: TrainingProgress.Style
  ) throws(CommandFailure) -> [Double] {
    var trainer = trainer
    var progress = TrainingProgress(style, epochs: epochs)
    defer { progress.finish() }
    do throws(TrainingError) {
      try trainer.run(epochs: epochs) { progress.report($0, loss: $1) }
    } catch {
      throw .failed("\(error): \(advice(error))")
    }
    try checkLoss(trainer.losses)
    return trainer.losses
  }

  /// A graph of all points must fit into memory.
  private static func checkSize(_ sizes: [Int], points: Int) throws(CommandFailure) {
    let edges = zip(sizes, sizes.dropFirst()).reduce(0.0) { $0 + Double($1.1) * (2 * Double($1.0) + 3) }
    guard edges * Double(points) > largestGraph else { return }
    throw .usage(
      "the graph of \(points) points would have about \(NumberText(precision: 2).text(edges * Double(points))) edges, "
        + "more than \(NumberText.exact(largestGraph)); use fewer points or smaller --hidden layers")
  }

  private static let largestGraph = 5e7

  private func advice(_ error: TrainingError) -> String {
    switch error {
    case .notFinite(epoch: 0, _): "the data are too large for this network"
    case .notFinite: "the steps are too large; \(smallerSteps)"
    }
  }

  private var smallerSteps: String {
    "use a --rate below \(NumberText().text(usedRate))\(optimizer == .sgd ? " or --optimizer adam" : "")"
  }

  /// A finite loss that has grown far beyond the first, and beyond that of a network that predicts the mean (1 for
  /// standardized numbers and for the margin), is the result of steps that are too large.
  private func checkLoss(_ losses: [Double]) throws(CommandFailure) {
    guard let first = losses.first, let last = losses.last, last > 10 * max(first, 1) else { return }
    let numbers = NumberText()
    throw .failed(
      "training diverges: the loss rose from \(numbers.text(first)) to \(numbers.text(last)) in "
        + "\(losses.count - 1) epoch\(losses.count == 2 ? "" : "s"); \(smallerSteps)")
  }

  private func description(of problem: TrainingProblem) -> String {
    let kept = optimizer == .sgd ? ", momentum \(NumberText.exact(momentum ?? 0.9))" : ""
    let hidden = hidden.sizes.isEmpty ? "" : ", " + activation.rawValue
    return
      "\(hidden); \(problem.loss.rawValue) loss, \(optimizer.rawValue), rate "
      + "\(NumberText.exact(usedRate))\(kept), seed \(seed)"
  }
}

/// The sizes of hidden layers: `16,16`, or `none`.
struct HiddenLayers: ExpressibleByArgument {
  var sizes: [Int]

  init(sizes: [Int]) { self.sizes = sizes }

  init?(argument: String) {
    if argument == "none" {
      sizes = []
      return
    }
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
    sizes = parts.compactMap { $0 }
    guard sizes.count == parts.count, sizes.allSatisfy({ (1...1_000_000).contains($0) }) else { return nil }
  }

  var defaultValueDescription: String { sizes.map(String.init).joined(separator: ",") }
}

extension Activation: ExpressibleByArgument {}
