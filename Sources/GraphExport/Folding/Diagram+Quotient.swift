import DisplayText

extension Diagram {
  /// The diagram whose nodes are the boxes of a folded graph.
  ///
  /// A box of one node is that node, with its numbers. Nodes that the output does not use are apart. Parallel
  /// edges at folded boxes become one edge without a local derivative; it has a contribution only if that is
  /// the sum of what its edges add to one node's gradient.
  /// - Complexity: O(nodes + edges).
  func quotient(_ graph: FoldGraph) -> Diagram {
    if graph.count == nodes.count { return self }
    var slotOfBox = Array(repeating: -1, count: graph.count)
    var boxOfSlot: [Int] = []
    for (box, content) in graph.boxes.enumerated() where content.size > 1 {
      slotOfBox[box] = boxOfSlot.count
      boxOfSlot.append(box)
    }
    var last = Array(repeating: 0, count: graph.count)
    for (position, box) in graph.boxOf.enumerated() { last[Int(box)] = position }

    let whole = whole ?? asWhole
    var part = Diagram(groups: groups, whole: whole)
    part.isRead = isRead
    part.edges = mergedEdges(graph, slotOfBox)
    let terms = terms(graph, slotOfBox, slots: boxOfSlot.count)
    let summaries = FoldSummaries(self, slots: boxOfSlot.count, nonFinite: whole.nonFinite) {
      slotOfBox[Int(graph.boxOf[$0])]
    }
    let folded = summaries.all { slot in
      title(of: graph.boxes[boxOfSlot[slot]], links: graph.links, terms: terms[slot])
    }
    for (box, content) in graph.boxes.enumerated() {
      var node = nodes[last[box]]
      if slotOfBox[box] >= 0 {
        let group = content.group < 0 ? nil : Int(content.group)
        let isSum = content.isPinned && content.title.form == .sum
        node = Node(folded[slotOfBox[box]], id: node.id, group: group, output: isSum ? node : nil)
      }
      part.nodes.append(node)
    }
    part.output = output.map { Int(graph.boxOf[$0]) }
    return part.droppingEmptyGroups()
  }

  /// For each slot, the number of edges into its box.
  private func terms(_ graph: FoldGraph, _ slotOfBox: [Int], slots: Int) -> [Int] {
    var terms = Array(repeating: 0, count: slots)
    for edge in edges {
      let (from, to) = (Int(graph.boxOf[edge.from]), Int(graph.boxOf[edge.to]))
      if from != to, slotOfBox[to] >= 0 { terms[slotOfBox[to]] += edge.count }
    }
    return terms
  }

  private func mergedEdges(_ graph: FoldGraph, _ slotOfBox: [Int]) -> [Edge] {
    var merged: [Edge] = []
    var table = KeyTable()
    var place: [Int] = []
    for edge in edges {
      let (from, to) = (Int(graph.boxOf[edge.from]), Int(graph.boxOf[edge.to]))
      if from == to || graph.boxes[to].title.form == .unused { continue }
      var next = edge
      (next.from, next.to) = (from, to)
      if slotOfBox[from] < 0 && slotOfBox[to] < 0 {
        merged.append(next)
        continue
      }
      next.local = nil
      if slotOfBox[from] >= 0 { next.contribution = nil }
      let known = table.index(of: StableHash.mix(UInt64(from), UInt64(to)))
      if known == place.count {
        place.append(merged.count)
        merged.append(next)
      } else {
        let first = place[known]
        merged[first].count += edge.count
        merged[first].operand = min(merged[first].operand, edge.operand)
        merged[first].contribution = merged[first].contribution.flatMap { sum in
          next.contribution.map { sum + $0 }
        }
      }
    }
    merged.sort { ($0.to, $0.operand, $0.from) < ($1.to, $1.operand, $1.from) }
    // The operands of a folded box are numbered anew.
    var operand = 0
    for index in merged.indices {
      operand = index > 0 && merged[index - 1].to == merged[index].to ? operand + 1 : 0
      if slotOfBox[merged[index].to] >= 0 { merged[index].operand = operand }
    }
    return merged
  }

