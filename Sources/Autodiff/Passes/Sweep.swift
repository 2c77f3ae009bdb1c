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
  /// Eight rows are computed at once, and only the nodes between the leaves and this value. Per row that costs a
  /// fifth to two fifths of a replay; preparing it takes as long as replaying some 80 nodes.
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
    let lanes = Lanes(tape, root: id, leaves: leaves)
    defer { lanes.deallocate() }
    let columns = leaves.map { (input: lanes.data(of: $0.id), derivative: lanes.adjoints(of: $0.id)) }
    let output = lanes.data(of: id)
    var data: [Double] = []
    let gradients = [Double](unsafeUninitializedCapacity: rows.count * leaves.count) { gradients, count in
      data = [Double](unsafeUninitializedCapacity: rows.count) { data, count in
        columns.withUnsafeBufferPointer { columns in
          for start in stride(from: 0, to: rows.count, by: Lanes.width) {
            let width = min(Lanes.width, rows.count - start)
            for lane in 0..<Lanes.width { Self.set(lane, columns, to: rows, start + min(lane, width - 1)) }
            lanes.forward()
            lanes.backward()
            for lane in 0..<width { data.initializeElement(at: start &+ lane, to: output[lane]) }
            for (i, column) in columns.enumerated() {
              var place = start &* columns.count &+ i
              for lane in 0..<width {
                // -0 becomes 0, as in a backward pass.
                gradients.initializeElement(at: place, to: column.derivative[lane] + 0.0)
                place &+= columns.count
              }
            }
          }
        }
        count = rows.count
      }
      count = rows.count * leaves.count
    }
    return Sweep(data: data, gradients: gradients, columns: leaves.count)
  }

  /// The data of a swept leaf, one number per lane, and the derivatives by it.
  private typealias Column = (input: UnsafeMutablePointer<Double>, derivative: UnsafeMutablePointer<Double>)

  @inline(__always)
  private static func set(
    _ lane: Int, _ columns: UnsafeBufferPointer<Column>, to rows: [[Double]], _ row: Int
  ) {
    rows[row].withUnsafeBufferPointer { numbers in
      precondition(
        numbers.count == columns.count, "row \(row) has \(numbers.count) numbers for \(columns.count) leaves")
      for i in 0..<numbers.count { columns[i].input[lane] = numbers[i] }
    }
  }
}
