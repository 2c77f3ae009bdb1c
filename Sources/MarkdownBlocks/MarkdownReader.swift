/// Finds the HTML comments and the fenced `gradgraph` code of a Markdown text: those that a reader of CommonMark would take
/// for such, and not the ones that code blocks and code spans only show.
///
/// Block structure follows CommonMark 0.31 (quotes, lists, fenced and indented code, HTML comments); front matter between
/// `---` lines at the start is skipped.
///
/// - Complexity: O(length of the text)
struct MarkdownReader {
  /// An HTML comment, from `<!--` to behind `-->`.
  struct Comment {
    var range: Range<Int>
    /// Its start, behind quotes' and lists' marks of its line; `nil` when text precedes it on the line.
    var lineStart: Int?
    /// The quote or list item it is in; 0 is none.
    var container: Int
    /// The paragraph, or the line that a comment begins, which it is in.
    var passage: Int
    /// `true` if `-->` was found.
    var isClosed: Bool
  }

  /// A fenced code block.
  struct Fence {
    /// The words behind the fence's marks.
    var info: Range<Int>
    /// The lines of code, without quotes' and lists' marks, with their ends.
    var lines: [Range<Int>]
    var isClosed: Bool
  }

  private(set) var comments: [Comment] = []
  private(set) var fences: [Fence] = []

  private let bytes: UnsafeBufferPointer<UInt8>
  private var containers: [Container] = []
  private var containerCount = 0
  private var passage = 0
  private var leaf = Leaf.none
  /// The lines of the paragraph that is being read.
  private var paragraph: [Range<Int>] = []
  /// The number of quotes among the containers.
  private var quotes = 0
  /// The line being read, and the start of the marks of a thematic break at its end.
  private var tail: (line: Int, start: Int) = (-1, 0)

  private enum Container {
    case quote(id: Int)
    case item(indent: Int, id: Int)

    var id: Int {
      switch self {
      case .quote(let id), .item(_, let id): id
      }
    }
  }

  private enum Leaf {
    case none
    case paragraph
    case fence(mark: UInt8, count: Int, indent: Int, depth: Int, keeps: Bool)
    /// In an HTML comment that goes on over lines.
    case comment(start: Int, lineStart: Int, depth: Int)
  }

  /// Reads a whole text.
  static func read(_ bytes: UnsafeBufferPointer<UInt8>) -> MarkdownReader {
    var reader = MarkdownReader(bytes)
    var start = reader.endOfFrontMatter()
    while start < bytes.count {
      let end = reader.lineEnd(from: start)
      reader.read(line: start..<end)
      start = end
    }
    reader.finish()
    return reader
  }

  private init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  // MARK: Lines

  /// Behind the line's end: LF, CR LF or CR.
  private func lineEnd(from start: Int) -> Int {
    var index = start
    while index < bytes.count {
      if bytes[index] == 0x0A { return index + 1 }
      if bytes[index] == 0x0D {
        return index + 1 < bytes.count && bytes[index + 1] == 0x0A ? index + 2 : index + 1
      }
      index += 1
    }
    return index
  }

  /// The offset of the text: behind a byte order mark and behind front matter.
  private func endOfFrontMatter() -> Int {
    let begin = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var start = begin
    var isFirst = true
    while start < bytes.count {
      let end = lineEnd(from: start)
      let line = bytes[start..<end].prefix { $0 != 0x0A && $0 != 0x0D }
      let isRule = line.elementsEqual("---".utf8)
      if isFirst && !isRule { return begin }
      if !isFirst && (isRule || line.elementsEqual("...".utf8)) { return end }
      isFirst = false
      start = end
    }
    return begin
  }

  private mutating func read(line: Range<Int>) {
    var cursor = Cursor(bytes: bytes, line: line)
    let matched = matchContainers(&cursor)
    if matched < containers.count { close(to: matched, cursor) }
    switch leaf {
    case .fence(let mark, let count, let indent, _, let keeps):
      readFenced(&cursor, mark, count, indent, keeps)
    case .comment(let start, let lineStart, let depth):
      readComment(cursor, start, lineStart, depth)
    case .none, .paragraph:
      readText(&cursor)
    }
  }

  /// Skips the marks of the containers that go on, and returns their number.
  private func matchContainers(_ cursor: inout Cursor) -> Int {
    // An empty line belongs to every item.
    if quotes == 0, cursor.isBlank { return containers.count }
    for (depth, container) in containers.enumerated() {
      switch container {
      case .quote:
        var next = cursor
        next.skipBlanks(atMost: 3)
        guard next.take(UInt8(ascii: ">")) else { return depth }
        next.skipBlanks(atMost: 1)
        cursor = next
      case .item(let indent, _):
        if cursor.isBlank { continue }
        guard cursor.indent >= indent else { return depth }
        cursor.skipBlanks(atMost: indent)
      }
    }
    return containers.count
  }

