import Autodiff
import GraphExport
import Testing

@Suite struct DiagramTests {
  @Test func aDiagramIsASnapshot() {
    let (graph, a, _) = Sample.seed()
    let diagram = Diagram(graph)
    let before = DiagramJSONEncoder().encode(diagram)
    a.data = 100
    a.named("other")
    _ = a * a
    #expect(DiagramJSONEncoder().encode(diagram) == before)
    #expect(diagram.nodes.count == 6 && Diagram(graph).nodes.count == 7)
  }

  @Test func nodesAndEdgesAreInTheOrderOfTheGraph() {
    for seed in UInt64(0)..<200 {
      var random = Seeded(seed)
      let graph = Sample.graph(&random)
      let diagram = Diagram(graph)
      #expect(diagram.nodes.map(\.id) == Array(0..<graph.count), "seed \(seed)")
      #expect(diagram.edges.count == graph.values.map(\.operandIDs.count).reduce(0, +), "seed \(seed)")
      #expect(diagram.edges.allSatisfy { $0.from < $0.to }, "seed \(seed)")
      for (edge, next) in zip(diagram.edges, diagram.edges.dropFirst()) {
        #expect((edge.to, edge.operand) < (next.to, next.operand), "seed \(seed)")
      }
    }
  }

  @Test("A large graph, which several threads read, has every name, number and operand in its place")
  func largeSnapshot() throws {
    let graph = Graph()
    var terms = [graph.variable(0.5, named: "x")]
    for step in 0..<60_000 {
      let last = terms[terms.count - 1]
      switch step % 5 {
      case 0: terms.append(last ** Double(step % 7 + 2))
      case 1: terms.append(graph.variable(Double(step), named: "variable \(step)"))
      case 2: terms.append(tanh(last * terms[step / 2]).named("t\(step)"))
      case 3: terms.append(sum(Array(terms.suffix(step % 4 + 1))))
      default: terms.append(last + 0.25)
      }
    }
    terms[terms.count - 1].backward()
    let diagram = Diagram(graph)
    #expect(diagram.nodes.count == graph.count && graph.count > 2 << 15)
    var wrong = 0
    var edge = 0
    for (node, value) in zip(diagram.nodes, graph.values) {
      let numbers = [node.data, node.grad].map { $0?.bitPattern }
      let isRight =
        node.name == value.name && numbers == [value.data.bitPattern, value.grad?.bitPattern]
        && node.operation?.name == (value.operation.isLeaf ? nil : value.operation.name)
        && node.operation?.parameters ?? [] == value.parameters
      wrong += isRight ? 0 : 1
      for (operand, (id, local)) in zip(value.operandIDs, value.localDerivatives).enumerated() {
        let found = diagram.edges[edge]
        let isRight = (found.from, found.to, found.operand) == (id, value.id, operand)
        wrong += isRight && found.local?.bitPattern == local.bitPattern ? 0 : 1
        edge += 1
      }
    }
    #expect(wrong == 0 && edge == diagram.edges.count)
  }

  @Test func aChangedLeafHidesEveryNumberThatDependsOnTheOrderOfTime() {
    let (graph, a, _) = Sample.seed()
    a.data = 5
    let diagram = Diagram(graph)
    #expect(diagram.isStale && !diagram.hasGradients)
    #expect(diagram.nodes.map(\.data) == [5, -3, nil, nil, nil, nil])
    #expect(diagram.edges.allSatisfy { $0.local == nil && $0.contribution == nil })
    graph.forward()
    let fresh = Diagram(graph)
    #expect(!fresh.isStale && !fresh.hasGradients)
    #expect(fresh.nodes[2].data == -15)
  }

  @Test func gradientsOfAnotherRootAreAbsent() {
    let graph = Graph()
    let x = graph.variable(3, named: "x")
    let y = (x * x).named("y")
    let z = (y + 1).named("z")
    z.backward()
    let ofY = Diagram(graph, output: y)
    #expect(ofY.output == y.id && !ofY.hasGradients)
    #expect(ofY.edges.allSatisfy { $0.local != nil && $0.contribution == nil })
    let ofZ = Diagram(graph)
    #expect(ofZ.output == z.id && ofZ.nodes[x.id].grad == 6)
    #expect(Diagram(graph, output: z).nodes[y.id].grad == 1)
  }

  @Test func whatWasRecordedAfterBackwardHasNoGradient() {
    let graph = Graph()
    let x = graph.variable(3, named: "x")
    let y = x * x
    y.backward()
    let late = sin(x)
    let diagram = Diagram(graph)
    #expect(diagram.output == y.id && diagram.nodes[late.id].grad == nil)
    #expect(diagram.edges.last?.contribution == nil && diagram.edges.last?.local != nil)
  }

