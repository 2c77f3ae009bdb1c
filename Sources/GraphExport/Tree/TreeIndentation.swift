/// The guides in front of a tree's lines.
///
/// With all guides, the text would grow with the square of the depth. So beyond a depth, a line shows its
/// depth as a number and only the last guides: `…25 │   └── x`.
struct TreeIndentation {
  private let deepest: Int
  private let texts: TextTable
  private let ellipsisWidth: Int

  private static let guidesKept = 2
  private static let mostLevels = min(24, TreeWalk.Line.knownLevels)
  /// The indices of ``texts``.
  private enum Text { static let blank = 0, guide = 1, branch = 2, lastBranch = 3, ellipsis = 4 }

  init(_ style: TreeStyle, width: Int?) {
    texts = TextTable([TreeStyle.blank, style.guide, style.branch, style.lastBranch, style.ellipsis])
    ellipsisWidth = style.ellipsis.count
    deepest = width.map { min(max($0 / 2 / 4, 4), Self.mostLevels) } ?? Self.mostLevels
  }

  /// The columns before a label at this depth.
  func width(of depth: Int) -> Int {
    if depth <= deepest { return depth * 4 }
    return ellipsisWidth + Digits.digitCount(UInt64(depth)) + 1 + (Self.guidesKept + 1) * 4
  }

  /// Writes the guides of a line.
  func write(_ line: TreeWalk.Line, to out: TextBuffer) {
    let depth = line.depth
    guard depth > 0 else { return }
    let isDeep = depth > deepest
    if isDeep {
      texts.write(Text.ellipsis, to: out)
      out.append(depth)
      out.append(" " as StaticString)
    }
    for level in (isDeep ? depth - Self.guidesKept : 1)..<depth {
      texts.write(line.isLast(above: depth - level) ? Text.blank : Text.guide, to: out)
    }
    texts.write(line.isLast() ? Text.lastBranch : Text.branch, to: out)
  }
}
