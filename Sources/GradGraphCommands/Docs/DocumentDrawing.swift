import Graphviz

/// Draws many pictures with few runs of Graphviz.
struct DocumentDrawing {
  let graphviz: Graphviz
  let timeout: Double
  /// How many graphs one run of Graphviz draws.
  private static let batch = 64
  private static let runs = 4

  struct Outcome {
    var picture: DocumentPicture
    var warnings: [String] = []
    /// Why there is no picture.
    var failure: String?
  }

  /// Draws what is not current. A picture whose size decides how it is folded takes several rounds.
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
          let dots = batch.map { outcomes[$0].picture.dot ?? [] }
          group.addTask { Array(zip(batch, await render(dots))) }
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

  /// Draws some graphs in one run; where that fails or has warnings, one by one, so that each gets its own.
  private func render(_ dots: [[UInt8]]) async -> [Result<Graphviz.Rendering, GraphvizError>] {
    if dots.count > 1, let drawn = try? await graphviz.render(dots, as: .svg), drawn.warnings.isEmpty {
      return drawn.documents.map { .success(Graphviz.Rendering(bytes: $0)) }
    }
    var results: [Result<Graphviz.Rendering, GraphvizError>] = []
    for dot in dots {
      do throws(GraphvizError) {
        results.append(.success(try await graphviz.render(dot, as: .svg)))
      } catch {
        results.append(.failure(error))
      }
    }
    return results
  }
}
