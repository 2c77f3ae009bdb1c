/// A place in an SVG that looks different from frame to frame.
struct FrameSpot: Sendable {
  /// The range of the spot in the bytes of the finished picture.
  var range: Range<Int>
  var variants: [[UInt8]]
  /// The variant that begins at each frame; sorted, the first from frame 0.
  var changes: [(frame: Int, variant: Int)]
  /// True if the spot is within a tag, where an animation cannot stack its variants.
  var isAttribute = false

  /// The variant in a frame. O(log changes).
  func variant(at frame: Int) -> [UInt8] {
    variants[changes[changes.partition(after: frame, by: { $0.frame }) - 1].variant]
  }

  /// For each variant, its frames, as ranges that do not touch.
  func frames(of count: Int) -> [[Range<Int>]] {
    var frames: [[Range<Int>]] = Array(repeating: [], count: variants.count)
    for (index, change) in changes.enumerated() {
      let end = index + 1 < changes.count ? changes[index + 1].frame : count
      guard change.frame < end else { continue }
      if let last = frames[change.variant].last, last.upperBound == change.frame {
        frames[change.variant][frames[change.variant].count - 1] = last.lowerBound..<end
      } else {
        frames[change.variant].append(change.frame..<end)
      }
    }
    return frames
  }
}

/// The reason why an SVG cannot be turned into frames.
public enum FrameError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A part of the layout is missing; the text names it.
  case unrecognized(String)

  /// The reason in words, with the missing part.
  public var description: String {
    switch self {
    case .unrecognized(let what):
      "the SVG is not what Graphviz makes of these frames: \(what); try another version of Graphviz"
    }
  }
}
