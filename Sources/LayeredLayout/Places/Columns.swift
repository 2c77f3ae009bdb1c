/// The places of layers along the direction of the edges, with space for frames that begin and end between
/// them.
struct Columns {
  /// For each layer, its begin and end.
  private(set) var ranges: [ClosedRange<Double>] = []
  /// For each group, the begin and end of its frame; `nil` for an empty group.
  private(set) var frames: [ClosedRange<Double>?]

  private init() { frames = [] }
  static let empty = Columns()

  /// - Parameters:
  ///   - lengths: the lengths of the layers.
  ///   - gaps: the space after each layer.
  ///   - titles: for the title of each group, the space at the begin and at the end of its frame, and the
  ///     minimum length of the frame.
  init(
    _ items: LayerItems, _ tree: GroupTree, lengths: [Double], gaps: [Double], padding: Double,
    titles: [(start: Double, end: Double, length: Double)]
  ) {
    frames = Array(repeating: nil, count: items.groupCount)
    var insets = titles
    var extra = Array(repeating: 0.0, count: items.groupCount)
    for pass in 0..<2 {
      var room = Array(repeating: (start: 0.0, end: 0.0), count: items.layerCount)
      // Frames that begin at the same layer are nested.
      for group in insets.indices {
        insets[group] = (padding + titles[group].start, padding + titles[group].end + extra[group], 0)
      }
      for group in tree.outerFirst.reversed() {
        let (first, last) = (items.first[items.open(group)], items.last[items.open(group)])
        guard first <= last else { continue }
        room[first].start = max(room[first].start, insets[group].start)
        room[last].end = max(room[last].end, insets[group].end)
        let parent = tree.parents[group]
        guard parent >= 0 else { continue }
        let outer = items.open(parent)
        if items.first[outer] == first {
          insets[parent].start = max(
            insets[parent].start, insets[group].start + padding + titles[parent].start)
        }
        if items.last[outer] == last {
          insets[parent].end = max(
            insets[parent].end, insets[group].end + padding + titles[parent].end + extra[parent])
        }
      }
      ranges.removeAll(keepingCapacity: true)
      ranges.reserveCapacity(items.layerCount)
      var along = 0.0
      for layer in 0..<items.layerCount {
        along += room[layer].start
        ranges.append(along...along + lengths[layer])
        // The side of a frame may be in the gap, but edges need some of the gap, too.
        along += lengths[layer] + room[layer].end + gaps[layer]
      }
      for group in frames.indices {
        let (first, last) = (items.first[items.open(group)], items.last[items.open(group)])
        guard first <= last else { continue }
        let start = ranges[first].lowerBound - insets[group].start
        let end = max(start, ranges[last].upperBound + insets[group].end)
        frames[group] = start...end
        if pass == 0 { extra[group] = max(0, titles[group].length - (end - start)) }
      }
      var isLarger = false
      for room in extra where room > 0 { isLarger = true }
      if !isLarger { break }
    }
  }
}
