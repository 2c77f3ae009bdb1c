/// The derivatives of every node along one direction, by one pass forwards.
///
/// Made by ``Graph/tangents(along:)``.
public struct Tangents {
  private let tape: Tape
  private let numbers: [Double]
  /// The number of edges whose local derivative was multiplied.
  public let operations: Int

  fileprivate init(tape: Tape, numbers: [Double], operations: Int) {
    self.tape = tape
    self.numbers = numbers
    self.operations = operations
  }

  /// The derivative of a node along the direction; 0 where it does not depend on the seeds.
  public subscript(value: Value) -> Double {
    precondition(value.tape == tape, "'\(value.label)' belongs to another graph than the tangents")
    return value.id < numbers.count ? numbers[value.id] : 0
  }
}

extension Graph {
  /// Forward mode: the tangent of every node, from the seeds onwards (dual numbers; Griewank and Walther, Evaluating
  /// Derivatives, 2008, section 3.1).
  ///
  /// A node's tangent is the sum over its operands of local derivative times tangent. The local derivatives are those of
  /// the backward pass: an edge that blocks the gradient blocks the tangent, and nodes that do not depend on a seed are
  /// skipped, not multiplied by zero.
  ///
  /// ```swift
  /// let tangents = graph.tangents(along: [(a, 1)])
  /// tangents[d]  // ∂d/∂a
  /// ```
  /// - Parameter seeds: nodes with their own tangents: 1 for the derivative by a node, several for a direction. A seed
  ///   counts as independent, whatever it was computed from.
  /// - Precondition: no leaf was changed since the last ``forward()``.
  /// - Complexity: O(nodes + edges), without recursion.
  public func tangents(along seeds: [(value: Value, tangent: Double)]) -> Tangents {
    for (value, _) in seeds {
      precondition(value.tape == tape, "'\(value.label)' belongs to another graph than the one it is used in")
    }
    return tape.tangents(along: seeds.map { ($0.value.id, $0.tangent) })
  }
}

extension Tape {
  func tangents(along seeds: [(id: Int, tangent: Double)]) -> Tangents {
    precondition(!isStale, "a leaf was changed; run forward() before the tangents")
    var numbers = [Double](repeating: 0, count: count)
    var depends = [Bool](repeating: false, count: count)
    for (id, tangent) in seeds {
      numbers[id] += tangent
      depends[id] = true
    }
    var operations = 0
    for id in (seeds.map(\.id).min() ?? count)..<count where !depends[id] {
      forEachOperand(of: id) { if depends[$0] { depends[id] = true } }
      guard depends[id] else { continue }
      let locals = localDerivatives(of: id)
      var index = 0
      forEachOperand(of: id) { operand in
        if depends[operand] {
          numbers[id] += Self.contribution(numbers[operand], locals[index])
          operations += 1
        }
        index += 1
      }
    }
    return Tangents(tape: self, numbers: numbers, operations: operations)
  }
}

extension Value {
  /// ∂self/∂other by forward mode: one pass for this one derivative.
  ///
  /// Where a whole gradient is wanted, ``backward(accumulating:)`` has it in one pass.
  public func derivative(by other: Value) -> Double {
    checkSameGraph(as: other)
    return tape.tangents(along: [(other.id, 1)])[self]
  }
}
