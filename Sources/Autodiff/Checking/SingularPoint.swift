/// A node at a kink or singular point of its operation, or so near that no step of a difference fits between.
public struct SingularPoint: Equatable, Sendable {
  /// The id of the node.
  public let node: Int
  /// The name of the node; `nil` for a node without one.
  public let name: String?
  /// The operation of the node.
  public let operation: Operation
  /// The convention, in the words of the operation's row, such as `x = 0: the derivative is 0`.
  public let text: String
  /// `true` if the node is near the singular point, `false` if it is at it.
  public let isBeside: Bool

  init(_ tape: Tape, _ id: Int, _ text: String, isBeside: Bool = false) {
    node = id
    name = tape.header.pointee.tables?.names[UInt32(truncatingIfNeeded: id)]
    operation = tape.operation(of: id)
    self.text = text
    self.isBeside = isBeside
  }
}

extension SingularPoint: CustomStringConvertible {
  /// One line, such as `relu at h, x = 0: the derivative is 0`.
  public var description: String {
    "\(operation.name) at \(name ?? "#\(node)"), \(isBeside ? "beside " : "")\(text)"
  }
}

extension Linearization {
  /// The nodes at singular points between one variable and one output, in the order of their creation.
  ///
  /// - Parameters:
  ///   - tape: the graph.
  ///   - tangents: the derivatives of the nodes by the variable.
  ///   - adjoints: the derivatives of the output by the nodes, by id.
  /// - Returns: each with `matters`: an infinite local derivative always does, a finite one unless it is
  ///   multiplied by zero on either side.
  func singularPoints(
    _ tape: Tape, _ tangents: Tangents, _ adjoints: [Adjoint]
  ) -> [(point: SingularPoint, matters: Bool)] {
    var found: [(point: SingularPoint, matters: Bool)] = []
    for (position, id) in operations.enumerated()
    where id < adjoints.count && tangents.reaches(id) && adjoints[id].isReached {
      let singularities = tape.singularities(of: id)
      if singularities.isEmpty { continue }
      let matters = edges(at: position).contains { edge in
        tangents.reaches(edge.operand)
          && (!edge.local.isFinite || (tangents[edge.operand] != 0 && adjoints[id].number != 0))
      }
      for singularity in singularities { found.append((SingularPoint(tape, id, singularity.text), matters)) }
    }
    return found
  }
}

/// A node's derivative of an output, and whether the backward pass reached it.
struct Adjoint {
  var number: Double
  var isReached: Bool
}
