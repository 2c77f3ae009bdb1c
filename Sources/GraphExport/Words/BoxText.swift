/// The content of a box, before a format gives it a look.
struct BoxText {
  /// A line below the head.
  struct Line {
    enum Role { case words, data, gradient, sum, warning }

    var role: Role
    /// The word before the number, such as `data`.
    var word = ""
    var text: String
    /// True if the number is NaN or infinite.
    var isUnusual = false
  }

  enum Role: String, CaseIterable { case variable, constant, operation, folded, output, warning }

  /// The node's number in its graph.
  var id: Int
  /// The name, or a replacement such as `#7` or a folded box's title; `nil` if the rest of the head suffices.
  var name: String?
  /// True if ``name`` comes from the user.
  var isNamed: Bool
  /// The operation of the node; `nil` for leaves.
  var operation: Diagram.Operation?
  /// The number of a constant.
  var number: String?
  var lines: [Line]
  var role: Role
}

/// The texts of all boxes of a diagram.
struct BoxTexts {
  private let diagram: Diagram
  private let numbers: NumberText
  private let sums: [[Double]]
  private let origins: [Int: Diagram.NonFinite]

  /// - Parameter hasSums: true to show the sums of gradients.
  init(_ diagram: Diagram, _ numbers: NumberText, hasSums: Bool = true) {
    self.diagram = diagram
    self.numbers = numbers
    sums = hasSums ? diagram.gradientSums : []
    origins = Dictionary(uniqueKeysWithValues: diagram.nonFiniteOrigins.map { ($0.node, $0) })
  }

  subscript(index: Int) -> BoxText {
    let node = diagram.nodes[index]
    var box = BoxText(
      id: node.id, name: node.shownName, isNamed: node.shownName != nil, lines: [], role: role(of: index))
    if let folded = node.folded {
      box.name = folded.title
      box.lines = lines(of: folded, node)
      return box
    }
    switch node.kind {
    case .variable: if !box.isNamed { box.name = "#\(node.id)" }
    case .constant:
      box.number = node.data.map { ConstantText.of($0, numbers) } ?? "—"
      if origins[index] == nil { return box }
    case .operation: box.operation = node.operation
    }
    box.lines = [line(.data, "data", node.data), line(.gradient, "grad", node.grad)]
    if sums.indices.contains(index), !sums[index].isEmpty {
      box.lines.append(BoxText.Line(role: .sum, text: GradientSumText(sums[index], numbers).text))
    }
    if let origin = origins[index] {
      let text = number(origin.isData ? node.data : node.grad)
      box.lines.append(BoxText.Line(role: .warning, text: "⚠ \(text) arises here"))
    }
    return box
  }

  /// True if a number that is not finite arises at this node.
  func isOrigin(_ index: Int) -> Bool { !origins.isEmpty && origins[index] != nil }

  private func role(of index: Int) -> BoxText.Role {
    let node = diagram.nodes[index]
    if origins[index] != nil || (node.folded?.nonFinite ?? 0) > 0 { return .warning }
    if index == diagram.output { return .output }
    if node.folded != nil { return .folded }
    switch node.kind {
    case .variable: return .variable
    case .constant: return .constant
    case .operation: return .operation
    }
  }

  private func number(_ number: Double?) -> String { number.map(numbers.text) ?? "—" }

  private func line(_ role: BoxText.Line.Role, _ word: String, _ value: Double?) -> BoxText.Line {
    BoxText.Line(
      role: role, word: word, text: number(value), isUnusual: value.map { !$0.isFinite } ?? false)
  }

  private func lines(of folded: Diagram.Folded, _ node: Diagram.Node) -> [BoxText.Line] {
    let contents = folded.contents(most: 3) { Diagram.Operation(named: $0, parameters: []).symbol }
    var lines = [
      BoxText.Line(role: .words, text: "\(Diagram.Folded.counted(folded.nodes, "node")): \(contents)")
    ]
    func text(_ number: Double?, _ range: ClosedRange<Double>?) -> String {
      number.map { numbers.text($0) } ?? range.map { numbers.text($0) } ?? "—"
    }
    lines.append(BoxText.Line(role: .data, word: "data", text: text(node.data, folded.data)))
    if folded.constants < folded.nodes {
      lines.append(BoxText.Line(role: .gradient, word: "grad", text: text(node.grad, folded.grad)))
    }
    if let warnings = folded.warnings {
      lines.append(
        folded.nonFinite > 0
          ? BoxText.Line(role: .warning, text: "⚠ \(warnings)") : BoxText.Line(role: .words, text: warnings))
    }
    return lines
  }
}

extension Diagram {
  /// The texts on an edge, from left to right.
  struct EdgeText {
    /// The operand's number from 1 (① to ⑨), if the order of operands matters.
    var operand: Int?
    /// The number of edges that this one represents, shown as `×3`, if more than one.
    var count: Int?
    var number: Double?

    init(_ edge: Edge, _ label: PictureOptions.EdgeLabel, isOrdered: Bool) {
      operand = isOrdered ? edge.operand + 1 : nil
      count = edge.count > 1 ? edge.count : nil
      number =
        switch label {
        case .none: nil
        case .local: edge.local
        case .contribution: edge.contribution
        }
    }

    var isEmpty: Bool { operand == nil && count == nil && number == nil }
  }

  func text(of edge: Edge, _ label: PictureOptions.EdgeLabel) -> EdgeText {
    EdgeText(edge, label, isOrdered: nodes[edge.to].isOrdered)
  }

  /// ① to ⑨; larger numbers in parentheses.
  static func circled(_ number: Int) -> String {
    guard (1...9).contains(number), let sign = Unicode.Scalar(0x245F + UInt32(number)) else {
      return "(\(number))"
    }
    return String(sign)
  }
}
