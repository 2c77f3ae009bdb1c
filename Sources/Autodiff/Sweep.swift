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
    for (index, row) in rows.enumerated() {
      precondition(
        row.count == leaves.count, "row \(index) has \(row.count) numbers for \(leaves.count) leaves")
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
    let plan = LanePlan(tape, root: id, leaves: leaves)
    let lanes = Lanes(tape, plan)
    defer { lanes.deallocate() }
    let output = lanes.data(at: plan.rootPlace)
    // Of leaves that do not count there is nothing to set, and zeros to read.
    let places = leaves.map(plan.place)
    let adjoints = leaves.map { lanes.adjoints(at: plan.adjointPlace($0)) }
    for start in stride(from: 0, to: rows.count, by: Lanes.width) {
      let width = min(Lanes.width, rows.count - start)
      for lane in 0..<Lanes.width {
        let row = rows[start + min(lane, width - 1)]
        for (column, place) in places.enumerated() where place != LanePlan.none {
          lanes.data(at: place)[lane] = row[column]
        }
      }
      lanes.forward()
      lanes.backward()
      for lane in 0..<width {
        data[start + lane] = output[lane]
        for (column, place) in adjoints.enumerated() {
          // -0 becomes 0, as in a backward pass.
          gradients[(start + lane) * leaves.count + column] = place[lane] + 0.0
        }
      }
    }
  }
}
