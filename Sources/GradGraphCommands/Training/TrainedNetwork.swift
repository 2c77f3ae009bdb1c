import Autodiff
import GraphExport
import Plots

/// A trained network on a graph of its own, for one point at a time: to predict, and to be shown.
struct TrainedNetwork {
  let problem: TrainingProblem
  private let graph = Graph()
  private let features: [Value]
  /// The outputs of every layer.
  private let layers: [[Value]]

  init(_ network: MLP, for problem: TrainingProblem) {
    self.problem = problem
    let graph = graph
    let features = zip(problem.data.featureNames, problem.data.features[0]).map {
      graph.variable($1, named: $0)
    }
    self.features = features
    let inputs =
      problem.scales.map { scales in
        graph.group("standardized") { zip(scales, features).map { $0.scaled($1) } }
      } ?? features
    layers = network.copied(to: graph).outputs(of: inputs)
  }

  private var outputs: [Value] { layers.last ?? [] }

  private func run(_ point: [Double]) {
    for (feature, number) in zip(features, point) { feature.data = number }
    graph.forward()
  }

  // MARK: Predicting

  /// One score per class; the largest wins.
  func scores(_ point: [Double]) -> [Double] {
    run(point)
    let scores = outputs.map(\.data)
    return problem.loss == .margin ? [0] + scores : scores
  }

  /// The network's performance on the points of its training.
  func assessment() -> TrainingAssessment {
    var assessment = TrainingAssessment(points: problem.data.count)
    let labels = problem.labels
    var isDead = layers.dropLast().map { $0.map { $0.operation == .relu } }
    for (index, point) in problem.data.features.enumerated() {
      let scores = scores(point)
      if let labels { assessment.correct += DecisionMap.winner(of: scores) == labels[index] ? 1 : 0 }
      if case .number(let scale) = problem.target {
        let difference = scale.unscaled(scores[0]) - problem.data.targets[index]
        assessment.squaredError += difference * difference / Double(problem.data.count)
      }
      for layer in isDead.indices {
        for neuron in isDead[layer].indices where layers[layer][neuron].data != 0 {
          isDead[layer][neuron] = false
        }
      }
    }
    let relus = layers.dropLast().joined()
    assessment.relus = relus.count { $0.operation == .relu }
    assessment.deadRelus = isDead.joined().count { $0 }
    return assessment
  }

  // MARK: Showing

  /// The decisions on the plane of two features; `nil` where there are none, see ``reasonForNoMap``.
  var map: DecisionMap? {
    guard reasonForNoMap == nil, case .classes(let classes) = problem.target, let labels = problem.labels
    else {
      return nil
    }
    let data = problem.data
    return DecisionMap(
      points: zip(data.features, labels).map { DecisionMap.Point(x: $0[0], y: $0[1], label: $1) },
      xName: data.featureNames[0], yName: data.featureNames[1],
      classNames: classes.map { "\(data.targetName) = \($0)" },
      scores: { scores([$0, $1]) })
  }

  var reasonForNoMap: String? {
    if case .number = problem.target { return "a number is predicted, not a class" }
    let count = problem.data.featureNames.count
    return count == 2 ? nil : "there \(count == 1 ? "is 1 feature" : "are \(count) features"), not 2"
  }

  /// The network at a point, with the gradients of its output, or of its loss where it has several outputs.
  func diagram(point: Int) -> Diagram {
    run(problem.data.features[point])
    let output: Value
    if outputs.count > 1 {
      for (index, value) in outputs.enumerated() {
        value.named("\(problem.data.targetName)[\(problem.data.classNames?[index] ?? String(index))]")
      }
      output = crossEntropy(outputs, label: problem.labels?[point] ?? 0).named("loss")
    } else if case .number(let scale) = problem.target {
      output = scale.unscaled(outputs[0]).named(problem.data.targetName)
    } else {
      output = outputs[0].named(problem.data.targetName)
    }
    output.backward()
    return Diagram(graph, output: output)
  }
}

/// The performance of a network on the points of its training.
struct TrainingAssessment {
  let points: Int
  var correct = 0
  /// The mean of squared differences, in the target's unit.
  var squaredError = 0.0
  var relus = 0
  /// Hidden relus that are 0 for every point, and so learn nothing any more.
  var deadRelus = 0
}
