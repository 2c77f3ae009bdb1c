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
  /// What was done to make it legible, if anything.
  private(set) var words: String?

  private var work: Work
  private let trailer: String

  private enum Work {
    case still(LegiblePicture)
    case animation(BackwardFrames, seconds: Double)
  }

  /// - Parameters:
  ///   - path: the file.
  ///   - owner: the document that shows it, as a path from the picture.
  init(
    _ result: BlockResult, path: String, owner: String, theme: Theme
  ) throws(CommandFailure) {
    let view = try result.options.view.view(of: result.input)
    var options = result.options.drawing.options(precision: result.options.tree.numbers.precision)
    options.theme = theme
    self.path = path
    let first: [UInt8]
    var description = result.options.alt ?? ""
    if let frames = try result.options.backward.frames(of: view, options) {
      let seconds = result.options.backward.seconds
      first = frames.dot
      description += "\u{0}animated \(seconds)"
      work = .animation(frames, seconds: seconds)
    } else {
      let picture = LegiblePicture(view, options, keepsDirection: result.options.drawing.direction != nil)
      first = picture.dot
      description += "\u{0}" + picture.diagram.spokenDescription(precision: options.precision)
      work = .still(picture)
    }
    let digest = Self.digest(of: first, Array("\(options)\u{0}\(description)".utf8))
    trailer = PictureMark(owner: owner, digest: digest).text
    isCurrent = PictureMark(ofFile: path)?.text == trailer
    dot = isCurrent ? nil : first
  }

  /// Two FNV-1a of 64 bits, from both ends.
  private static func digest(of parts: [UInt8]...) -> String {
    func hash(_ bytes: some Sequence<UInt8>) -> String {
      let hash = bytes.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
      let digits = String(hash, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }
    let whole = Array(parts.joined(separator: [0]))
    return hash(whole) + hash(whole.reversed())
  }

  /// Whether Graphviz can draw it in time.
  func checkLayout(timeout: Double) throws(LayoutError) {
    if case .still(let picture) = work { try picture.checkLayout(timeout: timeout) }
  }

  /// Takes the drawing of ``dot``.
  ///
  /// - Throws: what a drawing that can't be used is.
  mutating func take(_ drawn: [UInt8]) throws {
    var finished: [UInt8]?
    switch work {
    case .animation(let frames, let seconds):
      finished = try frames.animation(in: drawn, secondsPerStep: seconds)
    case .still(var picture):
      if picture.isAdaptable {
        picture.note(drawn)
        work = .still(picture)
        guard let settled = picture.svg else { return dot = picture.dot }
        words = picture.words
        finished = SVGDocument.finish(settled, of: picture.diagram, picture.options)
      } else {
        finished = SVGDocument.finish(drawn, of: picture.diagram, picture.options)
      }
    }
    guard let finished else { throw GraphvizError.invalidOutput(reason: "no <svg> element", stderr: "") }
    bytes = finished + Array(trailer.utf8)
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
