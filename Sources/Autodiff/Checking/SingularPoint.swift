/// A node at a kink or singular point of its operation, or so near that no step of a difference fits between.
public struct SingularPoint: Equatable, Sendable {
  /// The id of the node.
  public let node: Int
  public let name: String?
  public let operation: Operation
  /// The convention, in the words of the operation's row, such as `x = 0: the derivative is 0`.
  public let text: String
  /// Whether the node is beside the point, not at it.
  public let isBeside: Bool
}

extension SingularPoint: CustomStringConvertible {
  /// Such as `relu 'h' where x = 0: the derivative is 0`.
  public var description: String {
    let label = name.map { "'\($0)'" } ?? "#\(node)"
    return "\(operation.name) \(label) \(isBeside ? "beside" : "where") \(text)"
  }
}

extension Tape {
  /// The rows' singularities that contain the point of a node.
  func singularities(at id: Int) -> [Singularity] {
    let all = operation(of: id).definition.singularities
    if all.isEmpty { return [] }
    let point = listPoint(of: id)
    return all.filter { $0.contains(point) }
  }

  /// The point of a node with any number of operands: the first two and the result.
  func listPoint(of id: Int) -> Point {
    let node = nodes[id]
    let kernel = Kernel.all + node.code
    guard kernel.pointee.shape == .nary else { return point(of: node, kernel) }
    return withOperandData(of: node) { data in
      Point(x: data[0], y: data.count > 1 ? data[1] : 0, out: node.data)
    }
  }

  func singularPoint(_ id: Int, _ text: String, isBeside: Bool) -> SingularPoint {
    SingularPoint(
      node: id, name: tables.labels[UInt32(id)], operation: operation(of: id), text: text, isBeside: isBeside)
  }
}

extension Linearization {
  /// The nodes at singular points between one variable and one output.
  ///
  /// - Parameters:
  ///   - tangents: the derivatives of the nodes by the variable.
  ///   - adjoints: the derivatives of the output by the nodes, by id.
  /// - Returns: in the order of the nodes, each with whether it matters: an infinite local derivative always does, a
  ///   finite one unless it is multiplied by zero on either side.
  func singularPoints(
    _ tape: Tape, _ tangents: Tangents, _ adjoints: [Adjoint]
  ) -> [(point: SingularPoint, matters: Bool)] {
    var found: [(SingularPoint, Bool)] = []
    for (position, id) in operations.enumerated()
    where id < adjoints.count && tangents.reaches(id) && adjoints[id].isReached {
      let singularities = tape.singularities(at: id)
      if singularities.isEmpty { continue }
      let matters = edges(at: position).contains { edge in
        tangents.reaches(edge.operand)
          && (!(edge.local ?? 0).isFinite || (tangents[edge.operand] != 0 && adjoints[id].value != 0))
      }
      for singularity in singularities {
        found.append((tape.singularPoint(id, singularity.text, isBeside: false), matters))
      }
    }
    return found
  }
}

/// A node's derivative of an output, and whether the backward pass reached it.
struct Adjoint {
  var value: Double
  var isReached: Bool
}
