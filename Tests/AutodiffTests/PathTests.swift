import Autodiff
import Testing

@Suite struct PathTests {
  @Test func `The paths of the first example are its chain rule`() {
    let graph = Graph()
    let a = graph.variable(2, named: "a")
    let b = graph.variable(-3, named: "b")
    let d = tanh((a * b + a ** 2).named("c")).named("d")
    let paths = d.paths(to: a)
    d.backward()
    #expect(paths.count.int == 2 && "\(paths.count)" == "2")
    #expect(paths.total == a.grad)
    #expect(paths.rest == nil)
    #expect(paths.largest.map { $0.map(\.local).dropFirst() } == [[1, 4], [1, -3]])
    #expect(paths.largest.map(\.product).reduce(0, +) == a.grad)
    #expect(paths.largest[1].map(\.node.id) == [5, 4, 2])
    #expect(paths.largest[1].map(\.operand.id) == [4, 2, 0])
    #expect(paths.largest[1].map(\.operandIndex) == [0, 0, 0])
  }

  @Test func `Two edges to one operand are two paths`() {
    let graph = Graph()
    let x = graph.variable(3)
    let paths = (x * x).paths(to: x)
    #expect(paths.count.int == 2)
    #expect(paths.largest.map(\.product) == [3, 3])
    #expect(paths.largest.map { $0[0].operandIndex } == [0, 1])
    #expect(paths.total == 6)
  }

  @Test func `From a value to itself leads one empty path with the product 1`() {
    let graph = Graph()
    let x = exp(graph.variable(3))
    let paths = x.paths(to: x)
    #expect(paths.count.int == 1 && paths.total == 1 && paths.rest == nil)
    #expect(paths.largest.map(\.product) == [1] && paths.largest[0].isEmpty)
    #expect(x.paths(to: x, top: 0).rest == 1)
  }

  @Test func `Without a path the gradient is 0`() {
    let graph = Graph()
    let (x, y) = (graph.variable(3), graph.variable(4))
    let z = exp(x)
    for paths in [z.paths(to: y), x.paths(to: z), y.paths(to: x)] {
      #expect(paths.count.int == 0 && paths.total == 0)
      #expect(paths.largest.isEmpty && paths.rest == nil)
    }
  }

  // MARK: Against the definition

