import Autodiff
import Testing

/// A programmer's mistake stops the program with a message, never with undefined behaviour.
@Suite struct SafetyTests {
  // MARK: Two graphs

  @Test func addingValuesOfTwoGraphsNamesBoth() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let (graph, other) = (Graph(), Graph())
      _ = graph.variable(1, named: "left") + other.variable(2, named: "right")
      print(graph.count, other.count)
    }
    try expect(result, says: "'left' (node 0) and 'right' (node 0) belong to different graphs")
  }

  @Test func summingValuesOfTwoGraphsNamesBoth() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let (graph, other) = (Graph(), Graph())
      _ = other.variable(0)
      _ = sum([graph.variable(1, named: "first"), graph.variable(2), other.variable(3)])
      print(graph.count, other.count)
    }
    try expect(result, says: "'first' (node 0) and 'node 1' (node 1) belong to different graphs")
  }

  @Test func applyingAnOperationToAValueOfAnotherGraphNamesIt() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let (graph, other) = (Graph(), Graph())
      _ = graph.apply(.tanh, to: [other.variable(2, named: "stranger")])
      print(graph.count, other.count)
    }
    try expect(result, says: "'stranger' (node 0) belongs to another graph")
  }

  @Test func applyingAnOperationToValuesOfTwoGraphsNamesBoth() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let (graph, other) = (Graph(), Graph())
      _ = graph.apply(.add, to: [graph.variable(1, named: "mine"), other.variable(2, named: "stranger")])
      print(graph.count, other.count)
    }
    try expect(result, says: "'mine' (node 0) and 'stranger' (node 0) belong to different graphs")
  }

  // MARK: A graph that is gone

  @Test func readingAValueAfterItsGraphIsGoneStops() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let value = { Graph().variable(2) }()
      print(value.data)
    }
    try expect(result, says: "node 0 was used after its graph was released")
  }

  @Test func aReusedTapeDoesNotReviveAnOldValue() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let value = { Graph().variable(2) }()
      let graph = Graph()
      let x = graph.variable(5)
      print(value + x)
    }
    try expect(result, says: "node 0 was used after its graph was released")
  }

  @Test func anOldValueOnTheRightStopsToo() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let value = { Graph().variable(2) }()
      let graph = Graph()
      print(sum([graph.variable(5), value]))
    }
    try expect(result, says: "node 0 was used after its graph was released")
  }

  @Test func aGraphReleasedInTheMiddleOfAnExpressionStops() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var graph: Graph? = Graph()
      let release: (Value) -> Value = { value in
        graph = nil
        return value
      }
      guard let x = graph?.variable(3) else { return }
      print(x * release(x))
    }
    try expect(result, says: "node 0 was used after its graph was released")
  }

  @Test(arguments: 0..<4)
  func noUseOfAValueWorksAfterItsGraphWasEmptied(_ use: Int) async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) { [use] in
      let graph = Graph()
      let value = graph.variable(2)
      graph.removeAll()
      let other = graph.variable(5)
      switch use {
      case 0: print(value.data)
      case 1: print(value + other)
      case 2: print(other + value)
      default: print(graph.apply(.tanh, to: [value]))
      }
    }
    try expect(result, says: "node 0 was used after its graph was released or emptied")
  }

  @Test func theNodesOfAnEmptiedGraphAreGone() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let graph = Graph()
      _ = graph.variable(2)
      let values = graph.values
      graph.removeAll()
      print(values.map(\.data))
    }
    try expect(result, says: "node 0 does not exist; the graph has 0 nodes")
  }

  @Test(arguments: 0..<7)
  func noAccessToAValueWorksAfterItsGraphIsGone(_ access: Int) async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) { [access] in
      let value = { Graph().variable(2) }()
      switch access {
      case 0: print(value.grad ?? 0)
      case 1: print(value.isStale)
      case 2: print(value.operands)
      case 3: print(value.name ?? "")
      case 4: value.data = 1
      case 5: value.backward()
      default: print(value)
      }
    }
    try expect(result, says: "node 0 was used after its graph was released")
  }

  @Test func theCollectionOfNodesKeepsTheGraph() {
    let values = {
      let graph = Graph()
      _ = graph.variable(1) + 2
      return graph.values
    }()
    #expect(values.map(\.data) == [1, 2, 3])
  }

  // MARK: Wrong arguments

  @Test func settingTheDataOfAResultStops() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let graph = Graph()
      let result = tanh(graph.variable(1)).named("d")
      result.data = 2
      print(graph.count)
    }
    try expect(result, says: "the data of 'd' is computed by tanh and can't be set")
  }

  @Test func aWrongNumberOfOperandsStops() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let graph = Graph()
      _ = graph.apply(.multiply, to: [graph.variable(1)])
    }
    try expect(result, says: "mul takes 2 operands, 1 were given")
  }

  @Test func noOperandsAtAllStop() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Graph().apply(.sum, to: [])
    }
    try expect(result, says: "sum takes 1 or more operands, 0 were given")
  }

  @Test func theSumOfNothingStops() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = sum([])
    }
    try expect(result, says: "sum needs at least one value")
  }

  @Test func aMissingParameterStops() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let graph = Graph()
      _ = graph.apply(.clamp, to: [graph.variable(1)], parameters: [0])
    }
    try expect(result, says: "clamp needs its parameter 'hi'")
  }

  @Test func tooManyParametersStop() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let graph = Graph()
      _ = graph.apply(.tanh, to: [graph.variable(1)], parameters: [0])
    }
    try expect(result, says: "tanh takes 0 parameters, not 1")
  }

  @Test func applyingALeafStops() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Graph().apply(.variable, to: [])
    }
    try expect(result, says: "variable is a leaf; record it with graph.variable(…)")
  }

  @Test func endingAGroupThatWasNotBegunStops() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      Graph().endGroup()
    }
    try expect(result, says: "endGroup() without an open group")
  }

  @Test func endingAGroupInsideItsOwnBodyStops() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let graph = Graph()
      graph.group("outer") { graph.group("inner") { graph.endGroup() } }
    }
    try expect(result, says: "the group 'inner' was ended inside its own body")
  }

  @Test(arguments: [-1, 3])
  func aSubscriptOutOfRangeStops(_ id: Int) async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) { [id] in
      let graph = Graph()
      _ = graph.variable(1) + 2
      _ = graph[id]
    }
    try expect(result, says: "the graph has 3 nodes")
  }
}

/// That a stopped program said why.
func expect(
  _ result: ExitTest.Result?, says message: String, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let text = String(decoding: try #require(result).standardErrorContent, as: UTF8.self)
  #expect(text.contains(message), "\(text)", sourceLocation: sourceLocation)
}
