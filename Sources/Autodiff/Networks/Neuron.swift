/// `activation(dot(w, x) + b)`: weights and a bias, which are variables of a graph.
///
/// ```swift
/// let graph = Graph()
/// let neuron = Neuron(on: graph, weights: [0.5, -1], bias: 0.25, activation: .tanh)
/// let y = neuron([graph.variable(2), graph.variable(1)])  // tanh(0.25)
/// ```
public struct Neuron {
  /// The weights, one per input, named `w[0]`, `w[1]`, …
  public let weights: [Value]
  /// Named `b`.
  public let bias: Value
  /// The function applied to the weighted sum.
  public let activation: Activation

  /// Records the parameters, weights first.
  public init(on graph: Graph, weights: [Double], bias: Double, activation: Activation) {
    precondition(!weights.isEmpty, "a neuron needs 1 input or more, not 0")
    self.weights = weights.enumerated().map { graph.variable($1, named: "w[\($0)]") }
    self.bias = graph.variable(bias, named: "b")
    self.activation = activation
  }

  /// The weights in order, then the bias.
  public var parameters: [Value] { weights + [bias] }

  /// Records the neuron's output for these inputs.
  public func callAsFunction(_ inputs: [Value]) -> Value {
    precondition(
      inputs.count == weights.count, "the neuron has \(weights.count) inputs, \(inputs.count) were given")
    return activation(dot(weights, inputs) + bias)
  }
}

/// Neurons side by side, which share their inputs.
public struct Layer {
  /// The neurons in order; all have the same number of inputs.
  public let neurons: [Neuron]
  private let graph: Graph

  /// Records `count` neurons in the groups `neuron1`, `neuron2`, …
  ///
  /// Weights are uniform within ±√(6 / inputs) for relu (He et al. 2015) and ±√(6 / (inputs + count)) else (Glorot and
  /// Bengio 2010), four times that for sigmoid; biases within ±1/√inputs as in PyTorch's `Linear`, because small
  /// layers of relus often die where all biases are 0.
  public init(
    on graph: Graph, inputs: Int, neurons count: Int, activation: Activation, using random: inout SplitMix64
  ) {
    precondition(inputs > 0, "a layer needs 1 input or more, not \(inputs)")
    precondition(count > 0, "a layer needs 1 neuron or more, not \(count)")
    let bound = activation.weightBound(inputs: inputs, outputs: count)
    let biasBound = 1 / Double(inputs).squareRoot()
    self.graph = graph
    neurons = (1...count).map { number in
      let weights = (0..<inputs).map { _ in random.uniform(in: -bound...bound) }
      let bias = random.uniform(in: -biasBound...biasBound)
      return graph.group(Self.name(number)) {
        Neuron(on: graph, weights: weights, bias: bias, activation: activation)
      }
    }
  }

  /// The same neurons, with parameters of their own that hold the same numbers, on another graph.
  public func copied(to graph: Graph) -> Layer { Layer(copying: self, to: graph) }

  private init(copying layer: Layer, to graph: Graph) {
    self.graph = graph
    neurons = layer.neurons.enumerated().map { index, neuron in
      graph.group(Self.name(index + 1)) {
        Neuron(
          on: graph, weights: neuron.weights.map { $0.data }, bias: neuron.bias.data,
          activation: neuron.activation)
      }
    }
  }

  /// Neuron by neuron, weights first.
  public var parameters: [Value] { neurons.flatMap { $0.parameters } }

  /// Records the outputs of all neurons for these inputs, each in the group of its neuron.
  public func callAsFunction(_ inputs: [Value]) -> [Value] {
    neurons.enumerated().map { index, neuron in graph.group(Self.name(index + 1)) { neuron(inputs) } }
  }

  private static func name(_ number: Int) -> String { "neuron\(number)" }
}
