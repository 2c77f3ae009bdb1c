/// The columns of a layout: one per rank, and one between two ranks for the labels of edges.
struct Layers {
  /// For each rank, its layer.
  private(set) var ofRank: [Int] = []
  /// For each rank, true if the next layer holds labels.
  private(set) var isLabelled: [Bool]
  private(set) var count = 0
  /// For each edge, the layer of its label; -1 for none.
  private(set) var ofLabel: [Int]

  init(_ graph: LayoutGraph, _ edges: Orientation, _ ranking: Ranking) {
    isLabelled = Array(repeating: false, count: ranking.count)
    ofLabel = Array(repeating: -1, count: graph.edges.count)
    var uses = Array(repeating: 0, count: graph.nodes.count)
    var operands = uses
    for edge in edges.from.indices {
      uses[edges.from[edge]] += 1
      operands[edges.to[edge]] += 1
    }
    for (index, edge) in graph.edges.enumerated() where edge.label != nil {
      let (from, to) = (edges.from[index], edges.to[index])
      // The label is at the end where fewer edges meet.
      let rank = uses[from] <= operands[to] ? ranking.ranks[from] : ranking.ranks[to] - 1
      ofLabel[index] = rank
      isLabelled[rank] = true
    }
    ofRank.reserveCapacity(ranking.count)
    for rank in 0..<ranking.count {
      ofRank.append(count)
      count += isLabelled[rank] ? 2 : 1
    }
    for index in ofLabel.indices where ofLabel[index] >= 0 { ofLabel[index] = ofRank[ofLabel[index]] + 1 }
  }
}
