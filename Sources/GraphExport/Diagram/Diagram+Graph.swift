import Autodiff
import GradGraphPlatform

// Only this file and Diagram+Operations.swift use the engine.

extension Diagram {
  /// Takes a snapshot of a graph.
  ///
  /// - Parameters:
  ///   - graph: recorded, and computed unless stale nodes are to be shown as such.
  ///   - output: the node to show as the result; by default the root of the last backward pass, else the last node.
  ///     Gradients are shown only if they are the derivatives of this node.
  /// - Complexity: O(nodes + edges).
  public init(_ graph: Graph, output: Value? = nil) {
    let root = output ?? graph.gradientRoot ?? graph.values.last
    precondition(
      output.map { graph.count > $0.id && graph[$0.id] == $0 } ?? true, "the output belongs to another graph")
    self.init()
    self.output = root?.id
    groups = graph.groups.map { Group(path: $0.path, parent: $0.parent) }
    (nodes, edges) = Snapshot(graph, root).taken()
    for span in graph.groupSpans {
      for id in span.ids { nodes[id].group = span.group }
    }
  }
}

/// Reads a graph's nodes and edges, on all cores at once.
private struct Snapshot {
  private let graph: Graph
  // Read once: asking the graph for each name would retain an object that all threads share.
  private let names: NodeNames
  private let showsGradients: Bool

  init(_ graph: Graph, _ root: Value?) {
    self.graph = graph
    names = graph.names
    showsGradients = !graph.isStale && graph.gradientRoot == root
  }

  private static let nodesAtOnce = 1 << 15

  func taken() -> (nodes: [Diagram.Node], edges: [Diagram.Edge]) {
    let parts = stride(from: 0, to: graph.count, by: Self.nodesAtOnce).map {
      $0..<min($0 + Self.nodesAtOnce, graph.count)
    }
    // The position at which each part's edges begin.
    var starts = [0]
    for ids in parts {
      starts.append(ids.reduce(starts[starts.count - 1]) { $0 + graph[$1].operandCount })
    }
    var edges: [Diagram.Edge] = []
    let nodes = [Diagram.Node](unsafeUninitializedCapacity: graph.count) { nodes, nodeCount in
      // A buffer without room would have no address.
      edges = [Diagram.Edge](unsafeUninitializedCapacity: max(1, starts[parts.count])) { edges, edgeCount in
        if let nodes = nodes.baseAddress, let edges = edges.baseAddress {
          onAllCores(parts.count) { part in take(parts[part], nodes, edges, from: starts[part]) }
        }
        edgeCount = starts[parts.count]
      }
      nodeCount = graph.count
    }
    return (nodes, edges)
  }

  /// Some nodes, and the edges to them, which begin at `start`.
  private func take(
    _ ids: Range<Int>, _ nodes: UnsafeMutablePointer<Diagram.Node>,
    _ edges: UnsafeMutablePointer<Diagram.Edge>, from start: Int
  ) {
    var operations = KnownOperations()
    var edge = start
    for id in ids {
      let value = graph[id]
      let operation = value.operation
      let isStale = value.isStale
      (nodes + id).initialize(
        to: Diagram.Node(
          id: id, name: names[UInt32(truncatingIfNeeded: id)], kind: Diagram.Kind(operation),
          operation: operation.isLeaf ? nil : operations.operation(of: value),
          data: isStale ? nil : value.data,
          grad: showsGradients ? value.grad : nil))
      if operation.isLeaf { continue }
      value.forEachEdge { operand, from, local, contribution in
        (edges + edge).initialize(
          to: Diagram.Edge(
            from: from, to: id, operand: operand, local: isStale ? nil : local,
            contribution: showsGradients ? contribution : nil))
        edge += 1
      }
    }
  }
}

/// The reason why a diagram cannot be computed again.
public struct RecomputationError: Error, CustomStringConvertible {
  /// The reason in words.
  public let description: String

  /// Creates an error with its description.
  public init(_ description: String) { self.description = description }
}

