extension FoldGraph {
  /// Keeps the boxes that add most to the output and are connected to it by kept boxes, and joins the rest.
  ///
  /// Every user of a kept box is kept. So one box holds all operations of the rest, and data flows from it to
  /// kept boxes, never back. Leaves of the rest have a box of their own, and so have nodes that do not lead
  /// to the output.
  ///
  /// - Parameter limit: 1 or more. Below 3 the output may have to be joined, too.
  mutating func foldRest(to limit: Int) {
    guard count > limit else { return }
    let leads = leadsToOutput
    var kinds = Kinds(limit: limit)
    for box in 0..<count where !boxes[box].isPinned {
      kinds.note(leads[box] ? isLeaf(box) ? .leaves : .rest : .unused)
    }
    let isKept = mostAdding(limit - kinds.count, leads)
    let afterOutput = limit < 3 ? reachedFromOutput : []
    var table = KeyTable()
    var forms: [FoldTitle.Form] = []
    let classOf = (0..<count).map { box in
      let form: FoldTitle.Form
      if limit < 3 {
        form = limit == 2 && afterOutput[box] ? .unused : .rest
      } else if boxes[box].isPinned || isKept[box] {
        form = .node
      } else {
        form = kinds.effective(leads[box] ? isLeaf(box) ? .leaves : .rest : .unused)
      }
      let known = table.count
      let own = table.index(
        of: form == .node ? StableHash.mix(UInt64(box), 10) : StableHash.mix(UInt64(form.rawValue), 11))
      if own == known { forms.append(form) }
      return Int32(own)
    }
    _ = merge(classOf, table.count) { own, first, _ in
      FoldTitle(form: forms[own], representative: first.title.representative)
    }
  }

  /// The kinds of boxes that the rest has; they count towards the limit.
  private struct Kinds {
    let limit: Int
    private var has: [FoldTitle.Form] = []

    init(limit: Int) { self.limit = limit }

    mutating func note(_ form: FoldTitle.Form) {
      let form = effective(form)
      if !has.contains(form) { has.append(form) }
    }

    /// Below 6 boxes, leaves have no box of their own.
    func effective(_ form: FoldTitle.Form) -> FoldTitle.Form { form == .leaves && limit < 6 ? .rest : form }

    var count: Int { has.count }
  }

  /// For each box, true if it is kept: chosen from the output downwards, each time the box that adds most
  /// among those whose users are all kept.
  private func mostAdding(_ room: Int, _ leads: [Bool]) -> [Bool] {
    let users = consumers()
    var isKept = Array(repeating: false, count: count)
    var waiting = Array(repeating: Int32(0), count: count)
    var ready = Heap<(score: Double, box: Int)> { ($0.score, $0.box) > ($1.score, $1.box) }
    for box in 0..<count where leads[box] {
      for index in users.starts[box]..<users.starts[box + 1] where leads[Int(users.list[Int(index)])] {
        waiting[box] += 1
      }
      // The output goes first: its users do not lead to it.
      if waiting[box] == 0 || boxes[box].isPinned {
        ready.insert((boxes[box].isPinned ? .infinity : boxes[box].score, box))
      }
    }
    var left = room
    while left > 0, let (_, box) = ready.popFirst() {
      isKept[box] = true
      left -= 1
      for operand in operands(of: box).map(Int.init) where leads[operand] && !isKept[operand] {
        waiting[operand] -= 1
        if waiting[operand] == 0 { ready.insert((boxes[operand].score, operand)) }
      }
    }
    return isKept
  }

  /// For each box, true if a path leads from it to the output; all true if there is no output.
  private var leadsToOutput: [Bool] {
    guard boxes.contains(where: { $0.isPinned }) else { return Array(repeating: true, count: count) }
    var leads = boxes.map { $0.isPinned }
    for box in stride(from: count - 1, through: 0, by: -1) where leads[box] {
      for operand in operands(of: box) { leads[Int(operand)] = true }
    }
    return leads
  }

  private var reachedFromOutput: [Bool] {
    var isReached = boxes.map { $0.isPinned }
    for box in 0..<count where operands(of: box).contains(where: { isReached[Int($0)] }) {
      isReached[box] = true
    }
    return isReached
  }
}