  /// Ends the containers from a depth on, with their contents. A paragraph's text may go on without their marks.
  private mutating func close(to depth: Int, _ cursor: Cursor) {
    switch leaf {
    case .paragraph:
      endParagraph()
    case .fence(_, _, _, let own, let keeps) where own > depth:
      if keeps { fences[fences.count - 1].isClosed = false }
      leaf = .none
    case .comment(let start, let lineStart, let own) where own > depth:
      addComment(start..<cursor.line.lowerBound, lineStart: lineStart, isClosed: false)
      leaf = .none
    case .none, .fence, .comment: break
    }
    for container in containers[depth...] { if case .quote = container { quotes -= 1 } }
    containers.removeLast(containers.count - depth)
  }

  private var current: Int { containers.last?.id ?? 0 }

  private mutating func open(_ make: (Int) -> Container) {
    endParagraph()
    containerCount += 1
    containers.append(make(containerCount))
    if case .quote? = containers.last { quotes += 1 }
  }

  // MARK: Code

  private mutating func readFenced(
    _ cursor: inout Cursor, _ mark: UInt8, _ count: Int, _ indent: Int, _ keeps: Bool
  ) {
    if cursor.indent <= 3 {
      var end = cursor
      end.skipBlanks(atMost: 3)
      if end.count(mark) >= count {
        end.skip(mark)
        if end.isBlank {
          if keeps { fences[fences.count - 1].isClosed = true }
          leaf = .none
          return
        }
      }
    }
    guard keeps else { return }
    cursor.skipBlanks(atMost: indent)
    fences[fences.count - 1].lines.append(cursor.position..<cursor.line.upperBound)
  }

  private mutating func openFence(_ cursor: Cursor) -> Bool {
    var cursor = cursor
    let indent = cursor.indent
    cursor.skipBlanks(atMost: 3)
    guard let mark = cursor.byte, mark == UInt8(ascii: "`") || mark == UInt8(ascii: "~") else { return false }
    let count = cursor.count(mark)
    guard count >= 3 else { return false }
    cursor.skip(mark)
    let info = cursor.rest
    if mark == UInt8(ascii: "`"), bytes[info].contains(mark) { return false }
    endParagraph()
    let keeps = FenceInfo.mayBeOurs(bytes, info)
    if keeps { fences.append(Fence(info: info, lines: [], isClosed: false)) }
    leaf = .fence(mark: mark, count: count, indent: indent, depth: containers.count, keeps: keeps)
    return true
  }

  // MARK: Text

  private mutating func readText(_ cursor: inout Cursor) {
    while true {
      if cursor.isBlank {
        endParagraph()
        return
      }
      if cursor.indent >= 4 {
        // Indented code, unless a paragraph goes on.
        if case .paragraph = leaf { paragraph.append(cursor.position..<cursor.line.upperBound) }
        return
      }
      if openContainer(&cursor) { continue }
      break
    }
    if openFence(cursor) { return }
    var text = cursor
    text.skipBlanks(atMost: 3)
    if text.starts("<!--") {
      endParagraph()
      return readComment(text, text.position, text.position, containers.count)
    }
    if case .paragraph = leaf {} else { leaf = .paragraph }
    paragraph.append(text.position..<cursor.line.upperBound)
  }

  /// Opens a quote or a list item, if one begins here.
  private mutating func openContainer(_ cursor: inout Cursor) -> Bool {
    var next = cursor
    next.skipBlanks(atMost: 3)
    if next.take(UInt8(ascii: ">")) {
      next.skipBlanks(atMost: 1)
      open { .quote(id: $0) }
      cursor = next
      return true
    }
    let column = next.column
    guard !isRule(next), next.takeListMark() else { return false }
    guard next.isBlank || next.isAtBlank else { return false }
    // An empty item, or a number other than 1, does not interrupt a paragraph.
    if case .paragraph = leaf, next.isBlank { return false }
    let width = next.column - column
    let blanks = next.indent
    let padding = next.isBlank || blanks > 4 ? 1 : blanks
    let indent = column - cursor.column + width + padding
    if !next.isBlank { next.skipBlanks(atMost: padding) }
    open { .item(indent: indent, id: $0) }
    cursor = next
    return true
  }

  /// `true` if the rest of a line is a thematic break: three or more of one of `-*_`, and blanks.
  ///
  /// - Complexity: O(line) for all places of a line together.
  private mutating func isRule(_ cursor: Cursor) -> Bool {
    guard let mark = cursor.byte, "-*_".utf8.contains(mark) else { return false }
    if tail.line != cursor.line.lowerBound {
      var start = cursor.rest.upperBound
      while start > cursor.line.lowerBound, [mark, 0x20, 0x09].contains(bytes[start - 1]) { start -= 1 }
      tail = (cursor.line.lowerBound, start)
    }
    guard cursor.position >= tail.start else { return false }
    var count = 0
    for byte in bytes[cursor.rest] {
      if byte == mark { count += 1 }
      if byte != mark && byte != 0x20 && byte != 0x09 { return false }
      if count == 3 { return true }
    }
    return false
  }

