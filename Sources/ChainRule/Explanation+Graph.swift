import Autodiff
import GraphExport

extension Explanation {
  /// Explains the gradients of a value as sums over paths.
  ///
  /// - Parameters:
  ///   - variables: the variables by which the output is differentiated.
  ///   - output: the value whose gradients are explained.
  ///   - top: the number of paths to list for each gradient; fewer if memory does not suffice, which a note
  ///     of the gradient reports.
  ///   - factors: the number of factors to keep of a path, at least 2; a mark replaces the middle of a longer
  ///     path. `nil` keeps all.
  ///   - steps: true to list the backward pass too.
  /// - Precondition: all values are of one graph, and no leaf was changed since the last `forward()`.
  public init(
    of variables: [Value], from output: Value, top: Int = 10, factors: Int? = 12, steps: Bool = false
  ) {
    var reader = Reader()
    self.output = reader.node(output)
    data = output.data
    let factors = factors.map { max($0, 2) }
    gradients = variables.map { variable in
      let paths = output.paths(to: variable, top: top) {
        Reader.mostPaths(longest: $0, factors: factors, gradients: variables.count)
      }
      return reader.gradient(paths, factors: factors)
    }
    self.steps = steps ? output.backwardSteps().map { reader.step($0) } : nil
    (legend, hiddenDefinitions) = reader.legend()
  }
}

/// Reads values and makes each label once.
private struct Reader {
  private var nodes: [Int: Explanation.Node] = [:]
  private var labels = NodeLabels()
  /// The nodes labelled by their ids, in the order in which they occur.
  private var unnamed: [Value] = []
  private var isUnnamed: Set<Int> = []
  /// The last node asked for, and the operands that it uses several times.
  private var repeated: (node: Int, operands: Set<Int>)?
  /// The operands of nodes with long lists, which many edges share.
  private var operandLists: [Int: [Value]] = [:]

  mutating func node(_ value: Value) -> Explanation.Node {
    if let known = nodes[value.id] { return known }
    let node = Explanation.Node(id: value.id, name: value.name, label: labels.label(of: value))
    nodes[value.id] = node
    if !value.operation.isLeaf, node.label.nodes.contains(value.id), isUnnamed.insert(value.id).inserted {
      unnamed.append(value)
    }
    return node
  }

  private static let longestLegend = 30

  /// The definitions of unnamed nodes: for each, one operation on the labels of its operands.
  mutating func legend() -> ([Explanation.Definition], hidden: Int) {
    var legend: [Explanation.Definition] = []
    while legend.count < min(unnamed.count, Self.longestLegend) {
      let value = unnamed[legend.count]
      if let call = labels.arrayCall(value) {
        legend.append(Explanation.Definition(id: value.id, expression: .label(call)))
        continue
      }
      let operands = value.operands.prefix(NodeLabels.mostOperands).map { node($0).label }
      let more: [Expression] = value.operandIDs.count > operands.count ? [.constant("…")] : []
      let arguments = operands + more + value.parameters.map(Expression.number)
      legend.append(
        Explanation.Definition(id: value.id, expression: .label(.applying(value.operation, to: arguments))))
    }
    return (legend, unnamed.count - legend.count)
  }

  private mutating func isRepeated(_ operand: Value, in node: Value) -> Bool {
    if repeated?.node != node.id {
      var seen: Set<Int> = []
      repeated = (node.id, Set(node.operandIDs.filter { !seen.insert($0).inserted }))
    }
    return repeated?.operands.contains(operand.id) == true
  }

  /// The memory limit in bytes of an explanation's listed paths and their text, which is computed before
  /// paths are listed.
  private static let mostBytes = 1 << 28

  /// The largest number of paths that fit the memory.
  ///
  /// - Parameters:
  ///   - factors: the number of factors shown of a path; `nil` for all, which only JSON shows, in 110 bytes
  ///     each.
  ///   - gradients: the number of gradients that share the memory.
  static func mostPaths(longest: Int, factors: Int?, gradients: Int) -> Int {
    let shown = factors.map { min($0, longest) * 400 + 1000 } ?? longest * 110
    return mostBytes / max(gradients, 1) / (longest * 8 + 512 + shown)
  }

