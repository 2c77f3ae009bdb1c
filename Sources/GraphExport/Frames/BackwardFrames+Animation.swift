extension BackwardFrames {
  /// One SVG that shows all frames in turn, in a loop.
  ///
  /// It is animated by style sheets alone, without a script. Readers who prefer reduced motion, printers, and
  /// programs without animations show the finished graph. The animation pauses while a pointer is over it.
  /// Only the parts that change are repeated: the size grows with the number of steps, not with steps times
  /// nodes.
  ///
  /// - Parameters:
  ///   - layout: the SVG that Graphviz made of ``dot``.
  ///   - secondsPerStep: the duration in seconds of each frame but the last; more than 0.
  ///   - secondsAtEnd: the duration in seconds of the finished graph.
  ///   - name: as for ``SVGDocument/finish(_:of:_:name:title:digest:)``.
  ///   - title: as for a still picture.
  ///   - digest: as for a still picture.
  /// - Throws: ``FrameError`` if the layout is not an SVG of ``dot``.
  public func animation(
    in layout: [UInt8], secondsPerStep: Double = 1.5, secondsAtEnd: Double = 5, name: String? = nil,
    title: String? = nil, digest: String? = nil
  ) throws(FrameError) -> [UInt8] {
    precondition(
      secondsPerStep > 0 && secondsAtEnd > 0,
      "a frame stands for more than 0 seconds, not \(secondsPerStep) and \(secondsAtEnd)")
    let identity = SVGIdentity(
      name: name,
      digest: digest
        ?? self.digest(secondsPerStep: secondsPerStep, secondsAtEnd: secondsAtEnd, name: name, title: title))
    var animation = Animation(
      frames: count, secondsPerStep: secondsPerStep, secondsAtEnd: secondsAtEnd, id: identity.id)
    var svg: [UInt8] = []
    var position = 0
    for spot in try FramePlan(layout, diagram, options, timeline).spots where !spot.isAttribute {
      svg += layout[position..<spot.range.lowerBound]
      svg += animation.stacked(spot)
      position = spot.range.upperBound
    }
    svg += layout[position...]
    let words = SVGWords(
      title: title ?? "\(diagram.title), the backward pass step by step",
      description: "Animation in \(count) frames, the last of which is this. "
        + diagram.spokenDescription(precision: options.precision))
    guard let finished = SVGDocument.finish(svg, words, identity, options, style: animation.style) else {
      throw .unrecognized("there is no <svg> element")
    }
    return finished
  }

  /// The digest that the animation contains, like ``SVGDocument/digest(of:_:name:title:facts:)`` for a still
  /// picture.
  public func digest(
    secondsPerStep: Double = 1.5, secondsAtEnd: Double = 5, name: String? = nil, title: String? = nil,
    facts: [String] = []
  ) -> String {
    let seconds = "animation \(NumberText.exact(secondsPerStep)) \(NumberText.exact(secondsAtEnd))"
    return digest(of: dot, name: name, title: title, [seconds] + facts)
  }
}

/// Turns frames into style rules: one class for each set of frames.
private struct Animation {
  private let frames: Int
  private let secondsPerStep: Double
  private let secondsAtEnd: Double
  private let id: String
  private var classes: [[Range<Int>]: String] = [:]
  private let rules = TextBuffer()
  private let keyframes = TextBuffer()

  init(frames: Int, secondsPerStep: Double, secondsAtEnd: Double, id: String) {
    self.id = id
    self.frames = frames
    self.secondsPerStep = secondsPerStep
    self.secondsAtEnd = secondsAtEnd
  }

  /// All variants of a spot, each visible in its frames; without animation, only the variant of the last
  /// frame is visible.
  mutating func stacked(_ spot: FrameSpot) -> [UInt8] {
    let out = TextBuffer()
    for (variant, frames) in zip(spot.variants, spot.frames(of: frames)) where !frames.isEmpty {
      if variant.isEmpty { continue }
      guard frames != [0..<self.frames] else { return variant }
      let atRest = frames.last?.upperBound == self.frames ? "" : " visibility=\"hidden\""
      out.append("<g class=\"move \(name(of: frames))\"\(atRest)>")
      out.append(variant)
      out.append("</g>")
    }
    return out.bytes
  }

  private mutating func name(of frames: [Range<Int>]) -> String {
    if let known = classes[frames] { return known }
    let name = "m\(classes.count)"
    classes[frames] = name
    rules.append("#\(id) .\(name){animation-name:\(id)_\(name)}\n")
    keyframes.append("@keyframes \(id)_\(name){")
    if frames.first?.lowerBound != 0 { keyframes.append("0%{visibility:hidden}") }
    for range in frames {
      keyframes.append("\(percent(range.lowerBound)){visibility:visible}")
      if range.upperBound < self.frames {
        keyframes.append("\(percent(range.upperBound)){visibility:hidden}")
      }
    }
    keyframes.append("}\n")
    return name
  }

  private var duration: Double { Double(frames - 1) * secondsPerStep + secondsAtEnd }

  private func percent(_ frame: Int) -> String {
    NumberText(precision: 7).text(Double(frame) * secondsPerStep / duration * 100) + "%"
  }

  /// The rules of the animation. Without them the picture shows the last frame, because hidden variants are
  /// marked so themselves. It pauses for a pointer and for keyboard focus.
  var style: String {
    let moving = String(decoding: rules.bytes, as: UTF8.self)
    return """
      @media screen and (prefers-reduced-motion:no-preference){
      #\(id) .move{animation:\(NumberText.exact(duration))s step-end infinite}
      \(moving)#\(id):hover .move,#\(id):focus-within .move{animation-play-state:paused}}
      \(String(decoding: keyframes.bytes, as: UTF8.self))
      """
  }
}
