/// A computation graph that records each operation, its data and its gradient.
///
/// ```swift
/// let graph = Graph()
/// let a = graph.variable(2, named: "a")
/// let b = graph.variable(-3, named: "b")
/// let c = (a * b + a ** 2).named("c")
/// let d = tanh(c).named("d")
/// d.backward()
/// a.grad  // 0.0706508248531644
/// ```
///
/// A graph only grows: a node's id is its index and its operands are earlier nodes, so the order of creation is a
/// topological order and no cycle is possible. A graph and its values belong to one task; many graphs may run in
/// parallel. Values are handles that do not keep their graph alive: keep the graph as long as its values are used.
public final class Graph {
  // Only ``removeAll()`` ever changes it, and a check at each access would cost more than to record a node.
  @exclusivity(unchecked) @usableFromInline private(set) var tape: Tape

  /// A named region of the graph; `path` is `outer.inner`, `parent` an index into ``groups``.
  public struct Group: Equatable, Sendable {
    /// The names of the enclosing groups and of this one, joined by points.
    public var path: String
    /// The index of the enclosing group in ``groups``; `nil` for an outermost group.
    public var parent: Int?
  }

  /// An empty graph.
  public init() {
    tape = TapePool.take()
  }

  deinit { TapePool.giveBack(tape) }

  /// Forgets all nodes, names and groups, and keeps the memory for the next ones.
  ///
  /// For a loop that records a small graph again and again; a new graph each time takes some 30 ns more.
  /// ```swift
  /// for (x, y) in samples {
  ///   graph.removeAll()
  ///   loss(graph.variable(x), graph.variable(y)).backward()
  /// }
  /// ```
  /// Using a value that was recorded before stops with a message, as when its graph was released.
  public func removeAll() { tape = TapePool.emptied(tape) }

  /// The number of recorded nodes.
  public var count: Int { tape.count }

  /// All nodes in the order of their creation, which is a topological order.
  public var values: some RandomAccessCollection<Value> { (0..<count).lazy.map { self[$0] } }

  /// The node with this id, which is its position in ``values``.
  public subscript(id: Int) -> Value {
    precondition(id >= 0 && id < count, "node \(id) does not exist; the graph has \(count) nodes")
    return Value(self, id: id)
  }

  // MARK: Leaves

  /// Records a leaf whose data may be changed later and whose gradient is of interest.
  @inlinable
  public func variable(_ data: Double, named name: String? = nil) -> Value {
    let value = appended(Node(.variable, data: data))
    if let name { value.named(name) }
    return value
  }

  /// Records a number that belongs to the formula, such as the `2` of `2 * x`.
  @inlinable
  public func constant(_ data: Double) -> Value { appended(Node(.constant, data: data)) }

  @inlinable @inline(__always)
  func appended(_ node: Node) -> Value {
    let tape = tape
    return Value(tape: tape, generation: tape.generation, id: tape.append(node))
  }

  // MARK: Groups

  /// Runs `body` and puts the nodes that it records into the group `name`; groups nest.
  ///
  /// A group that `body` begins and leaves open ends with it, also when it throws.
  ///
  /// - Throws: the error of `body`.
  public func group<Result, Failure>(_ name: String, _ body: () throws(Failure) -> Result) throws(Failure)
    -> Result
  {
    try tape.group(name, body)
  }

  /// Opens a group inside the innermost open one; `outer.inner` opens both.
  public func beginGroup(_ name: String) { tape.tables.groups.begin(name, at: count) }

  /// Closes the innermost open group.
  public func endGroup() {
    let wasOpen = tape.tables.groups.end(to: tape.tables.groups.depth - 1, at: count)
    precondition(wasOpen, "endGroup() without an open group")
  }

  /// All groups, outer before inner.
  public var groups: [Group] { tape.tables.groups.groups }

  /// Ranges of ids with the index of the innermost group they belong to, ascending; ids in no range have none.
  public var groupSpans: [(ids: Range<Int>, group: Int)] {
    tape.tables.groups.spans(at: count).map { ($0.start..<$0.end, $0.group) }
  }

  // MARK: State

  /// `true` if a leaf was changed and ``forward()`` has not run since.
  public var isStale: Bool { tape.isStale }

  /// The node whose derivatives the gradients are; `nil` before a backward pass and after ``forward()``.
  public var gradientRoot: Value? { tape.header.pointee.gradientRoot.map { Value(self, id: $0) } }
}
