import DisplayText
import FormulaSyntax
import MarkdownBlocks

/// A Markdown file with its blocks, ready to be computed.
final class Document {
  let path: String
  let markdown: MarkdownDocument
  /// The contents of the file when it was read.
  let version: FileVersion
  private(set) var blocks: [Block] = []
  /// The files that its blocks read.
  private(set) var sources: Set<String> = []
  /// `true` if the text has an error, so that the list of files that it names may be incomplete.
  private(set) var hasErrors = false

  /// The options of its blocks.
  var parsed = BlockOptionsCache()

  private let source: Source
  private var notes: [Note] = []
  private var known: Set<Note> = []
  private var positions: [String: Int] = [:]
  private var origins: [String: Result<BlockOrigin, BlockFailure>] = [:]
  private var speller = Speller()
  /// The offsets of the lines, for messages that name another place.
  private lazy var lineStarts: [Int] = [0] + markdown.bytes.indices.filter(isLineEnd).map { $0 + 1 }

  /// A region, a fence, or both of one name.
  struct Block {
    var name: CommentWords.Word
    var region: MarkdownDocument.Region?
    var fence: MarkdownDocument.Fence?
    /// The options of both.
    var words: [CommentWords.Word]
  }

  init(path: String, bytes: [UInt8]) {
    self.path = path
    version = FileVersion(bytes)
    source = Source(bytes: bytes, name: path)
    markdown = MarkdownDocument(bytes)
    for problem in markdown.problems { note(.error, problem.message, at: problem.range) }
    if hasMarks, let place = markdown.invalidUTF8 {
      note(.error, "the text is not UTF-8 here; save the file as UTF-8", at: place..<place + 1)
      return
    }
    for fence in markdown.fences {
      add(Block(name: fence.name, fence: fence, words: fence.words))
    }
    for region in markdown.regions {
      if let position = positions[region.name.text], blocks[position].region == nil,
        blocks[position].fence != nil
      {
        blocks[position].region = region
        blocks[position].words += region.words
      } else {
        add(Block(name: region.name, region: region, words: region.words))
      }
    }
  }

  private var hasMarks: Bool {
    !markdown.regions.isEmpty || !markdown.slots.isEmpty || !markdown.fences.isEmpty
      || !markdown.problems.isEmpty
  }

  private func add(_ block: Block) {
    let name = block.name.text
    if let fault = Self.fault(inName: name) { return note(.error, fault, at: block.name.range) }
    if let position = positions[name] {
      let line = line(of: blocks[position].name.range.lowerBound)
      let message = "two blocks are called '\(VisibleText.of(name))': the other is at line \(line)"
      return note(.error, message, at: block.name.range)
    }
    positions[name] = blocks.count
    blocks.append(block)
  }

  /// Names become files: letters, digits and `-_.`, none of them first that is special there.
  private static func fault(inName name: String) -> String? {
    let isPlain = name.unicodeScalars.allSatisfy {
      $0.properties.isAlphabetic || $0.properties.numericType != nil || "-_.".unicodeScalars.contains($0)
    }
    guard isPlain, let first = name.unicodeScalars.first, !"-.".unicodeScalars.contains(first) else {
      return
        "'\(VisibleText.of(name))' is no name for a block; names are made of letters, digits, - and _, as in seed-tree"
    }
    return nil
  }

  // MARK: Findings

  func note(_ kind: Finding.Kind, _ message: String, at range: Range<Int>) {
    note(Note(kind, message, at: range))
  }

  func note(_ failure: BlockFailure) { failure.notes.forEach(note) }

  private func note(_ note: Note) {
    if note.kind == .error { hasErrors = true }
    if known.insert(note).inserted { notes.append(note) }
  }

  /// All that was noted, in order of their places.
  ///
  /// - Complexity: O(length of the text + notes · log notes)
  func findings() -> [Finding] {
    let sorted = notes.enumerated().sorted {
      ($0.element.range.lowerBound, $0.offset) < ($1.element.range.lowerBound, $1.offset)
    }.map(\.element)
    let diagnostics = source.diagnostics(sorted.map { ($0.range, $0.message) })
    return zip(sorted, diagnostics).map { note, diagnostic in
      note.elsewhere ?? Finding(note.kind, diagnostic)
    }
  }