extension Diagram {
  /// Records the diagram's operations on a graph, from the data of its leaves.
  ///
  /// - Parameter checking: true to compare the data of operations with their results.
  /// - Returns: one value per node, in the order of ``nodes``. Groups are not recorded.
  /// - Throws: ``RecomputationError`` if the diagram is a part of a graph, an operation is not in the table,
  ///   a leaf has no data, or a node's data is not the result of its operation (to 1e-9, relative).
  public func record(on graph: Graph, checking: Bool = true) throws(RecomputationError) -> [Value] {
    if let whole {
      throw RecomputationError(
        "\(nodes.count) of \(whole.nodes) nodes can't be computed without the others")
    }
    var values: [Value] = []
    values.reserveCapacity(nodes.count)
    var edge = 0
    for (position, node) in nodes.enumerated() {
      var operands: [Value] = []
      while edge < edges.count, edges[edge].to == position {
        operands.append(values[edges[edge].from])
        edge += 1
      }
      let value = try record(node, operands, on: graph, checking)
      if let name = node.name { value.named(name) }
      values.append(value)
    }
    return values
  }

  private func record(
    _ node: Node, _ operands: [Value], on graph: Graph, _ checking: Bool
  ) throws(RecomputationError) -> Value {
    guard let operation = node.operation else {
      guard let data = node.data else {
        throw RecomputationError("'\(node.label)' has no data to compute from; give it one, as in name=2")
      }
      return node.kind == .constant ? graph.constant(data) : graph.variable(data)
    }
    guard let known = Autodiff.Operation.named(operation.name),
      operation.accepts(operands: operands.count)
    else {
      throw RecomputationError(
        "'\(node.label)' can't be computed: there is no operation '\(operation.name)'")
    }
    let value = graph.apply(known, to: operands, parameters: operation.parameters)
    if checking, let data = node.data, data != value.data, !(data.isNaN && value.data.isNaN),
      !((data - value.data).magnitude <= 1e-9 * data.magnitude)
    {
      throw RecomputationError(
        "'\(node.label)' has the data \(NumberText.exact(data)), but '\(operation.name)' gives "
          + NumberText.exact(value.data))
    }
    return value
  }
}

extension Diagram {
  /// The diagram with all numbers recomputed from the data of its leaves.
  ///
  /// - Parameters:
  ///   - output: the position of the node that is differentiated; by default ``output``.
  ///   - hasGradients: true to compute gradients; otherwise they are missing.
  /// - Throws: the errors of ``record(on:checking:)``.
  /// - Complexity: O(nodes + edges).
  public func computed(output: Int? = nil, hasGradients: Bool = true) throws(RecomputationError) -> Diagram {
    let graph = Graph()
    let values = try record(on: graph, checking: false)
    var diagram = self
    diagram.output = output ?? self.output
    guard let root = diagram.output else { return diagram }
    if hasGradients { values[root].backward() }
    var edge = 0
    withExtendedLifetime(graph) {
      for (position, value) in values.enumerated() {
        diagram.nodes[position].data = value.data
        diagram.nodes[position].grad = hasGradients ? value.grad : nil
        if value.operation.isLeaf { continue }
        value.forEachEdge { _, _, local, contribution in
          diagram.edges[edge].local = local
          diagram.edges[edge].contribution = hasGradients ? contribution : nil
          edge += 1
        }
      }
    }
    return diagram
  }

  /// The result of each node and the local derivatives of its edges, computed from the data that this diagram
  /// has for its operands.
  ///
  /// - Returns: one number per node (for a leaf, its own) and one per edge.
  func recomputedNodeByNode() throws(RecomputationError) -> (data: [Double], locals: [Double]) {
    var (data, locals): ([Double], [Double]) = ([], [])
    data.reserveCapacity(nodes.count)
    locals.reserveCapacity(edges.count)
    let graph = Graph()
    let known = nodes.map { graph.constant($0.data ?? .nan) }
    var edge = 0
    try withExtendedLifetime(graph) { () throws(RecomputationError) in
      for node in nodes {
        let start = edge
        while edge < edges.count, edges[edge].to == data.count { edge += 1 }
        guard node.operation != nil else {
          data.append(node.data ?? .nan)
          continue
        }
        let operands = (start..<edge).map { known[edges[$0].from] }
        let value = try record(node, operands, on: graph, false)
        data.append(value.data)
        value.forEachEdge { _, _, local, _ in locals.append(local) }
      }
    }
    return (data, locals)
  }
}

/// A cache of operations with constants: consecutive nodes with the same operation share one.
private struct KnownOperations {
  private var last = Operation.allCases.map { Diagram.Operation($0) }

  mutating func operation(of value: Value) -> Diagram.Operation {
    let place = Int(value.operation.rawValue)
    if Diagram.Operation.hasParameters[place] { last[place] = last[place].with(value.parameters) }
    return last[place]
  }
}

extension Diagram.Kind {
  fileprivate init(_ operation: Operation) {
    self =
      switch operation {
      case .variable: .variable
      case .constant: .constant
      default: .operation
      }
  }
}
