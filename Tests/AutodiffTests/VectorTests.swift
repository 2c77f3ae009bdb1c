import Autodiff
import Testing

@Suite struct VectorTests {
  // MARK: Agreement with PyTorch

  @Test(arguments: [
    "dot", "matmul", "softmax", "log_softmax", "mse", "binary_cross_entropy", "cross_entropy", "max_margin",
  ])
  func valuesAndGradientsAgreeWithPyTorch(_ function: String) throws {
    let cases = try Reference.vectors().filter { $0.function == function }
    #expect(cases.count >= 8)
    for record in cases {
      let graph = Graph()
      let vectors = record.vectors.map { $0.map(\.value) }
      let leaves = record.grads.indices.map { graph.variables(vectors[$0], named: "v\($0)") }
      let results = apply(function, to: leaves, constants: vectors.last ?? [])
      #expect(
        results.count == record.values.count
          && zip(results, record.values).allSatisfy { $0.data.agrees(with: $1.value, absolute: 1e-15) },
        "\(function) of \(vectors) is \(results.map(\.data)), not \(record.values.map(\.value))")
      let weighted = results.enumerated().filter { $1.data.isFinite }.map { Double($0 + 1) * $1 }
      sum([graph.constant(0)] + weighted).backward()
      for (vector, expected) in zip(leaves, record.grads) {
        let found = vector.map { $0.grad ?? .nan }
        #expect(
          zip(found, expected).allSatisfy { $0.agrees(with: $1.value, absolute: 1e-15) },
          "\(function) of \(vectors) has the gradient \(found), not \(expected.map(\.value))")
      }
    }
  }

  private func apply(_ function: String, to x: [[Value]], constants: [Double]) -> [Value] {
    switch function {
    case "dot": [dot(x[0], x[1])]
    case "matmul": matmul(Array(x.dropFirst()), x[0])
    case "softmax": softmax(x[0])
    case "log_softmax": logSoftmax(x[0])
    case "mse": [meanSquaredError(x[0], constants)]
    case "binary_cross_entropy": [binaryCrossEntropy(x[0], constants)]
    case "cross_entropy": [crossEntropy(x[0], label: Int(constants[0]))]
    default: [maxMarginLoss(x[0], constants)]
    }
  }

  // MARK: Names, groups and nodes

  @Test func theElementsOfAVectorAreNamedNodesInAGroup() {
    let graph = Graph()
    let x = graph.variables([1, 2], named: "x")
    let w = graph.variables([[1, 2, 3], [4, 5, 6]], named: "W")
    #expect(x.map(\.name) == ["x[0]", "x[1]"])
    #expect(
      w.map { $0.map(\.name) } == [["W[0][0]", "W[0][1]", "W[0][2]"], ["W[1][0]", "W[1][1]", "W[1][2]"]])
    #expect(w[1][2].data == 6)
    #expect(graph.groups.map(\.path) == ["x", "W"])
    #expect(graph.groupSpans.map(\.ids) == [0..<2, 2..<8])
  }

  @Test func functionsOfSeveralNodesStandInAGroup() {
    let graph = Graph()
    let x = graph.variables([1, 2], named: "x")
    _ = softmax(x)
    _ = graph.group("loss") { meanSquaredError(x, [0, 1]) }
    #expect(graph.groups.map(\.path) == ["x", "softmax", "loss", "loss.mse"])
    #expect(graph.groupSpans.last?.ids.upperBound == graph.count)
  }

  @Test func aDotProductIsOneNodeWhoseOperandsAreThePairs() {
    let graph = Graph()
    let x = graph.variables([1, 2], named: "x")
    let y = graph.variables([3, -4], named: "y")
    let product = dot(x, y)
    #expect(graph.count == 5)
    #expect(product.data == -5)
    #expect(product.operands == x + y)
    #expect(product.localDerivatives == [3, -4, 1, 2])
  }

  @Test func aSquareOfAVectorUsesEveryElementTwice() {
    let graph = Graph()
    let x = graph.variables([3, -4], named: "x")
    dot(x, x).backward()
    #expect(x.map(\.grad) == [6, -8])
  }

  @Test func aCrossEntropyIsTwoNodes() {
    let graph = Graph()
    let z = graph.variables([1, 3, 2], named: "z")
    let loss = crossEntropy(z, label: 1)
    #expect(graph.count == 5)
    #expect(loss.operation == .subtract)
  }

  @Test func reductionsTakeAnyCollection() {
    let graph = Graph()
    let x = graph.variables([1, 2, 3], named: "x")
    #expect(sum(x[1...]).data == 5)
    #expect(mean(x.reversed()).data == 2)
    #expect(product(x.lazy.map { 2 * $0 }).data == 48)
    #expect(logsumexp(x.prefix(1)).data == 1)
    #expect(dot(x.dropLast(), x.dropFirst()).data == 8)
    #expect(logsumexp(x[0], x[0]).data.agrees(with: 1.6931471805599454))
  }

  @Test func matricesMultiplyAndTranspose() {
    let graph = Graph()
    let a = graph.variables([[1, 2, 3], [4, 5, 6]], named: "A")
    let b = graph.variables([[1, 0], [0, 1], [2, -1]], named: "B")
    #expect(matmul(a, b).map { $0.map(\.data) } == [[7, -1], [16, -1]])
    let count = graph.count
    #expect(transpose(a) == [[a[0][0], a[1][0]], [a[0][1], a[1][1]], [a[0][2], a[1][2]]])
    #expect(graph.count == count)
  }

  @Test func aReplayFollowsChangedElements() {
    let graph = Graph()
    let x = graph.variables([1, 2], named: "x")
    let p = softmax(x)
    let length = dot(x, x)
    x[0].data = 2
    graph.forward()
    #expect(p.allSatisfy { $0.data.agrees(with: 0.5) })
    #expect(length.data == 8)
  }

  @Test func lossesOfLargeLogitsStayExact() {
    let graph = Graph()
    let z = graph.variables([800, -800], named: "z")
    #expect(binaryCrossEntropy(z, [1, 0]).data == 0)
    #expect(binaryCrossEntropy(z, [0, 1]).data == 800)
    #expect(crossEntropy(z, label: 0).data == 0)
    #expect(crossEntropy(z, label: 1).data == 1600)
    // Where PyTorch's formula gives 0.
    #expect(binaryCrossEntropy([graph.variable(-40)], [0]).data.agrees(with: 4.248354255291589e-18))
  }

  // MARK: Mistakes

  @Test func lengthsThatDifferStopWithBothShapes() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let graph = Graph()
      _ = dot(graph.variables([1, 2], named: "x"), graph.variables([1, 2, 3], named: "y"))
      print(graph.count)
    }
    try expect(result, says: "shapes [2] and [3] do not fit in dot")
  }

  @Test func matricesThatDoNotFitStopWithBothShapes() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let graph = Graph()
      _ = matmul(graph.variables([[1, 2, 3], [4, 5, 6]], named: "W"), graph.variables([1, 2], named: "x"))
      print(graph.count)
    }
    try expect(result, says: "shapes [2, 3] and [2] do not fit in matmul")
  }

  @Test func aRaggedMatrixStops() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let graph = Graph()
      _ = graph.variables([[1, 2], [3]], named: "W")
      print(graph.count)
    }
    try expect(result, says: "the rows of the matrix 'W' have different lengths: 2 in row 0, 1 in row 1")
  }

  @Test func aLabelThatIsNoIndexStops() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let graph = Graph()
      _ = crossEntropy(graph.variables([1, 2], named: "x"), label: 2)
      print(graph.count)
    }
    try expect(result, says: "crossEntropy: label 2 is no index of 2 logits")
  }

  @Test func theSoftmaxOfNothingStops() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      print(softmax([]).count)
    }
    try expect(result, says: "softmax needs at least one value")
  }

  @Test func anOddNumberOfOperandsOfADotProductStops() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let graph = Graph()
      _ = graph.apply(.dot, to: graph.variables([1, 2, 3], named: "x"))
      print(graph.count)
    }
    try expect(result, says: "dot takes an even number of operands, 3 were given")
  }
}
