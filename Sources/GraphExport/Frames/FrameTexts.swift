import DisplayText

/// The texts in the boxes, from frame to frame.
struct FrameTexts {
  struct State {
    var frame: Int
    var text: String
    /// The colour of the text, by its role.
    var color: @Sendable (Palette) -> String = { $0.gradient }
  }

  /// For each node with a gradient in its box, its texts; the last is that of the finished picture.
  private(set) var grads: [[State]]
  /// For each node with a sum in its box, its texts; the last is that of the finished picture.
  private(set) var sums: [[State]]

  init(_ diagram: Diagram, _ timeline: FrameTimeline, _ numbers: NumberText) {
    let origins = Set(diagram.nonFiniteOrigins.map { $0.node })
    grads = diagram.nodes.enumerated().map { index, node in
      if node.kind == .constant && !origins.contains(index) { return [] }
      return timeline.grads[index].map { change in
        switch change.state {
        case .unknown: State(frame: change.frame, text: "—", color: { $0.muted })
        case .partial(let sum):
          State(
            frame: change.frame, text: numbers.text(sum) + " …",
            color: { sum.isFinite ? $0.gradient : $0.warning })
        case .known: State(frame: change.frame, text: node.grad.map(numbers.text) ?? "—")
        }
      }
    }
    sums = Array(repeating: [], count: diagram.nodes.count)
    var terms: [[Int]] = Array(repeating: [], count: diagram.nodes.count)
    for (index, edge) in diagram.edges.enumerated() where timeline.frameOfEdge[index] != nil {
      terms[edge.from].append(index)
    }
    for (index, sum) in diagram.gradientSums.enumerated() where !sum.isEmpty && !grads[index].isEmpty {
      sums[index] = Self.sums(of: terms[index], diagram, timeline, numbers)
    }
  }

  /// The states of the sums. Contributions come in another order than they are written in; each keeps its
  /// place.
  private static func sums(
    of terms: [Int], _ diagram: Diagram, _ timeline: FrameTimeline, _ numbers: NumberText
  ) -> [State] {
    let frames = terms.compactMap { timeline.frameOfEdge[$0] }
    let first = zip(terms, frames).prefix(GradientSumText.mostTerms)
    var states = [State(frame: 0, text: "")]
    for (known, frame) in frames.sorted().enumerated() {
      let shown = first.map { $0.1 <= frame ? diagram.edges[$0.0].contribution : nil }
      let sum = GradientSumText(first: shown, known: known + 1, of: terms.count, numbers)
      states.append(State(frame: frame, text: sum.text))
    }
    return states
  }

  /// The columns of the widest text if it is wider than the last text, otherwise 0.
  static func room(for states: [State]) -> Int {
    guard let last = states.last else { return 0 }
    let widest = states.reduce(0) { max($0, VisibleText.width($1.text)) }
    return widest > VisibleText.width(last.text) ? widest : 0
  }
}
