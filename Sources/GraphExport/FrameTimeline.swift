/// What is known when, during the backward pass: the forward pass alone, the gradient 1 of the output, a frame for each
/// step, and the finished graph.
struct FrameTimeline: Sendable {
  /// A node's gradient from a frame on.
  struct Change: Sendable {
    enum State: Sendable {
      case unknown
      /// Of several contributions, these have come, by their place among the edges.
      case partial(sum: Double)
      case known
    }
    var frame: Int
    var state: State
  }

  let steps: [Diagram.BackwardStep]
  /// For each node, in the order of the frames.
  let grads: [[Change]]
  /// For each edge the frame in which it is active; `nil` where no gradient flows.
  let frameOfEdge: [Int?]

  static let start = 1
  var count: Int { steps.count + 3 }
  var last: Int { count - 1 }

  /// The frame of a step, from 0.
  static func frame(ofStep step: Int) -> Int { step + 2 }

  /// The step that a frame shows.
  func step(at frame: Int) -> Int? { steps.indices.contains(frame - 2) ? frame - 2 : nil }

  init(_ diagram: Diagram, _ steps: [Diagram.BackwardStep]) {
    self.steps = steps
    var grads = diagram.nodes.map { _ in [Change(frame: 0, state: .unknown)] }
    var frameOfEdge: [Int?] = Array(repeating: nil, count: diagram.edges.count)
    if let output = diagram.output { grads[output].append(Change(frame: Self.start, state: .known)) }
    for (index, step) in steps.enumerated() {
      let frame = Self.frame(ofStep: index)
      frameOfEdge[step.edge] = frame
      grads[diagram.edges[step.edge].from].append(
        Change(frame: frame, state: step.isLast ? .known : .partial(sum: step.sum)))
    }
    for index in grads.indices where grads[index].count == 1 {
      grads[index].append(Change(frame: steps.count + 2, state: .known))  // zero: no path leads there
    }
    self.grads = grads
    self.frameOfEdge = frameOfEdge
  }

  /// The state of a node's gradient in a frame. O(log changes).
  func state(of node: Int, at frame: Int) -> Change.State {
    let changes = grads[node]
    return changes[changes.partition(after: frame, by: \.frame) - 1].state
  }
}

extension Array {
  /// The position behind the last element whose key is at most `bound`, in an array that is sorted by it.
  func partition(after bound: Int, by key: (Element) -> Int) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if key(self[middle]) <= bound { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

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

  /// Which frame it is: `step 3 of 6`.
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
    // Where an operation blocks the gradient, the contribution is exactly zero whatever the gradient is.
    if !grad.isFinite && contribution == 0 { return "\(sum) = 0, blocked by the operation" }
    return "\(sum) = \(numbers.text(grad)) · \(numbers.text(local)) = \(numbers.text(contribution))"
  }
}
