/// A number that a diagram has, and that is not what its operations give.
public struct Discrepancy: Equatable, Sendable {
  /// Which number.
  public enum Quantity: String, CaseIterable, Sendable {
    case data, gradient
    case local = "local derivative"
    case contribution
  }

  public let quantity: Quantity
  /// The position of the node; of an edge, the node that uses the operand.
  public let node: Int
  /// The position of the edge, for local derivatives and contributions.
  public let edge: Int?
  /// What the diagram says; `nil` where it lacks a number that it has elsewhere.
  public let found: Double?
  /// What its operations give.
  public let computed: Double
}

extension Diagram {
  /// Compares all that this diagram says with what its operations give: data, gradients, local derivatives, contributions.
  ///
  /// A number is right when it is the computed one, or the one that follows from the other numbers of the diagram beside it,
  /// to a few units in the last place: an operation's data and local derivatives from the data of its operands, a contribution
  /// from gradient and local derivative, a gradient from the contributions. So another engine may round as it likes, and
  /// nothing that was changed passes. A gradient, a local derivative or a contribution that is missing is told where
  /// others are there, but for gradients of constants; a diagram without any was not computed, which is no discrepancy.
  ///
  /// - Parameter hasGradients: whether gradients and contributions are compared; they are those of ``output``.
  /// - Returns: by kind, then in the order of nodes and edges.
  /// - Throws: what ``record(on:checking:)`` throws.
  /// - Complexity: O(nodes + edges).
  public func discrepancies(hasGradients: Bool = true) throws(RecomputationError) -> [Discrepancy] {
    let comparison = DiagramComparison(self, try computed(), try recomputedNodeByNode())
    return comparison.data + (hasGradients ? comparison.gradients : []) + comparison.locals
      + (hasGradients ? comparison.contributions : [])
  }
}

/// One comparison of a diagram with what it gives.
private struct DiagramComparison {
  private let diagram: Diagram
  /// Computed from the leaves.
  private let right: Diagram
  /// Computed node by node from what the diagram says.
  private let beside: (data: [Double], locals: [Double])

  init(_ diagram: Diagram, _ right: Diagram, _ beside: (data: [Double], locals: [Double])) {
    (self.diagram, self.right, self.beside) = (diagram, right, beside)
  }

  /// Sixteen units in the last place.
  private static let tolerance = 0x1p-48

  private static func isSame(_ a: Double, _ b: Double) -> Bool { a == b || (a.isNaN && b.isNaN) }

  private static func isNear(_ a: Double, _ b: Double, _ size: Double) -> Bool {
    isSame(a, b) || (a - b).magnitude <= tolerance * (size.isFinite ? size : b.magnitude)
  }

  var data: [Discrepancy] {
    // What an operation sums up may cancel: rounding is as large as its terms.
    var sizes = beside.data.map { $0.magnitude }
    for (position, edge) in diagram.edges.enumerated() {
      sizes[edge.to] += (beside.locals[position] * (diagram.nodes[edge.from].data ?? 0)).magnitude
    }
    return diagram.nodes.indices.compactMap { position in
      guard diagram.nodes[position].operation != nil, let found = diagram.nodes[position].data else {
        return nil
      }
      let computed = right.nodes[position].data ?? .nan
      if Self.isSame(found, computed) || Self.isNear(found, beside.data[position], sizes[position]) {
        return nil
      }
      return Discrepancy(quantity: .data, node: position, edge: nil, found: found, computed: computed)
    }
  }

  var gradients: [Discrepancy] {
    guard diagram.nodes.contains(where: { $0.grad != nil }) else { return [] }
    var sums = Array(repeating: 0.0, count: diagram.nodes.count)
    if let output = diagram.output { sums[output] = 1 }
    var sizes = sums
    for (position, edge) in diagram.edges.enumerated() {
      let contribution = edge.contribution ?? right.edges[position].contribution ?? 0
      sums[edge.from] += contribution
      sizes[edge.from] += contribution.magnitude
    }
    return diagram.nodes.indices.compactMap { position in
      let (found, computed) = (diagram.nodes[position].grad, right.nodes[position].grad ?? .nan)
      if let found, Self.isSame(found, computed) || Self.isNear(found, sums[position], sizes[position]) {
        return nil
      }
      if found == nil, diagram.nodes[position].kind == .constant { return nil }
      return Discrepancy(quantity: .gradient, node: position, edge: nil, found: found, computed: computed)
    }
  }

  var locals: [Discrepancy] {
    guard diagram.edges.contains(where: { $0.local != nil }) else { return [] }
    return diagram.edges.indices.compactMap { position in
      let (found, computed) = (diagram.edges[position].local, right.edges[position].local ?? .nan)
      let own = beside.locals[position]
      if let found, Self.isSame(found, computed) || Self.isNear(found, own, own.magnitude) { return nil }
      let node = diagram.edges[position].to
      // A stale node has no numbers.
      if found == nil, diagram.nodes[node].data == nil { return nil }
      return Discrepancy(quantity: .local, node: node, edge: position, found: found, computed: computed)
    }
  }

  var contributions: [Discrepancy] {
    guard diagram.edges.contains(where: { $0.contribution != nil }) else { return [] }
    return diagram.edges.indices.compactMap { position in
      let edge = diagram.edges[position]
      let (found, computed) = (edge.contribution, right.edges[position].contribution ?? .nan)
      let own = (diagram.nodes[edge.to].grad ?? .nan) * (edge.local ?? .nan)
      if let found, Self.isSame(found, computed) || Self.isNear(found, own, own.magnitude) { return nil }
      return Discrepancy(
        quantity: .contribution, node: edge.to, edge: position, found: found, computed: computed)
    }
  }
}
