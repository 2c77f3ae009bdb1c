import DisplayText

// Pictures in words, for screen readers and alternative texts.

extension Diagram {
  /// `Computation graph of d`
  var title: String {
    let node = output.map { nodes[$0] }
    let name = node.flatMap { $0.shownName == nil ? nil : " of \($0.shortLabel)" }
    return "Computation graph\(name ?? "")"
  }

  /// The picture in a sentence or two, as the alternative text of an image.
  ///
  /// ```
  /// Computation graph of d = tanh(c) for a = 2, b = -3: d is -0.9640; its gradient by a is 0.07065, by b 0.1413.
  /// ```
  /// - Complexity: O(nodes + edges).
  public func altText(precision: Int = 4) -> String {
    let numbers = NumberText(precision: precision)
    let phrases = phrases
    let variables = nodes.indices.filter { nodes[$0].kind == .variable && nodes[$0].folded == nil }
    var text = "Computation graph"
    if let output {
      text += " of \(phrases[output])"
      text += variables.filter { $0 != output }.isEmpty ? "" : " " + given(variables, numbers)
    }
    if let omission { text += ", \(omission)" }
    guard let output, nodes[output].folded == nil || nodes[output].data != nil else { return text + "." }
    text += ": \(nodes[output].shownName == nil ? "it" : nodes[output].shortLabel)"
    text += nodes[output].data.map { " is \(numbers.text($0))" } ?? " is \(missing)"
    let grads = variables.filter { $0 != output && nodes[$0].grad != nil }
    return text + derivatives(grads, numbers) + "."
  }

  private static let mostVariables = 6

  private func given(_ variables: [Int], _ numbers: NumberText) -> String {
    guard variables.count <= Self.mostVariables else { return "with \(variables.count) variables" }
    return "for "
      + variables.map { "\(nodes[$0].shortLabel) = \(nodes[$0].data.map(numbers.text) ?? missing)" }
      .joined(separator: ", ")
  }

  private func derivatives(_ variables: [Int], _ numbers: NumberText) -> String {
    let grads = variables.compactMap { nodes[$0].grad }
    guard let least = grads.min(), let most = grads.max() else { return "" }
    guard variables.count <= Self.mostVariables else {
      let unknown = grads.count { !$0.isFinite }
      return unknown > 0
        ? "; \(unknown) of its \(grads.count) gradients are not finite"
        : "; its gradients are \(numbers.text(least...most, dots: " to "))"
    }
    return "; its gradient "
      + variables.enumerated().map { index, node in
        let grad = nodes[node].grad.map(numbers.text) ?? "—"
        return "by \(nodes[node].shortLabel)\(index == 0 ? " is" : "") \(grad)"
      }.joined(separator: ", ")
  }

  /// The picture in words with its values; for a large graph, the output, the most important nodes, and the
  /// number of the rest.
  ///
  /// ```
  /// Computation graph with 6 nodes and 6 edges: a is 2, its gradient is 0.07065; … d = tanh(c) is -0.9640, its gradient is 1.
  /// ```
  public func spokenDescription(precision: Int = 4) -> String {
    spokenDescription(precision: precision, sums: [:])
  }

  /// - Parameter sums: incomplete gradients, by node position.
  func spokenDescription(precision: Int, sums: [Int: Double]) -> String {
    let numbers = NumberText(precision: precision)
    let phrases = phrases
    let told = told
    let shown = told.map { index in
      let node = nodes[index]
      if let folded = node.folded {
        return folded.spoken(numbers) + (node.data.map { ", its value is \(numbers.text($0))" } ?? "")
      }
      var text = "\(phrases[index]) is \(node.data.map(numbers.text) ?? missing)"
      if node.kind == .constant { return text }
      if let sum = sums[index] { text += ", its gradient so far is \(numbers.text(sum))" }
      if let grad = node.grad { text += ", its gradient is \(numbers.text(grad))" }
      return text
    }
    let counts = "\(Folded.counted(nodes.count, "node")) and \(Folded.counted(edges.count, "edge"))"
    let rest = nodes.count - shown.count
    return "Computation graph with \(counts)\(omission.map { ", \($0)" } ?? "")"
      + (shown.isEmpty ? "" : ": ") + shown.joined(separator: "; ")
      + (rest > 0 ? "; and \(Folded.counted(rest, "more node"))" : "") + "."
  }

  /// For each node, `c = a*b + a**2`, or `a*b` for a value without a name.
  private var phrases: [String] {
    zip(nodes, definitions(longest: Node.longestLabel)).map { node, words in
      guard let definition = words.definition else { return words.label }
      if node.shownName != nil { return "\(words.label) = \(definition)" }
      return words.label.hasPrefix("#") ? "\(words.label) = \(definition)" : definition
    }
  }

  private static let mostTold = 40

  /// The nodes of a description, in order: all of a small graph, otherwise the output and named nodes first.
  private var told: [Int] {
    guard nodes.count > Self.mostTold else { return Array(nodes.indices) }
    func rank(_ index: Int) -> Int {
      if index == output { return 0 }
      if nodes[index].folded != nil { return 1 }
      if nodes[index].shownName == nil { return nodes[index].kind == .operation ? 4 : 5 }
      return nodes[index].kind == .variable ? 2 : 3
    }
    var byRank: [[Int]] = Array(repeating: [], count: 6)
    for index in nodes.indices { byRank[rank(index)].append(index) }
    return byRank.joined().prefix(Self.mostTold).sorted()
  }
}
