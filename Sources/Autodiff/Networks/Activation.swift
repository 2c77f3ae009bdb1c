/// The function that a neuron applies to its weighted sum.
public enum Activation: String, CaseIterable, Sendable {
  /// The activations of ``Neuron``; `linear` is the identity.
  case tanh, relu, sigmoid, linear

  /// Records the activation of `x`; `linear` is `x` itself.
  public func callAsFunction(_ x: Value) -> Value {
    switch self {
    case .tanh: Autodiff.tanh(x)
    case .relu: Autodiff.relu(x)
    case .sigmoid: Autodiff.sigmoid(x)
    case .linear: x
    }
  }

  /// The bound `b` of the initial weights, which are uniform in `-b...b`, so that signals neither fade nor grow from
  /// layer to layer.
  ///
  /// √(6 / inputs) for relu (He et al., "Delving Deep into Rectifiers", 2015), else √(6 / (inputs + outputs)) (Glorot
  /// and Bengio, "Understanding the difficulty of training deep feedforward neural networks", 2010), and four times
  /// that for sigmoid, whose slope at 0 is a quarter of tanh's.
  func weightBound(inputs: Int, outputs: Int) -> Double {
    let balanced = (6 / Double(inputs + outputs)).squareRoot()
    return switch self {
    case .relu: (6 / Double(inputs)).squareRoot()
    case .tanh, .linear: balanced
    case .sigmoid: 4 * balanced
    }
  }
}
