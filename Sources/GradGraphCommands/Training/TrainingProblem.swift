import ArgumentParser
import Autodiff
import DisplayText
import GraphExport
import Plots

/// The loss to minimize.
enum LossKind: String, CaseIterable, ExpressibleByArgument {
  /// Two classes by the sign of one output, max(0, 1 − y·score).
  case margin
  /// One output per class, the logarithm of its softmax.
  case crossEntropy = "crossentropy"
  /// A number, the mean of squared differences.
  case squaredError = "mse"
}

/// Points, and the targets that a network is to predict for them.
struct TrainingProblem {
  enum Target {
    /// The names of the classes: words of the table, or the distinct targets as text, ascending.
    case classes([String])
    case number(Standardization)
  }

  /// The name of the data, for headings.
  let title: String
  let data: DataSet
  let loss: LossKind
  let target: Target
  /// The class of each point, as an index; `nil` for numbers.
  let labels: [Int]?
  /// The standardization of each feature; `nil` if features are used as they are.
  let scales: [Standardization]?

  /// Two distinct targets are two classes, learnt with the margin loss. Three to ten distinct whole targets, each there
  /// twice or more, and three to ten words are classes, learnt with cross-entropy. All others are numbers, learnt with
  /// squared error.
  ///
  /// - Parameter loss: the loss to use instead of these rules; `nil` for none.
  /// - Parameter isScaled: `true` to scale features to mean 0 and standard deviation 1.
  init(_ data: DataSet, title: String, loss chosen: LossKind?, isScaled: Bool) throws(CommandFailure) {
    let distinct = Set(data.targets).sorted()
    let classes = data.classNames ?? distinct.map(NumberText.exact)
    guard distinct.count > 1 else {
      throw .usage(
        "every target '\(VisibleText.of(data.targetName))' is \(VisibleText.of(classes.first ?? "0")): there is nothing to learn"
      )
    }
    loss = try Self.loss(of: data, distinct, chosen)
    self.title = title
    self.data = data
    if loss == .squaredError {
      target = .number(Standardization(data.targets))
      labels = nil
    } else {
      target = .classes(classes)
      let indices = Dictionary(uniqueKeysWithValues: distinct.enumerated().map { ($1, $0) })
      labels = data.targets.map { data.classNames == nil ? indices[$0] ?? 0 : Int($0) }
    }
    scales =
      isScaled
      ? data.featureNames.indices.map { column in Standardization(data.features.map { $0[column] }) } : nil
  }

  /// The loss that was chosen, if it fits the targets, or the one that they ask for.
  private static func loss(
    of data: DataSet, _ distinct: [Double], _ chosen: LossKind?
  ) throws(CommandFailure) -> LossKind {
    let name = VisibleText.of(data.targetName)
    let isWords = data.classNames != nil
    let loss =
      chosen ?? (isWords ? (distinct.count == 2 ? .margin : .crossEntropy) : loss(data.targets, distinct))
    let kinds = isWords ? "words" : "values"
    switch loss {
    case .margin where distinct.count != 2:
      throw .usage(
        "--loss margin is for two classes, '\(name)' has \(distinct.count) distinct \(kinds); "
          + "use --loss crossentropy\(isWords ? "" : " or --loss mse")")
    case .crossEntropy where distinct.count > DecisionMap.maxClasses:
      let most = DecisionMap.maxClasses
      throw .usage(
        isWords
          ? "at most \(most) classes can be learnt, '\(name)' has \(distinct.count) distinct words; "
            + "--target names another column"
          : "--loss crossentropy is for at most \(most) classes, "
            + "'\(name)' has \(distinct.count) distinct values; use --loss mse")
    case .squaredError where isWords:
      throw .usage("--loss mse is for numbers, '\(name)' has words; use --loss crossentropy")
    default: return loss
    }
  }

  private static func loss(_ targets: [Double], _ distinct: [Double]) -> LossKind {
    if distinct.count == 2 { return .margin }
    guard distinct.count <= DecisionMap.maxClasses, distinct.allSatisfy({ $0 == $0.rounded() }) else {
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
