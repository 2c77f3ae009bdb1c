import DisplayText

// The words around a picture: its caption, its description.

extension Diagram {
  /// What stands under a picture: how to read it and what is missing.
  func caption(_ options: PictureOptions) -> [String] {
    guard let omission else { return legend(options) }
    guard nodes.contains(where: { $0.folded != nil }) else { return legend(options) + [omission] }
    return legend(options) + [
      "dashed: many nodes in one box, with the range of their numbers · on edges ×2: two edges in one",
      omission, "more with --expand, --focus or --max-nodes",
    ]
  }

  private func legend(_ options: PictureOptions) -> [String] {
    guard !nodes.isEmpty else { return ["empty graph"] }
    let name = output.map { nodes[$0].shownName == nil ? "output" : nodes[$0].shortLabel } ?? hiddenOutput
    if isStale { return ["stale: a variable was changed; values and gradients are shown after forward()"] }
    if !hasGradients { return ["no gradients yet: backward() has not run"] }
    switch options.edges {
    case .none: return ["grad: ∂\(name)/∂node"]
    case .local: return ["grad: ∂\(name)/∂node · on edges: the local derivative ∂to/∂from"]
    case .contribution: return ["grad: ∂\(name)/∂node · on edges: what each adds to its operand's grad"]
    }
  }

  private var hiddenOutput: String {
    whole?.output.map { VisibleText.fitted($0, to: Node.longestLabel) } ?? "output"
  }

  /// `Computation graph of d`
  var title: String {
    let node = output.map { nodes[$0] }
    let name = node.flatMap { $0.shownName == nil ? nil : " of \($0.shortLabel)" }
    return "Computation graph\(name ?? "")"
  }

  /// The picture in words, for those who do not see it; long graphs are cut, visibly.
  public func spokenDescription(precision: Int = 4) -> String {
    spokenDescription(precision: precision, sums: [:])
  }

  /// - Parameter sums: gradients that are not complete, by position.
  func spokenDescription(precision: Int, sums: [Int: Double]) -> String {
    let numbers = NumberText(precision: precision)
    let shown = nodes.prefix(60).enumerated().map { index, node in
      if let folded = node.folded { return folded.spoken(numbers) }
      var text = node.shortLabel
      if let operation = node.operation { text += " (\(operation.tree))" }
      text += " is \(node.data.map(numbers.text) ?? "stale")"
      if let sum = sums[index], node.kind != .constant { text += ", gradient so far \(numbers.text(sum))" }
      if let grad = node.grad, node.kind != .constant { text += ", gradient \(numbers.text(grad))" }
      return text
    }
    let rest = nodes.count > shown.count ? "; and \(nodes.count - shown.count) more nodes" : ""
    let omission = omission.map { ", \($0)" } ?? ""
    return "Computation graph with \(nodes.count) nodes and \(edges.count) edges\(omission): "
      + shown.joined(separator: "; ") + rest + "."
  }
}
