import Autodiff
import Testing

@Suite struct BackwardTests {
  @Test func accumulatingAfterALeafChangedDoesNotMixOldAndNewValues() {
    let graph = Graph()
    let x = graph.variable(3)
    let y = x * x
    y.backward()
    x.data = 5
    y.backward(accumulating: true)
    #expect(x.grad == 10)
  }

  @Test func aGradientIsMissingUntilItIsComputed() {
    let graph = Graph()
    let x = graph.variable(2)
    let y = x * x
    #expect(x.grad == nil)
    #expect(y.grad == nil)
    #expect(y.contributions == nil)
    #expect(!x.isReached)
    y.backward()
    #expect(x.grad == 4)
    #expect(y.grad == 1)
    #expect(graph.gradientRoot == y)
  }

  @Test func backwardStartsFromAnyNode() {
    let graph = Graph()
    let x = graph.variable(2)
    let squared = x * x
    let cubed = squared * x
    cubed.backward()
    #expect(graph.values.map(\.grad) == [12, 2, 1])
    squared.backward()
    #expect(graph.values.map(\.grad) == [4, 1, 0])
    x.backward()
    #expect(graph.values.map(\.grad) == [1, 0, 0])
    #expect(graph.gradientRoot == x)
  }

  @Test func nodesThatAreNotReachedHaveAGradientOfZero() {
    let graph = Graph()
    let x = graph.variable(2)
    let unused = graph.variable(5)
    let side = unused * x
    let y = -x
    y.backward()
    #expect(unused.grad == 0)
    #expect(side.grad == 0)
    #expect(!side.isReached && !unused.isReached)
    #expect(side.contributions == [0, 0])
    #expect(x.grad == -1)
    #expect(x.isReached)
  }

  @Test func aReachedNodeMayHaveAGradientOfZero() {
    let graph = Graph()
    let x = graph.variable(2)
    (x - x).backward()
    #expect(x.grad == 0)
    #expect(x.isReached)
  }

  @Test func nodesRecordedAfterwardsHaveNoGradient() {
    let graph = Graph()
    let x = graph.variable(2)
    let y = x * x
    y.backward()
    let z = y + 1
    #expect(z.grad == nil)
    #expect(!z.isReached)
    #expect(x.grad == 4)
    z.backward()
    #expect(z.grad == 1)
    #expect(x.grad == 4)
  }

  @Test func callingBackwardTwiceGivesTheSameGradients() {
    let graph = Graph()
    let x = graph.variable(3)
    let y = x * x * x
    y.backward()
    let first = graph.values.map(\.grad)
    y.backward()
    #expect(graph.values.map(\.grad) == first)
  }

  @Test func accumulatingGivesTheGradientOfASumOfOutputs() {
    let graph = Graph()
    let x = graph.variable(3)
    let (first, second) = (x * x, 5 * x)
    first.backward()
    second.backward(accumulating: true)
    let accumulated = x.grad
    (first + second).backward()
    #expect(accumulated == 11)
    #expect(x.grad == 11)
    second.backward()
    #expect(x.grad == 5)
  }

  @Test func accumulatingWithoutEarlierGradientsIsAPlainBackward() {
    let graph = Graph()
    let x = graph.variable(3)
    (x * x).backward(accumulating: true)
    #expect(x.grad == 6)
  }

  @Test func accumulatingTheSameOutputTwiceDoublesItsGradients() {
    let graph = Graph()
    let x = graph.variable(3)
    let unused = graph.variable(1)
    let y = x * x
    y.backward(accumulating: true)
    y.backward(accumulating: true)
    #expect(graph.values.map(\.grad) == [12, 0, 2])
    #expect(!unused.isReached)
  }

  @Test func severalPathsAddUp() {
    let graph = Graph()
    let x = graph.variable(1)
    var value = x
    for _ in 0..<60 { value = value + value }
    value.backward()
    #expect(x.grad == 1_152_921_504_606_846_976)
  }

  @Test func contributionsOfAllEdgesAddUpToTheGradient() {
    let seed: UInt64 = 17
    var generator = SplitMix(seed: seed)
    for _ in 0..<50 {
      let graph = randomGraph(&generator)
      graph[graph.count - 1].backward()
      var received = [Double](repeating: 0, count: graph.count)
      for value in graph.values {
        for (operand, contribution) in zip(value.operandIDs, value.contributions ?? []) {
          received[operand] += contribution
        }
      }
      for value in graph.values.dropLast() {
        let gradient = value.grad ?? .nan
        // The order of the additions differs.
        let agree = received[value.id].agrees(with: gradient, relative: 1e-9, absolute: 1e-9)
        #expect(agree, "seed \(seed): \(value), but its edges add up to \(received[value.id])")
      }
    }
  }

  @Test func gradientsOfRandomGraphsAgreeWithDifferences() {
    let seed: UInt64 = 4
    var generator = SplitMix(seed: seed)
    for _ in 0..<50 {
      let graph = randomGraph(&generator)
      let output = graph[graph.count - 1]
      for leaf in graph.values.filter({ $0.operation == .variable }) {
        output.backward()
        let (gradient, x) = (leaf.grad ?? .nan, leaf.data)
        let step = 1e-5
        leaf.data = x + step
        graph.forward()
        let above = output.data
        leaf.data = x - step
        graph.forward()
        let difference = (above - output.data) / (2 * step)
        leaf.data = x
        graph.forward()
        let agree = gradient.agrees(with: difference, relative: 1e-5, absolute: 1e-6)
        #expect(agree, "seed \(seed): the gradient of \(leaf) is \(gradient), differences give \(difference)")
      }
    }
  }

  @Test func infinityTimesZeroIsNotANumberAndAMaskBlocksIt() {
    let graph = Graph()
    let zero = graph.variable(0)
    let root = sqrt(zero)
    (root * root).backward()
    #expect(root.grad == 0)
    #expect(zero.grad?.isNaN == true)

    let negative = graph.variable(-1)
    (relu(negative) * .infinity).backward()
    #expect(negative.grad == 0)
  }
}

/// A graph of smooth, tame operations on three variables; its last node depends on all of them.
private func randomGraph(_ generator: inout SplitMix) -> Graph {
  let graph = Graph()
  for _ in 0..<3 { _ = graph.variable(Double.random(in: -2...2, using: &generator)) }
  for _ in 0..<20 {
    let x = graph[Int.random(in: 0..<graph.count, using: &generator)]
    let y = graph[Int.random(in: 0..<graph.count, using: &generator)]
    switch Int.random(in: 0..<8, using: &generator) {
    case 0: _ = x + y
    case 1: _ = x - y
    case 2: _ = tanh(x) * tanh(y)
    case 3: _ = x / (2 + square(tanh(y)))
    case 4: _ = sin(x)
    case 5: _ = sum([x, y, x])
    case 6: _ = product([sin(x), sin(y), cos(x)])
    default: _ = sigmoid(x) ** 1.5
    }
  }
  _ = mean(Array(graph.values))
  return graph
}
