/// Pairs the opening and closing comments of a text.
struct Marks {
  private(set) var regions: [MarkdownDocument.Region] = []
  private(set) var slots: [MarkdownDocument.Slot] = []
  private(set) var problems: [MarkdownDocument.Problem] = []

  private let bytes: UnsafeBufferPointer<UInt8>
  private var marks: [Mark] = []
  /// A place whose line was asked for, and the line; later places are counted from here.
  private var counted = (place: 0, line: 1)
  /// The walked part of a line, and whether it has a quote's sign.
  private var margin: (end: Int, hasQuote: Bool) = (-1, false)

  private enum Kind { case region, slot }

  private struct Mark {
    var comment: MarkdownReader.Comment
    var kind: Kind
    var isClosing: Bool
    /// Behind the word that makes it a mark.
    var words: [CommentWords.Word]
  }

  private static let kinds: [(word: String, kind: Kind, isClosing: Bool)] = [
    ("gradgraph", .region, false), ("/gradgraph", .region, true),
    ("gradgraph-value", .slot, false), ("/gradgraph-value", .slot, true),
  ]

  /// - Parameter comments: those of the text, in any order.
  init(_ comments: [MarkdownReader.Comment], _ bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
    for comment in comments.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
      let inside = min(comment.range.lowerBound + 4, comment.range.upperBound)..<comment.range.upperBound
      let first = CommentWords.firstWord(in: bytes, inside)
      let word = first.hasSuffix("-->") ? String(first.dropLast(3)) : first
      guard let (_, kind, isClosing) = Self.kinds.first(where: { $0.word == word }) else {
        if word.hasPrefix("gradgraph") || word.hasPrefix("/gradgraph") {
          problem(
            comment, "unknown comment '\(word)'; a block is opened by gradgraph, a number by gradgraph-value")
        }
        continue
      }
      guard comment.isClosed else {
        problem(comment, "this comment never ends; --> is missing")
        continue
      }
      let words = CommentWords(bytes, pieces(inside.lowerBound..<inside.upperBound - 3, of: comment))
      if let quote = words.openQuote {
        problems.append(.init(range: quote..<quote + 1, message: "this quote never ends"))
        continue
      }
      marks.append(
        Mark(comment: comment, kind: kind, isClosing: isClosing, words: Array(words.words.dropFirst())))
    }
  }

  /// The lines of a comment, without the marks of the quotes that it is in.
  private mutating func pieces(_ range: Range<Int>, of comment: MarkdownReader.Comment) -> [Range<Int>] {
    guard comment.container != 0, hasQuote(before: comment.range.lowerBound) else { return [range] }
    var pieces: [Range<Int>] = []
    var start = range.lowerBound
    while start < range.upperBound {
      var end = start
      while end < range.upperBound, bytes[end] != 0x0A { end += 1 }
      end = min(end + 1, range.upperBound)
      pieces.append(start..<end)
      start = end
      while start < range.upperBound, [0x20, 0x09, UInt8(ascii: ">")].contains(bytes[start]) { start += 1 }
    }
    return pieces
  }

  /// `true` if a quote's sign precedes a place on its line. Calls come in order of position, so that each line is walked once.
  private mutating func hasQuote(before place: Int) -> Bool {
    var start = place
    while start > 0, start != margin.end, bytes[start - 1] != 0x0A, bytes[start - 1] != 0x0D { start -= 1 }
    let goesOn = start == margin.end && start > 0
    let found = bytes[start..<place].contains(UInt8(ascii: ">"))
    margin = (place, found || (goesOn && margin.hasQuote))
    return margin.hasQuote
  }

  private mutating func problem(_ comment: MarkdownReader.Comment, _ message: String) {
    let end = min(comment.range.lowerBound + 4, comment.range.upperBound)
    problems.append(.init(range: comment.range.lowerBound..<end, message: message))
  }

  /// Finds the pairs. A mark that has no partner is a problem, and so is one within a region.
  mutating func pair() {
    var open: Mark?
    for mark in marks {
      guard mark.isClosing else {
        if let open {
          problem(open.comment, unended(open, before: mark))
        }
        open = mark
        continue
      }
      guard let opening = open else {
        problem(mark.comment, "nothing is open that '\(Self.closing(mark.kind))' could end")
        continue
      }
      guard opening.kind == mark.kind else {
        problem(mark.comment, "'\(Self.closing(opening.kind))' must end what is open, not this")
        open = nil
        continue
      }
      open = nil
      close(opening, mark)
    }
    if let open {
      problem(open.comment, "this region never ends; \(Self.closing(open.kind)) is missing")
    }
  }

  private static func closing(_ kind: Kind) -> String {
    kind == .region ? "<!-- /gradgraph -->" : "<!-- /gradgraph-value -->"
  }

  private mutating func unended(_ mark: Mark, before next: Mark) -> String {
    let place = next.comment.range.lowerBound
    counted.line += bytes[counted.place..<place].count { $0 == 0x0A }
    counted.place = place
    let line = counted.line
    return
      "this region never ends: another begins in line \(line) before \(Self.closing(mark.kind)); regions can't be nested"
  }

  private mutating func close(_ opening: Mark, _ closing: Mark) {
    let content = opening.comment.range.upperBound..<closing.comment.range.lowerBound
    guard opening.comment.container == closing.comment.container else {
      return problem(
        closing.comment, "the region begins in another quote or list item; indent both comments alike")
    }
    guard closing.words.count <= 1 else {
      return problem(closing.comment, "nothing but the digest stands in a closing comment")
    }
    let digest = closing.words.first?.text
    if opening.kind == .slot {
      // Writing a number across paragraphs would remove the end of the first one.
      guard opening.comment.passage == closing.comment.passage else {
        return problem(
          closing.comment,
          "the number begins in another paragraph; put it and its two comments on one line")
      }
      guard opening.words.count >= 2 else {
        return problem(
          opening.comment, "a number is named by its block and its node: <!-- gradgraph-value seed a.grad -->"
        )
      }
      slots.append(
        .init(
          words: opening.words, opening: opening.comment.range, content: content,
          closing: closing.comment.range, digest: digest))
      return
    }
    guard let lineStart = opening.comment.lineStart else {
      return problem(opening.comment, "a block begins at the start of a line; a number is a gradgraph-value")
    }
    let isFirst = closing.comment.lineStart != nil
    guard isFirst || bytes[content].allSatisfy({ $0 == 0x20 || $0 == 0x09 }) else {
      return problem(closing.comment, "the comment that ends a block begins a line")
    }
    guard let name = opening.words.first else {
      return problem(opening.comment, "a block needs a name: <!-- gradgraph seed … -->")
    }
    regions.append(
      .init(
        words: Array(opening.words.dropFirst()), name: name, opening: opening.comment.range, content: content,
        closing: closing.comment.range, digest: digest, prefix: prefix(of: lineStart)))
  }

  /// The text before a place on its line, with blanks for the marks of lists.
  private func prefix(of place: Int) -> [UInt8] {
    var start = place
    while start > 0, bytes[start - 1] != 0x0A, bytes[start - 1] != 0x0D { start -= 1 }
    if start == 0, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { start = min(3, place) }
    return bytes[start..<place].map { [0x20, 0x09, UInt8(ascii: ">")].contains($0) ? $0 : 0x20 }
  }
}
