@testable import Autodiff
import Testing

/// Loops over the table of operations: a new row is tested by its own samples.
@Suite struct DefinitionTests {
  @Test func theNamesAreUnique() {
    let names = Operation.allCases.map(\.name)
    #expect(Set(names).count == names.count)
  }

  @Test func theNameLeadsBackToTheOperation() {
    for operation in Operation.computed { #expect(Operation.named(operation.name) == operation) }
    #expect(Operation.named("variable") == nil)
    #expect(Operation.named("tahn") == nil)
  }

  @Test func theCodesFitSevenBits() {
    #expect(Operation.allCases.allSatisfy { $0.rawValue < 128 })
    #expect(Operation.allCases.map { Int($0.rawValue) } == Array(0..<Operation.allCases.count))
  }

  @Test(arguments: Operation.computed)
  func aRowIsComplete(_ operation: Operation) {
    let row = operation.definition
    #expect(!row.name.isEmpty && !row.symbol.isEmpty && !row.formula.isEmpty)
    #expect(row.notation != .leaf)
    #expect(row.samples.count >= 2)
    #expect(!row.derivatives.isEmpty && row.derivatives.allSatisfy { !$0.isEmpty })
    #expect(row.parameters.allSatisfy { !$0.name.isEmpty })
    #expect(row.singularities.allSatisfy { !$0.text.isEmpty })
    for sample in row.samples {
      let operands = sample.count - row.parameters.count
      for operand in 0..<operands { #expect(!row.derivative(by: operand, of: operands).isEmpty) }
    }
    if case .exactly(let count) = row.arity { #expect(row.derivatives.count == count) }
    for sample in row.samples { #expect(row.arity.accepts(sample.count - row.parameters.count)) }
  }

  @Test(arguments: Operation.computed)
  func noSampleIsSingularAndEveryValueIsFinite(_ operation: Operation) {
    for sample in operation.samplePoints {
      let value = sample.value
      #expect(value.isFinite, "\(operation.name) of \(sample.operands) is \(value)")
      let point = sample.point(value)
      for singularity in operation.definition.singularities {
        #expect(!singularity.contains(point), "\(operation.name) of \(sample.operands): \(singularity.text)")
      }
    }
  }

  @Test(arguments: Operation.computed)
  func theLocalDerivativesAreThoseOfTheValue(_ operation: Operation) {
    for sample in operation.samplePoints {
      let (graph, operands, result) = sample.record()
      #expect(result.localDerivatives.count == operands.count)
      for (operand, local) in zip(operands, result.localDerivatives) {
        let difference = derivative(at: operand.data) { x in
          let kept = operand.data
          defer { operand.data = kept }
          operand.data = x
          graph.forward()
          return result.data
        }
        #expect(
          (local - difference).magnitude <= 1e-9 * Swift.max(1, local.magnitude),
          """
          ∂\(operation.name)/∂[\(operand.id)] at \(sample.operands), \(sample.parameters) \
          is \(local), differences give \(difference)
          """)
      }
    }
  }

  /// On a grid of points with all usual kinks, for every choice of parameters in the samples.
  @Test(arguments: Operation.computed)
  func whereADerivativeJumpsOrIsNotFiniteASingularityIsStated(_ operation: Operation) {
    for sample in operation.gridPoints {
      let (graph, operands, result) = sample.record()
      let locals = result.localDerivatives
      let point = sample.point(result.data)
      let isFinite = result.data.isFinite && locals.allSatisfy(\.isFinite)
      let jumps = operands.indices.contains { index in
        let sides = [-1e-9, 1e-9].map { step in
          operands[index].data = sample.operands[index] + step
          graph.forward()
          return result.localDerivatives[index]
        }
        operands[index].data = sample.operands[index]
        graph.forward()
        return !((sides[0] - sides[1]).magnitude < 1e-3)
      }
      let isStated = operation.definition.singularities.contains { $0.contains(point) }
      #expect(
        isFinite && !jumps || isStated,
        "\(operation.name) of \(sample.operands), \(sample.parameters) is \(result.data), derivatives \(locals)"
      )
    }
  }

  @Test(arguments: Operation.computed.filter { $0.definition.arity != .exactly(1) })
  func exchangingOperandsKeepsTheValueExactlyIfTheRowSaysSo(_ operation: Operation) {
    let differing = operation.samplePoints.filter { sample in
      guard sample.operands.count > 1 else { return false }
      var operands = sample.operands
      operands.swapAt(0, 1)
      let exchanged = SamplePoint(operation: operation, operands: operands, parameters: sample.parameters)
      return exchanged.value != sample.value
    }
    #expect(differing.isEmpty == operation.definition.isCommutative)
  }
}

/// A row's sample, taken apart into operands and parameters.
private struct SamplePoint {
  let operation: Operation
  let operands: [Double]
  let parameters: [Double]

  func record() -> (graph: Graph, operands: [Value], result: Value) {
    let graph = Graph()
    let leaves = operands.map { graph.variable($0) }
    return (graph, leaves, graph.apply(operation, to: leaves, parameters: parameters))
  }

  var value: Double {
    let (graph, _, result) = record()
    return withExtendedLifetime(graph) { result.data }
  }

  func point(_ value: Double) -> Point {
    Point(
      x: operands[0], y: operands.count > 1 ? operands[1] : 0, p: parameters.first ?? 0,
      q: parameters.count > 1 ? parameters[1] : 0, out: value)
  }
}

extension Operation {
  fileprivate var samplePoints: [SamplePoint] {
    definition.samples.map { sample in
      SamplePoint(
        operation: self, operands: sample.dropLast(definition.parameters.count),
        parameters: sample.suffix(definition.parameters.count))
    }
  }
}

extension Operation {
  fileprivate var gridPoints: [SamplePoint] {
    let grid = [-2, -1, -0.5, 0, 0.5, 1, 2]
    let isUnary = definition.arity == .exactly(1)
    let operands = isUnary ? grid.map { [$0] } : grid.flatMap { x in grid.map { [x, $0] } }
    return samplePoints.flatMap { sample in
      operands.map { SamplePoint(operation: self, operands: $0, parameters: sample.parameters) }
    }
  }
}

/// Central differences, extrapolated to a step of zero: of Ridders' table, the entry whose neighbours agree best.
private func derivative(at x: Double, of function: (Double) -> Double) -> Double {
  var step = 0.05 * Swift.max(x.magnitude, 0.2)
  var row: [Double] = []
  var best = (value: Double.nan, error: Double.infinity)
  for _ in 0..<8 {
    var next = [(function(x + step) - function(x - step)) / (2 * step)]
    var factor = 1.0
    for previous in row {
      factor *= 4
      let last = next[next.count - 1]
      let extrapolated = last + (last - previous) / (factor - 1)
      let error = Swift.max((extrapolated - last).magnitude, (extrapolated - previous).magnitude)
      if error < best.error { best = (extrapolated, error) }
      next.append(extrapolated)
    }
    row = next
    step /= 2
  }
  return best.value
}
