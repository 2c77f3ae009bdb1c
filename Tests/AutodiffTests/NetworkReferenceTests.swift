import Autodiff
import Testing

/// Whole trainings beside PyTorch's: the same data, the same initial parameters, fifty steps.
@Suite struct NetworkReferenceTests {
  @Test func `Losses agree with PyTorch's after every step`() throws {
    let networks = try Reference.networks()
    #expect(networks.map(\.activation) == ["tanh", "relu", "sigmoid"])
    for record in networks {
      #expect(record.sgd.count == 51 && record.adam.count == 51)
      try compare(record, to: record.sgd, "sgd") { SGD($0, rate: 0.05, momentum: 0.9) }
      try compare(record, to: record.adam, "adam") { Adam($0, rate: 0.02) }
    }
  }

  private func compare<Method: Optimizer>(
    _ record: Reference.NetworkCase, to expected: [Double], _ name: String,
    with optimizer: ([Value]) -> Method
  ) throws {
    let graph = Graph()
    let network = MLP(
      on: graph, inputs: record.inputs, layers: record.layers,
      activation: try #require(Activation(rawValue: record.activation)))
    #expect(network.parameters.count == record.parameters.count)
    for (parameter, number) in zip(network.parameters, record.parameters) { parameter.data = number }
    let outputs = record.features.map { network($0.map(graph.constant)) }
    var trainer = Trainer(try loss(record, outputs), with: optimizer(network.parameters))
    try trainer.run(epochs: 50)
    for (epoch, (ours, theirs)) in zip(trainer.losses, expected).enumerated() {
      #expect(
        ours.agrees(with: theirs, relative: 1e-9),
        "\(record.activation), \(name), epoch \(epoch): \(ours), not \(theirs)")
    }
  }

  private func loss(_ record: Reference.NetworkCase, _ outputs: [[Value]]) throws -> Value {
    switch record.loss {
    case "mse": return meanSquaredError(outputs.map { $0[0] }, record.targets)
    case "margin": return maxMarginLoss(outputs.map { $0[0] }, record.targets)
    default: return mean(zip(outputs, record.targets).map { crossEntropy($0, label: Int($1)) })
    }
  }
}
