import Autodiff
import Testing

@Suite struct ReferenceTests {
  @Test func everyComputedOperationOccursInTheFixture() throws {
    let fixture = Set(try Reference.operations.get().map(\.op))
    #expect(fixture == Set(Operation.functionNames))
  }

  @Test(arguments: Operation.computed)
  func valuesAndGradientsOfAnOperationAgreeWithPyTorch(_ operation: Operation) throws {
    let cases = try Reference.operations.get().filter { $0.op == operation.name }
    #expect(cases.count >= 20)
    expectNone(cases.flatMap { mismatches(of: $0, operation) })
  }

  @Test func whereARowIsExactAndPyTorchIsNotTheRowSaysSo() throws {
    let settled = try Reference.operations.get().filter { $0.exact != nil }
    #expect(settled.count >= 40)
    for name in Set(settled.map(\.op)) {
      #expect(Operation.named(name)?.definition.differences.isEmpty == false, "\(name)")
    }
  }

  @Test func everyNodeOfTheRandomGraphsAgreesWithPyTorch() throws {
    let graphs = try Reference.graphs()
    #expect(graphs.count >= 500)
    expectNone(try graphs.enumerated().flatMap { try mismatches(of: $1, "graph \($0)") })
  }

  @Test func micrograd() throws {
    let graphs = try Reference.micrograd()
    #expect(graphs.map(\.name) == ["sanity check", "more ops"])
    expectNone(try graphs.flatMap { try mismatches(of: $0, $0.name ?? "?") })
  }
}

/// Records one issue that lists the first mismatches.
private func expectNone(_ mismatches: [String], sourceLocation: SourceLocation = #_sourceLocation) {
  #expect(
    mismatches.isEmpty,
    "\(mismatches.count) mismatches:\n\(mismatches.prefix(30).joined(separator: "\n"))",
    sourceLocation: sourceLocation)
}

private func mismatches(of record: Reference.OperationCase, _ operation: Operation) -> [String] {
  let graph = Graph()
  let operands = record.operands.map { graph.variable($0.value) }
  let result = graph.apply(operation, to: operands, parameters: record.parameters.map(\.value))
  // The gradient of `result * upstream` by `result` is `upstream`, as in torch's `backward(upstream)`.
  (record.upstream.map { result * $0.value } ?? result).backward()

  let place =
    "\(record.op)(\(record.operands.map(\.value)), \(record.parameters.map(\.value)))"
    + (record.upstream.map { " from above \($0.value)" } ?? "")
  var mismatches: [String] = []
  let expected = record.exact ?? [record.value] + record.grads
  // Gradients are sums that start at +0, so that only values can have the sign of PyTorch's zeros.
  let hasTheSign = result.data != 0 || result.data.sign == expected[0].value.sign
  if !hasTheSign || !result.data.agrees(with: expected[0].value) {
    mismatches.append("\(place) is \(result.data), not \(expected[0].value)")
  }
  // Outside of the domain a derivative says nothing, least of all how it underflows.
  let absolute = record.value.value.isNaN ? 1e-299 : 0
  for (operand, expected) in zip(operands, expected.dropFirst())
  where operand.grad?.agrees(with: expected.value, absolute: absolute) != true {
    mismatches.append(
      "\(place) has grad[\(operand.id)] \(String(describing: operand.grad)), not \(expected.value)")
  }
  return mismatches
}

private func agrees(_ gradient: Double?, _ expected: Double) -> Bool {
  gradient?.agrees(with: expected) ?? false
}

private func mismatches(of record: Reference.GraphCase, _ name: String) throws -> [String] {
  let graph = try record.record()
  graph[graph.count - 1].backward()

  var mismatches: [String] = []
  for (value, expected) in zip(graph.values, record.values) where !value.data.agrees(with: expected.value) {
    mismatches.append("\(name): \(value), but its data should be \(expected.value)")
  }
  for (value, expected) in zip(graph.values, record.grads) {
    guard let expected, !agrees(value.grad, expected.value) else { continue }
    mismatches.append("\(name): \(value), but its grad should be \(expected.value)")
  }
  return mismatches
}
