/// A number of a diagram that differs from the result of its operations.
public struct Discrepancy: Equatable, Sendable {
  /// The kind of number that differs.
  public enum Quantity: String, CaseIterable, Sendable {
    case data, gradient
    case local = "local derivative"
    case contribution
  }

  /// The kind of number that differs.
  public let quantity: Quantity
  /// The position of the node; for an edge, of the node that uses the operand.
  public let node: Int
  /// The position of the edge, for local derivatives and contributions.
  public let edge: Int?
  /// The number in the diagram; `nil` if it is missing although others of its kind are present.
  public let found: Double?
  /// The number that the operations give.
  public let computed: Double
}

extension Diagram {
  /// Compares the data, gradients, local derivatives and contributions of this diagram with the results of
  /// its operations.
  ///
  /// A number is right if it equals, to a few units in the last place, the number computed from the leaves,
  /// or the number that follows from the diagram's own neighbouring numbers: an operation's data and local
  /// derivatives from the data of its operands, a contribution from gradient and local derivative, a gradient
  /// from the contributions. So another engine may round differently, but no change passes. A missing
  /// gradient, local derivative or contribution is a discrepancy if others are present, except for gradients
  /// of constants; a diagram without any was not computed, which is no discrepancy.
  ///
  /// - Parameter hasGradients: true to compare gradients and contributions; they are those of ``output``.
  /// - Returns: the discrepancies by kind, then in the order of nodes and edges.
  /// - Throws: the errors of ``record(on:checking:)``.
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
  /// The diagram computed from the leaves.
  private let right: Diagram
  /// The numbers computed node by node from the diagram's own data.
  private let beside: (data: [Double], locals: [Double])

  init(_ diagram: Diagram, _ right: Diagram, _ beside: (data: [Double], locals: [Double])) {
    (self.diagram, self.right, self.beside) = (diagram, right, beside)
  }

  /// The relative tolerance: sixteen units in the last place.
  private static let tolerance = 0x1p-48

  private static func isSame(_ a: Double, _ b: Double) -> Bool { a == b || (a.isNaN && b.isNaN) }

  private static func isNear(_ a: Double, _ b: Double, _ size: Double) -> Bool {
    isSame(a, b) || (a - b).magnitude <= tolerance * (size.isFinite ? size : b.magnitude)
  }

  var data: [Discrepancy] {
    // The terms of a sum may cancel; its rounding error is then as large as the terms.
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
