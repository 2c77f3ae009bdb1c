import DisplayText
import GraphExport
import Graphviz

/// A picture of a document, on its way from a diagram to a file.
///
/// The file carries a digest of what was to be drawn (the DOT and the options, and the words that describe it), so that it
/// can be told without Graphviz whether it is current.
struct DocumentPicture {
  let path: String
  /// Whether the file shows this already.
  let isCurrent: Bool
  /// The whole file, once it is drawn.
  private(set) var bytes: [UInt8]?
  /// What is to be drawn next; `nil` when nothing is.
  private(set) var dot: [UInt8]?
  /// Whether ``dot`` has frames around groups.
  var hasClusters: Bool { !picture.diagram.groups.isEmpty }
  /// What was done to make it legible, if anything.
  private(set) var words: String?

  private var picture: LegiblePicture
  private let mark: PictureMark
  /// The seconds of a step of an animation, or the frame that is drawn.
  private let seconds: Double?
  private let step: Int?

  /// - Parameters:
  ///   - path: the file.
  ///   - owner: the document that shows it, as a path from the picture.
  init(
    _ result: BlockResult, path: String, owner: String, theme: Theme, redraws: Bool
  ) throws(CommandFailure) {
    let options = result.options
    let view = try options.view.view(of: result.input)
    var look = options.drawing.options(precision: options.tree.numbers.precision)
    look.theme = theme
    let frames = try options.backward.frames(of: view, look)
    self.init(
      view, look, keepsDirection: options.drawing.direction != nil, frames: frames,
      seconds: options.backward.animate ? options.backward.seconds : nil, step: options.backward.step,
      path: path, owner: owner, redraws: redraws)
  }

  init(
    _ view: View, _ options: PictureOptions, keepsDirection: Bool, frames: BackwardFrames? = nil,
    seconds: Double? = nil, step: Int? = nil, path: String, owner: String, redraws: Bool
  ) {
    self.path = path
    self.seconds = seconds
    self.step = step
    picture = LegiblePicture(view, options, keepsDirection: keepsDirection, frames: frames)
    let digest = picture.digest(name: nil, title: nil, seconds: seconds) + (step.map { "-step\($0)" } ?? "")
    mark = PictureMark(owner: owner, digest: digest)
    isCurrent = !redraws && PictureMark(ofFile: path)?.digest == digest
    dot = isCurrent ? nil : picture.dot
  }

  /// Whether two blocks give the same file, which they may then share.
  func isSame(as other: DocumentPicture) -> Bool { mark.digest == other.mark.digest }

  /// Whether Graphviz can draw it in time.
  func checkLayout(timeout: Double) throws(LayoutError) {
    try picture.checkLayout(timeout: timeout)
  }

  /// Takes the drawing of ``dot``.
  ///
  /// - Throws: what a drawing that can't be used is.
  mutating func take(_ drawn: [UInt8]) throws {
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
    bytes = finished + Array(mark.text.utf8)
    dot = nil
  }
}

/// The last line of a document's picture: who shows it, and what was drawn.
struct PictureMark: Equatable {
  /// The document, as a path from the picture's directory.
  var owner: String
  var digest: String

  private static let begin = "<!-- gradgraph docs: "

  /// Hyphens are escaped: a comment in XML holds no two of them.
  var text: String { "\(Self.begin)\(owner.replacing("-", with: "%2D")) \(digest) -->\n" }

  init(owner: String, digest: String) { (self.owner, self.digest) = (owner, digest) }

  /// The mark of a picture; `nil` when the file is none of a document, or is not there.
  init?(ofFile path: String) {
    guard InputFile.exists(path), let bytes = try? InputFile.read(path) else { return nil }
    let tail = String(decoding: bytes.suffix(8192), as: UTF8.self)
    guard let start = tail.range(ofLast: Self.begin), tail.hasSuffix(" -->\n") else { return nil }
    let words = tail[start...].dropFirst(Self.begin.count).dropLast(5)
    guard let blank = words.lastIndex(of: " ") else { return nil }
    owner = String(words[..<blank]).replacing("%2D", with: "-")
    digest = String(words[words.index(after: blank)...])
  }
}

extension String {
  /// Where a text begins for the last time.
  fileprivate func range(ofLast text: String) -> Index? {
    var found: Index?
    for range in ranges(of: text) { found = range.lowerBound }
    return found
  }
}