  @Test(arguments: 0..<60 as Range<UInt64>)
  func `Count, sum and order are those of a search through all paths`(seed: UInt64) {
    let (graph, output) = RandomGraph.make(seed: seed, variables: 3, operations: 14)
    output.backward()
    for variable in graph.values {
      let all = everyPath(from: output, to: variable)
      let top = Int(seed % 7) * 3
      let paths = output.paths(to: variable, top: top)
      #expect(paths.count.int == all.count, "seed \(seed)")
      #expect(paths.total == variable.grad, "seed \(seed)")
      let sorted = all.map(\.magnitude).sorted(by: >)
      #expect(paths.largest.count == min(top, all.count))
      for (path, expected) in zip(paths.largest, sorted) {
        #expect(path.product.magnitude.agrees(with: expected), "seed \(seed)")
        #expect(path.map(\.local).reduce(1, *).agrees(with: path.product))
      }
      #expect((paths.rest == nil) == (top >= all.count))
      let sum = paths.largest.map(\.product).reduce(paths.rest ?? 0, +)
      let scale = all.map(\.magnitude).reduce(0, +)
      #expect(
        sum.agrees(with: variable.grad ?? .nan, absolute: 1e-12 * scale),
        "seed \(seed): \(sum), gradient \(variable.grad ?? .nan)")
    }
  }

  @Test func `The listed paths are all different`() {
    let (graph, output) = RandomGraph.make(seed: 5, variables: 2, operations: 40)
    withExtendedLifetime(graph) {
      let paths = output.paths(to: graph[0], top: 2000)
      let keys = Set(paths.largest.map { $0.map { [$0.node.id, $0.operandIndex] } })
      #expect(keys.count == paths.largest.count && keys.count > 100)
      let sizes = paths.largest.map(\.product.magnitude)
      #expect(zip(sizes, sizes.dropFirst()).allSatisfy { $0 >= $1 * (1 - 1e-12) })
    }
  }

  // MARK: Large graphs

  @Test(arguments: [
    (200, "1606938044258990275541962092341162602522202993782792835301376"), (64, "18446744073709551616"),
  ])
  func `A ladder of doublings is counted exactly, though all paths tie`(levels: Int, count: String) {
    let graph = Graph()
    let x = graph.variable(1)
    let top = (0..<levels).reduce(x) { value, _ in value + value }
    let paths = top.paths(to: x, top: 1000)
    #expect("\(paths.count)" == count && paths.count.int == nil)
    #expect(paths.largest.count == 1000 && paths.largest.allSatisfy { $0.product == 1 })
    #expect(Set(paths.largest.map { $0.map(\.operandIndex) }).count == 1000)
    #expect(paths.total == (0..<levels).reduce(1.0) { sum, _ in 2 * sum })
    #expect((paths.rest ?? .nan).agrees(with: paths.total - 1000))
  }

  @Test func `Beyond 2^4096 paths the bound is stated`() {
    let graph = Graph()
    let x = graph.variable(1)
    let half = graph.constant(0.5)
    var value = x
    for level in 1...5000 {
      value = (value + value) * half
      if level == 4095 { #expect(!value.paths(to: x, top: 1).count.isBeyondExact) }
      if level == 4096 { #expect(value.paths(to: x, top: 1).count.isBeyondExact) }
    }
    let paths = value.paths(to: x, top: 2)
    #expect("\(paths.count)" == "2^4096 or more" && paths.count.int == nil)
    #expect(paths.total == 1 && paths.rest == 1)
    #expect(paths.largest.map(\.count) == [10_000, 10_000])
  }

  @Test func `Decimal texts of counts keep zeros inside`() {
    let graph = Graph()
    let x = graph.variable(1)
    // 10^40 = (2 · 5)^40: two edges, then five.
    let ten = (0..<40).reduce(x) { value, _ in
      let two = value + value
      return sum([two, two, two, two, two])
    }
    #expect("\(ten.paths(to: x, top: 0).count)" == "1" + String(repeating: "0", count: 40))
    #expect(
      ((0..<19).reduce(x) { value, _ in sum([Value](repeating: value, count: 10)) }).paths(to: x).count
        .description
        == "10000000000000000000")
  }

  @Test func `A chain of a million is one path`() {
    let graph = Graph()
    let x = graph.variable(1)
    var value = x
    for _ in 0..<1_000_000 { value = -value }
    let paths = value.paths(to: x)
    #expect(paths.count.int == 1 && paths.total == 1 && paths.largest[0].count == 1_000_000)
  }

  @Test func `Paths of a million edges are found among very many`() {
    let graph = Graph()
    let x = graph.variable(1)
    var value = x
    for _ in 0..<200_000 { value = max(value, x) * 0.999 + value * 0.001 }
    let paths = value.paths(to: x, top: 5)
    #expect(paths.largest.count == 5 && paths.count.isBeyondExact)
    value.backward()
    #expect(paths.total == x.grad)
  }

  @Test func `A node of very many operands costs no square`() {
    let graph = Graph()
    let x = graph.variable(1)
    let top = sum([Value](repeating: x, count: 100_000))
    let paths = top.paths(to: x, top: 50_000)
    #expect(paths.count.int == 100_000 && paths.largest.count == 50_000 && paths.rest == 50_000)
  }

  // MARK: Numbers at the edge

  @Test func `Products are compared where doubles underflow and overflow`() {
    let graph = Graph()
    let x = graph.variable(1)
    let small = (x * 1e-200) * 1e-200
    let smaller = (x * 1e-200) * 1e-250
    let large = (x * 1e200) * 1e250
    let paths = (smaller + small + large).paths(to: x)
    #expect(paths.largest.map(\.product) == [.infinity, 0, 0])
    #expect(paths.largest[1].contains { $0.local == 1e-200 && $0.node == small })
    #expect(paths.largest[2].contains { $0.node == smaller })
    // A sum of others that only doubles would lose: 1e-400 · 1e400.
    let back = ((small + smaller) * 1e200) * 1e200
    #expect((back.paths(to: x, top: 0).rest ?? .nan).agrees(with: 1))
  }

  @Test func `Infinite and NaN factors come first, zeros after the finite, blocked edges last`() {
    let graph = Graph()
    let x = graph.variable(0)
    let terms = [relu(x - 1), x * 0, x * 2, sqrt(x), x * .nan, x * 3]
    let paths = sum(terms).paths(to: x)
    #expect(paths.largest.prefix(2).allSatisfy { !$0.product.isFinite })
    #expect(paths.largest.suffix(4).map(\.product) == [3, 2, 0, 0])
    #expect(paths.largest[5].contains(where: \.isBlocked) && !paths.largest[4].contains(where: \.isBlocked))
    #expect(paths.total.isNaN)
  }

  @Test func `A blocked edge is exactly zero, whatever comes from above`() {
    let graph = Graph()
    let x = graph.variable(-1)
    let y = sqrt(relu(x))  // ∞ above the blocked edge
    let paths = y.paths(to: x)
    y.backward()
    #expect(x.grad == 0 && paths.total == 0 && paths.largest[0].product == 0)
    #expect(paths.largest[0].map(\.local) == [.infinity, 0])
    #expect(y.paths(to: x, top: 0).rest == 0)
  }

  @Test func `Below a blocked edge zero meets infinity as in the backward pass`() {
    let graph = Graph()
    let x = graph.variable(0)
    let y = relu(-sqrt(x)) + 5 * x
    y.backward()
    let paths = y.paths(to: x, top: 1)
    #expect(x.grad?.isNaN == true && paths.total.isNaN)
    #expect(paths.largest[0].product.isNaN && paths.rest == 5)
  }
}

/// The products of all paths, by walking them.
private func everyPath(from output: Value, to variable: Value) -> [Double] {
  var found: [Double] = []
  var open = [(output, 1.0)]
  while let (value, product) = open.popLast() {
    if value == variable { found.append(product) }
    for (operand, local) in zip(value.operands, value.localDerivatives) where operand.id >= variable.id {
      open.append((operand, product * local))
    }
  }
  return found
}
