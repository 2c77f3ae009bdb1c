import Autodiff
import DisplayText
import GraphExport

/// The report of `gradgraph check`: the derivatives in three ways, the cost of each, the Jacobian.
public struct CheckReport {
  /// Options of the text; the other formats use the precision only.
  public struct Options: Equatable, Sendable {
    /// The characters of lines and signs: UTF-8 or ASCII.
    public var charset: TreeOptions.Charset
    /// Significant digits.
    public var precision: Int
    /// Columns to fit into, at least 40; `nil` for any.
    public var width: Int?
    /// Colours by terminal escape sequences.
    public var usesColor: Bool

    /// Options of the text; a width below 40 columns becomes 40.
    public init(
      charset: TreeOptions.Charset = .utf8, precision: Int = 4, width: Int? = nil, usesColor: Bool = false
    ) {
      self.charset = charset
      self.precision = precision
      self.width = width.map { max($0, 40) }
      self.usesColor = usesColor
    }
  }

  /// A number that a file has and that its operations do not give.
  public struct Claim: Equatable, Sendable {
    /// The quantity of the node or edge: data, gradient or local derivative.
    public var quantity: Discrepancy.Quantity
    /// The name of the node, or `#7`; of an edge, of the node that uses the operand.
    public var node: String
    /// The id of the node.
    public var id: Int
    /// The operand of an edge: its name or `#7`, its id, and its number from 0.
    public var operand: Operand?
    /// The number in the file; `nil` if the file has none.
    public var claimed: Double?
    /// The number that the operations give.
    public var computed: Double

    /// The lower end of an edge.
    public struct Operand: Equatable, Sendable {
      /// The name of the operand, or `#7`.
      public var name: String
      /// The id of the operand's node.
      public var id: Int
      /// The position of the operand, from 0.
      public var number: Int
    }

    /// - Parameter diagram: the file's.
    public init(_ discrepancy: Discrepancy, in diagram: Diagram) {
      quantity = discrepancy.quantity
      (claimed, computed) = (discrepancy.found, discrepancy.computed)
      id = diagram.nodes[discrepancy.node].id
      node = CheckReport.label(diagram.nodes[discrepancy.node].name, id)
      operand = discrepancy.edge.map { edge in
        let from = diagram.nodes[diagram.edges[edge].from]
        return Operand(
          name: CheckReport.label(from.name, from.id), id: from.id, number: diagram.edges[edge].operand)
      }
    }
  }

  let check: GradientCheck
  /// One name per output.
  let outputs: [String]
  let jacobian: Jacobian
  let falseClaims: [Claim]
  /// The block checks, one per output, if there are too many variables to check each by itself.
  let blocks: [BlockCheck]
  let options: Options
  let numbers: NumberText

  /// - Parameters:
  ///   - check: the comparison to report.
  ///   - outputs: one name per output of the check.
  ///   - mode: which of its two Jacobians to show; by default the one that took fewer passes.
  ///   - claims: numbers of a file that differ from the computed ones.
  ///   - blocks: for each output, the comparison of all variables, where `check` is about some of them.
  ///   - options: of the text.
  public init(
    _ check: GradientCheck, outputs: [String], mode: Mode? = nil, claims: [Claim] = [],
    blocks: [BlockCheck] = [], options: Options = Options()
  ) {
    self.check = check
    self.outputs = outputs
    self.options = options
    let cheaper: Mode = check.forward.cost.passes < check.reverse.cost.passes ? .forward : .reverse
    jacobian = mode ?? cheaper == .forward ? check.forward : check.reverse
    falseClaims = claims
    self.blocks = blocks
    numbers = NumberText(precision: options.precision)
  }

  /// `true` if no derivative disagrees, and every number in the file is correct.
  public var isPassed: Bool { check.isPassed && falseClaims.isEmpty && blocks.allSatisfy(\.isPassed) }

  static func label(_ name: String?, _ id: Int) -> String {
    name.flatMap { $0.isEmpty ? nil : $0 } ?? "#\(id)"
  }

  func label(of variable: GradientCheck.Node) -> String { Self.label(variable.name, variable.id) }

  /// The name of a row's output.
  func output(of row: Int) -> String { outputs[row / check.variables.count] }
}

// MARK: Words

extension CheckReport {
  var costs: [(name: String, cost: Cost)] {
    [("reverse", check.reverse.cost), ("forward", check.forward.cost), ("differences", check.differenceCost)]
  }

  /// Each singular point once, with the variables whose derivatives it concerns; then the sums that cancel, and the
  /// wrong numbers of the file.
  var notes: [String] {
    var order: [String] = []
    var variables: [String: [String]] = [:]
    for row in check.rows {
      for point in row.singularPoints {
        let text = point.description
        if variables[text] == nil { order.append(text) }
        let label = label(of: row.variable)
        if variables[text]?.last != label { variables[text, default: []].append(label) }
      }
    }
    let points = order.map { text in
      let names = variables[text] ?? []
      let more = names.count > 8 ? ", …" : ""
      return "\(text) (for \(names.prefix(8).joined(separator: ", "))\(more))"
    }
    let cancelled = check.rows.filter { $0.verdict == .undecided && $0.rounding > 0.1 * $0.reverse.magnitude }
      .map { row in
        "what the paths add for \(label(of: row.variable)) cancels: by rounding alone, the derivative may be off by "
          + NumberText(precision: 1).text(row.rounding)
      }
    let more =
      falseClaims.count > Self.mostClaims
      ? ["and \(falseClaims.count - Self.mostClaims) more; all of them are in --format json"] : []
    return points + cancelled + blockNotes + falseClaims.prefix(Self.mostClaims).map(words) + more
  }

