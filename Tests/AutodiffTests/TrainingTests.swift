import Autodiff
import Testing

@Suite struct TrainingTests {
  // MARK: Optimizers

  /// (x - 3)², whose gradient at 0 is -6.
  private static func parabola(_ graph: Graph) -> (x: Value, loss: Value) {
    let x = graph.variable(0, named: "x")
    return (x, (x - 3) ** 2)
  }

  @Test func `Gradient descent steps by rate times gradient`() {
    let graph = Graph()
    let (x, loss) = Self.parabola(graph)
    var optimizer = SGD([x], rate: 0.25)
    loss.backward()
    optimizer.step()
    #expect(x.data == 1.5 && loss.isStale)
  }

  @Test func `Momentum keeps a part of the last step`() {
    let graph = Graph()
    let (x, loss) = Self.parabola(graph)
    var optimizer = SGD([x], rate: 0.25, momentum: 0.5)
    for expected in [1.5, 3, 3.75] {
      loss.backward()
      optimizer.step()
      #expect(x.data == expected)
    }
  }

  @Test func `The first step of Adam is the rate, whatever the gradient`() {
    for scale in [1e-3, 1, 1e3] {
      let graph = Graph()
      let x = graph.variable(0)
      let loss = scale * (x - 3) ** 2
      var optimizer = Adam([x], rate: 0.1)
      loss.backward()
      optimizer.step()
      #expect(x.data.agrees(with: 0.1, relative: 1e-5), "\(x.data)")
    }
  }

  @Test func `The rate may change between steps`() {
    let graph = Graph()
    let (x, loss) = Self.parabola(graph)
    var optimizer = SGD([x], rate: 0.25)
    loss.backward()
    optimizer.step()
    optimizer.rate = 0.5
    loss.backward()
    optimizer.step()
    #expect(x.data == 3)
  }

  @Test func `A parameter without influence stays where it is`() {
    let graph = Graph()
    let (x, loss) = Self.parabola(graph)
    let other = graph.variable(7)
    loss.backward()
    #expect(other.grad == nil || other.grad == 0)
    for optimizer in [SGD([x, other]) as any Optimizer, Adam([x, other])] {
      var optimizer = optimizer
      loss.backward()
      optimizer.step()
      #expect(other.data == 7)
    }
  }

  @Test func `A step without gradients stops with the parameter's name`() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let graph = Graph()
      var optimizer = SGD([graph.variable(1, named: "weight")])
      optimizer.step()
      print(graph.count)
    }
    try expect(result, says: "'weight' has no gradient; call backward() on the loss before step()")
  }

  @Test func `A rate that is not positive stops`() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      print(SGD([], rate: -1).parameters.count)
    }
    try expect(result, says: "the rate is a positive number, not -1.0")
  }

  // MARK: Trainer

  @Test func `Training replays the recorded graph and reports every epoch`() throws {
    let graph = Graph()
    let (x, loss) = Self.parabola(graph)
    let count = graph.count
    var trainer = Trainer(loss, with: SGD([x], rate: 0.25))
    var reports: [(Int, Double)] = []
    try trainer.run(epochs: 2) { reports.append(($0, $1)) }
    #expect(graph.count == count)
    #expect(trainer.losses == [9, 2.25, 0.5625] && trainer.epoch == 2)
    #expect(reports.map(\.0) == [1, 2] && reports.map(\.1) == [2.25, 0.5625])
    #expect(!loss.isStale && loss.data == 0.5625)
    try trainer.run(epochs: 1)
    #expect(trainer.losses.count == 4)
  }

  @Test func `A trainer begins from the leaves as they are`() {
    let graph = Graph()
    let (x, loss) = Self.parabola(graph)
    x.data = 1
    #expect(Trainer(loss, with: SGD([x])).losses == [4])
  }

  @Test func `A loss that is not finite ends training and names the epoch`() {
    let graph = Graph()
    let (x, loss) = Self.parabola(graph)
    var trainer = Trainer(loss, with: SGD([x], rate: 1e100))
    #expect(throws: TrainingError.notFinite(epoch: 2, loss: .infinity)) { try trainer.run(epochs: 10) }
    #expect(throws: TrainingError.notFinite(epoch: 2, loss: .infinity)) { try trainer.run(epochs: 10) }
    #expect("\(TrainingError.notFinite(epoch: 2, loss: -.nan))" == "the loss is nan after epoch 2")
  }

  // MARK: Learning

  /// The network of `gradgraph train`, with the same defaults.
  private static func trained(
    on data: DataSet, seed: UInt64, epochs: Int
  ) throws -> (network: MLP, losses: [Double], correct: Int, graph: Graph) {
    let graph = Graph()
    let network = MLP(on: graph, inputs: 2, layers: [16, 16, 1], activation: .relu, seed: seed)
    let scores = data.features.map { network($0.map(graph.constant))[0] }
    let signs = data.targets.map { 2 * $0 - 1 }
    var trainer = Trainer(maxMarginLoss(scores, signs), with: Adam(network.parameters, rate: 0.02))
    try trainer.run(epochs: epochs)
    return (network, trainer.losses, zip(scores, signs).count { $0.data * $1 > 0 }, graph)
  }

  @Test(arguments: 0..<20) func `XOR is learnt from every seed`(seed: UInt64) throws {
    #expect(try Self.trained(on: .xor(), seed: seed, epochs: 60).correct == 4)
  }

  @Test func `Two moons are told apart`() throws {
    let result = try Self.trained(on: .moons(), seed: 1, epochs: 60)
    #expect(result.correct >= 98, "\(result.correct) of 100")
  }

  /// relu, margin loss and Adam need + - * / and the square root only, which every machine rounds in the same way.
  @Test func `The same seed gives the same bits on every machine`() throws {
    let result = try Self.trained(on: .circles(points: 20), seed: 1, epochs: 25)
    #expect(result.losses.last == 0.009496462021487467)
    let bits = result.network.parameters.reduce(UInt64(0)) { ($0 &* 31) ^ $1.data.bitPattern }
    #expect(bits == 36_026_096_002_964_781)
  }
}