  @Test func anEmptyGraphHasNoOutput() {
    let diagram = Diagram(Graph())
    #expect(diagram.output == nil && diagram.nodes.isEmpty && !diagram.isStale)
    #expect(diagram.leadsToOutput.isEmpty && diagram.nonFiniteOrigins.isEmpty)
    #expect(text(TreeEncoder().encode(diagram)) == "0 nodes, 0 edges, 0 shared\n")
  }

  @Test func groupsNestByTheIDsTheyWereOpenFor() {
    let graph = Graph()
    let x = graph.variable(1)
    let (inner, after) = graph.group("outer") { (graph.group("inner") { sin(x) }, cos(x)) }
    let diagram = Diagram(graph)
    #expect(diagram.groups.map(\.path) == ["outer", "outer.inner"])
    #expect(diagram.groups.map(\.parent) == [nil, 0])
    #expect([x, inner, after].map { diagram.nodes[$0.id].group } == [nil, 1, 0])
  }
}

@Suite struct DiagramReachTests {
  @Test func onlyWhatTheOutputDependsOnLeadsToIt() {
    let graph = Graph()
    let x = graph.variable(1)
    let unused = graph.variable(2)
    let y = x * x
    let after = y + unused
    #expect(Diagram(graph, output: y).leadsToOutput == [true, false, true, false])
    #expect(Diagram(graph, output: after).leadsToOutput == [true, true, true, true])
  }

  @Test func reachIsWhereTheGradientArrives() {
    for seed in UInt64(0)..<200 {
      var random = Seeded(seed)
      let graph = Sample.graph(&random)
      guard graph.gradientRoot != nil else { continue }
      #expect(Diagram(graph).leadsToOutput == graph.values.map(\.isReached), "seed \(seed)")
    }
  }

  @Test func everyPlaceWhereDataBecomesNonFiniteIsFoundAndNoneAfterIt() {
    let graph = Graph()
    let x = graph.variable(-1)
    let a = log(x)
    let b = graph.variable(1) / graph.constant(0)
    let c = a + b
    _ = sin(c)
    #expect(
      Diagram(graph).nonFiniteOrigins == [
        Diagram.NonFinite(node: a.id, isData: true), Diagram.NonFinite(node: b.id, isData: true),
      ])
  }

  @Test func aLeafThatIsNaNIsItsOwnOrigin() {
    let graph = Graph()
    let x = graph.variable(.nan)
    (x * 2).backward()
    #expect(Diagram(graph).nonFiniteOrigins == [Diagram.NonFinite(node: x.id, isData: true)])
  }

  @Test func whereDataIsFiniteTheOriginIsTheFirstGradientOfTheBackwardPassThatIsNot() {
    let graph = Graph()
    let x = graph.variable(0, named: "x")
    let root = sqrt(x * 1)
    (root * 3).backward()
    let diagram = Diagram(graph)
    let product = graph[root.id - 1]
    #expect(product.grad == .infinity && root.grad == 3)
    #expect(diagram.nonFiniteOrigins == [Diagram.NonFinite(node: product.id, isData: false)])
    #expect(text(DOTEncoder().encode(diagram)).contains("⚠ inf arises here"))
  }

  @Test func theSumIsThereWhereSeveralPathsMeetAndEqualsTheGradient() {
    let (graph, a, _) = Sample.seed()
    let diagram = Diagram(graph)
    let sums = diagram.gradientSums
    #expect(sums.indices.filter { !sums[$0].isEmpty } == [a.id])
    #expect(sums[a.id].count == 2 && sums[a.id].reduce(0, +) == a.grad)
    for seed in UInt64(0)..<300 {
      var random = Seeded(seed)
      let diagram = Diagram(Sample.graph(&random))
      for (sum, node) in zip(diagram.gradientSums, diagram.nodes) where !sum.isEmpty {
        let grad = node.grad ?? .nan
        let scale = sum.reduce(0) { $0 + $1.magnitude }
        #expect(sum.count > 1 && (sum.reduce(0, +) - grad).magnitude <= 1e-9 * scale, "seed \(seed)")
      }
    }
  }

  @Test func anAccumulatedGradientIsNotShownAsASumThatItIsNot() {
    let graph = Graph()
    let x = graph.variable(3)
    let y = x * x
    let z = x * x * x
    z.backward()
    #expect(Diagram(graph).gradientSums[x.id] == [9, 9, 9])
    y.backward(accumulating: true)
    let diagram = Diagram(graph)
    #expect(diagram.nodes[x.id].grad == 33 && diagram.gradientSums[x.id].isEmpty)
  }
}
