/// The neutral model of a drawn graph, which every format encodes.
///
/// A diagram is a snapshot with its own numbers; later changes of the graph do not affect it. Nodes are in
/// topological order; edges refer to nodes by their position and are sorted by `to`, then `operand`.
public struct Diagram: Sendable {
  /// The nodes, in topological order: operands before the nodes that use them.
  public var nodes: [Node]
  /// The edges, sorted by `to`, then by `operand`.
  public var edges: [Edge]
  /// Groups, outer before inner.
  public var groups: [Group]
  /// The position of the node that the gradients belong to; `nil` in an empty diagram.
  public var output: Int?
  /// The graph that this is a part of; `nil` when nothing is left out.
  public var whole: Whole?
  /// True if the diagram was read from a text: its missing numbers were never computed, and none is stale.
  var isRead = false

  /// Creates a diagram from parts that keep the order described above; the parts are not checked.
  public init(
    nodes: [Node] = [], edges: [Edge] = [], groups: [Group] = [], output: Int? = nil, whole: Whole? = nil
  ) {
    self.nodes = nodes
    self.edges = edges
    self.groups = groups
    self.output = output
    self.whole = whole
  }

  /// One value of the graph, in 64 bytes, since graphs have millions of them.
  public struct Node: Sendable {
    /// The node's number in its graph; it stays the same in every view.
    public var id: Int
    /// The name given in Swift or in the formula; `nil` for an unnamed node.
    public var name: String?
    /// The operation; `nil` for variables and constants.
    public var operation: Operation?
    /// The summary of a folded box; `nil` for a single value. A box has no operation. It has a name, data and
    /// gradient only if it is the sum that is the output.
    public var folded: Folded?
    private var dataOrNone: OptionalNumber
    private var gradOrNone: OptionalNumber
    private var groupOrNone: Int32
    /// The kind of the node.
    public var kind: Kind

    /// The value; `nil` if it is stale or was not computed.
    @inline(__always)
    public var data: Double? {
      get { dataOrNone.value }
      set { dataOrNone = OptionalNumber(newValue) }
    }

    /// The derivative of the output with respect to this node; `nil` if it is stale or was not computed.
    @inline(__always)
    public var grad: Double? {
      get { gradOrNone.value }
      set { gradOrNone = OptionalNumber(newValue) }
    }

    /// The position in ``Diagram/groups`` of the innermost group around the node; `nil` outside all groups.
    @inline(__always)
    public var group: Int? {
      get { groupOrNone < 0 ? nil : Int(groupOrNone) }
      set { groupOrNone = Int32(newValue ?? -1) }
    }

    /// Creates a node.
    public init(
      id: Int, name: String? = nil, kind: Kind, operation: Operation? = nil, data: Double?, grad: Double?,
      group: Int? = nil, folded: Folded? = nil
    ) {
      self.id = id
      self.name = name
      self.kind = kind
      self.operation = operation
      self.folded = folded
      dataOrNone = OptionalNumber(data)
      gradOrNone = OptionalNumber(grad)
      groupOrNone = Int32(group ?? -1)
    }
  }

  /// The kind of a node.
  public enum Kind: String, Sendable { case variable, constant, operation }

  /// An operation with its name, its symbols and its constants.
  public struct Operation: Sendable {
    /// The representation of an operation. Nearly all nodes have an operation of the table without constants:
    /// a number, whose copies count no references.
    enum Form: Sendable { case known(UInt8), other(Row) }

    let form: Form

    /// The name in the operations' table, such as `mul`.
    public var name: String { row.name }
    /// The sign in pictures, such as `×`.
    public var symbol: String { row.symbol }
    /// The sign in trees, such as `*`.
    public var text: String { row.text }
    /// True if the order of the operands does not matter; pictures then do not number them.
    public var isCommutative: Bool {
      switch form {
      case .known(let place): Row.commutative[Int(place)]
      case .other(let row): row.isCommutative
      }
    }
    /// The operation's constants, such as an exponent.
    public var parameters: [Double] { if case .other(let row) = form { row.parameters } else { [] } }

    /// The position in the operations' table; `nil` for an operation that the table lacks, whose name may be
    /// any text.
    var place: Int? {
      switch form {
      case .known(let place): Int(place)
      case .other(let row): row.place
      }
    }

