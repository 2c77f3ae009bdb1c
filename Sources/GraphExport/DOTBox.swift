import DisplayText

/// The boxes of a picture: HTML-like labels with the name and operation, the data, the gradient and its sum.
struct DOTBox {
  private let diagram: Diagram
  private let options: PictureOptions
  let numbers: NumberText
  let colors: Palette
  private let sums: [[Double]]
  private let origins: [Int: Diagram.NonFinite]
  private let room: DOTRoom?

  init(_ diagram: Diagram, _ options: PictureOptions, _ room: DOTRoom? = nil) {
    self.diagram = diagram
    self.room = room
    self.options = options
    numbers = NumberText(precision: options.precision)
    colors = options.theme.palette
    sums = diagram.gradientSums
    origins = Dictionary(uniqueKeysWithValues: diagram.nonFiniteOrigins.map { ($0.node, $0) })
  }

  /// The label of the node at this position.
  func label(of index: Int) -> String {
    let node = diagram.nodes[index]
    let origin = origins[index]
    let body =
      node.folded.map(rows)
      ?? (node.kind == .constant && origin == nil
        ? row(header(of: node)) : rows(of: index, node, origin))
    let look = Look(
      of: node.kind, isOutput: index == diagram.output,
      isOrigin: origin != nil || (node.folded?.nonFinite ?? 0) > 0, isFolded: node.folded != nil, colors)
    let box = """
      <table border="\(look.border)" cellborder="0" cellspacing="0" cellpadding="3" style="\(look.style)" \
      color="\(look.line)" bgcolor="\(look.fill)">\(body)</table>
      """
    guard index == diagram.output else { return box }
    return """
      <table border="1" cellborder="0" cellspacing="0" cellpadding="2" style="rounded" color="\(look.line)">\
      <tr><td>\(box)</td></tr></table>
      """
  }

  private func rows(of index: Int, _ node: Diagram.Node, _ origin: Diagram.NonFinite?) -> String {
    var text = row(header(of: node)) + "<hr/>"
    text += row("data", node.data, colors.data)
    text += row("grad", node.grad, colors.gradient, width: room?.grad[index])
    if !sums[index].isEmpty { text += sumRow(sums[index], width: room?.sum[index]) }
    if let origin {
      let number = (origin.isData ? node.data : node.grad).map(numbers.text) ?? ""
      text += row("<font point-size=\"9\" color=\"\(colors.warning)\"><b>⚠ \(number) arises here</b></font>")
    }
    return text
  }

  private func header(of node: Diagram.Node) -> String {
    // Graphviz refuses an empty <b></b>.
    let name = node.shownName.map { "<b>\(shortened($0))</b>" }
    switch node.kind {
    case .variable: return name ?? "#\(node.id)"
    case .constant:
      let number =
        "<font face=\"\(Self.mono)\" color=\"\(colors.muted)\">\(node.data.map(numbers.text) ?? "—")</font>"
      return name.map { "\($0)\(Self.equals)\(number)" } ?? number
    case .operation:
      let operation = shortened(node.operation?.picture ?? "?")
      return name.map { "\($0)\(Self.equals)\(operation)" } ?? operation
    }
  }

  static let mono = "DejaVu Sans Mono,Menlo,Consolas,monospace"
  /// Browsers drop a plain space where a run of text starts or ends.
  private static let space = "\u{A0}"
  private static let equals = "\(space)=\(space)"

  func shortened(_ name: String) -> String {
    DOTQuoting.html(VisibleText.fitted(name, to: Diagram.Node.longestLabel))
  }

  func row(_ text: String) -> String { "<tr><td colspan=\"2\">\(text)</td></tr>" }

  private func row(_ word: String, _ number: Double?, _ color: String, width: Int? = nil) -> String {
    let isUnusual = number.map { !$0.isFinite } ?? false
    return """
      <tr><td align="left"><font point-size="9" color="\(colors.muted)">\(word)</font></td>\
      <td align="right"\(Self.atLeast(width, columnsOf: 11))>\
      <font face="\(Self.mono)" color="\(isUnusual ? colors.warning : number == nil ? colors.muted : color)">\
      \(isUnusual ? "<b>" : "")\(number.map(numbers.text) ?? "—")\(isUnusual ? "</b>" : "")</font></td></tr>
      """
  }

  /// `= -0.2120 + 0.2826`: where several paths meet, gradients add up.
  private func sumRow(_ terms: [Double], width: Int?) -> String {
    """
    <tr><td colspan="2" align="right"\(Self.atLeast(width, columnsOf: 8))>\
    <font face="\(Self.mono)" point-size="8" color="\(colors.gradient)">\
    \(GradientSumText(terms, numbers).text)\(Self.space)</font></td></tr>
    """
  }

  /// Room for so many columns of a size; a column of the fonts in question is 0.6 to 0.65 of it.
  private static func atLeast(_ columns: Int?, columnsOf size: Int) -> String {
    guard let columns, columns > 0 else { return "" }
    return " width=\"\((columns * size * 65 + 99) / 100 + 6)\""
  }
}

/// `= -0.2120 + 0.2826`, with `…` for what is not known; of many terms, the first few.
struct GradientSumText {
  private(set) var text = ""

  init(_ terms: [Double], _ numbers: NumberText) {
    self.init(first: terms.prefix(Self.mostTerms).map { $0 }, known: terms.count, of: terms.count, numbers)
  }

  /// - Parameter first: the first ``mostTerms`` terms, or all of fewer.
  init(first: [Double?], known: Int, of count: Int, _ numbers: NumberText) {
    for (index, term) in first.enumerated() {
      let number = term.map(numbers.text) ?? "…"
      if index == 0 {
        text = "= " + number
      } else {
        text += number.hasPrefix("-") ? " − " + number.dropFirst() : " + " + number
      }
    }
    guard count > Self.mostTerms else { return }
    text += known == count ? " + … (\(known) terms)" : " + … (\(known) of \(count))"
  }

  static let mostTerms = 4
}

/// The frame and fill of a box: the role is told by shape, border and fill, not by colour alone.
private struct Look {
  var border = "1"
  var style = "rounded"
  var line: String
  var fill: String

  init(of kind: Diagram.Kind, isOutput: Bool, isOrigin: Bool, isFolded: Bool, _ colors: Palette) {
    switch kind {
    case .variable: (border, line, fill) = ("1.5", colors.variableLine, colors.variableFill)
    case .constant: (style, line, fill) = ("rounded,dotted", colors.constantLine, colors.constantFill)
    case .operation: (line, fill) = (colors.line, colors.operationFill)
    }
    if isFolded { style = "rounded,dashed" }
    if isOutput { (border, line, fill) = ("1", colors.outputLine, colors.outputFill) }
    if isOrigin { (border, line, fill) = ("2", colors.warning, colors.warningFill) }
  }
}
