/// What is laid out: boxes with their sizes, edges, nested groups and the orders that are kept.
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
/// Nodes, edges and groups are referred to by their positions in these arrays.
public struct LayoutGraph: Sendable {
  public var nodes: [Node]
  public var edges: [Edge]
  public var groups: [Group]
  /// Lists of nodes that keep their order across the direction of the edges: the elements of a vector, the operands of
  /// a subtraction, the steps of time. Where edges run to the right, what comes first in a list is above the others.
  ///
  /// Nodes of different groups order those groups. Where lists contradict each other, the earlier lists are kept.
  public var orders: [[Int]]

  public init(nodes: [Node] = [], edges: [Edge] = [], groups: [Group] = [], orders: [[Int]] = []) {
    self.nodes = nodes
    self.edges = edges
    self.groups = groups
    self.orders = orders
  }

  /// A box.
  public struct Node: Sendable {
    public var size: LayoutSize
    /// The innermost group that the box is in; `nil` for none.
    public var group: Int?
    /// Where the same box was in an earlier layout (``GraphLayout/spots``); `nil` for a new box.
    ///
    /// Boxes with an earlier spot keep their order, and as far as there is room their place; new ones are put
    /// between them.
    public var previous: LayoutSpot?

    public init(size: LayoutSize, group: Int? = nil, previous: LayoutSpot? = nil) {
      self.size = size
      self.group = group
      self.previous = previous
    }
  }

  /// From one box to another.
  public struct Edge: Sendable {
    public var from: Int
    public var to: Int
    /// The size of the text on the edge; `nil` for none.
    public var label: LayoutSize?
    /// Where the edge leaves its box: from the middle of the side so far across the direction (down where edges run to
    /// the right, to the right where they run down). `nil` lets the layout distribute the edges of a side.
    public var exit: Double?
    /// Where the edge arrives, measured as ``exit`` is.
    public var entry: Double?

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
    /// The group around this one; `nil` for none.
    public var parent: Int?
    /// The size of the title, which is above everything else in the frame; `nil` for none.
    public var title: LayoutSize?

    public init(parent: Int? = nil, title: LayoutSize? = nil) {
      self.parent = parent
      self.title = title
    }
  }

  /// - Returns: the position of the node.
  @discardableResult
  public mutating func add(_ node: Node) -> Int {
    nodes.append(node)
    return nodes.count - 1
  }

  /// - Returns: the position of the edge.
  @discardableResult
  public mutating func add(_ edge: Edge) -> Int {
    edges.append(edge)
    return edges.count - 1
  }

  /// - Returns: the position of the group.
  @discardableResult
  public mutating func add(_ group: Group) -> Int {
    groups.append(group)
    return groups.count - 1
  }
}
