import Autodiff
import ChainRule
import Foundation
import FormulaSyntax
import Testing

/// Loops over the operations' table: what the words say is what the numbers say.
@Suite struct RowTextTests {
  /// The part of an explanation in JSON that the tests read.
  struct Document: Decodable {
    struct Gradient: Decodable { var largest: [Path] }
    struct Path: Decodable { var factors: [Factor] }
    struct Factor: Decodable {
      var operand: Int
      var local: Double
      var derivative: String
    }
    var gradients: [Gradient]
  }

  @Test(arguments: Autodiff.Operation.computed)
  func `The text of a derivative, computed as a formula, is the local derivative`(
    operation: Autodiff.Operation
  ) throws {
    for sample in operation.definition.samples {
      let count = sample.count - operation.definition.parameters.count
      let names = (0..<count).map { "v\($0)" }
      let graph = Graph()
      let operands = zip(names, sample).map { graph.variable($1, named: $0) }
      let result = graph.apply(
        operation, to: operands, parameters: Array(sample.suffix(sample.count - count))
      )
      .named("result")
      let explanation = Explanation(of: operands, from: result, factors: nil)
      let document = try JSONDecoder().decode(
        Document.self, from: Data(ExplanationJSONEncoder().encode(explanation)))
      #expect(document.gradients.count == count)
      for factor in document.gradients.flatMap(\.largest).flatMap(\.factors) {
        let value = try computed(
          factor.derivative, Array(zip(names + ["result"], sample.prefix(count) + [result.data])))
        let scale = max(1e-12, 1e-9 * factor.local.magnitude)
        #expect(
          (value - factor.local).magnitude <= scale,
          "\(operation.name) of \(sample): \(factor.derivative) = \(value), the local derivative is \(factor.local)"
        )
        #expect(result.localDerivatives[factor.operand] == factor.local)
      }
    }
  }

  /// A number in place of a text would pass the test above.
  @Test(arguments: Autodiff.Operation.computed)
  func `The text at a sample names the operands or is a number that the row has`(
    operation: Autodiff.Operation
  ) throws {
    let row = operation.definition
    for sample in row.samples {
      let count = sample.count - row.parameters.count
      let graph = Graph()
      let operands = (0..<count).map { graph.variable(sample[$0], named: "v\($0)") }
      let parameters = Array(sample.suffix(row.parameters.count))
      let result = graph.apply(operation, to: operands, parameters: parameters).named("result")
      let json = ExplanationJSONEncoder().encode(Explanation(of: operands, from: result, factors: nil))
      let document = try JSONDecoder().decode(Document.self, from: Data(json))
      for factor in document.gradients.flatMap(\.largest).flatMap(\.factors) {
        let isNamed = factor.derivative.contains("v") || factor.derivative.contains("result")
        let isOfTheRow = Double(factor.derivative).map { [0, 1, -1].contains($0) || parameters.contains($0) }
        #expect(
          isNamed || isOfTheRow == true || factor.derivative.hasPrefix("1/"),
          "\(operation.name): \(factor.derivative)")
      }
    }
  }

  /// Also where derivatives jump or are infinite: on a grid with the usual kinks.
  @Test(arguments: Autodiff.Operation.computed)
  func `At kinks too the text is the local derivative or that number`(operation: Autodiff.Operation) throws {
    let row = operation.definition
    let grid = [-2, -1, -0.5, 0, 0.5, 1, 2]
    for parameters in row.samples.map({ Array($0.suffix(row.parameters.count)) }) {
      for x in grid {
        for y in row.arity == .exactly(1) ? [0] : grid {
          let graph = Graph()
          let operands = (row.arity == .exactly(1) ? [x] : [x, y]).enumerated()
            .map { graph.variable($1, named: "v\($0)") }
          let result = graph.apply(operation, to: operands, parameters: parameters).named("result")
          let explanation = Explanation(of: operands, from: result)
          let text = String(decoding: ExplanationJSONEncoder().encode(explanation), as: UTF8.self)
          for line in text.split(separator: "\n") where line.contains("\"derivative\"") {
            let parts = line.split(separator: "\"derivative\": \"")
            let derivative = String(parts[1].prefix { $0 != "\"" })
            let index = line.contains("\"operand\": 1") ? 1 : 0
            let value = try computed(derivative, [("v0", x), ("v1", y), ("result", result.data)])
            let local = result.localDerivatives[index]
            let agrees = value == local || value.isNaN && local.isNaN || (value - local).magnitude <= 1e-6
            #expect(
              agrees,
              "\(operation.name) at \(x), \(y), \(parameters): \(derivative) is \(value), not \(local)")
          }
        }
      }
    }
  }

  /// The value of a formula, with numbers for the names in it.
  private func computed(_ formula: String, _ values: [(String, Double)]) throws -> Double {
    let definitions = values.map { "\($0) = \($1)\n" }.joined()
    let graph = Graph()
    return try Formula.record(Source(definitions + formula), on: graph).output.data
  }
}