  private func isLineEnd(_ index: Int) -> Bool {
    let bytes = markdown.bytes
    return bytes[index] == 0x0A
      || bytes[index] == 0x0D && !(index + 1 < bytes.count && bytes[index + 1] == 0x0A)
  }

  /// The line of a place, counted from 1.
  func line(of place: Int) -> Int {
    var (low, high) = (0, lineStarts.count)
    while low < high {
      let middle = (low + high) / 2
      if lineStarts[middle] <= place { low = middle + 1 } else { high = middle }
    }
    return max(1, low)
  }

  /// `docs/a.md:17:24`
  func place(of range: Range<Int>) -> String {
    let line = line(of: range.lowerBound)
    let column =
      String(decoding: markdown.bytes[lineStarts[line - 1]..<range.lowerBound], as: UTF8.self).count + 1
    return "\(VisibleText.of(path)):\(line):\(column)"
  }

  /// Remembers a file that a block reads.
  func reads(_ path: String) { sources.insert(path) }

  // MARK: Origins

  /// The block of a name.
  func block(named name: String, at place: Range<Int>) throws(BlockFailure) -> Block {
    if let position = positions[name] { return blocks[position] }
    let nearest = speller.nearest(to: name, among: blocks.lazy.map(\.name.text))
      .map { "; did you mean '\(VisibleText.of($0))'?" }
    throw BlockFailure(
      "there is no block called '\(VisibleText.of(name))' in this file\(nearest ?? "")", at: place)
  }

  /// The origin of a block's formula, through all blocks that it takes the formula from; each is found once.
  ///
  /// - Parameter place: the place of the name.
  func origin(of name: String, at place: Range<Int>, scope: DocumentScope) throws(BlockFailure) -> BlockOrigin
  {
    var stack = [try block(named: name, at: place)]
    var waiting: [String: (origin: BlockOrigin, place: Range<Int>)] = [:]
    while let block = stack.last {
      let own = block.name.text
      if origins[own] == nil {
        do throws(BlockFailure) {
          if let step = try next(of: block, &waiting, scope) {
            stack.append(step)
            continue
          }
        } catch {
          origins[own] = .failure(error)
        }
      }
      waiting[own] = nil
      stack.removeLast()
    }
    guard let result = origins[name] else { throw BlockFailure([]) }
    return try result.get()
  }

  /// Finds an origin, or the block that has to be found before.
  private func next(
    of block: Block, _ waiting: inout [String: (origin: BlockOrigin, place: Range<Int>)],
    _ scope: DocumentScope
  ) throws(BlockFailure) -> Block? {
    let name = block.name.text
    let state: (origin: BlockOrigin, place: Range<Int>)
    if let known = waiting[name] {
      state = known
    } else {
      let reader = BlockReader(block: block, document: self, scope: scope)
      var options = try reader.options()
      state = try reader.origin(&options)
    }
    guard case .block(let other) = state.origin.place else {
      origins[name] = .success(state.origin)
      return nil
    }
    if let found = origins[other] {
      origins[name] = .success(state.origin.completed(by: try found.get()))
      return nil
    }
    waiting[name] = state
    if waiting[other] != nil {
      throw BlockFailure("the block '\(VisibleText.of(name))' takes its formula from itself", at: state.place)
    }
    return try self.block(named: other, at: state.place)
  }
}

/// A note about a place of a document.
struct Note: Hashable {
  var kind: Finding.Kind
  var message: String
  var range: Range<Int>
  /// The place, if it is in another file, which the block at ``range`` reads.
  var elsewhere: Finding?

  init(_ kind: Finding.Kind, _ message: String, at range: Range<Int>, elsewhere: Finding? = nil) {
    (self.kind, self.message, self.range, self.elsewhere) = (kind, message, range, elsewhere)
  }
}

/// The reason why a block can't be computed.
struct BlockFailure: Error {
  var notes: [Note]

  init(_ notes: [Note]) { self.notes = notes }

  init(_ message: String, at range: Range<Int>) { notes = [Note(.error, message, at: range)] }
}