@Suite struct DataSetTests {
  @Test func `XOR has the four corners`() {
    let data = DataSet.xor()
    #expect(data.features == [[0, 0], [0, 1], [1, 0], [1, 1]])
    #expect(data.targets == [0, 1, 1, 0])
    #expect(data.featureNames == ["x[0]", "x[1]"] && data.targetName == "y" && data.count == 4)
  }

  @Test func `Without noise the moons and circles lie on their circles`() {
    let moons = DataSet.moons(points: 9, noise: 0)
    #expect(moons.targets == [0, 0, 0, 0, 0, 1, 1, 1, 1])
    for (point, label) in zip(moons.features, moons.targets) {
      let (x, y) = label == 0 ? (point[0], point[1]) : (1 - point[0], 0.5 - point[1])
      #expect((x * x + y * y).agrees(with: 1, relative: 1e-14) && y >= -1e-15)
    }
    #expect(moons.features[2][0].magnitude < 1e-15 && (moons.features[2][1] - 1).magnitude < 1e-15)
    let circles = DataSet.circles(points: 16, noise: 0)
    for (point, label) in zip(circles.features, circles.targets) {
      let square = point[0] * point[0] + point[1] * point[1]
      #expect(square.agrees(with: label == 0 ? 1 : 0.25, relative: 1e-14))
    }
    // An eighth of a turn after another.
    let root = 0.5.squareRoot()
    for (point, expected) in zip(
      circles.features, [[1, 0], [root, root], [0, 1], [-root, root], [-1, 0]])
    {
      #expect((point[0] - expected[0]).magnitude < 1e-15 && (point[1] - expected[1]).magnitude < 1e-15)
    }
  }

  @Test func `Noise has its standard deviation and depends on the seed`() {
    let exact = DataSet.moons(points: 400, noise: 0)
    let noisy = DataSet.moons(points: 400, noise: 0.2, seed: 4)
    let differences = zip(exact.features, noisy.features).flatMap { [$1[0] - $0[0], $1[1] - $0[1]] }
    let variance = differences.reduce(0) { $0 + $1 * $1 } / 800
    #expect((variance.squareRoot() - 0.2).magnitude < 0.02)
    #expect(noisy == .moons(points: 400, noise: 0.2, seed: 4))
    #expect(noisy != .moons(points: 400, noise: 0.2, seed: 5))
  }

  @Test func `Rows that do not fit stop with both numbers`() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      print(DataSet(features: [[1, 2], [3]], targets: [0, 1]).count)
    }
    try expect(result, says: "a row has 1 features where the first row has 2")
  }
}
