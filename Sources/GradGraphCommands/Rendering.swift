import DisplayText
import GraphExport
import Graphviz

/// One diagram on its way to files.
struct Rendering {
  /// A file and its format; no path is standard output.
  struct Target {
    var path: String?
    var format: OutputFormat
  }

  var diagram: Diagram
  var picture: PictureOptions
  var tree: TreeOptions
  var graphviz: Graphviz

  func write(_ target: Target) async throws {
    let bytes = try await encode(target)
    if let path = target.path {
      try OutputFile.write(bytes, to: path)
    } else {
      try StandardOutput.write(bytes)
    }
  }

  private func encode(_ target: Target) async throws -> [UInt8] {
    switch target.format {
    case .dot: DOTEncoder(picture).encode(diagram)
    case .txt: TreeEncoder(tree).encode(diagram)
    case .json: DiagramJSONEncoder().encode(diagram)
    case .svg: try await draw(target, as: .svg)
    case .png: try await draw(target, as: .png)
    case .pdf: try await draw(target, as: .pdf)
    }
  }

  private func draw(_ target: Target, as format: Graphviz.Format) async throws -> [UInt8] {
    let dot = DOTEncoder(picture).encode(diagram)
    do throws(GraphvizError) {
      let drawn = try await graphviz.render(dot, as: format)
      for warning in drawn.warnings { StandardError.warn("dot: \(VisibleText.of(warning))") }
      guard format == .svg else { return drawn.bytes }
      guard let finished = SVGDocument.finish(drawn.bytes, of: diagram, picture) else {
        throw .invalidOutput(reason: "no <svg> element", stderr: "")
      }
      return finished
    } catch {
      var message = "\(error)"
      if let path = target.path {
        let kept = path + ".dot"
        do {
          try OutputFile.write(dot, to: kept)
          message += "\nThe graph is in '\(VisibleText.of(kept))', as DOT."
        } catch {
          message += "\nIts DOT can't be kept either: \(error)"
        }
      }
      throw CommandFailure.failed(message)
    }
  }
}
