import Autodiff
import GraphExport

/// Writes an explanation as JSON: a contract, with keys in a fixed order.
///
/// ```json
/// {"version": 1, "output": {"id": 5, "name": "d"},
///  "gradients": [
///   {"of": {"id": 0, "name": "a"}, "gradient": 0.07065082485316448, "paths": "2",
///    "largest": [
///     {"product": 0.2826032994126579, "length": 3, "omitted": 0, "factors": [
///      {"from": 4, "to": 5, "operand": 0, "local": 0.07065082485316448, "derivative": "1 - tanh(c)**2"}, …]}, …],
///    "rest": null, "notes": []}],
///  "steps": [{"to": 5, "operand": 0, "from": 4, "grad": 1, "local": 0.0706…, "contribution": 0.0706…, "sum": 0.0706…}]}
/// ```
/// A local derivative that blocks the gradient, as on a branch that is not taken, has `"masked": true`.
/// `steps` is present if the explanation has them. Numbers are as in the graph's JSON. The number of paths is
/// a string of digits, or `2^4096 or more`. `from` and `to` are ids: an edge leads from an operand to the
/// node that uses it.
public struct ExplanationJSONEncoder: Sendable {
  /// The version of the format, the value of the member `"version"`.
  public static let version = 1

  /// Creates an encoder, which has no options.
  public init() {}

  /// The explanation as JSON, in UTF-8.
  ///
  /// - Complexity: O(bytes); each factor is formatted once for all of its paths.
  public func encode(_ explanation: Explanation) -> [UInt8] {
    var text = Array(
      "{\"version\": \(Self.version), \"output\": \(node(explanation.output)),\n \"gradients\": [".utf8)
    for (index, gradient) in explanation.gradients.enumerated() {
      text += (index > 0 ? ",\n  " : "\n  ").utf8
      append(gradient, to: &text)
    }
    text += "]".utf8
    if let steps = explanation.steps {
      text += ",\n \"steps\": [".utf8
      for (index, step) in steps.enumerated() {
        text += ((index > 0 ? ",\n  " : "\n  ") + self.step(step)).utf8
      }
      text += "]".utf8
    }
    text += "}\n".utf8
    return text
  }

  private func append(_ gradient: Explanation.Gradient, to text: inout [UInt8]) {
    text +=
      ("{\"of\": \(node(gradient.variable)), \"gradient\": \(JSONText.number(gradient.total)), "
      + "\"paths\": \(JSONText.quoted(gradient.count.description)),\n   \"largest\": [").utf8
    // All paths of a gradient share one table of factors.
    let factors = gradient.paths.first?.upper.table.factors.map { Array(("\n     " + factor($0)).utf8) } ?? []
    for (index, path) in gradient.paths.enumerated() {
      if index > 0 { text.append(UInt8(ascii: ",")) }
      text +=
        ("\n    {\"product\": \(JSONText.number(path.product)), \"length\": \(path.length), \"omitted\": \(path.omitted), "
        + "\"factors\": [").utf8
      for (position, place) in (path.upper + path.lower).places.enumerated() {
        if position > 0 { text.append(UInt8(ascii: ",")) }
        text += factors[Int(place)]
      }
      text += "]}".utf8
    }
    text +=
      ("],\n   \"rest\": \(gradient.rest.map(JSONText.number) ?? "null"), "
      + "\"notes\": [\(gradient.notes.map(JSONText.quoted).joined(separator: ", "))]}").utf8
  }

  private func factor(_ factor: Explanation.Factor) -> String {
    "{\"from\": \(factor.operand.id), \"to\": \(factor.node.id), \"operand\": \(factor.operandIndex), "
      + "\"local\": \(JSONText.number(factor.local)), \(factor.isBlocked ? "\"masked\": true, " : "")\"derivative\": \(JSONText.quoted(ExpressionText.exact(factor.derivative)))}"
  }

  private func step(_ step: Explanation.Step) -> String {
    "{\"to\": \(step.node.id), \"operand\": \(step.operandIndex), \"from\": \(step.operand.id), "
      + "\"grad\": \(JSONText.number(step.grad)), \"local\": \(JSONText.number(step.local)), \(step.isBlocked ? "\"masked\": true, " : "")"
      + "\"contribution\": \(JSONText.number(step.contribution)), \"sum\": \(JSONText.number(step.sum))}"
  }

  private func node(_ node: Explanation.Node) -> String {
    "{\"id\": \(node.id), \"name\": \(node.name.map(JSONText.quoted) ?? "null")}"
  }
}
