import Autodiff

/// A formula that was read from text and can be recorded on graphs.
///
///     let formula = try Formula(parsing: Source("d = tanh(a*b + a**2)"))
///     let graph = Graph()
///     let recording = try formula.record(on: graph, values: [("a", 2), ("b", -3)])
///     recording.output.data   // -0.9640275800758169
///
/// The language: `name = expression` and bare expressions, one a line or separated by `;`; `name { … }`
/// groups; comments after `#`; `+ - * / **`, unary minus, parentheses, calls of
/// every operation of the table, `pi`, `e`, `inf` and `nan`. A number alone makes a variable, also `-1/3` and `2*pi`, and
/// so does a name that the text leaves free.
///
/// A statement goes on in the next line where a bracket is open, where the line ends with an operator, or where the next
/// line is indented deeper than the line the statement begins in and begins with an operator. Typeset signs are read where
/// they mean one thing: `^ × · ÷ − √ π`, `x²`, `10⁻³`, `Wᵀ`, full-width digits and signs.
///
/// Vectors `[1, 2]` and matrices `[[1, 2], [3, 4]]` have nodes for elements, `x[0]` and `W[1][0]` (also `W[1, 0]`), in
/// a group of their name. Operators and functions work element by element on one shape or with a number; `@` is the
/// product of matrices and vectors; `sum`, `mean`, `product` and `logsumexp` take all elements, `dot` two vectors; for
/// the others see ``VectorFunction``.
public struct Formula: Sendable {
  let tree: SyntaxTree

  /// Reads a formula.
  ///
  /// - Throws: `FormulaErrors` with every mistake that can be known without values.
  /// - Complexity: O(length of the source).
  public init(parsing source: Source) throws(FormulaErrors) {
    let (tree, log) = Parser.parse(source)
    let shapes = tree.hasVectors ? ShapeCheck(tree, nil).log : MistakeLog()
    guard log.isEmpty, shapes.isEmpty else { throw FormulaErrors([log, shapes], in: source) }
    self.tree = tree
  }

  /// The names that the text uses but does not define, in order of first use; each needs a value.
  ///
  /// The names of constants, such as `pi`, are not among them, though they may be given.
  public var freeNames: [String] {
    tree.usedUndefined.filter { tree.names[$0].definition < 0 }
      .map(tree.text).filter { NamedConstant.value(of: $0) == nil }
  }

  /// Records the formula on a graph, after the nodes it has.
  ///
  /// - Parameters:
  ///   - graph: the graph to which the nodes are appended.
  ///   - values: the values of free names; they also replace numbers in the text (`a = 2`), and `x[0]` those of
  ///     elements.
  ///   - output: the name of the output, or `x[0]`; without it, the last statement.
  ///   - limits: the largest size of a formula with vectors.
  /// - Throws: `FormulaErrors` with every free name that has no value, every given name that is
  ///   unknown or computed, shapes that do not fit, and an output that is unknown or not one number. The graph is
  ///   then untouched.
  /// - Complexity: O(size of the formula).
  public func record(
    on graph: Graph, values: [(name: String, value: GivenValue)] = [], output: String? = nil,
    limits: SizeLimits = SizeLimits()
  ) throws(FormulaErrors) -> Recording {
    try Self.record(tree, MistakeLog(), on: graph, values: values, output: output, limits: limits)
  }

  /// Notes and warnings about the text: words that are left out, statements that look like a continuation of the one
  /// before. ``Recording/remarks`` has these and those about the values.
  public var remarks: [Diagnostic] { tree.source.diagnostics(tree.remarks) }

  /// Reads and records a formula in one go, so that the mistakes of its text and of the values given
  /// for it are reported together.
  ///
  /// - Throws: `FormulaErrors` with everything that `init(parsing:)` and `record(on:values:output:)` find.
  public static func record(
    _ source: Source, on graph: Graph, values: [(name: String, value: GivenValue)] = [],
    output: String? = nil, limits: SizeLimits = SizeLimits()
  ) throws(FormulaErrors) -> Recording {
    let (tree, log) = Parser.parse(source)
    return try record(tree, log, on: graph, values: values, output: output, limits: limits)
  }

  /// Reads and records a formula whose output may be a vector or a matrix; the output then is the first element.
  package static func recordArrays(
    _ source: Source, on graph: Graph, values: [(name: String, value: GivenValue)], output: String?,
    limits: SizeLimits
  ) throws(FormulaErrors) -> Recording {
    let (tree, log) = Parser.parse(source)
    return try record(
      tree, log, on: graph, values: values, output: output, limits: limits, takesArrays: true)
  }

  private static func record(
    _ tree: SyntaxTree, _ log: MistakeLog, on graph: Graph, values: [(name: String, value: GivenValue)],
    output: String?, limits: SizeLimits, takesArrays: Bool = false
  ) throws(FormulaErrors) -> Recording {
    let resolution = Resolution(
      tree, isComplete: log.isEmpty, values: values, output: output, takesArrays: takesArrays)
    let shapes =
      tree.hasVectors || resolution.hasVectors ? ShapeCheck(tree, resolution, limits: limits) : nil
    var log = log
    // `x(x + 1)` with a value for x was a product.
    if !log.isEmpty {
      let given = Set(values.map { ElementReference($0.name).name })
      log.replace { mistake in
        if case .unknownFunction(let name, _) = mistake, given.contains(name) {
          .notAFunction(name)
        } else {
          nil
        }
      }
    }
    let logs = [log, resolution.log, shapes?.log ?? MistakeLog()]
    guard logs.allSatisfy({ $0.isEmpty }) else { throw FormulaErrors(logs, in: tree.source) }
    let first = graph.count
    let recorder = Recorder(tree, resolution, shapes, on: graph)
    guard let output = recorder.output else {
      var empty = MistakeLog()
      empty.append(.emptyFormula, at: nil)
      throw FormulaErrors([empty], in: tree.source)
    }
    return Recording(
      output: output, tree: tree, resolution: resolution, shapes: shapes, first: first,
      values: recorder.values, arrays: recorder.arrays)
  }
}
