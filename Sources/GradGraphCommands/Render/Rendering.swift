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

  let view: View
  let picture: PictureOptions
  /// `true` if the direction was asked for.
  let keepsDirection: Bool
  let tree: TreeOptions
  let graphviz: Graphviz
  /// Seconds that Graphviz may take.
  let timeout: Double
  /// The backward pass, where frames or an animation are asked for.
  var frames: BackwardFrames?
  /// For an animation.
  var secondsPerStep: Double?
  /// The frame to draw instead of the finished graph.
  var step: Int?
  /// The identity of an SVG on a page.
  var identity: PictureIdentity?
  /// The frames as they are drawn.
  private var moving: LegiblePicture?
  private var legible: LegiblePicture?
  private var text: Diagram?
  /// The notes already written about the view.
  private var notes: Set<String> = []

  init(
    view: View, picture: PictureOptions, keepsDirection: Bool, tree: TreeOptions, graphviz: Graphviz,
    timeout: Double, frames: BackwardFrames? = nil, secondsPerStep: Double? = nil, step: Int? = nil,
    identity: PictureIdentity? = nil
  ) {
    self.view = view
    self.keepsDirection = keepsDirection
    self.picture = picture
    self.tree = tree
    self.graphviz = graphviz
    self.timeout = timeout
    self.frames = frames
    self.secondsPerStep = secondsPerStep
    self.step = step
    self.identity = identity
  }

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
  ///
  /// - Returns: `true` if all are written; reasons are on standard error.
  mutating func write(_ targets: [Target]) async throws -> Bool {
    var succeeds = true
    for target in targets.filter({ $0.format.graphviz == nil })
      + targets.filter({ $0.format.graphviz != nil })
    {
      if try await !Self.succeeds({ try await write(target) }) { succeeds = false }
    }
    return succeeds
  }

  /// `true` if one of several works succeeds; if not, its reason is on standard error.
  static func succeeds(_ work: () async throws -> Void) async throws -> Bool {
    do {
      try await work()
    } catch let failure as CommandFailure {
      StandardError.write(failure.message)
      return false
    } catch OutputError.closedPipe {
      // The reader has seen enough; the files are still wanted.
    } catch let error as OutputError {
      StandardError.write("gradgraph: error: \(error)")
      return false
    }
    return true
  }

  private mutating func write(_ target: Target) async throws {
    let bytes = try await encode(target)
    if let path = target.path {
      try OutputFile.write(bytes, to: path)
    } else {
      try StandardOutput.write(bytes)
    }
  }

  /// Writes all frames; Graphviz runs once.
  mutating func writeFrames(to directory: FrameDirectory) async throws {
    guard let frames else { return }
    note(view.picture)
    do {
      let (drawn, layout) = try await laidOut(frames)
      try directory.write(try (drawn.frames ?? frames).pictures(in: layout, name: identity?.name))
    } catch let error as GraphvizError {
      throw CommandFailure.failed("\(error)")
    } catch let error as FrameError {
      throw CommandFailure.failed("\(VisibleText.of("\(error)"))")
    }
  }

  private mutating func encode(_ target: Target) async throws -> [UInt8] {
    switch target.format {
    case .dot: return DOTEncoder(picture).encode(textDiagram())
    case .mmd:
      let encoder = MermaidEncoder(picture)
      return encoder.encode(folded(encoder.fitted, "Mermaid draws no more"))
    case .tex:
      let encoder = TikZEncoder(picture)
      return encoder.encode(folded(encoder.fitted, "TeX draws no more"))
    case .md: return MarkdownTableEncoder(MarkdownOptions(precision: picture.precision)).encode(textDiagram())
    case .tree: return MarkdownTreeEncoder(tree).encode(textDiagram())
    case .txt: return TreeEncoder(tree).encode(textDiagram())
    case .json: return DiagramJSONEncoder().encode(textDiagram())
    case .svg:
      if let frames, let secondsPerStep {
        note(view.picture)
        return try await draw(target, frames.dot) { rendering in
          let (drawn, layout) = try await rendering.laidOut(frames)
          return try rendering.finished(drawn, layout, seconds: secondsPerStep)
        }
      } else if let frames, let step {
        note(view.picture)
        return try await draw(target, frames.dot) { rendering in
          let (drawn, layout) = try await rendering.laidOut(frames)
          return try (drawn.frames ?? frames).pictures(in: layout, name: rendering.identity?.name)[step]
        }
      } else {
        return try await draw(target, as: .svg)
      }
    case .png: return try await draw(target, as: .png)
    case .pdf: return try await draw(target, as: .pdf)
    }
  }

  /// The diagram of formats that are not pictures.
  private mutating func textDiagram() -> Diagram {
    let diagram = text ?? view.text
    text = diagram
    note(diagram)
    return diagram
  }

  /// The diagram of a picture that this program draws, folded as far as its reader needs it.
  ///
  /// - Parameter limit: the reason for folding it further than was asked for.
  private mutating func folded(_ fitted: (Diagram, Folding?) -> Diagram, _ limit: String) -> Diagram {
    let asked = view.picture
    let diagram = fitted(asked, view.folding)
    note(diagram, diagram.nodes.count < asked.nodes.count ? limit : nil)
    return diagram
  }

  private mutating func note(_ diagram: Diagram, _ limit: String? = nil) {
    if let omission = diagram.omission, notes.insert(omission).inserted { view.note(diagram, limit) }
  }

  private mutating func draw(_ target: Target, as format: Graphviz.Format) async throws -> [UInt8] {
    var candidate = legible ?? LegiblePicture(view, picture, keepsDirection: keepsDirection)
    let isFirst = legible == nil
    return try await draw(target, candidate.dot) { rendering in
      if isFirst {
        try candidate.checkLayout(timeout: rendering.timeout)
        try await rendering.settle(&candidate)
        rendering.legible = candidate
        rendering.note(candidate.diagram)
        rendering.tell(candidate)
      }
      guard format == .svg else { return try await rendering.run(candidate.dot, as: format) }
      let drawn: [UInt8]
      if let known = candidate.svg {
        drawn = known
      } else {
        drawn = try await rendering.run(candidate.dot, as: .svg)
      }
      return try rendering.finished(candidate, drawn, seconds: nil)
    }
  }

  /// Draws an adaptable picture until it is legible, or can't be better.
  private func settle(_ candidate: inout LegiblePicture) async throws {
    while candidate.isAdaptable, candidate.svg == nil {
      candidate.note(try await run(candidate.dot, as: .svg))
    }
  }

  private func tell(_ candidate: LegiblePicture) {
    guard let words = candidate.words else { return }
    if candidate.isLegible { StandardError.note(words) } else { StandardError.warn(words) }
  }

  private func finished(
    _ picture: LegiblePicture, _ drawn: [UInt8], seconds: Double?
  ) throws -> [UInt8] {
    guard
      let finished = try picture.finished(
        drawn, name: identity?.name, title: identity?.alt, seconds: seconds)
    else { throw GraphvizError.invalidOutput(reason: "no <svg> element", stderr: "") }
    return finished
  }

  /// Draws, or keeps the DOT that could not be drawn beside the file.
  private mutating func draw(
    _ target: Target, _ dot: [UInt8], _ work: (inout Rendering) async throws -> [UInt8]
  ) async throws -> [UInt8] {
    var message: String
    do {
      return try await work(&self)
    } catch let error as GraphvizError {
      message = "\(error)"
    } catch let error as LayoutError {
      message = error.description
    } catch let error as FrameError {
      message = VisibleText.of("\(error)")
    }
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

  /// The frames in a direction, and their layout; Graphviz draws it once.
  private mutating func laidOut(_ frames: BackwardFrames) async throws -> (LegiblePicture, layout: [UInt8]) {
    if let moving, let layout = moving.svg { return (moving, layout) }
    var candidate = LegiblePicture(view, picture, keepsDirection: keepsDirection, frames: frames)
    if candidate.isAdaptable {
      try await settle(&candidate)
      tell(candidate)
    } else {
      candidate.note(try await run(candidate.dot, as: .svg))
    }
    moving = candidate
    return (candidate, candidate.svg ?? [])
  }

  private func run(_ dot: [UInt8], as format: Graphviz.Format) async throws -> [UInt8] {
    let drawn = try await graphviz.render(dot, as: format)
    for warning in drawn.warnings { StandardError.warn("dot: \(VisibleText.of(warning))") }
    if format == .svg, let fault = SVGDialect.fault(in: drawn.bytes) {
      throw GraphvizError.invalidOutput(reason: fault, stderr: "")
    }
    return drawn.bytes
  }
}
