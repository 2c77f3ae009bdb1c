import DisplayText

/// The backward pass in pictures: one for the forward pass, one for the gradient 1 of the output, one for each edge, and
/// the finished graph.
///
/// ```swift
/// let frames = try BackwardFrames(Diagram(graph))
/// let layout = try await Graphviz().render(frames.dot, as: .svg)
/// for picture in try frames.pictures(in: layout.bytes) { … }           // one SVG each
/// let movie = try frames.animation(in: layout.bytes, secondsPerStep: 1)  // one SVG that moves
/// ```
/// Graphviz lays out the finished graph once; every frame is made from that one picture, so that nothing jumps.
public struct BackwardFrames: Sendable {
  /// The diagram with its gradients.
  public let diagram: Diagram
  /// The options of every frame.
  public private(set) var options: PictureOptions
  let timeline: FrameTimeline
  let captions: FrameCaptions

  /// Prepares the frames of a backward pass.
  ///
  /// - Throws: ``Diagram/BackwardStepsError`` if the diagram has no gradients, or not those of one backward
  ///   pass.
  /// - Complexity: O(nodes + edges).
  public init(
    _ diagram: Diagram, _ options: PictureOptions = PictureOptions()
  ) throws(BackwardStepsError) {
    self.diagram = diagram
    self.options = options
    timeline = FrameTimeline(diagram, try diagram.backwardSteps())
    captions = FrameCaptions(diagram, timeline, NumberText(precision: options.precision))
  }

  /// The same frames with another direction of the data.
  public func turned(to direction: PictureOptions.Direction) -> BackwardFrames {
    var frames = self
    frames.options.direction = direction
    return frames
  }

  /// The number of frames: the number of edges that lead to the output, plus three.
  public var count: Int { timeline.count }

  /// The caption of a frame in one line, such as `step 3 of 6: a.grad += (a*b).grad · ∂(a*b)/∂a = 0.07065 ·
  /// -3 = -0.2120`.
  public func caption(of frame: Int) -> String { VisibleText.of(captions.caption(of: frame)) }

  /// The finished graph for Graphviz, with space for the texts of all frames.
  public var dot: [UInt8] {
    let texts = FrameTexts(diagram, timeline, NumberText(precision: options.precision))
    let headline = (0..<count).map(caption).max { VisibleText.width($0) < VisibleText.width($1) }
    let room = DOTRoom(
      headline: headline ?? "", grad: texts.grads.map(FrameTexts.room), sum: texts.sums.map(FrameTexts.room))
    return DOTEncoder(options).encode(diagram, room: room)
  }

  /// The frames, each an SVG of its own, made on demand.
  ///
  /// - Parameters:
  ///   - layout: the SVG that Graphviz made of ``dot``.
  ///   - name: as for ``SVGDocument/finish(_:of:_:name:title:digest:)``; each frame adds its number.
  /// - Throws: ``FrameError`` if the layout is not an SVG of ``dot``.
  public func pictures(in layout: [UInt8], name: String? = nil) throws(FrameError) -> Pictures {
    Pictures(
      frames: self, layout: layout, spots: try FramePlan(layout, diagram, options, timeline).spots, dot: dot,
      name: name)
  }

  /// The frames of one backward pass.
  public struct Pictures: RandomAccessCollection, Sendable {
    let frames: BackwardFrames
    let layout: [UInt8]
    let spots: [FrameSpot]
    let dot: [UInt8]
    let name: String?

    /// The first frame, 0.
    public var startIndex: Int { 0 }
    /// The number of frames.
    public var endIndex: Int { frames.count }

    /// The SVG of a frame.
    ///
    /// - Complexity: O(bytes of the picture).
    public subscript(frame: Int) -> [UInt8] {
      precondition(indices.contains(frame), "there is no frame \(frame) among \(count)")
      var svg: [UInt8] = []
      svg.reserveCapacity(layout.count)
      var position = 0
      for spot in spots {
        svg += layout[position..<spot.range.lowerBound]
        svg += spot.variant(at: frame)
        position = spot.range.upperBound
      }
      svg += layout[position...]
      let words = SVGWords(
        title: "\(frames.diagram.title), \(frames.captions.title(of: frame))",
        description: frames.description(of: frame))
      let identity = SVGIdentity(
        name: name.map { "\($0)-\(frame)" },
        digest: frames.digest(of: dot, name: name, title: nil, ["frame \(frame)"]))
      return SVGDocument.finish(
        svg, words, identity, frames.options, attributes: "class=\"\(BackwardFrames.mark)\" ") ?? svg
    }
  }

  /// The class of a frame's root element, which marks the SVG as a frame.
  public static let mark = "gradgraph-frame"

  func digest(of dot: [UInt8], name: String?, title: String?, _ facts: [String]) -> String {
    SVGDocument.digest(of: dot, diagram, options, name: name, title: title, facts: facts)
  }

  /// A frame in words.
  private func description(of frame: Int) -> String {
    var shown = diagram
    var sums: [Int: Double] = [:]
    for index in shown.nodes.indices {
      switch timeline.state(of: index, at: frame) {
      case .unknown: shown.nodes[index].grad = nil
      case .partial(let sum):
        shown.nodes[index].grad = nil
        sums[index] = sum
      case .known: break
      }
    }
    return captions.caption(of: frame) + ". "
      + shown.spokenDescription(precision: options.precision, sums: sums)
  }
}
