import ArgumentParser
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

  /// Every place can be written, and is named once: `d.svg` and `./d.svg` are one. No path is standard output.
  static func check(_ paths: [String?]) throws {
    var places: Set<String> = []
    for path in paths {
      let place = try path.map { try OutputFile.checkWritable($0) } ?? "-"
      guard places.insert(place).inserted else {
        throw CommandFailure.usage("'\(VisibleText.of(path ?? "-"))' is named twice")
      }
    }
  }

  /// Writes all targets, also when one of them fails; own formats first, they do not depend on another program.
  func write(_ targets: [Target]) async throws {
    var hasFailed = false
    for target in targets.filter({ $0.format.graphviz == nil })
      + targets.filter({ $0.format.graphviz != nil })
    {
      do {
        try await write(target)
      } catch let failure as CommandFailure {
        StandardError.write(failure.message)
        hasFailed = true
      } catch OutputError.closedPipe {
        // The reader has seen enough; the files are still wanted.
      } catch let error as OutputError {
        StandardError.write("gradgraph: error: \(error)")
        hasFailed = true
      }
    }
    if hasFailed { throw ExitCode.failure }
  }

  private func write(_ target: Target) async throws {
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
