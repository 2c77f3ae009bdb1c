/// The derivative along the branches taken: blocked edges are cut, with all nodes that only they lead to.
///
/// Below a blocked edge PyTorch's backward pass goes on with a gradient of zero, and 0 · ∞ is NaN; forward
/// mode has the same above it. Neither NaN is a property of the derivative.
struct MaskedBranches {
  private(set) var derivative = 0.0
  /// The operations that do not take a branch on which both ends lie.
  private(set) var points: [SingularPoint] = []

  /// - Complexity: O(nodes + edges).
  init(_ linearization: Linearization, _ tape: Tape, from variable: Int, to output: Int) {
    var leads = [Bool](repeating: false, count: linearization.limit)
    leads[output] = true
    for (position, id) in linearization.operations.enumerated().reversed() where leads[id] {
      for edge in linearization.edges(at: position) where !edge.local.isBlocked { leads[edge.operand] = true }
    }
    // Blocked edges are included: the search is for the nodes that they block.
    var depends = [Bool](repeating: false, count: linearization.limit)
    var tangents = [Double?](repeating: nil, count: linearization.limit)
    guard variable < linearization.limit else { return }
    depends[variable] = true
    tangents[variable] = 1
    for position in linearization.positions(after: variable) {
      let id = linearization.operations[position]
      for edge in linearization.edges(at: position) where depends[edge.operand] {
        depends[id] = true
        guard leads[id] else { continue }
        if edge.local.isBlocked {
          let operand = tape.header.pointee.tables?.names[UInt32(truncatingIfNeeded: edge.operand)]
          points.append(
            SingularPoint(
              tape, id, "does not take \(operand ?? "#\(edge.operand)"): behind it, 0 · inf is NaN"))
        } else if let tangent = tangents[edge.operand] {
          tangents[id] = (tangents[id] ?? 0) + edge.local.contribution(to: tangent)
        }
      }
    }
    derivative = tangents[output] ?? 0
  }
}
