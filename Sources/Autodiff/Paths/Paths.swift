/// The chain rule written out: all paths from a value down to another, each with the product of its local
/// derivatives. The sum of the products is the gradient.
public struct Paths {
  /// The upper end: the differentiated value.
  public let output: Value
  /// The lower end: by which it is differentiated.
  public let variable: Value
  /// The number of paths.
  public let count: PathCount
  /// ∂output/∂variable, bit by bit as the backward pass computes it; 0 if there is no path.
  public let total: Double
  /// The largest paths, by the magnitude of their products, the largest first.
  ///
  /// Products with an infinite or NaN factor come before all others; those that are exactly zero because an
  /// operation blocks the gradient come last.
  public let largest: [Path]
  /// The sum over all paths that ``largest`` does not list; `nil` when it lists all.
  public let rest: Double?
  /// The largest number of listed paths, if it is smaller than both the requested and the existing number; else `nil`.
  public let limit: Int?
}

/// A path from a value down to one that it depends on: its edges, from the top.
///
/// A node's edges to one operand that it uses twice (`x*x`) make two paths. A path from a value to itself is empty.
public struct Path: RandomAccessCollection {
  /// One edge: ∂node/∂operand.
  public struct Edge {
    /// The upper end: the node that uses the operand.
    public let node: Value
    /// The position of the operand among the node's operands, from 0.
    public let operandIndex: Int
    /// The lower end.
    public let operand: Value
    /// The local derivative; 0 where the operation blocks the gradient.
    public let local: Double
    /// `true` if the operation blocks the gradient: the operand receives exactly zero from any gradient above.
    public let isBlocked: Bool
  }

  /// The product of the local derivatives, multiplied from the top as in the backward pass.
  public let product: Double

  fileprivate let output: Value
  fileprivate let graph: PathGraph
  fileprivate let edges: [UInt32]

  /// The position of the first edge: 0.
  public var startIndex: Int { 0 }
  /// The number of edges; 0 for the path from a value to itself.
  public var endIndex: Int { edges.count }

  /// The edge at a position, counted from the top.
  ///
  /// - Complexity: O(1).
  public subscript(position: Int) -> Edge {
    let edge = graph.edges[Int(edges[position])]
    let above = position == 0 ? graph.root : Int(graph.edges[Int(edges[position - 1])].operand)
    return Edge(
      node: value(at: above), operandIndex: Int(edge.operandIndex), operand: value(at: Int(edge.operand)),
      local: edge.local.number, isBlocked: edge.local.isBlocked)
  }

  private func value(at position: Int) -> Value {
    Value(tape: output.tape, generation: output.generation, id: Int(graph.ids[position]))
  }
}

extension Value {
  /// The paths from this value down to `variable`: their number, the largest, and the sum of the others.
  ///
  /// ```swift
  /// let paths = d.paths(to: a)
  /// paths.count           // 2
  /// paths.total           // 0.07065082485316448, the gradient
  /// paths.largest[0].map(\.local)  // [0.0706…, 1.0, 4.0]: ∂d/∂c, ∂c/∂(a**2), ∂(a**2)/∂a
  /// ```
  /// The number of paths may be exponential; they are counted and summed without being listed.
  ///
  /// - Parameters:
  ///   - variable: the lower end of the paths; any node.
  ///   - top: the largest number of paths to list.
  /// - Precondition: both values are of one graph, and no leaf was changed since the last ``Graph/forward()``.
  /// - Complexity: O(nodes + edges · log(operands of a node) + top · length of a path · log(top)), no recursion.
  public func paths(to variable: Value, top: Int = 10) -> Paths {
    paths(to: variable, top: top) { _ in .max }
  }

  /// The paths from this value down to `variable`, not more of them than there is memory for.
  ///
  /// - Parameters:
  ///   - variable: the lower end of the paths; any node.
  ///   - top: the largest number of paths to list.
  ///   - most: gives the number of paths that may be listed, from the number of edges of the longest; called once, before
  ///     any is listed. Listing a path takes 4 bytes for each of its edges and about 500 more.
  /// - Precondition: as for ``paths(to:top:)``.
  public func paths(to variable: Value, top: Int, limitedTo most: (_ longestPath: Int) -> Int) -> Paths {
    precondition(top >= 0, "paths(to:top:) lists 0 paths or more, not \(top)")
    precondition(
      isOfSameGraph(as: variable),
      "'\(label)' (node \(id)) and '\(variable.label)' (node \(variable.id)) belong to different graphs")
    precondition(!tape.isStale, "a leaf was changed; run forward() before paths(to:)")
    let graph = PathGraph(tape, from: id, to: variable.id)
    let possible = min(max(most(graph.longestPath), 1), graph.count.int ?? .max)
    let limit = possible < min(top, graph.count.int ?? .max) ? possible : nil
    let top = min(top, possible)
    func path(_ product: Double, _ edges: [UInt32]) -> Path {
      Path(product: product, output: self, graph: graph, edges: edges)
    }
    let largest: [Path]
    let rest: Double?
    if graph.edges.isEmpty {
      let isListed = top > 0 || graph.ids.isEmpty
      (largest, rest) = (self == variable && isListed ? [path(1, [])] : [], isListed ? nil : 1)
    } else {
      let search = PathSearch(graph, limit: top)
      largest = search.found.map { path($0.product, $0.edges) }
      rest = graph.count.int == largest.count ? nil : search.rest
    }
    return Paths(
      output: self, variable: variable, count: graph.count, total: graph.gradient, largest: largest,
      rest: rest, limit: limit)
  }
}
