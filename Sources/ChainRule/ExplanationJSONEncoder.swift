import Autodiff
import GraphExport

/// Writes an explanation as JSON: a contract, with keys in a fixed order.
///
/// ```json
/// {"version": 1, "output": {"id": 5, "name": "d"},
///  "gradients": [
///   {"of": {"id": 0, "name": "a"}, "gradient": 0.07065082485316443, "paths": "2",
///    "largest": [
///     {"product": 0.28260329941265774, "length": 3, "omitted": 0, "factors": [
///      {"from": 4, "to": 5, "operand": 0, "local": 0.07065082485316443, "derivative": "1 - tanh(c)**2"}, …]}, …],
///    "rest": null, "notes": []}],
///  "steps": [{"to": 5, "operand": 0, "from": 4, "grad": 1, "local": 0.0706…, "contribution": 0.0706…, "sum": 0.0706…}]}
/// ```
/// A local derivative that blocks the gradient, as on a branch that is not taken, has `"masked": true`.
/// `steps` is there when they were asked for. Numbers are as in the graph's JSON. The number of paths is a text of
/// digits, or `2^4096 or more`. `from` and `to` are ids: an edge leads from an operand to the node that uses it.
public struct ExplanationJSONEncoder: Sendable {
  public static let version = 1

  public init() {}

  public func encode(_ explanation: Explanation) -> [UInt8] {
    var text = "{\"version\": \(Self.version), \"output\": \(node(explanation.output)),\n \"gradients\": ["
    text += explanation.gradients.map { "\n  " + gradient($0) }.joined(separator: ",") + "]"
    if let steps = explanation.steps {
      text += ",\n \"steps\": [" + steps.map { "\n  " + step($0) }.joined(separator: ",") + "]"
    }
    return Array((text + "}\n").utf8)
  }

  private func gradient(_ gradient: Explanation.Gradient) -> String {
    let paths = gradient.paths.map { path in
      let factors = path.upper + path.lower
      return
        "\n    {\"product\": \(JSONText.number(path.product)), \"length\": \(path.length), \"omitted\": \(path.omitted), "
        + "\"factors\": [" + factors.map { "\n     " + factor($0) }.joined(separator: ",") + "]}"
    }
    return "{\"of\": \(node(gradient.variable)), \"gradient\": \(JSONText.number(gradient.total)), "
      + "\"paths\": \(JSONText.quoted(gradient.count.description)),\n   \"largest\": [\(paths.joined(separator: ","))],\n"
      + "   \"rest\": \(gradient.rest.map(JSONText.number) ?? "null"), "
      + "\"notes\": [\(gradient.notes.map(JSONText.quoted).joined(separator: ", "))]}"
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
