import ArgumentParser
import Autodiff
import DisplayText
import GraphExport
import Plots

/// What training makes small.
enum LossKind: String, CaseIterable, ExpressibleByArgument {
  /// Two classes by the sign of one output, max(0, 1 − y·score).
  case margin
  /// One output per class, the logarithm of its softmax.
  case crossEntropy = "crossentropy"
  /// A number, the mean of squared differences.
  case squaredError = "mse"
}

/// Points, and what a network is to predict for them.
struct TrainingProblem {
  enum Target {
    /// The distinct targets, ascending.
    case classes([Double])
    case number(Standardization)
  }

  /// What the data are called, for headings.
  let title: String
  let data: DataSet
  let loss: LossKind
  let target: Target
  /// One per feature; `nil` where features are taken as they are.
  let scales: [Standardization]?

  /// Two distinct targets are two classes, learnt with the margin loss. Three to ten distinct whole targets, each there
  /// twice or more, are classes, learnt with cross-entropy. All others are numbers, learnt with squared error.
  ///
  /// - Parameter loss: instead of these rules.
  /// - Parameter isScaled: whether features are brought to mean 0 and standard deviation 1.
  init(_ data: DataSet, title: String, loss chosen: LossKind?, isScaled: Bool) throws(CommandFailure) {
    let distinct = Set(data.targets).sorted()
    let name = VisibleText.of(data.targetName)
    guard distinct.count > 1 else {
      throw .usage(
        "every target '\(name)' is \(NumberText.exact(distinct.first ?? 0)): there is nothing to learn")
    }
    let loss = chosen ?? Self.loss(data.targets, distinct)
    switch loss {
    case .margin where distinct.count != 2:
      throw .usage(
        "--loss margin is for two classes, '\(name)' has \(distinct.count) distinct values; "
          + "use --loss crossentropy or --loss mse")
    case .crossEntropy where distinct.count > DecisionMap.mostClasses:
      throw .usage(
        "--loss crossentropy is for at most \(DecisionMap.mostClasses) classes, "
          + "'\(name)' has \(distinct.count) distinct values; use --loss mse")
    default: break
    }
    self.title = title
    self.data = data
    self.loss = loss
    target = loss == .squaredError ? .number(Standardization(data.targets)) : .classes(distinct)
    scales =
      isScaled
      ? data.featureNames.indices.map { column in Standardization(data.features.map { $0[column] }) } : nil
  }

  private static func loss(_ targets: [Double], _ distinct: [Double]) -> LossKind {
    if distinct.count == 2 { return .margin }
    guard distinct.count <= DecisionMap.mostClasses, distinct.allSatisfy({ $0 == $0.rounded() }) else {
      return .squaredError
    }
    var counts: [Double: Int] = [:]
    for target in targets { counts[target, default: 0] += 1 }
    return counts.values.allSatisfy { $0 > 1 } ? .crossEntropy : .squaredError
  }

  /// The number of outputs that a network for it has.
  var outputs: Int {
    if loss == .crossEntropy, case .classes(let classes) = target { return classes.count }
    return 1
  }

  /// The features of a point as the network takes them.
  func inputs(of features: [Double]) -> [Double] {
    scales.map { zip($0, features).map { $0.scaled($1) } } ?? features
  }

  /// The class of each point, as an index; `nil` for numbers.
  var labels: [Int]? {
    guard case .classes(let classes) = target else { return nil }
    return data.targets.map { classes.firstIndex(of: $0) ?? 0 }
  }

  /// The loss of a network over all points, recorded on `graph`.
  func recordLoss(of network: MLP, on graph: Graph) -> Value {
    let outputs = data.features.map { network(inputs(of: $0).map { graph.constant($0) }) }
    let labels = labels ?? []
    switch loss {
    case .margin: return maxMarginLoss(outputs.map { $0[0] }, labels.map { $0 == 0 ? -1 : 1 })
    case .crossEntropy: return mean(zip(outputs, labels).map { crossEntropy($0, label: $1) })
    case .squaredError:
      return meanSquaredError(outputs.map { $0[0] }, data.targets.map { scaledTarget($0) })
    }
  }

  private func scaledTarget(_ number: Double) -> Double {
    if case .number(let scale) = target { scale.scaled(number) } else { number }
  }
}

/// A shift and a scale to mean 0 and standard deviation 1.
struct Standardization {
  let mean: Double
  /// 1 for numbers that are all the same.
  let deviation: Double

  init(_ numbers: [Double]) {
    let mean = numbers.reduce(0, +) / Double(numbers.count)
    let variance = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(numbers.count)
    self.mean = mean
    deviation = variance > 0 ? variance.squareRoot() : 1
  }

  func scaled(_ number: Double) -> Double { (number - mean) / deviation }
  func scaled(_ value: Value) -> Value { (value - mean) / deviation }
  func unscaled(_ number: Double) -> Double { number * deviation + mean }
  func unscaled(_ value: Value) -> Value { value * deviation + mean }
}
