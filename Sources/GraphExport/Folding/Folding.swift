/// Folds a graph step by step until it fits a number of boxes.
///
/// The order is: equal siblings, groups from the innermost outwards, chains, nested sums, and last the nodes
/// that add least to the output. Every step starts from the result of the steps before; no step is taken that
/// is not needed.
public struct Folding {
  private let diagram: Diagram
  private var graph: FoldGraph
  /// The open groups without those inside them; `nil` once their contents may be folded, or if no group is
  /// open.
  private var openAlone: [Bool]?
  /// True if all steps but the last have been taken and have no further effect.
  private var isExhausted = false
  /// True until siblings are joined.
  private var isUntouched = true
  /// The graph before siblings were joined, with the groups that are siblings; `nil` if they are few.
  private var beforeSiblings: FoldGraph?

  /// Starts a folding; the diagram is unchanged until a limit is given.
  ///
  /// - Parameters:
  ///   - diagram: the diagram to fold.
  ///   - open: the positions in ``Diagram/groups`` of groups that are not folded into a box. Groups inside
  ///     them are folded only if the limit requires it; then nodes are joined, too.
  public init(_ diagram: Diagram, open: [Int] = []) {
    self.diagram = diagram
    graph = FoldGraph(diagram, open: diagram.open(open, withInside: true))
    openAlone = open.isEmpty ? nil : diagram.open(open, withInside: false)
  }

  /// The current number of boxes.
  public var count: Int { graph.count }

  /// The diagram folded to at most `limit` nodes, some of which represent several nodes.
  ///
  /// The output is never folded if the limit is 3 or more.
  ///
  /// - Parameter limit: 1 or more, and at most the limit of an earlier call.
  /// - Complexity: O((nodes + edges) log nodes).
  public mutating func diagram(atMost limit: Int) -> Diagram {
    precondition(limit > 0, "a picture has 1 node or more, not \(limit)")
    reduce(to: limit)
    var rest = graph
    rest.foldRest(to: limit)
    return diagram.quotient(rest)
  }

  /// Joins each group at these positions into a box, whatever the number of boxes.
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

  /// The diagram in the current state of the folding.
  public var current: Diagram { diagram.quotient(graph) }

  private mutating func reduce(to limit: Int) {
    if isExhausted || graph.count <= limit { return }
    if isUntouched, graph.deepest == 0, graph.deepestSum() > limit {
      // Siblings alone do not suffice, and the next step would find them again.
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
      // A round that removes less than a tenth ends the loop, because each round costs O(graph).
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
      // So small a gain comes from the accidental order in which terms were added; joining would only split
      // equal boxes.
      graph = before
    }
  }

  /// Folds the groups of the deepest level that suffices, found by bisection since there may be many levels;
  /// of that level, only the largest groups.
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

  /// Flattens nested sums. Then siblings are found anew, because all terms of a flat sum are alike.
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

  /// Joins the same operations at the same height, if that suffices.
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
  /// For each group, true if it is one of these, contains one or, with `withInside`, is inside one.
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

  /// The diagram with at most `limit` nodes; see ``Folding``.
  ///
  /// ```swift
  /// Diagram(graph).folded(atMost: 150)
  /// ```
  /// - Parameter limit: 1 or more.
  /// - Complexity: O((nodes + edges) log nodes).
  public func folded(atMost limit: Int) -> Diagram {
    if nodes.count <= limit { return self }
    var folding = Folding(self)
    return folding.diagram(atMost: limit)
  }
}
