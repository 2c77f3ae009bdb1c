/// The numbers known in each frame of the backward pass: the forward pass alone, the gradient 1 of the
/// output, a frame for each step, and the finished graph.
struct FrameTimeline: Sendable {
  /// A node's gradient from a frame on.
  struct Change: Sendable {
    enum State: Sendable {
      case unknown
      /// The sum of the contributions up to this frame, in the order of the steps; further contributions
      /// follow.
      case partial(sum: Double)
      case known
    }
    var frame: Int
    var state: State
  }

  let steps: [Diagram.BackwardStep]
  /// For each node, its changes in the order of the frames.
  let grads: [[Change]]
  /// For each edge, the frame in which it is active; `nil` if no gradient flows.
  let frameOfEdge: [Int?]

  static let start = 1
  var count: Int { steps.count + 3 }
  var last: Int { count - 1 }

  /// The frame of a step, from 0.
  static func frame(ofStep step: Int) -> Int { step + 2 }

  /// The step that a frame shows; `nil` for the frames before and after the steps.
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
    return changes[changes.partition(after: frame, by: { $0.frame }) - 1].state
  }
}

extension Array {
  /// The position after the last element whose key is at most `bound`, in an array sorted by key.
  func partition(after bound: Int, by key: (Element) -> Int) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if key(self[middle]) <= bound { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
