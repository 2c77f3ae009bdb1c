import DisplayText
import GraphExport
import Graphviz

/// A picture of a document, on its way from a diagram to a file.
///
/// The file carries a digest of its source (the DOT, the options, and the words that describe it), and one of
/// its own bytes, which show without Graphviz whether it is current.
struct DocumentPicture {
  let path: String
  /// The file at the path.
  let file: PictureFile
  /// The digest of the source of the drawing.
  let digest: String
  /// The whole file, once it is drawn.
  private(set) var bytes: [UInt8]?
  /// The DOT text to draw next; `nil` if there is none.
  private(set) var dot: [UInt8]?
  /// `true` if ``dot`` has frames around groups.
  var hasClusters: Bool { !picture.diagram.groups.isEmpty }
  /// The changes that made it legible, in words; `nil` if there were none.
  private(set) var words: String?

  private var picture: LegiblePicture
  private let owner: String
  /// The seconds of a step of an animation, or the number of a single frame.
  private let seconds: Double?
  private let step: Int?

  /// The files to draw again although they are current, or to replace although they were edited.
  enum Renewal: Equatable { case stale, all, foreign }

  /// - Parameters:
  ///   - path: the file.
  ///   - owner: the document that shows it, as a path from the picture.
  init(_ result: BlockResult, path: String, owner: String, theme: Theme, renewal: Renewal)
    throws(CommandFailure)
  {
    let options = result.options
    let view = try options.view.view(of: result.input)
    var look = options.drawing.options(precision: options.tree.numbers.precision)
    look.theme = theme
    let frames = try options.backward.frames(of: view, look)
    self.init(
      view, look, keepsDirection: options.drawing.direction != nil, frames: frames,
      seconds: options.backward.animate ? options.backward.seconds : nil, step: options.backward.step,
      path: path, owner: owner, renewal: renewal)
  }

  init(
    _ view: View, _ options: PictureOptions, keepsDirection: Bool, frames: BackwardFrames? = nil,
    seconds: Double? = nil, step: Int? = nil, path: String, owner: String, renewal: Renewal
  ) {
    self.path = path
    self.seconds = seconds
    self.step = step
    self.owner = owner
    picture = LegiblePicture(view, options, keepsDirection: keepsDirection, frames: frames)
    digest = picture.digest(name: nil, title: nil, seconds: seconds) + (step.map { "-step\($0)" } ?? "")
    file = PictureFile(path)
    let isKept = file.state == .written && file.mark?.digest == digest && renewal == .stale
    dot = isKept || Self.objection(to: file.state, path, renewal) != nil ? nil : picture.dot
  }

  /// `true` if the file shows this already.
  var isCurrent: Bool { file.state == .written && file.mark?.digest == digest }

  /// The reason why the file must not be replaced; `nil` when it may be.
  func objection(_ renewal: Renewal) -> String? { Self.objection(to: file.state, path, renewal) }

  private static func objection(to state: PictureFile.State, _ path: String, _ renewal: Renewal) -> String? {
    let name = "'\(VisibleText.of(path))'"
    switch state {
    case .absent, .written: return nil
    case .edited where renewal != .stale: return nil
    case .foreign where renewal == .foreign: return nil
    case .edited:
      return
        "the picture \(name) was edited since it was drawn, or is of another version, and stays as it is; gradgraph docs --redraw draws it again"
    case .foreign:
      return
        "\(name) was not written by gradgraph docs, and stays as it is; name another file with -o, or replace it with --force"
    case .unusable(let message): return message
    }
  }

  /// The reason why the file differs from the block's picture; `nil` if it does not.
  var fault: String? {
    let name = "the picture '\(VisibleText.of(path))'"
    switch file.state {
    case .absent: return "\(name) is missing; run gradgraph docs"
    case .written: return isCurrent ? nil : "\(name) shows something else; run gradgraph docs"
    case .edited, .foreign, .unusable: return objection(.stale)
    }
  }

  /// Checks that Graphviz can draw it in time.
  func checkLayout(timeout: Double) throws(LayoutError) {
    try picture.checkLayout(timeout: timeout)
  }

  /// Takes the drawing of ``dot``.
  ///
  /// - Throws: an error for a drawing that can't be used.
  mutating func take(_ drawn: [UInt8]) throws {
    if let fault = SVGDialect.fault(in: drawn) {
      throw GraphvizError.invalidOutput(reason: fault, stderr: "")
    }
    var settled = drawn
    if picture.isAdaptable {
      picture.note(drawn)
      guard let svg = picture.svg else { return dot = picture.dot }
      words = picture.words
      settled = svg
    }
    let finished =
      try step.map { try picture.frames?.pictures(in: settled)[$0] }
      ?? picture.finished(settled, name: nil, title: nil, seconds: seconds)
    guard let finished else { throw GraphvizError.invalidOutput(reason: "no <svg> element", stderr: "") }
    let mark = PictureMark(owner: owner, digest: digest, of: finished)
    bytes = finished + Array(mark.text.utf8)
    dot = nil
  }
}
