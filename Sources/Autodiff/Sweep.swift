/// The value of one node and its gradient for many settings of some leaves.
///
/// Made by ``Value/sweep(_:over:)``.
public struct Sweep: Sendable {
  /// The node's data, one per row.
  public let data: [Double]
  private let gradients: [Double]
  private let columns: Int

  init(data: [Double], gradients: [Double], columns: Int) {
    self.data = data
    self.gradients = gradients
    self.columns = columns
  }

  /// The gradient in a row: one derivative per swept leaf, in their order.
  public func gradient(_ row: Int) -> ArraySlice<Double> { gradients[row * columns..<(row + 1) * columns] }
}

extension Value {
  /// Computes this value and its gradient for every row of numbers, without recording and without changing the graph.
  ///
  /// Eight rows are computed at once, and only what lies between the leaves and this value, which costs a third of one
  /// replay per row or less.
  ///
  /// ```swift
  /// let sweep = d.sweep([a, b], over: [[2, -3], [1, 0.5]])
  /// sweep.data[1]         // d for a = 1, b = 0.5
  /// sweep.gradient(1)     // ∂d/∂a, ∂d/∂b there
  /// ```
  /// - Parameters:
  ///   - leaves: variables or constants of this graph; all others keep their data.
  ///   - rows: one number per leaf in each.
  /// - Complexity: O(rows · (nodes + edges)); takes about 100 bytes per node while it runs.
  public func sweep(_ leaves: [Value], over rows: [[Double]]) -> Sweep {
    for leaf in leaves {
      checkSameGraph(as: leaf)
      precondition(
        leaf.operation.isLeaf, "'\(leaf.label)' is computed by \(leaf.operation.name) and can't be swept")
    }
    var data = [Double](repeating: 0, count: rows.count)
    var gradients = [Double](repeating: 0, count: rows.count * leaves.count)
    data.withUnsafeMutableBufferPointer { data in
      gradients.withUnsafeMutableBufferPointer { gradients in
        sweep(leaves, over: rows, data, gradients)
      }
    }
    return Sweep(data: data, gradients: gradients, columns: leaves.count)
  }

  private func sweep(
    _ leaves: [Value], over rows: [[Double]],
    _ data: UnsafeMutableBufferPointer<Double>, _ gradients: UnsafeMutableBufferPointer<Double>
  ) {
    let lanes = Lanes(tape, root: id, leaves: leaves)
    defer { lanes.deallocate() }
    // `nil` for leaves that do not count.
    let inputs = leaves.map { lanes.data(of: $0.id) }
    let adjoints = leaves.map { lanes.adjoints(of: $0.id) }
    let output = lanes.data(of: id)
    for start in stride(from: 0, to: rows.count, by: Lanes.width) {
      let width = min(Lanes.width, rows.count - start)
      for lane in 0..<Lanes.width { setLane(lane, rows, start + min(lane, width - 1), inputs) }
      lanes.forward()
      lanes.backward()
      for lane in 0..<width {
        if let output { data[start + lane] = output[lane] }
        let row = (start + lane) * leaves.count
        // -0 becomes 0, as in a backward pass.
        for column in adjoints.indices { gradients[row + column] = adjoints[column][lane] + 0.0 }
      }
    }
  }

  private func setLane(_ lane: Int, _ rows: [[Double]], _ row: Int, _ inputs: [UnsafeMutablePointer<Double>?]) {
    rows[row].withUnsafeBufferPointer { numbers in
      precondition(
        numbers.count == inputs.count, "row \(row) has \(numbers.count) numbers for \(inputs.count) leaves")
      for column in inputs.indices {
        if let input = inputs[column] { input[lane] = numbers[column] }
      }
    }
  }
}
