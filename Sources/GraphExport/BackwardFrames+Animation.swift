extension BackwardFrames {
  /// The frames in one SVG that shows them one after the other, again and again.
  ///
  /// It moves by style sheets alone, without a script; a reader who prefers reduced motion, a printer, and programs that
  /// know nothing of animations show the finished graph. While a pointer rests on it, it stands still. Only what
  /// changes is there more than once: its size grows with the number of steps, not with steps times nodes.
  ///
  /// - Parameters:
  ///   - layout: what Graphviz made of ``dot``, as SVG.
  ///   - secondsPerStep: how long each frame but the last stands; more than 0.
  ///   - secondsAtEnd: how long the finished graph stands.
  /// - Throws: when the layout is something else.
  public func animation(
    in layout: [UInt8], secondsPerStep: Double = 1.5, secondsAtEnd: Double = 5
  ) throws(FrameError) -> [UInt8] {
    precondition(
      secondsPerStep > 0 && secondsAtEnd > 0,
      "a frame stands for more than 0 seconds, not \(secondsPerStep) and \(secondsAtEnd)")
    var animation = Animation(
      frames: count, secondsPerStep: secondsPerStep, secondsAtEnd: secondsAtEnd, tag: Self.tag(of: dot))
    var svg: [UInt8] = []
    var position = 0
    for spot in try FramePlan(layout, diagram, options, timeline).spots where !spot.isAttribute {
      svg += layout[position..<spot.range.lowerBound]
      svg += animation.stacked(spot)
      position = spot.range.upperBound
    }
    svg += layout[position...]
    guard
      let finished = SVGDocument.finish(
        svg, title: "\(diagram.title), the backward pass step by step",
        description: "Animation in \(count) frames, the last of which is this. "
          + diagram.spokenDescription(precision: options.precision),
        theme: options.theme, style: animation.style)
    else { throw .unrecognized("there is no <svg> element") }
    return finished
  }

  /// A few letters that differ from picture to picture: the rules of one must not reach another on the same page.
  private static func tag(of dot: [UInt8]) -> String {
    // FNV-1a (Fowler, Noll, Vo), 64 bits.
    let hash = dot.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    return String(hash % 60_466_176, radix: 36)
  }
}

/// Turns frames into style rules: one class for each set of frames.
private struct Animation {
  private let frames: Int
  private let secondsPerStep: Double
  private let secondsAtEnd: Double
  private let tag: String
  private var classes: [[Range<Int>]: String] = [:]
  private let rules = TextBuffer()
  private let keyframes = TextBuffer()

  init(frames: Int, secondsPerStep: Double, secondsAtEnd: Double, tag: String) {
    self.tag = tag
    self.frames = frames
    self.secondsPerStep = secondsPerStep
    self.secondsAtEnd = secondsAtEnd
  }

  /// All variants of a spot, each visible in its frames; at rest, only that of the last frame is.
  mutating func stacked(_ spot: FrameSpot) -> [UInt8] {
    let out = TextBuffer()
    for (variant, frames) in zip(spot.variants, spot.frames(of: frames)) where !frames.isEmpty {
      if variant.isEmpty { continue }
      guard frames != [0..<self.frames] else { return variant }
      let atRest = frames.last?.upperBound == self.frames ? "" : " visibility=\"hidden\""
      out.append("<g class=\"v\(tag) \(name(of: frames))\"\(atRest)>")
      out.append(variant)
      out.append("</g>")
    }
    return out.bytes
  }

  private mutating func name(of frames: [Range<Int>]) -> String {
    if let known = classes[frames] { return known }
    let name = "k\(tag)-\(classes.count)"
    classes[frames] = name
    rules.append(".\(name){animation-name:\(name)}")
    keyframes.append("@keyframes \(name){")
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

  /// At rest without these rules: what is hidden then says so itself.
  var style: String {
    let moving = String(decoding: rules.bytes, as: UTF8.self)
    return """

      @media screen and (prefers-reduced-motion:no-preference){\
      .v\(tag){animation:\(NumberText.exact(duration))s step-end infinite}\(moving)\
      svg:hover .v\(tag){animation-play-state:paused}}
      \(String(decoding: keyframes.bytes, as: UTF8.self))
      """
  }
}
