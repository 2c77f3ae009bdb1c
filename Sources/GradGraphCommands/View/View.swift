import DisplayText
import GraphExport

/// A part of a graph, and its folding.
struct View {
  let part: Diagram
  /// The value of `--max-nodes`; `nil` without it.
  let limit: Int?
  let open: [Int]
  let collapsed: [Int]
  let collapsesAll: Bool
  let collapsesInnermost: Bool
  let expandsAll: Bool

  /// The nodes of a picture, unless something else is asked for.
  static let pictureLimit = 150

  /// The budget of pictures; `nil` is none.
  var budget: Int? { limit.map { $0 == 0 ? nil : $0 } ?? Self.pictureLimit }

  private var isCollapsed: Bool { collapsesAll || collapsesInnermost || !collapsed.isEmpty }

  /// The graph as it is folded before there is a budget.
  var folding: Folding {
    var folding = Folding(part, open: expandsAll ? Array(part.groups.indices) : open)
    if !collapsed.isEmpty { folding.collapse(collapsed) }
    if collapsesInnermost { folding.collapseInnermost() }
    if collapsesAll { folding.collapseAll() }
    return folding
  }

  /// For the tree and for data.
  var text: Diagram {
    guard let limit, limit > 0, part.nodes.count > limit else { return isCollapsed ? folding.current : part }
    var folding = folding
    return folding.diagram(atMost: limit)
  }

  /// For a picture whose size does not matter.
  var picture: Diagram {
    guard let budget, part.nodes.count > budget else { return isCollapsed ? folding.current : part }
    var folding = folding
    return folding.diagram(atMost: budget)
  }

  /// Writes a note on standard error about the hidden nodes, and the way to see more.
  ///
  /// - Parameter limit: the reason why there can't be more boxes, if there is one.
  func note(_ diagram: Diagram, _ limit: String? = nil) {
    guard let omission = diagram.omission else { return }
    guard diagram.nodes.contains(where: { $0.folded != nil }) else { return StandardError.note(omission) }
    let boxes = diagram.nodes.compactMap(\.folded)
    let hidden = boxes.reduce(0) { $0 + $1.nodes }
    // A group that opens a good part of the hidden nodes; if there is none, all of them.
    let largest = boxes.filter { $0.path != nil && $0.nodes >= hidden / 10 }.max { $0.nodes < $1.nodes }
    let group = largest?.path
    let expand =
      group.map { "--expand \(VisibleText.of($0)), " }
      ?? (part.groups.isEmpty || expandsAll ? "" : "--expand all, ")
    let all = limit.map { "--focus NAME; \($0)" } ?? "--focus NAME, or --max-nodes 0 (all)"
    StandardError.note("\(omission); more with \(limit == nil ? expand : "")\(all)")
  }
}
