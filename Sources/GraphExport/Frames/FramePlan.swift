import DisplayText

/// The spots of a laid out picture, and their text in each frame.
struct FramePlan {
  private let diagram: Diagram
  private let timeline: FrameTimeline
  private let svg: [UInt8]
  private let scan: SVGScan
  private let colors: Palette
  private(set) var spots: [FrameSpot] = []

  init(
    _ svg: [UInt8], _ diagram: Diagram, _ options: PictureOptions, _ timeline: FrameTimeline
  ) throws(FrameError) {
    self.diagram = diagram
    self.timeline = timeline
    self.svg = svg
    colors = options.theme.palette
    scan = SVGScan(svg, nodes: diagram.nodes.count, edges: diagram.edges.count)
    let numbers = NumberText(precision: options.precision)
    try addHeadline(
      FrameCaptions(diagram, timeline, numbers), lines: diagram.caption(options).count + 1)
    try addBoxes(FrameTexts(diagram, timeline, numbers))
    try addEdges(options, numbers)
    spots.sort { $0.range.lowerBound < $1.range.lowerBound }
  }

  private mutating func addHeadline(_ captions: FrameCaptions, lines: Int) throws(FrameError) {
    guard scan.captions.count == lines, let headline = scan.captions.first else {
      throw .unrecognized("there are \(scan.captions.count) lines below the graph, not \(lines)")
    }
    spots.append(
      FrameSpot(
        range: headline.range,
        variants: (0..<timeline.count).map { frame in
          headline.written(in: svg, with: [("fill", colors.text)], content: captions.caption(of: frame))
        },
        changes: (0..<timeline.count).map { ($0, $0) }))
  }

  // MARK: Boxes

  private mutating func addBoxes(_ texts: FrameTexts) throws(FrameError) {
    let origins = Dictionary(uniqueKeysWithValues: diagram.nonFiniteOrigins.map { ($0.node, $0.isData) })
    let activity = Self.activity(diagram, timeline)
    for (index, node) in diagram.nodes.enumerated() {
      addTooltips(of: node, at: index)
      let outlines = scan.nodes[index].shapes.filter { $0.isOutline(in: svg) }
      guard !outlines.isEmpty else { throw missing("the outline", of: node) }
      // The two lines of an output must stay apart.
      let weights: [Double?] = outlines.count > 1 ? [nil, 1.5, 2.25] : [nil, 2, 3]
      for outline in outlines { add(outline, weights: weights, changes: activity[index]) }

      var found = scan.nodes[index].texts[...]
      if let isData = origins[index], let warning = found.popLast(), !isData {
        let known = timeline.grads[index].last?.frame ?? 0
        spots.append(
          FrameSpot(
            range: warning.range, variants: [[], Array(svg[warning.range])], changes: [(0, 0), (known, 1)]))
      }
      try add(texts.sums[index], to: found.last, of: node)
      if !texts.sums[index].isEmpty { _ = found.popLast() }
      try add(texts.grads[index], to: found.last, of: node)
      guard texts.grads[index].isEmpty || found.dropLast().last?.shownText(in: svg) == "grad" else {
        throw missing("the word 'grad'", of: node)
      }
    }
  }

  private func missing(_ what: String, of node: Diagram.Node) -> FrameError {
    .unrecognized("\(what) of '\(node.shortLabel)' is missing")
  }

  /// Adds a right-aligned text; its last state is the text of the finished picture.
  private mutating func add(
    _ states: [FrameTexts.State], to found: SVGElement?, of node: Diagram.Node
  ) throws(FrameError) {
    guard let last = states.last else { return }
    guard let element = found, element.shownText(in: svg) == last.text else {
      throw missing("'\(last.text)'", of: node)
    }
    let right = element.rightEnd(in: svg)
    var spot = FrameSpot(range: element.range, variants: [], changes: [])
    for state in states.dropLast() {
      spot.changes.append((state.frame, spot.variants.count))
      let look = [
        (name: "text-anchor", value: "end"), (name: "x", value: right),
        (name: "fill", value: state.color(colors)),
      ]
      spot.variants.append(
        state.text.isEmpty ? [] : element.written(in: svg, with: look, content: state.text))
    }
    spot.changes.append((last.frame, spot.variants.count))
    spot.variants.append(Array(svg[element.range]))
    spots.append(spot)
  }

