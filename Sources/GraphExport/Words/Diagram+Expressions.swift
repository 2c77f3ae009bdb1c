import DisplayText

// Expressions that name the nodes without a name.

extension Diagram {
  /// For each node, its name, or its expression in terms of its operands, such as `(a*b)`; `#7` if that has
  /// more columns than `longest`.
  ///
  /// - Complexity: O(nodes + edges), for bounded `longest`.
  func expressions(longest: Int) -> [String] { labels(longest).map { $0.inParentheses } }

  /// For each node, its name or expression as in ``expressions(longest:)``, and the definition of operations,
  /// including those with a name. Operands that are unknown or too many are `…`.
  ///
  /// - Complexity: O(nodes + edges), for bounded `longest`.
  func definitions(longest: Int) -> [(label: String, definition: String?)] {
    let labels = labels(longest)
    let arrays = arrayNames
    var next = 0
    return nodes.indices.map { index in
      var operands: [Expression] = []
      if let arrays, let arguments = arguments(of: index, from: next, arrays),
        let operation = nodes[index].operation
      {
        while next < edges.count, edges[next].to == index { next += 1 }
        return (labels[index].inParentheses, "\(operation.text)(\(arguments.joined(separator: ", ")))")
      }
      while next < edges.count, edges[next].to == index {
        while operands.count < min(edges[next].operand, longest) { operands.append(.unknown) }
        if operands.count < longest { operands.append(labels[edges[next].from]) }
        next += 1
      }
      let definition = nodes[index].operation.map { self.definition(of: $0, operands, longest) }
      return (labels[index].inParentheses, definition)
    }
  }

  private func definition(of operation: Operation, _ operands: [Expression], _ longest: Int) -> String {
    var operands = operands
    if whole != nil, operands.count < operation.operandCount ?? .max {
      let missing = operation.operandCount.map { $0 - operands.count } ?? 1
      operands += Array(repeating: .unknown, count: missing)
    }
    let text = operation.expression(operands).text
    if VisibleText.width(text) <= longest && operands.count < longest { return text }
    return operation.expression(Array(operands.prefix(1)) + [.unknown]).text
  }

  private func labels(_ longest: Int) -> [Expression] {
    var texts: [Expression] = []
    texts.reserveCapacity(nodes.count)
    let arrays = arrayNames
    var next = 0
    for (index, node) in nodes.enumerated() {
      if let arrays, node.shownName == nil, let operation = node.operation,
        let arguments = arguments(of: index, from: next, arrays)
      {
        while next < edges.count, edges[next].to == index { next += 1 }
        let text = "\(operation.text)(\(arguments.joined(separator: ", ")))"
        texts.append(Expression(text: VisibleText.width(text) + 2 <= longest ? text : "#\(node.id)"))
        continue
      }
      var operands: [Expression] = []
      var isWhole = true
      while next < edges.count, edges[next].to == index {
        if edges[next].operand != operands.count { isWhole = false }
        operands.append(texts[edges[next].from])
        next += 1
      }
      texts.append(expression(of: node, isWhole ? operands : [], longest))
    }
    return texts
  }

  /// The vectors and matrices that an operation takes, if its operands are all of their elements.
  private func arguments(of index: Int, from first: Int, _ arrays: ArrayNames) -> [String]? {
    guard let operation = nodes[index].operation, Self.takesArrays.contains(operation.name) else {
      return nil
    }
    var names: [String] = []
    var next = first
    while next < edges.count, edges[next].to == index {
      guard let name = nodes[edges[next].from].shownName, edges[next].operand == names.count else {
        return nil
      }
      names.append(name)
      next += 1
    }
    return arrays.arguments(of: operation.name, names)?.map { VisibleText.of($0) }
  }

  /// The names of some nodes for a message, or their expressions, cut to `longest` columns.
  ///
  /// - Complexity: O(nodes + edges), for bounded `longest`.
  package func texts(of positions: [Int], longest: Int) -> [Int: String] {
    let all = definitions(longest: longest)
    var texts: [Int: String] = [:]
    for position in positions {
      let (label, definition) = all[position]
      texts[position] = label.hasPrefix("#") ? VisibleText.fitted(definition ?? label, to: longest) : label
    }
    return texts
  }

  private func expression(of node: Node, _ operands: [Expression], _ longest: Int) -> Expression {
    let number = Expression(text: "#\(node.id)", level: Expression.atom)
    if let name = node.shownName { return Expression(text: VisibleText.fitted(name, to: longest)) }
    guard let operation = node.operation else {
      let text = node.kind == .constant ? node.data.map { ConstantText.of($0) } : nil
      return text.map { Expression(text: $0, level: $0.hasPrefix("-") ? 0 : Expression.atom) } ?? number
    }
    // In a part of a graph, it is unknown if operands are missing after the last one.
    guard !operands.isEmpty, whole == nil || operation.operandCount == operands.count else { return number }
    // A longer text is not shown; there may be a million operands.
    guard operands.count <= longest, operands.allSatisfy({ !$0.text.hasPrefix("#") }) else { return number }
    let expression = operation.expression(operands)
    return VisibleText.width(expression.text) + 2 <= longest ? expression : number
  }
}

/// A text of the formula language, and its precedence.
struct Expression {
  var text: String
  /// 1 for sums, 2 for products, 3 for powers; 0 for a text that always needs parentheses.
  var level = Self.atom

  static let atom = 4
  static let unknown = Expression(text: "…")

  var inParentheses: String { level == Self.atom ? text : "(\(text))" }

  static func level(ofInfix text: String) -> Int {
    switch text {
    case "+", "-": 1
    case "*", "/": 2
    case "**": 3
    default: 0
    }
  }

  /// The text as an operand of an operation with the precedence `outer`.
  func operand(of outer: Int, isFirst: Bool) -> String {
    let fits = level == Self.atom || (level > outer && outer > 0) || (level == outer && isFirst && outer < 3)
    return fits ? text : "(\(text))"
  }
}
