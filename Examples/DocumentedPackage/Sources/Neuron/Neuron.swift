import Autodiff

/// A neuron with one input.
///
/// - Returns: `tanh(w*x + b)`.
public func neuron(_ x: Value, weight w: Value, bias b: Value) -> Value { tanh(w * x + b) }
