/// Trains the parameters that a recorded loss depends on, by replaying its graph.
///
/// ```swift
/// let loss = meanSquaredError(points.map { network($0)[0] }, targets)
/// var trainer = Trainer(loss, with: Adam(network.parameters, rate: 0.02))
/// try trainer.run(epochs: 200) { epoch, loss in print(epoch, loss) }
/// ```
/// The graph is recorded once, for all points; an epoch is one backward pass, one step and one forward pass.
public struct Trainer<Method: Optimizer> {
  /// The value to minimize.
  public let loss: Value
  /// The optimizer with its state after the last step.
  public private(set) var optimizer: Method
  /// The loss before the first epoch, then after each: one more number than epochs.
  public private(set) var losses: [Double]

  /// The epochs that ran.
  public var epoch: Int { losses.count - 1 }

  /// A trainer that has run no epoch; data of the graph that is stale is computed first.
  ///
  /// - Parameters:
  ///   - loss: the value to minimize.
  ///   - optimizer: changes the parameters; they belong to the loss's graph.
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

  /// Runs `epochs` epochs, and reports the number of each, from 1, and the loss after it.
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

/// The reason why training stopped.
public enum TrainingError: Error, Equatable, CustomStringConvertible {
  /// The reason why training stopped.
  case notFinite(epoch: Int, loss: Double)

  /// One line, such as `the loss is nan after epoch 3`.
  public var description: String {
    // Unlike an interpolation, `description` leaves out the sign of NaN, which differs between processors.
    switch self {
    case .notFinite(0, let loss): "the loss is \(loss.description) before the first epoch"
    case .notFinite(let epoch, let loss): "the loss is \(loss.description) after epoch \(epoch)"
    }
  }
}
