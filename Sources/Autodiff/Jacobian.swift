/// What derivatives cost: how often a pass went over the graph, and the operations it performed.
///
/// In reverse and forward mode an operation is one edge: its local derivative multiplied, and the product added. In
/// finite differences a pass is one replay, and an operation one node that it evaluates.
public struct DerivativeCost: Equatable, Sendable {
  public var passes: Int
  public var operations: Int

  public init(passes: Int, operations: Int) {
    self.passes = passes
    self.operations = operations
  }

  static func += (sum: inout DerivativeCost, cost: DerivativeCost) {
    sum.passes += cost.passes
    sum.operations += cost.operations
  }
}

/// A direction in which the chain rule is worked through.
public enum DifferentiationMode: String, CaseIterable, Sendable {
  /// From the variables on: one pass for each variable, for all outputs.
  case forward
  /// From an output back: one pass for each output, for all variables.
  case reverse
}

/// The derivatives of some outputs by some variables.
///
/// Made by ``Graph/jacobian(of:by:mode:)``.
public struct Jacobian: Sendable {
  /// One row per output with one derivative per variable.
  public let rows: [[Double]]
  /// How they were computed.
  public let mode: DifferentiationMode
  /// The passes and operations that were performed. Forward mode needs none for variables on which no output depends.
  public let cost: DerivativeCost
}

extension Graph {
  /// The derivatives of outputs by variables.
  ///
  /// ```swift
  /// graph.jacobian(of: [u, v], by: [x, y, z]).rows[0]   // ∂u/∂x, ∂u/∂y, ∂u/∂z
  /// ```
  /// - Parameters:
  ///   - variables: nodes of any kind.
  ///   - mode: by default the one with fewer passes; reverse mode where they need as many.
  /// - Complexity: O(passes · (nodes + edges)). Gradients of the graph stay as they are, unless a leaf was changed:
  ///   then ``forward()`` runs first.
  public func jacobian(of outputs: [Value], by variables: [Value], mode: DifferentiationMode? = nil)
    -> Jacobian
  {
    for value in outputs + variables { check(value) }
    if isStale { forward() }
    switch mode ?? (variables.count < outputs.count ? .forward : .reverse) {
    case .reverse: return Jacobian(reverse: self, outputs, variables)
    case .forward:
      return Jacobian(forward: Linearization(tape, leadingTo: outputs.map(\.id)), outputs, variables)
    }
  }
}

extension Jacobian {
  /// By the backward pass itself; the gradients that were there come back.
  ///
  /// - Parameter visit: is called after each pass, while its gradients are in the graph.
  init(reverse graph: Graph, _ outputs: [Value], _ variables: [Value], visit: (Value) -> Void = { _ in }) {
    var cost = DerivativeCost(passes: 0, operations: 0)
    let tape = graph.tape
    let rows = tape.keepingState {
      outputs.map { output in
        output.backward()
        cost.passes += 1
        for id in 0...output.id where tape.nodes[id].isReached {
          cost.operations += tape.operandIDs(of: id).count
        }
        visit(output)
        return variables.map { $0.grad ?? 0 }
      }
    }
    self.init(rows: rows, mode: .reverse, cost: cost)
  }

  /// - Parameter visit: is called with the tangents of each pass and the position of its variable.
  init(
    forward linearization: Linearization, _ outputs: [Value], _ variables: [Value],
    visit: (Int, Tangents) -> Void = { _, _ in }
  ) {
    var cost = DerivativeCost(passes: 0, operations: 0)
    var rows = [[Double]](repeating: [Double](repeating: 0, count: variables.count), count: outputs.count)
    for (column, variable) in variables.enumerated() {
      let tangents = Tangents(linearization, along: [(variable.id, 1)])
      if outputs.contains(where: tangents.reaches) {
        cost += tangents.cost
        for (row, output) in outputs.enumerated() { rows[row][column] = tangents[output] }
      }
      visit(column, tangents)
    }
    self.init(rows: rows, mode: .forward, cost: cost)
  }
}

extension Tape {
  /// Runs `body`, which records nothing, and then puts data, gradients and staleness back as they were.
  func keepingState<Result>(_ body: () throws -> Result) rethrows -> Result {
    let kept = Array(UnsafeBufferPointer(start: nodes, count: count))
    let (changed, gradients, root) = (
      header.pointee.firstChanged, header.pointee.gradientCount, header.pointee.gradientRoot
    )
    defer {
      kept.withUnsafeBufferPointer { buffer in
        if let base = buffer.baseAddress { nodes.update(from: base, count: buffer.count) }
      }
      header.pointee.firstChanged = changed
      header.pointee.gradientCount = gradients
      header.pointee.gradientRoot = root
    }
    return try body()
  }
}
