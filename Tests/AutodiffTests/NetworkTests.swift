import Autodiff
import Testing

@Suite struct NetworkTests {
  // MARK: Neurons and layers

  @Test func `A neuron is its activation of weights times inputs plus bias`() {
    for (activation, expected) in [
      (Activation.linear, -0.5), (.relu, 0), (.tanh, -0.46211715726000973), (.sigmoid, 0.3775406687981454),
    ] {
      let graph = Graph()
      let neuron = Neuron(on: graph, weights: [0.5, -1], bias: 0.25, activation: activation)
      let y = neuron([graph.variable(0.5), graph.variable(1)])
      #expect(y.data.agrees(with: expected), "\(activation) is \(y.data), not \(expected)")
      #expect(neuron.parameters.map(\.name) == ["w[0]", "w[1]", "b"])
      #expect(neuron.parameters.map(\.data) == [0.5, -1, 0.25])
    }
  }

  @Test func `Its gradients are the inputs and one`() {
    let graph = Graph()
    let neuron = Neuron(on: graph, weights: [0.5, -1], bias: 0.25, activation: .linear)
    neuron([graph.variable(3), graph.variable(-7)]).backward()
    #expect(neuron.parameters.map(\.grad) == [3, -7, 1])
  }

  // MARK: Networks

  @Test func `A network has a group per neuron, with its parameters and its results`() {
    let graph = Graph()
    let network = MLP(on: graph, inputs: 2, layers: [3, 1], activation: .tanh)
    let outputs = network([graph.variable(1), graph.variable(2)])
    #expect(outputs.count == 1)
    #expect(
      graph.groups.map(\.path) == [
        "layer1", "layer1.neuron1", "layer1.neuron2", "layer1.neuron3", "layer2", "layer2.neuron1",
      ])
    let members = Dictionary(grouping: graph.groupSpans.flatMap { span in span.ids.map { ($0, span.group) } })
    {
      graph.groups[$0.1].path
    }.mapValues { $0.map { graph[$0.0] } }
    #expect(
      members["layer1.neuron3"]?.map { $0.name ?? $0.operation.name } == [
        "w[0]", "w[1]", "b", "dot", "add", "tanh",
      ])
    #expect(members["layer2.neuron1"]?.map(\.operation).suffix(2) == [.dot, .add])
  }

  @Test func `Parameters are listed layer by layer, neuron by neuron, weights first`() {
    let graph = Graph()
    let network = MLP(on: graph, inputs: 2, layers: [16, 16, 1])
    #expect(network.parameters.count == 337)
    #expect(network.parameters.map(\.id) == Array(0..<337))
    #expect(network.layers.map { $0.neurons.count } == [16, 16, 1])
    #expect(network.layers.map { $0.neurons[0].weights.count } == [2, 16, 16])
    #expect(network.layers.map { $0.neurons[0].activation } == [.tanh, .tanh, .linear])
  }

  @Test func `Calls share the parameters`() {
    let graph = Graph()
    let network = MLP(on: graph, inputs: 1, layers: [1], seed: 3)
    let x = [2.0, 5].map { network([graph.variable($0)])[0] }
    (x[0] + x[1]).backward()
    #expect(network.parameters.map(\.grad) == [7, 2])
  }

  @Test func `A copy computes the same with parameters of its own`() {
    let graph = Graph()
    let network = MLP(on: graph, inputs: 2, layers: [4, 3, 2], activation: .sigmoid, seed: 5)
    let other = Graph()
    let copy = network.copied(to: other)
    let point = [0.3, -2]
    #expect(copy(point.map(other.constant)).map(\.data) == network(point.map(graph.constant)).map(\.data))
    #expect(other.groups == graph.groups)
    copy.parameters[0].data += 1
    #expect(copy.parameters[0].data != network.parameters[0].data)
  }

  @Test func `The outputs of every layer can be seen`() {
    let graph = Graph()
    let network = MLP(on: graph, inputs: 2, layers: [4, 3, 2], activation: .relu)
    let outputs = network.outputs(of: [graph.variable(1), graph.variable(2)])
    #expect(outputs.map(\.count) == [4, 3, 2])
    #expect(outputs.map { Set($0.map(\.operation)) } == [[.relu], [.relu], [.add]])
  }

  // MARK: Seeds

  @Test func `One seed gives the same parameters, another seed others`() {
    func parameters(_ seed: UInt64, _ activation: Activation = .relu) -> [Double] {
      let graph = Graph()
      return MLP(on: graph, inputs: 2, layers: [4, 1], activation: activation, seed: seed).parameters.map(
        \.data)
    }
    #expect(parameters(1) == parameters(1))
    #expect(parameters(1) != parameters(2))
    // Bits that must not depend on the machine.
    #expect(parameters(0).prefix(3) == [1.3278275898326375, -0.2371939760159738, -0.6697237828956231])
  }

  @Test func `Initial weights keep within the bounds of their activation`() {
    for (activation, bound) in [(Activation.relu, 6.0 / 8), (.tanh, 6.0 / 40), (.sigmoid, 16 * 6.0 / 40)] {
      let graph = Graph()
      let network = MLP(on: graph, inputs: 8, layers: [32, 1], activation: activation, seed: 7)
      let weights = network.layers[0].neurons.flatMap { $0.weights.map(\.data.magnitude) }
      let largest = weights.max() ?? 0
      #expect(largest <= bound.squareRoot() && largest > 0.95 * bound.squareRoot(), "\(activation)")
      let biases = network.layers[0].neurons.map(\.bias.data.magnitude)
      #expect((biases.max() ?? 1) <= (1.0 / 8).squareRoot())
    }
  }

  @Test func `SplitMix64 gives the published sequence`() {
    var random = SplitMix64(seed: 1_234_567)
    #expect(
      (0..<5).map { _ in random.next() } == [
        6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
        4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
      ])
  }

  @Test func `Draws have the mean and the spread that they promise`() {
    var random = SplitMix64(seed: 9)
    let uniform = (0..<10_000).map { _ in random.uniform(in: -1...3) }
    #expect(uniform.allSatisfy { (-1...3).contains($0) })
    #expect((uniform.reduce(0, +) / 10_000 - 1).magnitude < 0.05)
    let normal = (0..<10_000).map { _ in random.nearlyNormal() }
    #expect((normal.reduce(0, +) / 10_000).magnitude < 0.05)
    #expect((normal.reduce(0) { $0 + $1 * $1 } / 10_000 - 1).magnitude < 0.05)
  }

  // MARK: Mistakes

  @Test func `A wrong number of inputs stops with both numbers`() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let graph = Graph()
      let network = MLP(on: graph, inputs: 2, layers: [3, 1])
      print(network([graph.variable(1)]).count)
    }
    try expect(result, says: "the neuron has 2 inputs, 1 were given")
  }

  @Test func `A layer without neurons stops`() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let graph = Graph()
      print(MLP(on: graph, inputs: 2, layers: [3, 0]).parameters.count)
    }
    try expect(result, says: "a layer needs 1 neuron or more, not 0")
  }
}
