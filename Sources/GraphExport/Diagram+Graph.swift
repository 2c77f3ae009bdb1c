import Autodiff

// The only file of the module that knows the engine.

extension Diagram {
  /// Takes a snapshot of a graph.
  ///
  /// - Parameter output: the node to show as the result; by default the root of the last backward pass, else the
  ///   last node. Gradients are shown only if they are the derivatives of this node.
  /// - Complexity: O(nodes + edges).
  public init(_ graph: Graph, output: Value? = nil) {
    let root = output ?? graph.gradientRoot ?? graph.values.last
    precondition(
      output.map { graph.count > $0.id && graph[$0.id] == $0 } ?? true, "the output belongs to another graph")
    self.init()
    self.output = root?.id
    groups = graph.groups.map { Group(path: $0.path, parent: $0.parent) }
    nodes.reserveCapacity(graph.count)
    edges.reserveCapacity(graph.count * 2)

    let isStale = graph.isStale
    let showsGradients = !isStale && graph.gradientRoot == root
    var labels: [Autodiff.Operation: Operation] = [:]
    for value in graph.values {
      let operation = value.operation
      nodes.append(
        Node(
          id: value.id, name: value.name, kind: Kind(operation),
          operation: operation.isLeaf ? nil : Operation(of: value, &labels),
          data: value.isStale ? nil : value.data, grad: showsGradients ? value.grad : nil))
      if operation.isLeaf { continue }
      let contributions = showsGradients ? value.contributions : nil
      let locals = value.isStale ? nil : value.localDerivatives
      for (operand, from) in value.operandIDs.enumerated() {
        edges.append(
          Edge(
            from: from, to: value.id, operand: operand, local: locals?[operand],
            contribution: contributions?[operand]))
      }
    }
    for span in graph.groupSpans {
      for id in span.ids { nodes[id].group = span.group }
    }
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

extension Diagram.Operation {
  fileprivate init(of value: Value, _ labels: inout [Operation: Self]) {
    let operation = value.operation
    if let known = labels[operation] {
      self = known
    } else {
      self.init(row: operation.definition)
      labels[operation] = self
    }
    if !operation.definition.parameters.isEmpty { parameters = value.parameters }
  }

  private init(row: Definition) {
    let text =
      switch row.notation {
      case .infix(let text), .postfix(let text): text
      case .prefix, .call, .leaf: row.name
      }
    self.init(
      name: row.name, symbol: row.symbol, text: text, isCommutative: row.isCommutative, parameters: [])
  }

  /// Whether so many operands and parameters fit the operation of this name; any do where the table lacks it.
  static func accepts(_ name: String, operands: Int, parameters: Int) -> Bool {
    guard let row = Operation.named(name)?.definition else { return true }
    return row.arity.accepts(operands) && row.parameters.count == parameters
  }

  /// The operation of this name in the table; a name that the table lacks is its own symbol.
  init(named name: String, parameters: [Double]) {
    if let operation = Operation.named(name) {
      self.init(row: operation.definition)
    } else {
      self.init(name: name, symbol: name, text: name, isCommutative: false, parameters: [])
    }
    self.parameters = parameters
  }
}