  // MARK: Comments

  private mutating func addComment(_ range: Range<Int>, lineStart: Int? = nil, isClosed: Bool = true) {
    comments.append(
      Comment(range: range, lineStart: lineStart, container: current, passage: passage, isClosed: isClosed))
  }

  /// A comment at a line's start: it ends where `-->` is, in whatever line.
  private mutating func readComment(_ cursor: Cursor, _ start: Int, _ lineStart: Int, _ depth: Int) {
    let from = max(cursor.position, start + 4)
    guard let end = find("-->", from..<cursor.line.upperBound, overlapping: start) else {
      leaf = .comment(start: start, lineStart: lineStart, depth: depth)
      return
    }
    leaf = .none
    passage += 1
    addComment(start..<end, lineStart: lineStart)
    readInline([end..<cursor.line.upperBound])
  }

  private mutating func endParagraph() {
    defer {
      leaf = .none
      paragraph = []
    }
    guard case .paragraph = leaf else { return }
    passage += 1
    if paragraph.contains(where: { find("<!--", $0) != nil }) { readInline(paragraph) }
  }

  /// Comments within a paragraph's text, but for those in code spans.
  private mutating func readInline(_ lines: [Range<Int>]) {
    let places = lines.flatMap { Array($0) }
    var index = 0
    // For each length, where the last run of backticks of that length begins; a span needs a second run.
    let runs = backtickRuns(places)
    func starts(_ text: StaticString, at index: Int) -> Bool {
      guard index + text.utf8CodeUnitCount <= places.count else { return false }
      return text.withUTF8Buffer { text in
        text.indices.allSatisfy { bytes[places[index + $0]] == text[$0] }
      }
    }
    while index < places.count {
      switch bytes[places[index]] {
      case UInt8(ascii: "\\"):
        index += 2
      case UInt8(ascii: "`"):
        var end = index
        while end < places.count, bytes[places[end]] == UInt8(ascii: "`") { end += 1 }
        index = runs.next(ofLength: end - index, from: end) ?? end
      case UInt8(ascii: "<") where starts("<!--", at: index):
        var end = index + 4
        while end < places.count, !starts("-->", at: end) { end += 1 }
        guard end < places.count else { return }
        addComment(places[index]..<places[end] + 3)
        index = end + 3
      default:
        index += 1
      }
    }
  }

  /// The runs of backticks in a paragraph, by length, in order.
  private struct BacktickRuns {
    var ends: [Int: [Int]] = [:]

    /// Behind the first run of a length that begins at an index or later.
    func next(ofLength length: Int, from index: Int) -> Int? {
      guard let ends = ends[length] else { return nil }
      var (low, high) = (0, ends.count)
      while low < high {
        let middle = (low + high) / 2
        if ends[middle] - length < index { low = middle + 1 } else { high = middle }
      }
      return low < ends.count ? ends[low] : nil
    }
  }

  private func backtickRuns(_ places: [Int]) -> BacktickRuns {
    var runs = BacktickRuns()
    var index = 0
    while index < places.count {
      var end = index
      while end < places.count, bytes[places[end]] == UInt8(ascii: "`") { end += 1 }
      if end > index { runs.ends[end - index, default: []].append(end) }
      index = max(end, index + 1)
    }
    return runs
  }

  /// Behind the first occurrence of a text in a range.
  ///
  /// - Parameter start: of a comment, whose `<!-->` and `<!--->` are whole.
  private func find(_ text: StaticString, _ range: Range<Int>, overlapping start: Int? = nil) -> Int? {
    text.withUTF8Buffer { text in
      if let start, range.lowerBound == start + 4 {
        if start + 4 < range.upperBound, bytes[start + 4] == UInt8(ascii: ">") { return start + 5 }
        if start + 5 < range.upperBound, bytes[start + 4] == UInt8(ascii: "-"),
          bytes[start + 5] == UInt8(ascii: ">")
        {
          return start + 6
        }
      }
      var index = range.lowerBound
      while index + text.count <= range.upperBound {
        if bytes[index] == text[0], text.indices.allSatisfy({ bytes[index + $0] == text[$0] }) {
          return index + text.count
        }
        index += 1
      }
      return nil
    }
  }

  private mutating func finish() {
    switch leaf {
    case .paragraph: endParagraph()
    case .comment(let start, let lineStart, _):
      addComment(start..<bytes.count, lineStart: lineStart, isClosed: false)
    case .none, .fence: break
    }
  }
}