  private mutating func addTooltips(of node: Diagram.Node, at index: Int) {
    let changes = timeline.grads[index]
    let variants = changes.map { change in
      let grad: String? =
        switch change.state {
        case .unknown: "—"
        case .partial(let sum): "\(NumberText.exact(sum)) so far"
        case .known: nil
        }
      return Self.attribute(diagram.tooltip(of: node, grad: grad))
    }
    for range in scan.nodes[index].tooltips {
      spots.append(
        FrameSpot(
          range: range, variants: variants,
          changes: changes.enumerated().map { (frame: $1.frame, variant: $0) },
          isAttribute: true))
    }
  }

  /// For each node, its activity by frame: it passes its gradient on (1), receives (2) or rests (0).
  private static func activity(
    _ diagram: Diagram, _ timeline: FrameTimeline
  ) -> [[(frame: Int, variant: Int)]] {
    var activity = diagram.nodes.map { _ in [(frame: 0, variant: 0)] }
    func add(_ node: Int, _ frame: Int, _ role: Int) {
      if activity[node].last?.frame == frame { activity[node].removeLast() }
      activity[node] += [(frame: frame, variant: role), (frame: frame + 1, variant: 0)]
    }
    if let output = diagram.output { add(output, FrameTimeline.start, 2) }
    for (index, step) in timeline.steps.enumerated() {
      add(diagram.edges[step.edge].to, FrameTimeline.frame(ofStep: index), 1)
      add(diagram.edges[step.edge].from, FrameTimeline.frame(ofStep: index), 2)
    }
    return activity
  }

  // MARK: Edges

  /// Adds the edges: an edge is dashed until the gradient flows along it, and then heavy for one step.
  private mutating func addEdges(_ options: PictureOptions, _ numbers: NumberText) throws(FrameError) {
    for (index, edge) in diagram.edges.enumerated() {
      let part = scan.edges[index]
      guard part.shapes.contains(where: { $0.isOutline(in: svg) }) else {
        throw .unrecognized(
          "the edge from '\(diagram.nodes[edge.from].shortLabel)' to '\(diagram.nodes[edge.to].shortLabel)' is missing"
        )
      }
      let active = timeline.frameOfEdge[index]
      let done = active.map { $0 + 1 } ?? timeline.last
      let changes =
        [(frame: 0, variant: 1)] + (active.map { [(frame: $0, variant: 2)] } ?? []) + [
          (frame: done, variant: 0)
        ]
      for shape in part.shapes { add(shape, weights: [nil, 0.8, 3], isDashed: true, changes: changes) }
      let known = active ?? timeline.last
      var unknown = edge
      unknown.contribution = nil
      let tooltips = [unknown, edge].map { Self.attribute(diagram.tooltip(of: $0)) }
      for range in part.tooltips {
        spots.append(
          FrameSpot(range: range, variants: tooltips, changes: [(0, 0), (known, 1)], isAttribute: true))
      }
      if options.edges == .contribution, let contribution = edge.contribution {
        try add(contribution: numbers.text(contribution), to: part.texts.last, from: known)
      }
    }
  }

  private mutating func add(
    contribution: String, to found: SVGElement?, from frame: Int
  ) throws(FrameError) {
    guard let text = found, text.shownText(in: svg) == contribution else {
      throw .unrecognized("the contribution '\(contribution)' of an edge is missing")
    }
    let unknown = text.written(in: svg, with: [("fill", colors.muted)], content: "\u{A0}—")
    spots.append(
      FrameSpot(
        range: text.range, variants: [unknown, Array(svg[text.range])], changes: [(0, 0), (frame, 1)]))
  }

  // MARK: Shapes and tooltips

  /// Adds a shape that is heavier and in the colour of gradients if its variant has a weight above 1.
  private mutating func add(
    _ shape: SVGElement, weights: [Double?], isDashed: Bool = false,
    changes: [(frame: Int, variant: Int)]
  ) {
    let isFilled = !shape.isOutline(in: svg)
    let variants = weights.map { weight -> [UInt8] in
      guard let weight else { return Array(svg[shape.range]) }
      let isActive = weight > 1
      var look = [(name: "stroke-width", value: isFilled ? "1" : NumberText.exact(weight))]
      if isActive { look.append((name: "stroke", value: colors.gradient)) }
      if isFilled { look.append((name: "fill", value: isActive ? colors.gradient : colors.background)) }
      if isDashed && !isActive && !isFilled { look.append((name: "stroke-dasharray", value: "3,3")) }
      return shape.written(in: svg, with: look)
    }
    spots.append(FrameSpot(range: shape.range, variants: variants, changes: changes))
  }

  private static func attribute(_ lines: [String]) -> [UInt8] {
    Array(lines.map { XMLText.attribute($0) }.joined(separator: "&#10;").utf8)
  }
}
