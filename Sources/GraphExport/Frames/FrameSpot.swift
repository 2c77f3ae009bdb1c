/// A place in an SVG that looks different from frame to frame.
struct FrameSpot: Sendable {
  /// The bytes of the finished picture that stand here.
  var range: Range<Int>
  var variants: [[UInt8]]
  /// From which frame on which variant stands here; sorted, the first from frame 0.
  var changes: [(frame: Int, variant: Int)]
  /// Whether it stands within a tag, where an animation can't stack its variants.
  var isAttribute = false

  /// The variant in a frame. O(log changes).
  func variant(at frame: Int) -> [UInt8] {
    variants[changes[changes.partition(after: frame, by: { $0.frame }) - 1].variant]
  }

  /// For each variant the frames in which it stands here, as ranges that do not touch.
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

/// Why no frames can be made of an SVG.
public enum FrameError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What the layout asked for is not there.
  case unrecognized(String)

  public var description: String {
    switch self {
    case .unrecognized(let what):
      "the SVG is not what Graphviz makes of these frames: \(what); try another version of Graphviz"
    }
  }
}
