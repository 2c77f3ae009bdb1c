import DisplayText
import FormulaSyntax
import GraphExport

/// The first number that is not finite, and where it comes from.
struct NonFiniteWarning {
  let text: String

  /// - Parameter recording: the recording of the diagram, if it comes from a formula: messages then call nodes without a
  ///   name by their text and its place.
  init?(_ diagram: Diagram, _ recording: Recording?) {
    let origins = diagram.nonFiniteOrigins
    guard let first = origins.first else { return nil }
    let node = diagram.nodes[first.node]
    let numbers = NumberText()
    let number = numbers.text((first.isData ? node.data : node.grad) ?? .nan)
    let related = diagram.edges.filter { (first.isData ? $0.to : $0.from) == first.node }.prefix(3)
    let names = NodeDescriptions(
      diagram, recording, [first.node] + related.map { first.isData ? $0.from : $0.to })
    let causes = related.map { edge in
      let name = names[first.isData ? edge.from : edge.to].text
      return first.isData
        ? "\(name) = \(diagram.nodes[edge.from].data.map(numbers.text) ?? "—")"
        : "∂\(name) = \(edge.local.map(numbers.text) ?? "—")"
    }
    let description = names[first.node]
    let what = [description.place, node.operation?.name].compactMap { $0 }.joined(separator: ", ")
    let cause = causes.isEmpty ? "" : ", from \(causes.joined(separator: ", "))"
    let more = origins.count > 1 ? "; \(origins.count - 1) more" : ""
    let kind = first.isData ? "data" : "gradient"
    text =
      "the \(kind) of '\(description.text)'\(what.isEmpty ? "" : " (\(what))") is \(number)\(cause): the first that is not finite\(more)"
  }
}

/// The descriptions of nodes in messages: their names, or their expressions and the places of these in the formula.
struct NodeDescriptions {
  private let diagram: Diagram
  private let places: [Int: SourceExpression]
  private let expressions: [Int: String]

  private static let longest = 60

  /// - Parameter positions: the nodes that will be asked for.
  /// - Complexity: O(nodes + edges) if one of them has no name.
  init(_ diagram: Diagram, _ recording: Recording?, _ positions: [Int]) {
    self.diagram = diagram
    let unnamed = positions.filter { diagram.nodes[$0].label.hasPrefix("#") }
    let places = recording?.expressions(of: unnamed.map { diagram.nodes[$0].id }) ?? [:]
    let missing = unnamed.filter { places[diagram.nodes[$0].id] == nil }
    self.places = places
    expressions = missing.isEmpty ? [:] : diagram.texts(of: missing, longest: Self.longest)
  }

  /// The text, safe to print, and the place `1:7`, if it is an expression of the formula.
  subscript(position: Int) -> (text: String, place: String?) {
    let node = diagram.nodes[position]
    if let found = places[node.id] {
      return (
        VisibleText.fitted(VisibleText.of(found.text), to: Self.longest), "\(found.line):\(found.column)"
      )
    }
    return (VisibleText.of(expressions[position] ?? node.label), nil)
  }
}
