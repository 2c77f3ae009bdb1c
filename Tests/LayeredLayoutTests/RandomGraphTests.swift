import LayeredLayout
import Testing

/// `LAYOUT_GRAPHS=100000` checks more graphs; `LAYOUT_SEED` begins at another one.
@Suite struct RandomGraphTests {
  static let seeds =
    (number("LAYOUT_SEED") ?? 1)..<(number("LAYOUT_SEED") ?? 1) + (number("LAYOUT_GRAPHS") ?? 2_000)
  static let share = 100

  @Test(arguments: Array(stride(from: seeds.lowerBound, to: seeds.upperBound, by: share)))
  func `Nothing is over anything else, in random graphs with nested groups`(first: Int) throws {
    for seed in first..<min(first + Self.share, Self.seeds.upperBound) {
      let graph = LayoutGraph.random(seed: seed)
      let direction = LayoutOptions.Direction.allCases[seed % 4]
      let layout = try GraphLayout(graph, LayoutOptions(direction: direction, searchSteps: 5_000))
      let faults = layout.faults(graph)
      if !faults.isEmpty { Issue.record("seed \(seed), \(direction): \(faults.joined(separator: ", "))") }
    }
  }
}
