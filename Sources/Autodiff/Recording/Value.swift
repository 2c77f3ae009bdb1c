/// A node of a graph: a handle of the graph and the node's id.
///
/// Values are combined with `+ - * / **` and the functions of the operations' table; each records one node.
/// Using a value after its graph was released or emptied, or values of two graphs together, stops with a message.
public struct Value {
  @usableFromInline let uncheckedTape: Tape
  @usableFromInline let generation: UInt32
  @usableFromInline let index: UInt32

  init(_ graph: Graph, id: Int) { self.init(tape: graph.tape, generation: graph.tape.generation, id: id) }

  @inlinable @inline(__always)
  init(tape: Tape, generation: UInt32, id: Int) {
    uncheckedTape = tape
    self.generation = generation
    index = UInt32(truncatingIfNeeded: id)
  }

  /// The node's index in its graph; operands have smaller ids.
  @inlinable public var id: Int { Int(index) }

  @inlinable @inline(__always)
  var tape: Tape {
    if uncheckedTape.generation != generation { stopReleased() }
    return uncheckedTape
  }

  @usableFromInline @inline(never)
  func stopReleased() -> Never {
    preconditionFailure(
      "node \(id) was used after its graph was released or emptied; keep the graph as long as its values are used"
    )
  }

  /// `true` if both values were recorded on one graph, living or not.
  @inlinable @inline(__always)
  func isOfSameGraph(as other: Value) -> Bool {
    uncheckedTape == other.uncheckedTape && generation == other.generation
  }

  // MARK: The node

  /// The number the node holds: the recorded one, or the result of the last ``Graph/forward()``.
  ///
  /// Only leaves can be set; results that depend on them are stale until `forward()`, see ``isStale``.
  public var data: Double {
    get { tape.nodes[id].data }
    nonmutating set {
      let tape = tape
      precondition(
        operation.isLeaf, "the data of '\(label)' is computed by \(operation.name) and can't be set")
      tape.nodes[id].data = newValue
      tape.header.pointee.firstChanged = min(tape.header.pointee.firstChanged, id)
    }
  }

  /// The derivative of ``Graph/gradientRoot`` by this node; 0 where no path leads there.
  ///
  /// `nil` when it was never computed: before a backward pass, for nodes recorded after it, and after
  /// ``Graph/forward()``. It stays readable while leaves are changed, so that `p.data -= rate * p.grad!` works.
  public var grad: Double? {
    let tape = tape
    return id < tape.header.pointee.gradientCount ? tape.nodes[id].grad : nil
  }

  /// `true` if the last backward pass reached this node from its root.
  public var isReached: Bool { id < tape.header.pointee.gradientCount && tape.nodes[id].isReached }

  /// `true` if the data may not fit the leaves any more, because a leaf recorded before this node was changed.
  public var isStale: Bool { id > tape.header.pointee.firstChanged && !operation.isLeaf }

  /// The operation that made the node.
  public var operation: Operation { tape.operation(of: id) }

  /// The constants of the operation, such as the exponent of `a**2`.
  public var parameters: [Double] { Array(tape.parameters(of: id)) }

  /// The operands in order; the same node may occur several times.
  public var operands: [Value] {
    operandIDs.map { Value(tape: tape, generation: generation, id: $0) }
  }

  /// The ids of the operands in order.
  public var operandIDs: [Int] { tape.operandIDs(of: id) }

  /// One local derivative ∂self/∂operand per operand, at the recorded data.
  public var localDerivatives: [Double] { tape.localDerivatives(of: id).map { $0.number } }

  // MARK: Names

  /// The name given with ``named(_:)``.
  public var name: String? { tape.header.pointee.tables?.names[index] }

  /// Gives the node a name, and returns it.
  @discardableResult
  public func named(_ name: String) -> Value {
    tape.tables.names.set(name, of: index)
    return self
  }

  /// The name, or `node 7`, for messages.
  var label: String { name ?? "node \(id)" }
}

extension Value: Equatable {
  /// `true` if both are the same node of the same graph.
  public static func == (left: Value, right: Value) -> Bool {
    left.isOfSameGraph(as: right) && left.index == right.index
  }
}

extension Value: CustomStringConvertible {
  /// One line, such as `d = tanh: data -0.9640275800758169, grad 1.0`; it names missing and stale numbers.
  public var description: String {
    let head = operation.isLeaf ? label : "\(label) = \(operation.name)"
    let data = isStale ? "data stale" : "data \(data)"
    let grad = grad.map { tape.isStale ? "grad stale" : "grad \($0)" } ?? "grad not computed"
    return "\(head): \(data), \(grad)"
  }
}
