/// The guides in front of a tree's lines.
///
/// Beyond a depth they would make the text grow with the square of the depth; there a line tells its depth in a
/// number, and only the last guides are drawn: `…25 │   └── x`.
struct TreeIndentation {
  private let style: TreeStyle
  private let deepest: Int
  /// For each depth, whether the last line there was the last of its siblings.
  private var isLast: [Bool] = []

  private static let guidesKept = 2

  init(_ style: TreeStyle, width: Int?) {
    self.style = style
    deepest = width.map { min(max($0 / 2 / 4, 4), 24) } ?? 24
  }

  /// The columns in front of a label at this depth.
  func width(of depth: Int) -> Int {
    depth <= deepest ? depth * 4 : head(depth).count + (Self.guidesKept + 1) * 4
  }

  private func head(_ depth: Int) -> String { "\(style.ellipsis)\(depth) " }

  /// The guides of the next line.
  mutating func next(_ line: TreeWalk.Line) -> String {
    if line.depth < isLast.count { isLast[line.depth] = line.isLast } else { isLast.append(line.isLast) }
    guard line.depth > 0 else { return "" }
    let isDeep = line.depth > deepest
    var text = isDeep ? head(line.depth) : ""
    for depth in (isDeep ? line.depth - Self.guidesKept : 1)..<line.depth {
      text += isLast[depth] ? TreeStyle.blank : style.guide
    }
    return text + (line.isLast ? style.lastBranch : style.branch)
  }
}
