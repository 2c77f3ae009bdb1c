/// The words of the frames.
struct FrameCaptions: Sendable {
  private let diagram: Diagram
  private let timeline: FrameTimeline
  private let names: [String]
  private let numbers: NumberText

  private static let longestName = 20

  init(_ diagram: Diagram, _ timeline: FrameTimeline, _ numbers: NumberText) {
    self.diagram = diagram
    self.timeline = timeline
    self.numbers = numbers
    names = diagram.expressions(longest: Self.longestName)
  }

  /// The title of a frame: `step 3 of 6`.
  func title(of frame: Int) -> String {
    if let step = timeline.step(at: frame) { return "step \(step + 1) of \(timeline.steps.count)" }
    return frame == 0 ? "forward pass" : frame == timeline.last ? "finished" : "start"
  }

  /// `step 3 of 6: a.grad += (a*b).grad · ∂(a*b)/∂a = 0.07065 · -3 = -0.2120`
  func caption(of frame: Int) -> String { "\(title(of: frame)): \(words(of: frame))" }

  private func words(of frame: Int) -> String {
    if let step = timeline.step(at: frame) { return words(of: timeline.steps[step]) }
    if frame == 0 { return "every value is known, no gradient yet" }
    if frame == timeline.last { return "every gradient is known" }
    let output = diagram.output.map { names[$0] } ?? "output"
    return "\(output).grad = ∂\(output)/∂\(output) = 1"
  }

  private func words(of step: Diagram.BackwardStep) -> String {
    let edge = diagram.edges[step.edge]
    let (node, operand) = (names[edge.to], names[edge.from])
    let grad = diagram.nodes[edge.to].grad ?? .nan
    let (local, contribution) = (edge.local ?? 0, edge.contribution ?? .nan)
    let sum = "\(operand).grad += \(node).grad · ∂\(node)/∂\(operand)"
    // If an operation blocks the gradient, the contribution is exactly zero for every gradient.
    if !grad.isFinite && contribution == 0 { return "\(sum) = 0, blocked by the operation" }
    return "\(sum) = \(numbers.text(grad)) · \(numbers.text(local)) = \(numbers.text(contribution))"
  }
}
