// Losses of predictions: each is one value, and the nodes it is computed from are in a group of its name.

/// The mean of (predictionᵢ - targetᵢ)², in a group `mse`.
///
/// - Precondition: there are as many targets as predictions, at least 1.
public func meanSquaredError(_ predictions: [Value], _ targets: [Value]) -> Value {
  checkLengths(predictions.count, targets.count, in: "meanSquaredError")
  return grouped("mse", predictions) { mean(zip(predictions, targets).map { square($0 - $1) }) }
}

/// The mean of (predictionᵢ - targetᵢ)² for constant targets, in a group `mse`.
///
/// - Precondition: there are as many targets as predictions, at least 1.
public func meanSquaredError(_ predictions: [Value], _ targets: [Double]) -> Value {
  checkLengths(predictions.count, targets.count, in: "meanSquaredError")
  return grouped("mse", predictions) { mean(zip(predictions, targets).map { square($0 - $1) }) }
}

/// -log(softmax(logits)) at `label`, as logsumexp(logits) - logits[label], in a group `cross_entropy`.
///
/// - Precondition: `label` is an index of `logits`.
public func crossEntropy(_ logits: [Value], label: Int) -> Value {
  precondition(
    logits.indices.contains(label), "crossEntropy: label \(label) is no index of \(logits.count) logits")
  return grouped("cross_entropy", logits) { logsumexp(logits) - logits[label] }
}

/// The mean of -yᵢ·log(sigmoid(zᵢ)) - (1 - yᵢ)·log(1 - sigmoid(zᵢ)), in a group `binary_cross_entropy`.
///
/// It is computed without a sigmoid, as log(1 + exp(-z)) + (1 - y)·z, which is exact however large z is.
/// - Parameters:
///   - logits: the scores z of the positive class.
///   - labels: probabilities of the positive class, from 0 to 1.
/// - Precondition: there are as many labels as logits, at least 1.
public func binaryCrossEntropy(_ logits: [Value], _ labels: [Double]) -> Value {
  checkLengths(logits.count, labels.count, in: "binaryCrossEntropy")
  return grouped("binary_cross_entropy", logits) {
    mean(
      zip(logits, labels).map { logit, label in
        if label == 0 { return logsumexp(logit.literal(0), logit) }
        let positive = logsumexp(logit.literal(0), -logit)
        return label == 1 ? positive : positive + (1 - label) * logit
      })
  }
}

/// The mean of max(0, 1 - labelᵢ·scoreᵢ), the hinge loss, in a group `max_margin`.
///
/// - Parameters:
///   - scores: positive for the positive class.
///   - labels: 1 for the positive class, -1 for the negative one.
/// - Precondition: there are as many labels as scores, at least 1.
public func maxMarginLoss(_ scores: [Value], _ labels: [Double]) -> Value {
  checkLengths(scores.count, labels.count, in: "maxMarginLoss")
  return grouped("max_margin", scores) { mean(zip(scores, labels).map { relu(1 - $1 * $0) }) }
}
