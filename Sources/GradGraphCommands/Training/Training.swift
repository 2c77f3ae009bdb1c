import Autodiff
import DisplayText
import GraphExport
import Plots

/// A finished training, and its report.
struct Training {
  /// The sizes of the layers, such as `2-16-16-1`.
  let shape: String
  let parameterCount: Int
  /// The activation, the loss and the optimizer, in words that follow the network's.
  let method: String
  let losses: [Double]
  let network: TrainedNetwork

  private var problem: TrainingProblem { network.problem }
  private var epochs: Int { losses.count - 1 }

  // MARK: Words

  /// The data, the method and the result of the training, in sentences.
  private func sentences(_ numbers: NumberText, isASCII: Bool) -> [String] {
    let assessment = network.assessment()
    let features = Self.counted(problem.data.featureNames.count, "feature")
    let (first, last) = (numbers.text(losses[0]), numbers.text(losses[epochs]))
    var result = [
      "\(problem.title): \(Self.counted(problem.data.count, "point")), \(features), \(kind(isASCII: isASCII))",
      "network \(shape), \(Self.counted(parameterCount, "parameter"))\(method)",
      "loss from \(first) to \(last) in \(Self.counted(epochs, "epoch")); \(quality(assessment, numbers))",
    ]
    if losses[epochs] > losses[0] { result.append("the loss rose: try a smaller --rate or more --epochs") }
    if assessment.deadRelus > 0 {
      result.append("\(assessment.deadRelus) of \(assessment.relus) relus are dead: 0 for every point")
    }
    return result
  }

  private func kind(isASCII: Bool) -> String {
    guard case .classes(let classes) = problem.target else { return "a number to predict" }
    guard problem.data.classNames != nil else { return "\(classes.count) classes" }
    let names = classes.map {
      VisibleText.fitted(
        isASCII ? VisibleText.ascii($0) : VisibleText.of($0), to: 24, mark: isASCII ? "..." : "…")
    }
    return "\(classes.count) classes: \(names.joined(separator: ", "))"
  }

  private func quality(_ assessment: TrainingAssessment, _ numbers: NumberText) -> String {
    switch problem.target {
    case .classes:
      let percent = 100 * Double(assessment.correct) / Double(assessment.points)
      return "accuracy \(numbers.text(percent)) % (\(assessment.correct) of \(assessment.points))"
    case .number(let scale):
      let explained = 100 * (1 - assessment.squaredError / (scale.deviation * scale.deviation))
      let share =
        explained >= 0
        ? "\(numbers.text(explained)) % of the variance explained" : "worse than the mean of the targets"
      return
        "\(share), "
        + "typical error \(numbers.text(assessment.squaredError.squareRoot()))"
    }
  }

  private static func counted(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }

  // MARK: Reports

  /// The result in words, then the plots.
  func report(_ options: PlotOptions, hasPlots: Bool) -> [UInt8] {
    var text = ""
    for line in sentences(NumberText(precision: options.precision), isASCII: options.charset == .ascii) {
      text += VisibleText.wrapped(line, to: options.width).joined(separator: "\n") + "\n"
    }
    var bytes = Array(text.utf8)
    guard hasPlots else { return bytes }
    let encoder = TextPlotEncoder(options)
    bytes += [0x0A] + encoder.encode(LossCurve(losses)) + [0x0A]
    if let map = network.map {
      bytes += encoder.encode(map)
    } else if let reason = network.reasonForNoMap {
      let line = "no decision boundary is shown: \(reason)"
      bytes += (VisibleText.wrapped(line, to: options.width).joined(separator: "\n") + "\n").utf8
    }
    return bytes
  }

  /// The plots as one picture.
  func svg(_ theme: Theme, _ precision: Int) -> [UInt8] {
    let words = sentences(NumberText(precision: precision), isASCII: false)
    let note = network.reasonForNoMap.map { "; no decision boundary: \($0)" } ?? ""
    return SVGPlotEncoder(theme: theme, precision: precision).encode(
      title: "\(problem.title): network \(shape)", curve: LossCurve(losses), map: network.map,
      note: words[2] + note)
  }
}