  mutating func gradient(_ paths: Paths, factors: Int?) -> Explanation.Gradient {
    var notes: [String] = []
    if let limit = paths.limit {
      notes.append(
        "listed \(limit) of \(paths.count) paths; --top is limited to \(limit) by memory (\(Self.mostBytes >> 20) MiB)"
      )
    }
    var table = Table()
    let drafts = paths.largest.map { path in
      let omitted = factors.map { max(0, path.count - $0) } ?? 0
      let kept = path.count - omitted
      let upper = path.prefix(omitted == 0 ? kept : (kept + 1) / 2).map { place(of: $0, in: &table, &notes) }
      let lower = path.suffix(kept - upper.count).map { place(of: $0, in: &table, &notes) }
      let middle = path.dropFirst(upper.count).dropLast(lower.count)
      return (
        upper: upper, lower: lower, omitted: omitted,
        omittedProduct: middle.reduce(1) { $1.isBlocked ? 0 : $0 * $1.local }, product: path.product
      )
    }
    let shared = FactorTable(table.factors)
    let listed = drafts.map { draft in
      Explanation.Path(
        upper: FactorList(table: shared, places: draft.upper), omitted: draft.omitted,
        omittedProduct: draft.omittedProduct, lower: FactorList(table: shared, places: draft.lower),
        product: draft.product)
    }
    return Explanation.Gradient(
      variable: node(paths.variable), total: paths.total, count: paths.count, paths: listed, rest: paths.rest,
      notes: notes)
  }

  /// The factors of one gradient, each once.
  private struct Table {
    var factors: [Explanation.Factor] = []
    var places: [Edge: UInt32] = [:]

    struct Edge: Hashable {
      var node: Int
      var operandIndex: Int
    }
  }

  private mutating func place(of edge: Path.Edge, in table: inout Table, _ notes: inout [String]) -> UInt32 {
    let key = Table.Edge(node: edge.node.id, operandIndex: edge.operandIndex)
    if let known = table.places[key] { return known }
    let place = UInt32(table.factors.count)
    table.factors.append(read(edge, &notes))
    table.places[key] = place
    return place
  }

  private mutating func read(_ edge: Path.Edge, _ notes: inout [String]) -> Explanation.Factor {
    for singularity in edge.node.singularities {
      let label = ExpressionText(isMathematical: false, isASCII: false, numbers: NumberText())(
        node(edge.node).label)
      let note = "at \(label) (\(edge.node.operation.name)): \(singularity.text)"
      if !notes.contains(note) { notes.append(note) }
    }
    return Explanation.Factor(
      node: node(edge.node), operand: node(edge.operand), operandIndex: edge.operandIndex,
      isNumbered: isRepeated(edge.operand, in: edge.node),
      derivative: derivative(edge.node, edge.operandIndex, edge.local), local: edge.local,
      isBlocked: edge.isBlocked)
  }

  mutating func step(_ step: BackwardStep) -> Explanation.Step {
    Explanation.Step(
      node: node(step.node), operand: node(step.operand), operandIndex: step.operandIndex,
      isNumbered: isRepeated(step.operand, in: step.node), grad: step.grad, local: step.local,
      isBlocked: step.isBlocked, contribution: step.contribution, sum: step.sum)
  }

  /// The text of the operation's row for one edge, or the recorded number if the text evaluates to another.
  private mutating func derivative(_ value: Value, _ index: Int, _ local: Double) -> Expression {
    let row = value.operation.definition
    let operands = operands(of: value)
    let result = RowDerivative.Meaning(expression: node(value).label, value: value.data)
    let text = row.derivative(by: index, of: operands.count)
    guard let derivative = RowDerivative(text, letters(row, value, index, operands), result: result),
      derivative.value.isNear(local)
    else { return .number(local) }
    return derivative.expression
  }

  private mutating func operands(of value: Value) -> [Value] {
    if let known = operandLists[value.id] { return known }
    let operands = value.operands
    if operands.count > 8 { operandLists[value.id] = operands }
    return operands
  }

  private mutating func letters(
    _ row: Definition, _ value: Value, _ index: Int, _ operands: [Value]
  ) -> [String: RowDerivative.Meaning] {
    var letters: [String: RowDerivative.Meaning] = [:]
    for (parameter, number) in zip(row.parameters, value.parameters) {
      letters[parameter.name] = RowDerivative.Meaning(expression: .number(number), value: number)
    }
    let count = Double(operands.count)
    letters["n"] = RowDerivative.Meaning(expression: .number(count), value: count)
    let (x, y): (Value, Value?) =
      switch row.arity {
      case .exactly: (operands[0], operands.count > 1 ? operands[1] : nil)
      case .atLeast: (operands[index], nil)
      case .pairs:
        (operands[index % (operands.count / 2)], operands[operands.count / 2 + index % (operands.count / 2)])
      }
    letters["x"] = RowDerivative.Meaning(expression: node(x).label, value: x.data)
    if let y { letters["y"] = RowDerivative.Meaning(expression: node(y).label, value: y.data) }
    return letters
  }
}

extension Double {
  /// True if both are the same number, up to the rounding of a formula.
  fileprivate func isNear(_ other: Double) -> Bool {
    if isNaN || other.isNaN { return isNaN && other.isNaN }
    return self == other || (self - other).magnitude <= max(1e-12, 1e-6 * other.magnitude)
  }
}
