import Graphviz

/// Draws many pictures with few runs of Graphviz.
struct DocumentDrawing {
  let graphviz: Graphviz
  let timeout: Double
  /// The number of graphs that one run of Graphviz draws.
  private static let batch = 64
  private static let runs = 4

  struct Outcome {
    var picture: DocumentPicture
    var warnings: [String] = []
    /// The reason why there is no picture.
    var failure: String?
  }

  /// Draws the pictures that are not current. A picture whose size decides its folding takes several rounds.
  func draw(_ pictures: [DocumentPicture]) async -> [Outcome] {
    var outcomes = pictures.map { Outcome(picture: $0) }
    for index in outcomes.indices where outcomes[index].picture.dot != nil {
      do {
        try outcomes[index].picture.checkLayout(timeout: timeout)
      } catch {
        outcomes[index].failure = error.description
      }
    }
    while true {
      let pending = outcomes.indices.filter {
        outcomes[$0].failure == nil && outcomes[$0].picture.dot != nil
      }
      if pending.isEmpty { return outcomes }
      let size = max(1, min(Self.batch, (pending.count + Self.runs - 1) / Self.runs))
      let batches = stride(from: 0, to: pending.count, by: size).map {
        Array(pending[$0..<min($0 + size, pending.count)])
      }
      let drawn = await withTaskGroup(of: [(Int, Result<Graphviz.Rendering, GraphvizError>)].self) { group in
        for batch in batches {
          let graphs = batch.map { Graph(dot: outcomes[$0].picture.dot ?? [], outcomes[$0].picture) }
          group.addTask { Array(zip(batch, await render(graphs))) }
        }
        return await group.reduce(into: []) { $0 += $1 }
      }
      for (index, result) in drawn { take(result, &outcomes[index]) }
    }
  }

  private func take(_ result: Result<Graphviz.Rendering, GraphvizError>, _ outcome: inout Outcome) {
    do {
      let rendering = try result.get()
      outcome.warnings += rendering.warnings
      try outcome.picture.take(rendering.bytes)
    } catch {
      outcome.failure = "\(error)"
    }
  }

  private struct Graph {
    let dot: [UInt8]
    /// Of several graphs in one run, Graphviz takes the clusters of all but the first in an order that differs from
    /// run to run, and documents are to be the same each time.
    let isAlone: Bool

    init(dot: [UInt8], _ picture: DocumentPicture) {
      (self.dot, isAlone) = (dot, picture.hasClusters)
    }
  }

  /// Draws some graphs in one run; if that fails or has warnings, one by one, so that each has its own error or warnings.
  private func render(_ graphs: [Graph]) async -> [Result<Graphviz.Rendering, GraphvizError>] {
    var results: [Int: Result<Graphviz.Rendering, GraphvizError>] = [:]
    let together = graphs.indices.filter { !graphs[$0].isAlone }
    if together.count > 1, let drawn = try? await graphviz.render(together.map { graphs[$0].dot }, as: .svg),
      drawn.warnings.isEmpty
    {
      for (index, document) in zip(together, drawn.documents) {
        results[index] = .success(Graphviz.Rendering(bytes: document))
      }
    }
    for (index, graph) in graphs.enumerated() where results[index] == nil {
      do throws(GraphvizError) {
        results[index] = .success(try await graphviz.render(graph.dot, as: .svg))
      } catch {
        results[index] = .failure(error)
      }
    }
    return graphs.indices.compactMap { results[$0] }
  }
}
