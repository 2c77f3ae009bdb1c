/// Trains the parameters that a recorded loss depends on, by replaying its graph.
///
/// ```swift
/// let loss = meanSquaredError(points.map { network($0)[0] }, targets)
/// var trainer = Trainer(loss, with: Adam(network.parameters, rate: 0.02))
/// try trainer.run(epochs: 200) { epoch, loss in print(epoch, loss) }
/// ```
/// The graph is recorded once, for all points; an epoch is one backward pass, one step and one forward pass.
public struct Trainer<Method: Optimizer> {
  public let loss: Value
  public private(set) var optimizer: Method
  /// The loss before the first epoch, then after each: one more number than epochs.
  public private(set) var losses: [Double]

  /// The epochs that ran.
  public var epoch: Int { losses.count - 1 }

  public init(_ loss: Value, with optimizer: Method) {
    if loss.isStale { loss.tape.recompute() }
    self.loss = loss
    self.optimizer = optimizer
    losses = [loss.data]
  }

  /// Runs one epoch and returns the loss after it.
  @discardableResult
  public mutating func step() -> Double {
    loss.backward()
    optimizer.step()
    loss.tape.recompute()
    losses.append(loss.data)
    return loss.data
  }

  /// Runs so many epochs and reports each with the loss after it, counted from 1.
  ///
  /// - Throws: ``TrainingError/notFinite(epoch:loss:)`` after the epoch that made the loss infinite or NaN. The
  ///   parameters are then of no use.
  public mutating func run(
    epochs: Int, report: (_ epoch: Int, _ loss: Double) -> Void = { _, _ in }
  ) throws(TrainingError) {
    if let loss = losses.last, !loss.isFinite { throw .notFinite(epoch: epoch, loss: loss) }
    for _ in 0..<max(0, epochs) {
      let loss = step()
      guard loss.isFinite else { throw .notFinite(epoch: epoch, loss: loss) }
      report(epoch, loss)
    }
  }
}

/// Why training stopped.
public enum TrainingError: Error, Equatable, CustomStringConvertible {
  /// The loss is infinite or NaN; epoch 0 is before the first step.
  case notFinite(epoch: Int, loss: Double)

  public var description: String {
    // Unlike an interpolation, `description` leaves out the sign of NaN, which differs between processors.
    switch self {
    case .notFinite(0, let loss): "the loss is \(loss.description) before the first epoch"
    case .notFinite(let epoch, let loss): "the loss is \(loss.description) after epoch \(epoch)"
    }
  }
}