  private func title(
    of box: FoldGraph.Box, links: [FoldTitle], terms: Int
  ) -> (text: String, path: String?) {
    let title = box.title
    var times = title.times > 1 ? " ×\(title.times)" : ""
    var text: String
    var path: String?
    switch title.form {
    case .node:
      text = what(Int(title.representative), isOneOfMany: title.times > 1, isOneName: box.pattern != 0)
    case .group where title.times > 1 && box.pattern == 0:
      text = "\(groups[Int(title.representative)].ownName(in: groups)) and \(title.times - 1) alike"
      times = ""
    case .group where title.times > 1: text = pattern(title)
    case .group:
      let group = groups[Int(title.representative)]
      text = group.ownName(in: groups) + (title.length > 0 ? ", part \(title.length)" : "")
      path = group.path
    case .groupChain: text = brothers(title)
    case .chain:
      text = chain(title, links)
      if !times.isEmpty && text.holds(" → ") { text = "(\(text))" }
    case .sum:
      text = "\(sign(ofSum: title)) of \(terms / Int(max(title.times, 1)))"
      if box.isPinned, let name = nodes[Int(title.representative)].shownName { text = "\(name) = \(text)" }
    case .expression: text = "… → " + link(links[Int(title.representative)], links, comesAgain: false)
    case .rest: text = "the rest"
    case .leaves: text = "inputs of the rest"
    case .unused: text = FoldTitle.unused
    }
    if title.form.rawValue >= FoldTitle.Form.expression.rawValue { times = "" }
    return (text + times, path)
  }

  /// `tanh ×998`, `× → + → σ`, `× → (+ → ×) ×99`, or `chain of 12`.
  private func chain(_ title: FoldTitle, _ links: [FoldTitle]) -> String {
    guard title.links > 0 else { return "chain of \(title.length)" }
    let repeats = title.length / title.links
    let start = Int(title.representative)
    let names = links[start..<start + Int(title.links)].map { link($0, links, comesAgain: repeats > 1) }
    let body = names.joined(separator: " → ")
    if repeats == 1 { return body }
    let again = (body.holds(" → ") ? "(\(body))" : body) + " ×\(repeats)"
    return (names.suffix(Int(title.length % title.links)) + [again]).joined(separator: " → ")
  }

  /// - Parameter comesAgain: true if the text names several links, so that it drops the numbers of names.
  private func link(_ link: FoldTitle, _ links: [FoldTitle], comesAgain: Bool) -> String {
    switch link.form {
    case .group where comesAgain || link.times > 1: pattern(link)
    case .group: groups[Int(link.representative)].ownName(in: groups)
    case .groupChain: brothers(link)
    case .chain: chain(link, links)
    case .sum: sign(ofSum: link)
    case .expression: "… → " + self.link(links[Int(link.representative)], links, comesAgain: true)
    default: what(Int(link.representative), isOneOfMany: comesAgain || link.times > 1)
    }
  }

  private func pattern(_ title: FoldTitle) -> String {
    NamePattern.of(groups[Int(title.representative)].ownName(in: groups)) ?? "group"
  }

  private func brothers(_ title: FoldTitle) -> String {
    "\(pattern(title)) ×\(title.length)"
  }

  private func sign(ofSum title: FoldTitle) -> String {
    ["mul", "product"].contains(nodes[Int(title.representative)].operation?.name) ? "Π" : "Σ"
  }

  /// The node's name, or its operation if it has none.
  ///
  /// - Parameter isOneName: true if the names of all nodes differ in numbers only.
  private func what(_ position: Int, isOneOfMany: Bool, isOneName: Bool = true) -> String {
    let node = nodes[position]
    if let folded = node.folded { return folded.title }
    if let operation = node.operation {
      return isOneOfMany || node.shownName == nil ? operation.picture : node.label
    }
    if isOneOfMany { return (isOneName ? node.name.flatMap(NamePattern.of) : nil) ?? node.kind.rawValue }
    return node.label
  }

  private func droppingEmptyGroups() -> Diagram {
    keeping(Array(repeating: true, count: nodes.count), droppingGroups: true)
  }
}

extension Diagram.Node {
  /// A box; leaves of one kind are still leaves of that kind.
  ///
  /// - Parameter output: the node that gives the box its name, data and gradient; `nil` if the box is not the
  ///   output.
  init(_ folded: Diagram.Folded, id: Int, group: Int?, output: Diagram.Node? = nil) {
    let kind: Diagram.Kind =
      folded.variables == folded.nodes ? .variable : folded.constants == folded.nodes ? .constant : .operation
    self.init(id: id, name: output?.name, kind: kind, data: output?.data, grad: output?.grad, group: group)
    self.folded = folded
  }
}