  private static let mostClaims = 40

  /// The number of compared variables among all, and the blocks that do not agree.
  private var blockNotes: [String] {
    zip(outputs, blocks).flatMap { output, comparison -> [String] in
      let counts = GradientCheck.Verdict.allCases.compactMap { verdict -> String? in
        let count = comparison.rows.count { $0.verdict == verdict }
        return count == 0
          ? nil
          : "\(count) \(verdict == .disagrees ? "DISAGREE" : verdict == .agrees ? "agree" : verdict.rawValue)"
      }
      let wrong = comparison.rows.filter { $0.verdict == .disagrees }.prefix(8).map { row in
        "the derivatives of \(output) by the variables \(row.variables.lowerBound + 1) to \(row.variables.upperBound) along a direction DISAGREE: "
          + "reverse \(numbers.text(row.reverse)), forward \(numbers.text(row.forward)), differences \(text(row.difference))"
      }
      return [
        "\(check.variables.count) of \(comparison.variableCount) variables of \(output) are checked one by one, all of them in \(comparison.rows.count) blocks along a direction: \(counts.joined(separator: ", "))"
      ] + wrong
    }
  }

  private func words(_ claim: Claim) -> String {
    let place =
      switch (claim.quantity, claim.operand) {
      case (.contribution, let operand?):
        "what \(claim.node) adds to the gradient of \(operand.name) (operand \(operand.number))"
      case (_, let operand?): "∂\(claim.node)/∂\(operand.name) (operand \(operand.number))"
      case (let quantity, nil): "the \(quantity.rawValue) of \(claim.node)"
      }
    let source = claim.quantity == .gradient ? "reverse mode gives" : "the operations give"
    guard let claimed = claim.claimed else {
      return "the file does not say \(place); \(source) \(numbers.text(claim.computed))"
    }
    var (wrong, right) = (numbers.text(claimed), numbers.text(claim.computed))
    if wrong == right { (wrong, right) = (NumberText.exact(claimed), NumberText.exact(claim.computed)) }
    return "the file says that \(place) is \(wrong); \(source) \(right)"
  }

  var summary: String {
    let count = check.rows.count
    let words: [(GradientCheck.Verdict, String)] = [
      (.agrees, count == 1 ? "agrees" : "agree"), (.singular, "at a kink or singular point"),
      (.masked, "behind a branch that is not taken"), (.notFinite, "not finite"),
      (.undecided, "undecided, where the differences are too rough"),
      (.disagrees, "DISAGREE"),
    ]
    let parts = words.compactMap { verdict, words -> String? in
      let found = check.rows.count { $0.verdict == verdict }
      if found == count && found > 1 && verdict == .agrees { return "all agree" }
      return found == 0 ? nil : "\(found) \(words)"
    }
    let derivatives =
      count == 0
      ? "no variables, so no derivatives"
      : "\(Self.counted(count, "derivative")): \(parts.joined(separator: ", "))"
    let isGradient = falseClaims.allSatisfy { $0.quantity == .gradient }
    let wrong = Self.counted(falseClaims.count, isGradient ? "gradient" : "number")
    return falseClaims.isEmpty ? derivatives : "\(derivatives); \(wrong) in the file WRONG"
  }

  static func counted(_ count: Int, _ noun: String, plural: String? = nil) -> String {
    "\(count) \(count == 1 ? noun : plural ?? noun + "s")"
  }

  /// The sign or the word for a verdict.
  func mark(_ row: GradientCheck.Row) -> String {
    let isASCII = options.charset == .ascii
    switch row.verdict {
    case .agrees: return isASCII ? "ok" : "✓"
    case .disagrees: return isASCII ? "FAIL" : "✗"
    case .singular: return "kink or singular point"
    case .masked: return "masked"
    case .undecided: return "undecided"
    case .notFinite:
      let numbers = [row.reverse, row.forward, row.output.data, row.variable.data]
      return numbers.contains(where: \.isNaN) ? "not a number" : "infinite"
    }
  }

  /// The finite difference with its error.
  func text(_ difference: FiniteDifference) -> String {
    guard difference.error.isFinite else { return "none" }
    let derivative = numbers.text(difference.derivative)
    if difference.evaluations == 0 { return derivative }
    let sign = options.charset == .ascii ? "+-" : "±"
    return "\(derivative) \(sign) \(NumberText(precision: 1).text(difference.error))"
  }

  /// The largest distance of another one of the three from reverse mode.
  func distance(in row: GradientCheck.Row) -> String {
    let others = [row.forward] + (row.difference.error.isFinite ? [row.difference.derivative] : [])
    let distances = others.map { ($0 - row.reverse).magnitude }
    return distances.allSatisfy(\.isFinite) ? NumberText(precision: 1).text(distances.max() ?? 0) : "none"
  }
}
