import Autodiff
import DisplayText
import GraphExport

/// The words and signs that text and Markdown have in common.
struct Notation {
  let numbers: NumberText
  let isASCII: Bool
  private let math: ExpressionText
  private let labels: ExpressionText

  init(_ options: ExplanationOptions) {
    numbers = NumberText(precision: options.precision)
    isASCII = options.charset == .ascii
    math = ExpressionText(isMathematical: !isASCII, isASCII: isASCII, numbers: numbers)
    labels = ExpressionText(isMathematical: false, isASCII: isASCII, numbers: numbers)
  }

  var times: String { isASCII ? " * " : " · " }
  var minus: String { isASCII ? " - " : " − " }
  var ellipsis: String { isASCII ? "..." : "…" }
  private var partial: String { isASCII ? "d" : "∂" }

  func label(_ node: Explanation.Node) -> String { labels(node.label) }

  /// The text of a node before a dot or after ∂.
  func atom(_ node: Explanation.Node) -> String { labels.wrapped(node.label, from: .atom) }

  /// The partial derivative, `∂c/∂(a*b)`, or `∂₂c/∂a` by the second operand if `a` is another operand, too.
  func partial(_ node: Explanation.Node, by operand: Explanation.Node, number: Int? = nil) -> String {
    let sign = number.map { isASCII ? "d\($0) " : "∂" + Self.subscripted($0) } ?? partial
    return "\(sign)\(atom(node))/\(partial)\(atom(operand))"
  }

  func partial(_ factor: Explanation.Factor) -> String {
    partial(factor.node, by: factor.operand, number: factor.isNumbered ? factor.operandIndex + 1 : nil)
  }

  func partial(_ step: Explanation.Step) -> String {
    partial(step.node, by: step.operand, number: step.isNumbered ? step.operandIndex + 1 : nil)
  }

  private static func subscripted(_ number: Int) -> String {
    let digits = Array("₀₁₂₃₄₅₆₇₈₉")
    return String(String(number).compactMap { $0.wholeNumberValue.map { digits[$0] } })
  }

  // MARK: The three sides of a path

  func partials(_ path: Explanation.Path) -> [String] {
    factors(path, middle: "\(path.omitted) factors \(ellipsis)") { factor, _ in partial(factor) }
  }

  func derivatives(_ path: Explanation.Path) -> [String] {
    factors(path, middle: "\(path.omitted) factors \(ellipsis)") { math.factor($0.derivative, isFirst: $1) }
  }

  func locals(_ path: Explanation.Path) -> [String] {
    let product = numbers.text(path.omittedProduct)
    return factors(path, middle: "\(path.omitted) factors: \(product) \(ellipsis)") { factor, _ in
      local(factor.local, isBlocked: factor.isBlocked)
    }
  }

  /// The number of a local derivative. The derivative of a branch that is not taken is shown as masked, because
  /// a factor 0 would turn an infinity into NaN.
  func local(_ number: Double, isBlocked: Bool) -> String {
    isBlocked ? "0 (masked)" : numbers.text(number)
  }

  private func factors(
    _ path: Explanation.Path, middle: String, _ text: (Explanation.Factor, _ isFirst: Bool) -> String
  ) -> [String] {
    let upper = path.upper.enumerated().map { text($1, $0 == 0) }
    if path.length == 0 { return ["1"] }
    if path.omitted == 0 { return upper }
    return upper + ["\(ellipsis) \(middle)"] + path.lower.map { text($0, false) }
  }

  /// `0.2826 − 0.2120 + 3`.
  func sum(_ terms: [Double]) -> [String] {
    terms.enumerated().map { index, term in
      let text = numbers.text(term)
      if index == 0 { return text }
      return text.hasPrefix("-") ? minus + text.dropFirst() : " + " + text
    }
  }

  // MARK: Words

  func count(_ count: PathCount) -> String {
    let digits = count.description
    let text =
      digits.count <= 80 || count.isBeyondExact
      ? digits : "\(digits.prefix(1)).\(digits.dropFirst().prefix(3))e\(digits.count - 1)"
    return "\(text) \(digits == "1" ? "path" : "paths")"
  }

  /// The number of paths that are not listed, in words.
  func others(_ gradient: Explanation.Gradient) -> String {
    guard let all = gradient.count.int else {
      return gradient.paths.isEmpty ? "all paths" : "all other paths"
    }
    let number = all - gradient.paths.count
    return "\(number) \(gradient.paths.isEmpty ? "" : "other ")\(number == 1 ? "path" : "paths")"
  }

  /// Remarks on facts that the numbers alone do not show.
  func remarks(_ gradient: Explanation.Gradient, _ explanation: Explanation) -> [String] {
    var remarks: [String] = []
    func say(_ what: @autoclosure () -> String, _ number: Double) {
      if number.isFinite { return }
      let remark = "\(what()) is \(number.isNaN ? "not a number (NaN)" : "infinite")"
      if !remarks.contains(remark) { remarks.append(remark) }
    }
    say("the value of \(label(explanation.output))", explanation.data)
    say(partial(explanation.output, by: gradient.variable), gradient.total)
    // All paths of a gradient share one table of factors.
    for factor in gradient.paths.first?.upper.table.factors ?? [] {
      say(partial(factor), factor.local)
      if factor.isBlocked {
        let remark = "\(partial(factor)) is masked: nothing passes, whatever comes from above"
        if !remarks.contains(remark) { remarks.append(remark) }
      }
    }
    let products = gradient.paths.map { $0.product } + (gradient.rest.map { [$0] } ?? [])
    let sum = products.reduce(0, +)
    let size = products.reduce(0) { $0 + $1.magnitude }
    let agrees =
      sum == gradient.total || sum.isNaN && gradient.total.isNaN
      || (sum - gradient.total).magnitude <= 1e-9 * size && size.isFinite
    if !agrees {
      remarks.append(
        "the products add up to \(numbers.text(sum)); the backward pass adds before it multiplies, which gives \(numbers.text(gradient.total))"
      )
    }
    return remarks + gradient.notes.map { isASCII ? Self.ascii($0) : $0 }
  }

  /// A note in 7-bit text.
  private static func ascii(_ text: String) -> String {
    VisibleText.ascii(
      text.replacingEach([("≥", ">="), ("≤", "<="), ("≠", "!="), ("π", "pi")]))
  }

  /// The entries of the legend, and a key to numbered edges.
  func legend(_ explanation: Explanation) -> [String] {
    var lines = explanation.legend.map { "#\($0.id) = \(labels($0.expression))" }
    let hidden = explanation.hiddenDefinitions
    if hidden > 0 {
      lines.append("\(ellipsis) and \(hidden) more \(hidden == 1 ? "node" : "nodes") without a name")
    }
    if explanation.hasNumberedEdges {
      lines.append("\(isASCII ? "d1, d2" : "∂₁, ∂₂"): by the first, by the second operand")
    }
    return lines
  }

  func unreachable(_ gradient: Explanation.Gradient, _ output: Explanation.Node) -> String {
    "no path leads from \(label(gradient.variable)) to \(label(output)): the gradient is 0"
  }
}
