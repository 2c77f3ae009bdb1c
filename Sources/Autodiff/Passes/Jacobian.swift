/// A way of getting derivatives from the local derivatives of a graph.
public enum Mode: String, CaseIterable, Sendable {
  /// From the variables on: one pass for each variable, for all outputs.
  case forward
  /// From an output back: one pass for each output, for all variables.
  case reverse
}

/// The cost of derivatives: the passes over the graph, and the operations in them.
///
/// In reverse and forward mode an operation is one edge: its local derivative multiplied, and the product added. In
/// finite differences a pass is one replay, and an operation one node that it evaluates.
public struct Cost: Equatable, Sendable {
  /// The number of passes over the graph.
  public var passes: Int
  /// The number of operations in all passes: edges in reverse and forward mode, evaluated nodes in finite differences.
  public var operations: Int

  /// A cost of the given numbers of passes and operations.
  public init(passes: Int = 0, operations: Int = 0) {
    self.passes = passes
    self.operations = operations
  }

  /// Adds passes and operations of another cost.
  public static func += (sum: inout Cost, cost: Cost) {
    sum.passes += cost.passes
    sum.operations += cost.operations
  }
}

/// The derivatives of several outputs by several variables.
///
/// ```swift
/// Jacobian(of: [u, v], by: [x, y, z]).rows[0]   // ∂u/∂x, ∂u/∂y, ∂u/∂z
/// ```
public struct Jacobian: Sendable {
  /// One row per output, one column per variable: ∂output/∂variable.
  public let rows: [[Double]]
  /// The way of computation.
  public let mode: Mode
  /// The cost of the computation. Forward mode needs no pass for variables on which no output depends.
  public let cost: Cost

  /// Computes the derivatives of `outputs` by `variables`, which are nodes of one graph.
  ///
  /// Gradients of the graph stay as they are; if a leaf was changed, ``Graph/forward()`` runs first.
  ///
  /// - Parameters:
  ///   - outputs: one row each.
  ///   - variables: one column each; nodes of any kind.
  ///   - mode: by default the one with fewer passes; reverse mode where they need as many.
  /// - Complexity: O(passes · (nodes + edges)).
  public init(of outputs: [Value], by variables: [Value], mode: Mode? = nil) {
    let mode = mode ?? (variables.count < outputs.count ? .forward : .reverse)
    guard let first = outputs.first else {
      self.init(rows: [], mode: mode, cost: Cost())
      return
    }
    for value in outputs + variables { first.checkSameGraph(as: value) }
    if first.tape.isStale { first.tape.recompute() }
    switch mode {
    case .reverse: self.init(reverse: outputs, variables)
    case .forward:
      self.init(forward: Linearization(first.tape, leadingTo: outputs.map { $0.id }), outputs, variables)
    }
  }

  private init(rows: [[Double]], mode: Mode, cost: Cost) {
    self.rows = rows
    self.mode = mode
    self.cost = cost
  }

  /// By the backward pass itself; the gradients that were there come back.
  ///
  /// - Parameters:
  ///   - outputs: one row each.
  ///   - variables: one column each.
  ///   - visit: is called after each pass, while its gradients are in the graph.
  init(reverse outputs: [Value], _ variables: [Value], visit: (Value) -> Void = { _ in }) {
    var cost = Cost()
    let rows = outputs.map { output in
      let tape = output.tape
      return tape.keepingState {
        output.backward()
        cost.passes += 1
        for id in 0...output.id where tape.nodes[id].isReached {
          tape.forEachOperand(of: id) { _ in cost.operations += 1 }
        }
        visit(output)
        return variables.map { tape.nodes[$0.id].grad }
      }
    }
    self.init(rows: rows, mode: .reverse, cost: cost)
  }

  /// By one pass of tangents for each variable.
  ///
  /// - Parameters:
  ///   - linearization: of the nodes that lead to the outputs.
  ///   - outputs: one row each.
  ///   - variables: one column each.
  ///   - visit: is called with the position of each variable and the tangents of its pass.
  init(
    forward linearization: Linearization, _ outputs: [Value], _ variables: [Value],
    visit: (Int, Tangents) -> Void = { _, _ in }
  ) {
    var cost = Cost()
    var rows = [[Double]](repeating: [], count: outputs.count)
    for (column, variable) in variables.enumerated() {
      let tangents = Tangents(linearization, along: [(variable.id, 1)])
      if outputs.contains(where: tangents.reaches) {
        cost += Cost(passes: 1, operations: tangents.operations)
      }
      for (row, output) in outputs.enumerated() { rows[row].append(tangents[output]) }
      visit(column, tangents)
    }
    self.init(rows: rows, mode: .forward, cost: cost)
  }
}

extension Tape {
  /// Runs `body`, which records nothing, and then puts data, gradients and staleness back as they were.
  func keepingState<Result>(_ body: () -> Result) -> Result {
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
    return body()
  }
}
