/// Counts and measures the nodes of every box.
struct FoldSummaries {
  private struct Measure {
    var nodes = 0
    var variables = 0
    var constants = 0
    var data = Extent()
    var grad = Extent()
    var gradients = Norm()
    var nonFinite = 0
    /// The first node at which a number that is not finite arises, and its rank among such nodes.
    var origin: (label: String, rank: Int)?
    var dead = 0
    var stale = 0
  }

  private struct Extent {
    var range: ClosedRange<Double>?

    mutating func note(_ number: Double) {
      guard number.isFinite else { return }
      range = range.map { min($0.lowerBound, number)...max($0.upperBound, number) } ?? number...number
    }

    mutating func note(_ other: ClosedRange<Double>?) {
      guard let other else { return }
      note(other.lowerBound)
      note(other.upperBound)
    }
  }

  /// √Σx², scaled so that no square overflows or vanishes.
  private struct Norm {
    private var scale = 0.0
    private var sum = 1.0
    private var isEmpty = true
    var isKnown = true

    mutating func note(_ number: Double?) {
      guard let magnitude = number?.magnitude, magnitude.isFinite else {
        isKnown = false
        return
      }
      isEmpty = false
      if magnitude > scale {
        let ratio = scale / magnitude
        sum = scale == 0 ? 1 : 1 + sum * ratio * ratio
        scale = magnitude
      } else if scale > 0 {
        let ratio = magnitude / scale
        sum += ratio * ratio
      }
    }

    var value: Double? {
      if isEmpty || !isKnown { return nil }
      let norm = scale * sum.squareRoot()
      return norm.isFinite ? norm : nil
    }
  }

  private var measures: [Measure]
  /// The names of the operations of the table, then others.
  private var names = Diagram.Operation.Row.table.map { $0.name }
  private var nameOf: [String: Int] = [:]
  private var pairs = KeyTable()
  private var counts: [(box: Int, name: Int, count: Int)] = []

  /// The rank of each node at which a non-finite number arises, by id.
  private let rankOf: [Int: Int]

  /// - Parameters:
  ///   - nonFinite: the ids of the nodes at which non-finite numbers arise, in order.
  ///   - slotOf: for each node, the slot that counts it, or -1.
  init(_ diagram: Diagram, slots: Int, nonFinite: [Int], slotOf: (Int) -> Int) {
    var rankOf: [Int: Int] = [:]
    for (rank, id) in nonFinite.enumerated() where rankOf[id] == nil { rankOf[id] = rank }
    self.rankOf = rankOf
    measures = Array(repeating: Measure(), count: slots)
    for (place, name) in names.enumerated() { nameOf[name] = place }
    diagram.nodes.withUnsafeBufferPointer { nodes in
      for position in nodes.indices {
        let slot = slotOf(position)
        if slot < 0 { continue }
        if let folded = nodes[position].folded { note(folded, slot) } else { note(nodes, position, slot) }
      }
    }
  }

  private mutating func note(_ nodes: UnsafeBufferPointer<Diagram.Node>, _ index: Int, _ slot: Int) {
    measures[slot].nodes += 1
    switch nodes[index].kind {
    case .variable: measures[slot].variables += 1
    case .constant: measures[slot].constants += 1
    case .operation:
      let place = nodes[index].operation?.place ?? number(of: nodes[index].operation?.name ?? "?")
      note(operation: place, 1, slot)
    }
    let (data, grad) = (nodes[index].data, nodes[index].grad)
    if let data { measures[slot].data.note(data) } else { measures[slot].stale += 1 }
    let isConstant = nodes[index].kind == .constant
    if !isConstant {
      measures[slot].gradients.note(grad)
      if let grad { measures[slot].grad.note(grad) }
      if grad == 0 { measures[slot].dead += 1 }
    }
    guard !(data ?? 0).isFinite || (!isConstant && !(grad ?? 0).isFinite) else { return }
    measures[slot].nonFinite += 1
    guard let rank = rankOf[nodes[index].id], rank < measures[slot].origin?.rank ?? .max else { return }
    measures[slot].origin = (nodes[index].label, rank)
  }

  /// Adds a box that an earlier folding made.
  private mutating func note(_ folded: Diagram.Folded, _ slot: Int) {
    measures[slot].nodes += folded.nodes
    measures[slot].variables += folded.variables
    measures[slot].constants += folded.constants
    for operation in folded.operations {
      note(operation: number(of: operation.name), operation.count, slot)
    }
    measures[slot].data.note(folded.data)
    measures[slot].grad.note(folded.grad)
    if folded.nodes > folded.constants { measures[slot].gradients.note(folded.gradNorm) }
    measures[slot].nonFinite += folded.nonFinite
    if measures[slot].origin == nil { measures[slot].origin = folded.origin.map { ($0, .max) } }
    measures[slot].dead += folded.dead
    measures[slot].stale += folded.stale
  }

  private mutating func number(of operation: String) -> Int {
    if let known = nameOf[operation] { return known }
    names.append(operation)
    nameOf[operation] = names.count - 1
    return names.count - 1
  }

  private mutating func note(operation name: Int, _ count: Int, _ slot: Int) {
    let pair = pairs.index(of: StableHash.mix(UInt64(slot), UInt64(name)))
    if pair == counts.count { counts.append((slot, name, 0)) }
    counts[pair].count += count
  }

  /// The summaries of all boxes, by slot.
  func all(title: (Int) -> (text: String, path: String?)) -> [Diagram.Folded] {
    var operations: [[Diagram.Folded.OperationCount]] = Array(repeating: [], count: measures.count)
    for (slot, name, count) in counts { operations[slot].append(.init(name: names[name], count: count)) }
    return measures.enumerated().map { slot, measure in
      let (text, path) = title(slot)
      return Diagram.Folded(
        title: text, path: path, nodes: measure.nodes, variables: measure.variables,
        constants: measure.constants,
        operations: operations[slot].sorted { ($1.count, $0.name) < ($0.count, $1.name) },
        data: measure.data.range, grad: measure.grad.range, gradNorm: measure.gradients.value,
        nonFinite: measure.nonFinite, origin: measure.origin?.label,
        dead: measure.dead, stale: measure.stale)
    }
  }
}
