import Autodiff

/// The shape of every named value of a formula, and the mistakes where shapes do not fit.
///
/// The steps are run with shapes in place of numbers. What is not known, because a value is missing or a statement is
/// broken, fits everything, so that one mistake brings no others. The rules are in `ShapeCheck+Rules.swift`.
///
/// - Complexity: O(statements + steps), and another parse of the source if there are mistakes.
struct ShapeCheck {
  /// A value on the stack, and the step that made it.
  struct Entry {
    var shape: Shape?
    var step: Int
  }

  let tree: SyntaxTree
  private(set) var log = MistakeLog()
  var stack: [Entry] = []
  /// The nodes and operands that the steps will make.
  var demand = Demand()

  private var shapes: [Shape?]
  /// For each name: `true` if its statement makes nodes of its own.
  private var makesNodes: [Bool]
  private var found: [(step: Int, mistake: Mistake)] = []
  private var omitted = 0
  /// The step that takes the most.
  private var largest = (step: 0, bytes: -1.0)
  private var last: (statement: Statement, shape: Shape?)?

  /// - Parameter resolution: the meanings of the names; without it, free names have any shape, and the output is not
  ///   checked.
  init(_ tree: SyntaxTree, _ resolution: Resolution?, limits: SizeLimits = SizeLimits()) {
    self.tree = tree
    shapes = Array(repeating: nil, count: tree.names.entries.count)
    makesNodes = Array(repeating: false, count: shapes.count)
    for name in tree.usedUndefined {
      shapes[Int(name.index)] = resolution?.givenShape(of: name)
      demand.nodes += Double(shapes[Int(name.index)]?.count ?? 1)
    }
    for statement in tree.statements where statement.kind == .expression {
      check(statement, resolution)
    }
    if let excess = limits.excess(of: demand) { note(.tooLargeGraph(demand, excess), at: largest.step) }
    if let resolution { checkOutput(resolution) }
    locate()
  }

  /// The shape of a name; nil when it is not known.
  subscript(name: NameID) -> Shape? { shapes[Int(name.index)] }

  /// `true` if a name is a vector or a matrix.
  func isArray(_ name: NameID) -> Bool { name != .none && (self[name] ?? .scalar) != .scalar }

  /// `true` if the statement of a vector or a matrix makes nodes, which then are a group.
  func isGroup(_ name: NameID) -> Bool { isArray(name) && makesNodes[Int(name.index)] }

  mutating func note(_ mistake: Mistake, at step: Int) {
    if found.count < MistakeLog.limit { found.append((step, mistake)) } else { omitted += 1 }
  }

  private mutating func check(_ statement: Statement, _ resolution: Resolution?) {
    stack.removeAll(keepingCapacity: true)
    let before = demand.nodes
    for step in statement.steps {
      let bytes = demand.bytes
      check(step)
      if demand.bytes - bytes > largest.bytes { largest = (step, demand.bytes - bytes) }
    }
    let shape = stack.last?.shape
    last = (statement, shape)
    guard statement.name != .none else { return }
    // A second definition is a mistake and does not count.
    guard tree.names[statement.name].definition < 0 || isDefinition(statement) else { return }
    shapes[Int(statement.name.index)] = resolution?.givenShape(of: statement.name) ?? shape
    makesNodes[Int(statement.name.index)] = demand.nodes > before
  }

  private func isDefinition(_ statement: Statement) -> Bool {
    let defining = Int(tree.names[statement.name].statement)
    return defining >= 0 && tree.statements[defining].steps == statement.steps
  }

  /// The output must be one number.
  private mutating func checkOutput(_ resolution: Resolution) {
    guard let text = resolution.outputText else {
      // A broken statement may be the last one.
      if resolution.isComplete { checkLast() }
      return
    }
    guard let output = resolution.output, let shape = self[output.name] else { return }
    guard let selected = shape.selection(output.indices) else {
      log.append(.outputOutOfRange(text, shape), at: nil)
      return
    }
    if selected.shape != .scalar, !resolution.takesArrays {
      log.append(.outputNotScalar(text, selected.shape), at: nil)
    }
  }

  /// The last statement is the output where none is asked for.
  private mutating func checkLast() {
    guard let (statement, shape) = last, let shape, shape != .scalar else { return }
    let name = statement.name == .none ? nil : tree.text(statement.name)
    note(.outputNotScalar(name, shape), at: statement.steps.upperBound - 1)
  }

  private mutating func locate() {
    guard !found.isEmpty else { return }
    let ranges = Parser.ranges(of: tree.source)
    for (step, mistake) in found { log.append(mistake, at: ranges[step]) }
    log.omit(omitted)
  }
}
