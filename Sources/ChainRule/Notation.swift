import Autodiff
import DisplayText
import GraphExport

/// The words and signs that text and Markdown share.
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

  /// A node where it stands before a dot or after ∂.
  func atom(_ node: Explanation.Node) -> String { labels.wrapped(node.label, from: .atom) }

  /// `∂c/∂(a*b)`.
  func partial(_ node: Explanation.Node, by operand: Explanation.Node) -> String {
    "\(partial)\(atom(node))/\(partial)\(atom(operand))"
  }

  // MARK: The three sides of a path

  func partials(_ path: Explanation.Path) -> [String] {
    factors(path, counted: true) { factor, _ in partial(factor.node, by: factor.operand) }
  }

  func derivatives(_ path: Explanation.Path) -> [String] {
    factors(path, counted: false) { math.factor($0.derivative, isFirst: $1) }
  }

  func locals(_ path: Explanation.Path) -> [String] {
    factors(path, counted: false) { factor, _ in numbers.text(factor.local) }
  }

  private func factors(
    _ path: Explanation.Path, counted: Bool, _ text: (Explanation.Factor, _ isFirst: Bool) -> String
  ) -> [String] {
    let upper = path.upper.enumerated().map { text($1, $0 == 0) }
    if path.length == 0 { return ["1"] }
    if path.omitted == 0 { return upper }
    let middle = counted ? "\(ellipsis) \(path.omitted) factors \(ellipsis)" : ellipsis
    return upper + [middle] + path.lower.map { text($0, false) }
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

  /// How many paths are not listed.
  func others(_ gradient: Explanation.Gradient) -> String {
    guard let all = gradient.count.int else {
      return gradient.paths.isEmpty ? "all paths" : "all other paths"
    }
    let number = all - gradient.paths.count
    return "\(number) \(gradient.paths.isEmpty ? "" : "other ")\(number == 1 ? "path" : "paths")"
  }

  /// What a reader of numbers alone would miss.
  func remarks(_ gradient: Explanation.Gradient, _ explanation: Explanation) -> [String] {
    var remarks: [String] = []
    func say(_ what: String, _ number: Double) {
      let remark = "\(what) is \(number.isNaN ? "not a number (NaN)" : "infinite")"
      if !number.isFinite, !remarks.contains(remark) { remarks.append(remark) }
    }
    say("the value of \(label(explanation.output))", explanation.data)
    say(partial(explanation.output, by: gradient.variable), gradient.total)
    for factor in gradient.paths.flatMap({ $0.upper + $0.lower }) {
      say(partial(factor.node, by: factor.operand), factor.local)
    }
    return remarks + gradient.notes.map { isASCII ? Self.ascii($0) : $0 }
  }

  /// Conventions in 7 bits.
  private static func ascii(_ text: String) -> String {
    VisibleText.ascii(
      text.replacing("≥", with: ">=").replacing("≤", with: "<=").replacing("≠", with: "!=").replacing(
        "π", with: "pi"))
  }

  func unreachable(_ gradient: Explanation.Gradient, _ output: Explanation.Node) -> String {
    "no path leads from \(label(gradient.variable)) to \(label(output)): the gradient is 0"
  }
}
