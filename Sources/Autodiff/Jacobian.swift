/// A way of getting derivatives from the local derivatives of a graph.
public enum Mode: String, CaseIterable, Sendable {
  /// From the inputs onwards: one pass per variable.
  case forward
  /// From the output backwards: one pass per output.
  case reverse
}

/// What derivatives cost.
public struct Cost: Equatable, Sendable {
  /// How often the graph was walked.
  public var passes: Int
  /// How many edges were multiplied, or, by finite differences, how many nodes were evaluated.
  public var operations: Int

  public init(passes: Int = 0, operations: Int = 0) {
    self.passes = passes
    self.operations = operations
  }

  public static func += (left: inout Cost, right: Cost) {
    left.passes += right.passes
    left.operations += right.operations
  }
}

/// The derivatives of several outputs by several variables.
public struct Jacobian: Sendable {
  /// One row per output, one column per variable: ∂output/∂variable.
  public let rows: [[Double]]
  /// How it was computed.
  public let mode: Mode
  public let cost: Cost

  /// Computes the derivatives of `outputs` by `variables`, which are nodes of one graph.
  ///
  /// - Parameters:
  ///   - outputs: one row each.
  ///   - variables: one column each.
  ///   - mode: by default the cheaper: reverse mode needs a pass per output, forward mode one per variable.
  /// - Precondition: no leaf was changed since the last ``Graph/forward()``. Gradients of the graph are not touched.
  public init(of outputs: [Value], by variables: [Value], mode: Mode? = nil) {
    self.mode = mode ?? (outputs.count <= variables.count ? .reverse : .forward)
    var cost = Cost()
    switch self.mode {
    case .reverse:
      rows = outputs.map { output in
        for variable in variables { output.checkSameGraph(as: variable) }
        let (adjoints, operations) = output.tape.adjoints(of: output.id)
        cost += Cost(passes: 1, operations: operations)
        return variables.map { $0.id <= output.id ? adjoints[$0.id] : 0 }
      }
    case .forward:
      let columns = variables.map { variable in
        for output in outputs { variable.checkSameGraph(as: output) }
        let tangents = variable.tape.tangents(along: [(variable.id, 1)])
        cost += Cost(passes: 1, operations: tangents.operations)
        return outputs.map { tangents[$0] }
      }
      rows = outputs.indices.map { row in columns.map { $0[row] } }
    }
    self.cost = cost
  }
}

extension Tape {
  /// The adjoints of all nodes up to `root`, beside the graph's own, and the number of edges that were multiplied.
  func adjoints(of root: Int) -> (numbers: [Double], operations: Int) {
    precondition(!isStale, "a leaf was changed; run forward() before the adjoints")
    var numbers = [Double](repeating: 0, count: root + 1)
    var isReached = [Bool](repeating: false, count: root + 1)
    numbers[root] = 1
    isReached[root] = true
    var operations = 0
    for id in stride(from: root, through: 0, by: -1) where isReached[id] {
      let locals = localDerivatives(of: id)
      var index = 0
      forEachOperand(of: id) { operand in
        numbers[operand] += Self.contribution(numbers[id], locals[index])
        isReached[operand] = true
        index += 1
      }
      operations += index
    }
    return (numbers, operations)
  }
}
