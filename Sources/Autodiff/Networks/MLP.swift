/// A multilayer perceptron: layers of neurons, each of which reads all outputs of the layer before.
///
/// ```swift
/// let graph = Graph()
/// let network = MLP(on: graph, inputs: 2, layers: [16, 16, 1], activation: .relu, seed: 1)
/// let y = network([graph.variable(0.5), graph.variable(-1)])[0]
/// network.parameters.count  // 337
/// ```
/// Parameters and results of the third neuron of the first layer are in the group `layer1.neuron3`. A network may be
/// called any number of times on its graph; the calls share the parameters.
public struct MLP {
  /// The layers in order, the output layer last.
  public let layers: [Layer]
  private let graph: Graph

  /// Records the parameters of a network.
  ///
  /// The same seed gives the same parameters on every machine; ``Layer`` describes their distribution.
  ///
  /// - Parameters:
  ///   - graph: where parameters and results are recorded; the network keeps it alive.
  ///   - inputs: the number of values that a call takes.
  ///   - sizes: the neurons of each layer; the last layer is the output.
  ///   - activation: of all layers but the last.
  ///   - outputActivation: of the last layer.
  ///   - seed: of the initial parameters.
  public init(
    on graph: Graph, inputs: Int, layers sizes: [Int], activation: Activation = .tanh,
    outputActivation: Activation = .linear, seed: UInt64 = 1
  ) {
    precondition(!sizes.isEmpty, "a network needs 1 layer or more, not 0")
    var random = SplitMix64(seed: seed)
    var width = inputs
    self.graph = graph
    layers = sizes.enumerated().map { index, size in
      defer { width = size }
      return graph.group(Self.name(index)) {
        Layer(
          on: graph, inputs: width, neurons: size,
          activation: index == sizes.count - 1 ? outputActivation : activation, using: &random)
      }
    }
  }

  private init(layers: [Layer], on graph: Graph) {
    self.layers = layers
    self.graph = graph
  }

  /// The same network, with parameters of its own that hold the same numbers, on another graph.
  public func copied(to graph: Graph) -> MLP {
    MLP(
      layers: layers.enumerated().map { index, layer in
        graph.group(Self.name(index)) { layer.copied(to: graph) }
      }, on: graph)
  }

  /// Layer by layer, neuron by neuron, weights first.
  public var parameters: [Value] { layers.flatMap { $0.parameters } }

  /// Records the outputs of the last layer for these inputs.
  public func callAsFunction(_ inputs: [Value]) -> [Value] { outputs(of: inputs).last ?? inputs }

  /// Records the outputs of every layer for these inputs.
  public func outputs(of inputs: [Value]) -> [[Value]] {
    var signal = inputs
    return layers.enumerated().map { index, layer in
      signal = graph.group(Self.name(index)) { layer(signal) }
      return signal
    }
  }

  private static func name(_ index: Int) -> String { "layer\(index + 1)" }
}
