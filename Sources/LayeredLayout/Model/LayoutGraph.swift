/// The input of a layout: boxes with their sizes, edges, nested groups and orders to keep.
///
/// ```swift
/// let box = LayoutSize(width: 60, height: 30)
/// var graph = LayoutGraph()
/// let a = graph.add(LayoutGraph.Node(size: box))
/// let b = graph.add(LayoutGraph.Node(size: box))
/// graph.add(LayoutGraph.Edge(from: a, to: b, label: LayoutSize(width: 20, height: 10)))
/// let layout = try GraphLayout(graph)
/// layout.centers[b].x  // right of layout.centers[a].x
/// ```
/// Nodes, edges and groups are referred to by their positions in these arrays; sizes are in any unit, which
/// the layout keeps.
public struct LayoutGraph: Sendable {
  /// The boxes.
  public var nodes: [Node]
  /// The edges between boxes.
  public var edges: [Edge]
  /// The frames around boxes and other frames.
  public var groups: [Group]
  /// Lists of nodes that keep their order across the direction of the edges: the elements of a vector, the
  /// operands of a subtraction, the steps of time. If edges lead to the right, the first node of a list is
  /// uppermost.
  ///
  /// Nodes of different groups order those groups. If lists contradict each other, earlier lists have
  /// priority.
  public var orders: [[Int]]

  /// Creates a graph; ``GraphLayout/init(_:_:)`` checks it.
  public init(nodes: [Node] = [], edges: [Edge] = [], groups: [Group] = [], orders: [[Int]] = []) {
    self.nodes = nodes
    self.edges = edges
    self.groups = groups
    self.orders = orders
  }

  /// A box.
  public struct Node: Sendable {
    /// The size of the box.
    public var size: LayoutSize
    /// The position of the innermost group around the box; `nil` for none.
    public var group: Int?
    /// The place of the same box in an earlier layout (``GraphLayout/spots``); `nil` for a new box.
    ///
    /// Boxes with an earlier place keep their order and, if space allows, their position; new boxes are put
    /// between them.
    public var previous: LayoutSpot?

    /// Creates a box.
    public init(size: LayoutSize, group: Int? = nil, previous: LayoutSpot? = nil) {
      self.size = size
      self.group = group
      self.previous = previous
    }
  }

  /// A connection from one box to another.
  public struct Edge: Sendable {
    /// The position of the box at which the edge begins.
    public var from: Int
    /// The position of the box at which the edge ends.
    public var to: Int
    /// The size of the text on the edge; `nil` for none.
    public var label: LayoutSize?
    /// The point at which the edge leaves its box: the distance from the middle of the side, across the
    /// direction (positive is down if edges lead to the right, and to the right if they lead down). `nil`
    /// lets the layout distribute the edges of a side.
    public var exit: Double?
    /// The point at which the edge reaches its box, measured like ``exit``.
    public var entry: Double?

    /// Creates an edge.
    public init(from: Int, to: Int, label: LayoutSize? = nil, exit: Double? = nil, entry: Double? = nil) {
      self.from = from
      self.to = to
      self.label = label
      self.exit = exit
      self.entry = entry
    }
  }

  /// A frame around boxes and other groups.
  public struct Group: Sendable {
    /// The position of the group around this one; `nil` for none.
    public var parent: Int?
    /// The size of the title, which is above all other contents of the frame; `nil` for none.
    public var title: LayoutSize?

    /// Creates a group.
    public init(parent: Int? = nil, title: LayoutSize? = nil) {
      self.parent = parent
      self.title = title
    }
  }

  /// Appends a box.
  ///
  /// - Returns: the position of the node.
  @discardableResult
  public mutating func add(_ node: Node) -> Int {
    nodes.append(node)
    return nodes.count - 1
  }

  /// Appends an edge.
  ///
  /// - Returns: the position of the edge.
  @discardableResult
  public mutating func add(_ edge: Edge) -> Int {
    edges.append(edge)
    return edges.count - 1
  }

  /// Appends a group.
  ///
  /// - Returns: the position of the group.
  @discardableResult
  public mutating func add(_ group: Group) -> Int {
    groups.append(group)
    return groups.count - 1
  }
}
