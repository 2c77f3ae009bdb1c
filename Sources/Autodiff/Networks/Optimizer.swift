/// A method that moves parameters against their gradients.
///
/// ```swift
/// var optimizer = SGD(network.parameters, rate: 0.1, momentum: 0.9)
/// for _ in 1...100 {
///   loss.backward()
///   optimizer.step()
/// }
/// ```
public protocol Optimizer {
  /// The parameters that a step changes, in order.
  var parameters: [Value] { get }

  /// Changes every parameter by its gradient; results are stale until the graph runs forward.
  ///
  /// - Precondition: a backward pass has computed the gradients.
  mutating func step()
}

extension Value {
  fileprivate var gradientForStep: Double {
    guard let grad else {
      preconditionFailure("'\(label)' has no gradient; call backward() on the loss before step()")
    }
    return grad
  }
}

private func checkRate(_ rate: Double) {
  precondition(rate > 0 && rate.isFinite, "the rate is a positive number, not \(rate)")
}

private func checkDecay(_ decay: Double, _ name: String) {
  precondition(decay >= 0 && decay < 1, "\(name) is from 0 up to, and without, 1, not \(decay)")
}

/// Gradient descent with momentum, as PyTorch's `torch.optim.SGD` (no dampening, no Nesterov momentum):
///
/// v ← momentum · v + grad (v = grad in the first step), parameter ← parameter − rate · v.
public struct SGD: Optimizer {
  /// The parameters that a step changes, in order.
  public let parameters: [Value]
  /// May change between steps.
  public var rate: Double { didSet { checkRate(rate) } }
  /// The factor of the last step's velocity, from 0 (none) up to, and without, 1.
  public let momentum: Double
  private var velocities: [Double]

  /// - Parameters:
  ///   - parameters: the parameters that a step changes.
  ///   - rate: the length of a step by the gradient, positive.
  ///   - momentum: from 0 (none) up to, and without, 1.
  public init(_ parameters: [Value], rate: Double = 0.1, momentum: Double = 0) {
    checkRate(rate)
    checkDecay(momentum, "the momentum")
    self.parameters = parameters
    self.rate = rate
    self.momentum = momentum
    velocities = Array(repeating: 0, count: parameters.count)
  }

  /// Changes every parameter by one step, from the gradients of the last backward pass.
  ///
  /// - Complexity: O(parameters).
  public mutating func step() {
    for (index, parameter) in parameters.enumerated() {
      velocities[index] = momentum * velocities[index] + parameter.gradientForStep
      parameter.data -= rate * velocities[index]
    }
  }
}

/// Adam, as PyTorch's `torch.optim.Adam` (Kingma and Ba, "Adam: A Method for Stochastic Optimization", 2015):
///
/// m ← β₁ m + (1 − β₁) grad, v ← β₂ v + (1 − β₂) grad²,
/// parameter ← parameter − rate / (1 − β₁ᵗ) · m / (√v / √(1 − β₂ᵗ) + ε) in step t.
public struct Adam: Optimizer {
  /// The parameters that a step changes, in order.
  public let parameters: [Value]
  /// May change between steps.
  public var rate: Double { didSet { checkRate(rate) } }
  /// The decay of the mean of gradients, β₁.
  public let beta1: Double
  /// The decay of the mean of squared gradients, β₂.
  public let beta2: Double
  /// The number that keeps the divisor from 0, ε.
  public let epsilon: Double
  private var means: [Double]
  private var squares: [Double]
  /// β₁ᵗ and β₂ᵗ, by multiplication: `pow` has other last digits on other platforms.
  private var power1 = 1.0
  private var power2 = 1.0

  /// - Parameters:
  ///   - parameters: the parameters that a step changes.
  ///   - rate: about the length of a step, positive.
  ///   - beta1: the decay of the mean of gradients, from 0 up to, and without, 1.
  ///   - beta2: the decay of the mean of their squares, from 0 up to, and without, 1.
  ///   - epsilon: the number that keeps the divisor from 0.
  public init(
    _ parameters: [Value], rate: Double = 0.001, beta1: Double = 0.9, beta2: Double = 0.999,
    epsilon: Double = 1e-8
  ) {
    checkRate(rate)
    checkDecay(beta1, "beta1")
    checkDecay(beta2, "beta2")
    precondition(epsilon >= 0 && epsilon.isFinite, "epsilon is 0 or more, not \(epsilon)")
    self.parameters = parameters
    self.rate = rate
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    means = Array(repeating: 0, count: parameters.count)
    squares = means
  }

  /// Changes every parameter by one step, from the gradients of the last backward pass.
  ///
  /// - Complexity: O(parameters).
  public mutating func step() {
    power1 *= beta1
    power2 *= beta2
    let stepSize = rate / (1 - power1)
    let correction = (1 - power2).squareRoot()
    for (index, parameter) in parameters.enumerated() {
      let grad = parameter.gradientForStep
      means[index] = beta1 * means[index] + (1 - beta1) * grad
      squares[index] = beta2 * squares[index] + (1 - beta2) * grad * grad
      parameter.data -= stepSize * (means[index] / (squares[index].squareRoot() / correction + epsilon))
    }
  }
}
