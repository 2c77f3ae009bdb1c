/// Folds a graph step by step, until it fits.
///
/// In this order: equal siblings, groups from the innermost outwards, chains, nested sums, and last what adds least to
/// the output. Every step starts from what the steps before have left, and none is taken that is not needed.
public struct Folding {
  private let diagram: Diagram
  private var graph: FoldGraph
  /// The groups that are open without what is inside them; `nil` once that may be folded, or where nothing is open.
  private var openAlone: [Bool]?
  /// Whether all steps but the last have been taken and bring nothing more.
  private var isExhausted = false
  /// Whether no siblings were joined yet.
  private var isUntouched = true
  /// The graph before siblings were joined, with the groups that are siblings; `nil` where they are few.
  private var beforeSiblings: FoldGraph?

  /// - Parameters:
  ///   - diagram: what is folded.
  ///   - open: the positions in ``Diagram/groups`` of those that are not folded into a box. Groups inside them are
  ///     folded only where the budget needs it; then nodes are joined, too.
  public init(_ diagram: Diagram, open: [Int] = []) {
    self.diagram = diagram
    graph = FoldGraph(diagram, open: diagram.open(open, withInside: true))
    openAlone = open.isEmpty ? nil : diagram.open(open, withInside: false)
  }

  /// How many boxes there are now.
  public var count: Int { graph.count }

  /// The diagram with at most so many nodes, some of which stand for several.
  ///
  /// The output is never folded where there is room for 3 nodes.
  ///
  /// - Parameter limit: 1 or more; not more than that of an earlier call.
  /// - Complexity: O((nodes + edges) log nodes).
  public mutating func diagram(atMost limit: Int) -> Diagram {
    precondition(limit > 0, "a picture has 1 node or more, not \(limit)")
    reduce(to: limit)
    var rest = graph
    rest.foldRest(to: limit)
    return diagram.quotient(rest)
  }

  /// Joins the groups at these positions into a box each, whatever the number of boxes.
  public mutating func collapse(_ positions: [Int]) {
    var target = Array(repeating: Int32(-1), count: diagram.groups.count)
    for position in positions { target[position] = Int32(position) }
    for (index, group) in diagram.groups.enumerated() {
      if let parent = group.parent, target[parent] >= 0 { target[index] = target[parent] }
    }
    graph.fold(groups: target)
    beforeSiblings = nil
  }

  /// Joins every outermost group into a box.
  public mutating func collapseAll() {
    graph.foldGroups(at: 1)
    beforeSiblings = nil
  }

  /// Joins every innermost group into a box, and equal siblings.
  public mutating func collapseInnermost() {
    var isInner = Array(repeating: true, count: diagram.groups.count)
    for group in diagram.groups { if let parent = group.parent { isInner[parent] = false } }
    collapse(diagram.groups.indices.filter { isInner[$0] && !graph.groups.isOpen[$0] })
    graph.foldSiblings(.equal)
  }

  /// The diagram as it is folded now.
  public var current: Diagram { diagram.quotient(graph) }

  private mutating func reduce(to limit: Int) {
    if isExhausted || graph.count <= limit { return }
    if isUntouched, graph.deepest == 0, graph.deepestSum() > limit {
      // Siblings alone are not enough, and would be found again.
      isUntouched = false
      foldSums()
    }
    foldSiblings(to: limit)
    foldGroups(to: limit)
    if graph.count > limit, let openAlone {
      self.openAlone = nil
      graph.open(openAlone)
      beforeSiblings?.open(openAlone)
      foldSiblings(to: limit)
      foldGroups(to: limit)
    }
    while graph.count > limit {
      let before = graph.count
      graph.foldChains(takingLeaves: false, to: limit)
      if graph.count > limit { foldSums() }
      if graph.count > limit { graph.foldSiblings(.similar) }
      if graph.count > limit { graph.foldChains(takingLeaves: true, to: limit) }
      // Slow progress is none: each round costs as much as the graph is large.
      if graph.count == before || graph.count > before - before / 10 { break }
    }
    foldLevels(to: limit)
    if graph.count > limit { graph.foldExpressions(to: limit) }
    isExhausted = graph.count > limit
  }

  private mutating func foldSiblings(to limit: Int) {
    var depth = graph.deepest
    for _ in 0..<Self.mostDepths where depth > 0 && graph.count > limit {
      graph.foldSiblingGroups(at: depth)
      depth -= 1
    }
    guard graph.count > limit else { return }
    let before = graph
    graph.foldSiblings(.equal)
    guard isUntouched else { return }
    if graph.count <= limit || graph.count < before.count / 10 * 9 {
      isUntouched = false
      beforeSiblings = before
    } else {
      // So few siblings are accidents of the order in which terms were added; they would only split what is alike.
      graph = before
    }
  }

  /// The deepest level whose groups, folded, are enough, found by halving, since there may be many; of that level
  /// the largest groups.
  private mutating func foldGroups(to limit: Int) {
    guard graph.count > limit, graph.deepest > 0 else { return }
    var (low, high) = (Int32(1), graph.deepest)
    var (best, inner) = (graph, graph)
    best.fold(at: low)
    while low < high {
      let middle = low + (high - low + 1) / 2
      var trial = graph
      trial.fold(at: middle)
      if trial.count <= limit { (low, best) = (middle, trial) } else { (high, inner) = (middle - 1, trial) }
    }
    if best.count <= limit { inner.foldLargestGroups(at: low, to: limit) }
    graph = inner.count <= limit ? inner : best
  }

  /// Flattens nested sums. Siblings are found again where they are flat: there, all terms of a sum are alike.
  private mutating func foldSums() {
    guard var flat = beforeSiblings else {
      graph.foldSums()
      return graph.foldSiblings(.equal)
    }
    beforeSiblings = nil
    if flat.deepest > 0 { flat.foldGroups(at: 1) }
    flat.foldSums()
    flat.foldSiblings(.equal)
    if flat.count <= graph.count { graph = flat } else { foldSums() }
  }

  /// Joins the same operations at the same height, if that is enough.
  private mutating func foldLevels(to limit: Int) {
    guard graph.count > limit else { return }
    var levels = graph
    levels.foldSiblings(.level)
    if levels.count > limit { levels.foldChains(takingLeaves: true, to: limit) }
    if levels.count <= limit { graph = levels }
  }

  private static let mostDepths = 8
}

extension FoldGraph {
  fileprivate mutating func fold(at depth: Int32) {
    foldGroups(at: depth)
    foldSiblings(.equal)
  }
}

extension Diagram {
  /// For each group, whether it is one of these, holds one, or, if that is wanted, is inside one.
  fileprivate func open(_ positions: [Int], withInside: Bool) -> [Bool] {
    var isOpen = Array(repeating: false, count: groups.count)
    for position in positions { isOpen[position] = true }
    for (index, group) in groups.enumerated() where withInside {
      if let parent = group.parent, isOpen[parent] { isOpen[index] = true }
    }
    for position in positions {
      var next = groups[position].parent
      while let group = next, !isOpen[group] {
        isOpen[group] = true
        next = groups[group].parent
      }
    }
    return isOpen
  }

  /// The diagram with at most so many nodes; see ``Folding``.
  ///
  /// ```swift
  /// Diagram(graph).folded(atMost: 150)
  /// ```
  public func folded(atMost limit: Int) -> Diagram {
    if nodes.count <= limit { return self }
    var folding = Folding(self)
    return folding.diagram(atMost: limit)
  }
}
