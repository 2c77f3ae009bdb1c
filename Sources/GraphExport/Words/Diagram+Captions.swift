import DisplayText

// The caption of a picture.

extension Diagram {
  /// The lines below a picture: a key to it, and a list of what is missing.
  func caption(_ options: PictureOptions) -> [String] {
    guard let columns = options.captionColumns else { return sentences(options) }
    return sentences(options).flatMap { VisibleText.wrapped($0, to: columns) }
  }

  private func sentences(_ options: PictureOptions) -> [String] {
    guard let omission else { return legend(options) }
    guard nodes.contains(where: { $0.folded != nil }) else { return legend(options) + [omission] }
    let isApart = nodes.contains { $0.folded?.title == FoldTitle.unused }
    return legend(options) + [
      "dashed: many nodes in one box, with the range of their numbers · on edges ×2: two edges in one"
    ] + (isApart ? ["what is not used by the output stands apart, without its edges"] : []) + [
      omission, "more with --expand, --focus or --max-nodes",
    ]
  }

  private func legend(_ options: PictureOptions) -> [String] {
    guard !nodes.isEmpty else { return ["empty graph"] }
    let name = output.map { nodes[$0].shownName == nil ? "output" : nodes[$0].shortLabel } ?? hiddenOutput
    if isStale {
      return [
        isRead ? staleReason : "stale: a variable was changed; values and gradients are shown after forward()"
      ]
    }
    if !hasGradients { return [isRead ? gradientReason : "no gradients yet: backward() has not run"] }
    switch options.edges {
    case .none: return ["grad: ∂\(name)/∂node"]
    case .local: return ["grad: ∂\(name)/∂node · on edges: the local derivative ∂to/∂from"]
    case .contribution: return ["grad: ∂\(name)/∂node · on edges: what each adds to its operand's grad"]
    }
  }

  private var hiddenOutput: String {
    whole?.output.map { VisibleText.fitted($0, to: Node.longestLabel) } ?? "output"
  }

}