    /// The facts that all nodes of one operation share.
    var row: Row {
      switch form {
      case .known(let place): Row.table[Int(place)]
      case .other(let row): row
      }
    }

    final class Row: Sendable {
      let name: String
      let symbol: String
      let text: String
      let isCommutative: Bool
      let place: Int?
      let parameters: [Double]

      init(
        name: String, symbol: String, text: String, isCommutative: Bool, place: Int? = nil,
        parameters: [Double] = []
      ) {
        (self.name, self.symbol, self.text) = (name, symbol, text)
        (self.isCommutative, self.place, self.parameters) = (isCommutative, place, parameters)
      }
    }

    /// The operation with other constants; itself if they are equal.
    func with(_ parameters: [Double]) -> Self {
      if parameters == self.parameters { return self }
      let row = row
      return Self(
        form: .other(
          Row(
            name: row.name, symbol: row.symbol, text: row.text, isCommutative: row.isCommutative,
            place: row.place, parameters: parameters)))
    }
  }

  /// The use of one node as an operand of another, in 32 bytes.
  public struct Edge: Sendable {
    private var source: Int32
    private var target: Int32
    private var place: Int32
    private var multiplicity: Int32
    private var localOrNone: OptionalNumber
    private var contributionOrNone: OptionalNumber

    /// The position of the operand.
    @inline(__always)
    public var from: Int {
      get { Int(source) }
      set { source = Int32(newValue) }
    }

    /// The position of the node that uses it.
    @inline(__always)
    public var to: Int {
      get { Int(target) }
      set { target = Int32(newValue) }
    }

    /// The operand's number, from 0.
    @inline(__always)
    public var operand: Int {
      get { Int(place) }
      set { place = Int32(newValue) }
    }

    /// The local derivative ∂to/∂from.
    @inline(__always)
    public var local: Double? {
      get { localOrNone.value }
      set { localOrNone = OptionalNumber(newValue) }
    }

    /// The amount that the edge adds to the operand's gradient: `to.grad · local`.
    @inline(__always)
    public var contribution: Double? {
      get { contributionOrNone.value }
      set { contributionOrNone = OptionalNumber(newValue) }
    }

    /// The number of edges of the graph that this one represents: more than 1 only at a folded box.
    @inline(__always)
    public var count: Int {
      get { Int(multiplicity) }
      set { multiplicity = Int32(newValue) }
    }

    /// Creates an edge from the position `from` of an operand to the position `to` of the node that uses it.
    public init(
      from: Int, to: Int, operand: Int, local: Double?, contribution: Double?, count: Int = 1
    ) {
      (source, target, place, multiplicity) = (Int32(from), Int32(to), Int32(operand), Int32(count))
      (localOrNone, contributionOrNone) = (OptionalNumber(local), OptionalNumber(contribution))
    }
  }

  /// A named region of the graph, such as a layer.
  public struct Group: Equatable, Sendable {
    /// The names from the outermost group on, joined by dots.
    public var path: String
    /// The position of the enclosing group in ``Diagram/groups``; `nil` for an outermost group.
    public var parent: Int?

    /// Creates a group.
    public init(path: String, parent: Int?) {
      self.path = path
      self.parent = parent
    }
  }
}

extension Diagram {
  /// True if data is missing: a leaf was changed and the graph was not computed again or, in a diagram read
  /// from a text, data was not computed.
  ///
  /// - Complexity: O(nodes).
  public var isStale: Bool {
    nodes.indices.contains { nodes[$0].folded.map { $0.stale > 0 } ?? (nodes[$0].data == nil) }
  }

  /// True if any gradient is known.
  ///
  /// - Complexity: O(nodes).
  public var hasGradients: Bool {
    nodes.indices.contains { nodes[$0].grad != nil || nodes[$0].folded?.grad != nil }
  }
}

extension Diagram.Operation: Equatable {
  /// Compares name, symbols, commutativity and constants.
  public static func == (a: Self, b: Self) -> Bool {
    if case (.known(let a), .known(let b)) = (a.form, b.form) { return a == b }
    return a.name == b.name && a.symbol == b.symbol && a.text == b.text && a.isCommutative == b.isCommutative
      && a.parameters == b.parameters
  }
}
