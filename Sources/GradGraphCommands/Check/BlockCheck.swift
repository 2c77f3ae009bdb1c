import Autodiff

/// A comparison of very many derivatives at once: of an output by blocks of variables, each along one direction.
///
/// Forward mode and finite differences take a pass for each variable, which is quadratic in a graph of many variables. Along a
/// direction in which all variables of a block move, each by its own amount, one pass and some forty replays compare the
/// sum of all their derivatives: one that is wrong makes the sum wrong. Every variable is in one block.
public struct BlockCheck: Sendable {
  /// One block.
  public struct Row: Sendable {
    /// The positions of the block's variables.
    public let variables: Range<Int>
    /// The derivative along the direction by reverse mode.
    public let reverse: Double
    /// The derivative along the direction by forward mode.
    public let forward: Double
    /// The derivative along the direction by finite differences, from values alone.
    public let difference: FiniteDifference
    /// The result of comparing the three derivatives.
    public let verdict: GradientCheck.Verdict
  }

  /// The blocks, in order of their variables.
  public let rows: [Row]
  /// The number of variables in all blocks.
  public let variableCount: Int

  /// The largest number of blocks.
  public static let blocks = 64

  /// Compares the derivatives of an output by leaves of its graph; their data is afterwards as it was.
  ///
  /// - Parameters:
  ///   - progress: is called after each block with its number from 1.
  /// - Complexity: O(``blocks`` · (nodes + edges)).
  public init(of output: Value, by variables: [Value], in graph: Graph, progress: (Int) -> Void = { _ in }) {
    let data = variables.map(\.data)
    let gradient = Jacobian(of: [output], by: variables, mode: .reverse).rows[0]
    let noise = Self.noise(output, graph)
    var random = SplitMix64(seed: 1)
    let direction = data.map { number in
      // As large as the number, about, and to either side.
      let size = number == 0 || !number.isFinite ? 1 : number.binade.magnitude
      return (random.uniform() < 0.5 ? -1 : 1) * (0.5 + random.uniform()) * size
    }
    var rows: [Row] = []
    let size = max(1, (variables.count + Self.blocks - 1) / Self.blocks)
    for start in stride(from: 0, to: variables.count, by: size) {
      let block = start..<min(start + size, variables.count)
      let terms = block.map { gradient[$0] * direction[$0] }
      let reverse = terms.reduce(0, +)
      let forward = graph.tangents(along: block.map { (variables[$0], direction[$0]) })[output]
      let difference = FiniteDifference(
        of: { step in
          for index in block { variables[index].data = data[index] + step * direction[index] }
          graph.forward()
          return output.data
        }, at: 0, noise: noise)
      for index in block { variables[index].data = data[index] }
      graph.forward()
      let magnitude = terms.reduce(0) { $0 + $1.magnitude }
      rows.append(
        Row(
          variables: block, reverse: reverse, forward: forward, difference: difference,
          verdict: GradientCheck.Verdict(
            reverse: reverse, forward: forward, difference: difference, rounding: 1e-11 * magnitude,
            imprecision: 1e-9 * magnitude, isFinite: output.data.isFinite)))
      progress(rows.count)
    }
    self.rows = rows
    variableCount = variables.count
  }

  /// The rounding error of the output: each edge's share of it, to a few units in the last place.
  private static func noise(_ output: Value, _ graph: Graph) -> Double {
    output.backward()
    var size = output.data.magnitude
    for value in graph.values where value.id <= output.id && !value.operation.isLeaf {
      let grad = (value.grad ?? 0).magnitude
      if grad == 0 { continue }
      for (operand, local) in zip(value.operands, value.localDerivatives) {
        let share = grad * (local * operand.data).magnitude
        if share.isFinite { size += share }
      }
    }
    return 0x1p-50 * size
  }

  /// `true` if no block disagrees.
  public var isPassed: Bool { !rows.contains { $0.verdict == .disagrees } }
}
