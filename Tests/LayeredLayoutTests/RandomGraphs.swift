import LayeredLayout

/// SplitMix64: the same numbers on every machine.
struct Dice {
  private var state: UInt64

  init(_ seed: Int) { state = UInt64(truncatingIfNeeded: seed) &* 0x9E37_79B9_7F4A_7C15 }

  mutating func roll(_ sides: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((mixed ^ (mixed >> 31)) % UInt64(max(sides, 1)))
  }
}

extension LayoutGraph {
  /// A random graph without cycles, with nested groups, random sizes, labels and orders.
  static func random(seed: Int) -> LayoutGraph {
    var dice = Dice(seed)
    var graph = LayoutGraph()
    let count = 1 + dice.roll(24)
    let groups = dice.roll(3) == 0 ? 0 : dice.roll(6)
    for group in 0..<groups {
      let title = dice.roll(3) == 0 ? nil : LayoutSize(width: Double(10 + dice.roll(90)), height: 10)
      graph.add(
        LayoutGraph.Group(parent: dice.roll(2) == 0 ? nil : group > 0 ? dice.roll(group) : nil, title: title))
    }
    for _ in 0..<count {
      let size = LayoutSize(width: Double(4 + dice.roll(120)), height: Double(4 + dice.roll(80)))
      graph.add(LayoutGraph.Node(size: size, group: groups > 0 && dice.roll(4) > 0 ? dice.roll(groups) : nil))
    }
    let density = 1 + dice.roll(3)
    let isLabelled = dice.roll(3)
    for to in 1..<max(count, 2) where to < count {
      for _ in 0..<dice.roll(density + 1) {
        var label: LayoutSize?
        if isLabelled > 0, dice.roll(isLabelled * 2) > 0 {
          label = LayoutSize(width: Double(5 + dice.roll(50)), height: Double(6 + dice.roll(12)))
        }
        graph.add(
          LayoutGraph.Edge(
            from: dice.roll(4) > 0 ? max(0, to - 1 - dice.roll(6)) : dice.roll(to), to: to, label: label))
      }
    }
    for _ in 0..<dice.roll(3) {
      var list: [Int] = []
      for _ in 0..<dice.roll(5) {
        let node = dice.roll(count)
        if !list.contains(node) { list.append(node) }
      }
      graph.orders.append(list)
    }
    return graph
  }
}
